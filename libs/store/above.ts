import type {
  Commit,
  Found,
  LaneDocument,
  LaneId,
  Loading,
  Query,
  Remembered,
  Renewal,
  StateRecord,
  Store,
  Told,
} from './port.ts'

/** What a store above another one gives as that one gives it. */
export class Above {
  readonly emits: Store['emits']
  readonly time?: () => Promise<number>
  readonly isBehind?: (process: string) => Promise<boolean>
  protected readonly under: Store

  constructor(under: Store) {
    this.under = under
    this.emits = under.emits
    const { time, isBehind } = under
    if (time) this.time = () => time.call(under)
    if (isBehind) this.isBehind = (process) => isBehind.call(under, process)
  }

  takeOver(id: LaneId, session: string, signal?: AbortSignal): Promise<LaneDocument> {
    return this.under.takeOver(id, session, signal)
  }
  load(process: string, keys: readonly string[], how?: Loading): Promise<Map<string, StateRecord>> {
    return this.under.load(process, keys, how)
  }
  commit(commit: Commit): Promise<void> {
    return this.under.commit(commit)
  }
  find(process: string, query: Query): Promise<readonly Found[]> {
    return this.under.find(process, query)
  }
  beside(...asked: Parameters<Store['beside']>): ReturnType<Store['beside']> {
    return this.under.beside(...asked)
  }
  due(id: LaneId, until: number, limit: number): Promise<readonly { key: string; wakeAt: number }[]> {
    return this.under.due(id, until, limit)
  }
  nextWake(id: LaneId): Promise<number | undefined> {
    return this.under.nextWake(id)
  }
  tails(...asked: Parameters<Store['tails']>): ReturnType<Store['tails']> {
    return this.under.tails(...asked)
  }
  ends(...asked: Parameters<Store['ends']>): ReturnType<Store['ends']> {
    return this.under.ends(...asked)
  }
  owns(id: LaneId, epoch: number): Promise<boolean> {
    return this.under.owns(id, epoch)
  }
  count(process: string, query: Parameters<Store['count']>[1]): Promise<number> {
    return this.under.count(process, query)
  }
  remember(id: string, digest: string, until: number): Promise<Remembered> {
    return this.under.remember(id, digest, until)
  }
  recall(messages: readonly Told[]): Promise<void> {
    return this.under.recall(messages)
  }
  recalled(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.under.recalled(ids)
  }
  renew(options: Renewal): Promise<string> {
    return this.under.renew(options)
  }
  ping(): Promise<void> {
    return this.under.ping()
  }
  close(): Promise<void> {
    return this.under.close()
  }
}
