import type { StatementSync } from 'node:sqlite'
import { type Beside, jsonIn, MOST_BESIDE, type OwnKeys, type Store } from '../port.ts'

export interface StateRow {
  readonly key: string
  readonly body: string
  readonly wake_at: number | null
  readonly lane: number
}

export interface Entry {
  readonly key: unknown
  readonly tag: unknown
  readonly sort: unknown
}

/** The list entries of one state. */
export const ENTRIES = 'SELECT key, tag, sort FROM lists WHERE process = ? AND key = ? LIMIT ?'

interface Page {
  readonly place: string
  readonly begins: 'from' | 'after'
  readonly limit: number
}
/** By whether what is at the place itself comes with it. */
type ByBegin = { readonly [begins in Page['begins']]: StatementSync }

/** So many keys a page of one lane passes by at most: a millisecond or two. */
const PASSED = 4096
/** A BLOB comes after every text. */
const END = new Uint8Array([255])

const placed = ({ tag, sort }: Entry): readonly [string, string] => [String(tag), String(sort)]

/** States and list entries as they are stored, whoever wrote them: what auditors and baselines are shown (`Store.beside`). */
export class BesideRows {
  readonly #page: ByBegin
  readonly #keys: ByBegin
  readonly #getOwn: StatementSync
  readonly #entries: StatementSync
  readonly #strays: ByBegin

  constructor(prepare: (sql: string) => StatementSync) {
    const both = (sql: (beyond: string) => string): ByBegin => ({ from: prepare(sql('>=')), after: prepare(sql('>')) })
    this.#page = both(
      (beyond) =>
        `SELECT key, body, wake_at, lane FROM states WHERE process = ? AND key ${beyond} ? ORDER BY key LIMIT ?`,
    )
    // Answered by the index of keys alone.
    this.#keys = both(
      (beyond) => `SELECT key FROM states WHERE process = ? AND key ${beyond} ? ORDER BY key LIMIT ${PASSED}`,
    )
    this.#getOwn = prepare('SELECT body, wake_at, lane FROM states WHERE process = ? AND key = ? AND lane = ?')
    this.#entries = prepare(ENTRIES)
    this.#strays = both(
      (beyond) =>
        `SELECT l.key, l.tag, l.sort FROM lists l WHERE l.process = ? AND l.key ${beyond} ? AND l.key <= ?
         AND NOT EXISTS (SELECT 1 FROM states s WHERE s.process = l.process AND s.key = l.key) ORDER BY l.key LIMIT ?`,
    )
  }

  page(process: string, { after, limit, own }: Parameters<Store['beside']>[1]): Awaited<ReturnType<Store['beside']>> {
    const [place, begins] = [after ?? '', after === undefined ? 'from' : 'after'] as const
    const { states, last } = own
      ? this.#owned(process, { place, begins, limit, own })
      : this.#paged(process, { place, begins, limit })
    const entriesOf = (key: string) => (this.#entries.all(process, key, MOST_BESIDE) as unknown as Entry[]).map(placed)
    const rows: Beside[] = states.map(({ key, body, wake_at, lane }) => {
      const wakeAt = wake_at ?? undefined
      return { key: String(key), body: jsonIn(body), wakeAt, lane, entries: entriesOf(key) }
    })
    if (own) return { rows, ...(last === undefined ? {} : { next: last }) }
    const strays = this.#strays[begins].all(process, place, last ?? END, MOST_BESIDE) as unknown as Entry[]
    for (const each of strays)
      rows.push({ key: String(each.key), body: undefined, wakeAt: undefined, lane: undefined, entries: [placed(each)] })
    return { rows, ...(last === undefined ? {} : { next: last }) }
  }

  #paged(process: string, { place, begins, limit }: Page) {
    const states = this.#page[begins].all(process, place, limit) as unknown as StateRow[]
    return { states, last: states.length === limit ? String(states.at(-1)?.key) : undefined }
  }

  /** Keys of others are passed by without a look at their rows, which may lie anywhere in the file. */
  #owned(process: string, { place, begins, limit, own }: Page & { own: OwnKeys }) {
    const states: StateRow[] = []
    let [passed, last] = [0, place]
    for (const { key } of this.#keys[begins].iterate(process, place) as Iterable<{ key: unknown }>) {
      passed++
      if (typeof key !== 'string') continue
      last = key
      if (!own.has(key)) continue
      const row = this.#getOwn.get(process, key, own.lane) as Omit<StateRow, 'key'> | undefined
      if (row) states.push({ key, ...row })
      if (states.length === limit) return { states, last }
    }
    return { states, last: passed === PASSED ? last : undefined }
  }
}
