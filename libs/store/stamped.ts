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

/** A state as it is stored: its stamp stands last, so that what is before it is the text that was stamped. */
function unstamped(body: unknown): { readonly stamp: string | undefined; readonly rest: unknown } {
  const { stamp, ...rest } = (body ?? {}) as Record<string, unknown> & { readonly stamp?: string }
  return { stamp, rest }
}

/** Names and JSON hold no line break, so that no two states are one text. */
const textOf = (process: string, key: string, body: unknown): string => `${process}\n${key}\n${JSON.stringify(body)}`

/** What becomes of a state that somebody else wrote. */
export interface Stamping {
  /** As if it were not there: who is let in by it is not. */
  readonly absent: readonly string[]
  /** Nothing is decided from it, not even that there is none: consent, money and whose number it is stand by it. */
  readonly held: readonly string[]
}

/**
 * A store that believes states of some processes only when they carry a stamp under a secret that no database has. Whoever
 * writes the database makes none of them.
 */
export class StampedStore implements Store {
  readonly emits: Store['emits']
  readonly time?: () => Promise<number>
  readonly #store: Store
  readonly #stamps: Pick<Stamps, 'ofText' | 'textHolds'>
  readonly #absent: ReadonlySet<string>
  readonly #held: ReadonlySet<string>
  readonly #changed: (process: string, key: string) => void

  /** @param changed told of each state that was changed */
  constructor(
    store: Store,
    stamps: Pick<Stamps, 'ofText' | 'textHolds'>,
    { absent, held }: Stamping,
    changed: (process: string, key: string) => void,
  ) {
    this.#store = store
    this.#stamps = stamps
    this.#absent = new Set(absent)
    this.#held = new Set(held)
    this.#changed = changed
    this.emits = store.emits
    const { time } = store
    if (time) this.time = () => time.call(store)
  }

  async load(process: string, keys: readonly string[]): Promise<Map<string, StateRecord>> {
    const found = await this.#store.load(process, keys)
    if (!this.#isStamped(process)) return found
    for (const [key, record] of found) {
      const body = this.#believed(process, key, record.body)
      const isHeld = body === undefined && this.#held.has(process)
      found.set(key, { ...record, body, ...(isHeld ? { changed: true } : {}) })
    }
    return found
  }

  async find(process: string, query: Query): Promise<readonly Found[]> {
    const found = await this.#store.find(process, query)
    if (!this.#isStamped(process)) return found
    return found.flatMap((each): Found[] => {
      const body = this.#believed(process, each.key, each.body)
      if (body !== undefined) return [{ ...each, body }]
      return query.asStored ? [{ ...each, body: unstamped(each.body).rest, changed: true }] : []
    })
  }

  commit(commit: Commit): Promise<void> {
    const { process } = commit.id
    if (commit.states.length === 0 || !this.#isStamped(process)) return this.#store.commit(commit)
    const states = commit.states.map((each) =>
      each.body === undefined
        ? each
        : { ...each, body: { ...each.body, stamp: this.#stamps.ofText(textOf(process, each.key, each.body)) } },
    )
    return this.#store.commit({ ...commit, states })
  }

  #isStamped(process: string): boolean {
    return this.#held.has(process) || this.#absent.has(process)
  }

  #believed(process: string, key: string, body: unknown): unknown {
    const { stamp, rest } = unstamped(body)
    if (this.#stamps.textHolds(textOf(process, key, rest), stamp)) return rest
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
