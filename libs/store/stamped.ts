import type { Stamps } from '#evidence'
import type {
  Commit,
  Found,
  LaneDocument,
  LaneId,
  Query,
  Remembered,
  Renewal,
  StateRecord,
  Store,
  Told,
} from './port.ts'

type Stamped = Record<string, unknown> & { readonly stamp?: string }

/**
 * A store that believes states of some processes only when they carry a stamp under a secret that no database has: who may
 * sign in, who is signed in, what waits for a second yes. Whoever writes the database makes none of them; what they change is
 * as if it were not there.
 */
export class StampedStore implements Store {
  readonly emits: Store['emits']
  readonly time?: () => Promise<number>
  readonly #store: Store
  readonly #stamps: Pick<Stamps, 'of' | 'holds'>
  readonly #processes: ReadonlySet<string>
  readonly #changed: (process: string, key: string) => void

  /** @param changed told of each state that was changed */
  constructor(
    store: Store,
    stamps: Pick<Stamps, 'of' | 'holds'>,
    processes: readonly string[],
    changed: (process: string, key: string) => void,
  ) {
    this.#store = store
    this.#stamps = stamps
    this.#processes = new Set(processes)
    this.#changed = changed
    this.emits = store.emits
    const { time } = store
    if (time) this.time = () => time.call(store)
  }

  async load(process: string, keys: readonly string[]): Promise<Map<string, StateRecord>> {
    const found = await this.#store.load(process, keys)
    if (!this.#processes.has(process)) return found
    return new Map(
      [...found].map(([key, record]) => [key, { ...record, body: this.#believed(process, key, record.body) }]),
    )
  }

  async find(process: string, query: Query): Promise<readonly Found[]> {
    const found = await this.#store.find(process, query)
    if (!this.#processes.has(process)) return found
    return found.flatMap((each) => {
      const body = this.#believed(process, each.key, each.body)
      return body === undefined ? [] : [{ ...each, body }]
    })
  }

  commit(commit: Commit): Promise<void> {
    const { process } = commit.id
    if (!this.#processes.has(process)) return this.#store.commit(commit)
    const states = commit.states.map((each) =>
      each.body === undefined
        ? each
        : { ...each, body: { ...(each.body as object), stamp: this.#stamps.of([process, each.key, each.body]) } },
    )
    return this.#store.commit({ ...commit, states })
  }

  #believed(process: string, key: string, body: unknown): unknown {
    const { stamp, ...rest } = (body ?? {}) as Stamped
    if (this.#stamps.holds([process, key, rest], stamp)) return rest
    this.#changed(process, key)
    return undefined
  }

  takeOver(id: LaneId, session: string): Promise<LaneDocument> {
    return this.#store.takeOver(id, session)
  }
  due(id: LaneId, until: number, limit: number): Promise<readonly { key: string; wakeAt: number }[]> {
    return this.#store.due(id, until, limit)
  }
  nextWake(id: LaneId): Promise<number | undefined> {
    return this.#store.nextWake(id)
  }
  count(process: string, query: Parameters<Store['count']>[1]): Promise<number> {
    return this.#store.count(process, query)
  }
  remember(id: string, digest: string, until: number): Promise<Remembered> {
    return this.#store.remember(id, digest, until)
  }
  recall(messages: readonly Told[]): Promise<void> {
    return this.#store.recall(messages)
  }
  recalled(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#store.recalled(ids)
  }
  renew(options: Renewal): Promise<string> {
    return this.#store.renew(options)
  }
  ping(): Promise<void> {
    return this.#store.ping()
  }
  close(): Promise<void> {
    return this.#store.close()
  }
}
