import type { LaneStamps } from './port.ts'
import { NOTHING, plus, Sum, same, type Total } from './sum.ts'

/**
 * Which rows one lane has, and which of its states each of them is: what its owner keeps in memory, some hundred octets a
 * row. Its sum is added up row by row, over what only the secret gives, and stands with the lane (`mark`), hidden: so whoever
 * takes the lane over tells that a row was taken away, put back to what it once was, or put in, although each carries a
 * stamp. While it is built, rows that are read or written are entered as they were found, each once.
 */
export class Roll {
  readonly #name: string
  readonly #stamps: LaneStamps
  readonly #sums: Sum
  readonly epoch: number
  /** `building` until all rows were found; `changed` when they are other ones than the lane says: none of them is allowed. */
  state: 'building' | 'whole' | 'changed' = 'building'
  readonly #rows = new Map<string, number>()
  /** While it is built: rows that were read or written, as they were found; also that there was none. */
  readonly #early = new Map<string, number | undefined>()
  /** What the commit under way makes of them: a reader may meet either. */
  #pending = new Map<string, number | undefined>()
  /** What the lane says that it had when it was taken over; undefined where it says nothing that can be gone on from. */
  readonly #said: Total | undefined
  /** What it says as builds of 26 November said it: it can be compared only when all is found. */
  readonly #bare: string | undefined
  #found = NOTHING
  #now: Total
  /** What was said last, which a commit without states says again. */
  #mark = ''

  /** @param mark what the lane says of its rows */
  constructor(name: string, epoch: number, stamps: LaneStamps, mark?: string) {
    this.#name = name
    this.epoch = epoch
    this.#stamps = stamps
    this.#sums = new Sum(name, stamps)
    this.#bare = mark?.includes('.') ? undefined : mark
    this.#said = mark === undefined || this.#bare !== undefined ? undefined : this.#sums.read(mark)
    this.#now = this.#said ?? NOTHING
    if (mark !== undefined && this.#bare === undefined && !this.#said) this.state = 'changed'
  }

  /** The lane says what it has: it may be worked on before all is found. */
  get isSaid(): boolean {
    return this.#said !== undefined
  }

  /** It is known what was found of this row, or that there was none. */
  knows(key: string): boolean {
    return this.state !== 'building' || this.#rows.has(key) || this.#early.has(key)
  }

  /** As all rows of the lane are found, one after another; those that are known already count once. */
  found(key: string, stamp: string): void {
    if (!this.knows(key)) this.#enter(key, this.#sums.of(key, stamp))
  }

  /** As it is read, or before it is written, while not all rows were found: also that there is none. */
  early(key: string, stamp: string | undefined): void {
    if (this.knows(key)) return
    const entry = this.#sums.of(key, stamp)
    this.#early.set(key, entry)
    this.#enter(key, entry)
  }

  #enter(key: string, entry: number | undefined): void {
    this.#found = plus(this.#found, entry)
    if (entry !== undefined) this.#rows.set(key, entry)
  }

  /** They cannot be found. */
  fail(): void {
    this.state = 'changed'
  }

  /** All rows were found. */
  end(): void {
    if (this.state !== 'building') return
    if (!this.#said) this.#now = this.#found
    this.state = this.#isAsSaid() ? 'whole' : 'changed'
    if (this.state === 'whole') this.#early.clear()
  }

  #isAsSaid(): boolean {
    const { count, sum } = this.#found
    if (this.#bare !== undefined) return this.#stamps.textHolds(['rows', this.#name, count, sum].join('\n'), this.#bare)
    return same(this.#found, this.#said ?? this.#found)
  }

  /** A commit begins: what the lane says of its rows when it is made. */
  begin(seq: number, writes: readonly { readonly key: string; readonly stamp: string | undefined }[]): string {
    this.#pending = new Map(writes.map(({ key, stamp }) => [key, this.#sums.of(key, stamp)]))
    if (writes.length === 0 && this.#mark !== '') return this.#mark
    let total = this.#now
    for (const [key, entry] of this.#pending) total = plus(total, entry, this.#rows.get(key))
    this.#mark = this.#sums.write(`${this.epoch}.${seq}`, total)
    return this.#mark
  }

  /** It was made. */
  done(): void {
    for (const [key, entry] of this.#pending) {
      const former = this.#rows.get(key)
      this.#now = plus(this.#now, entry, former)
      if (this.state === 'building' && !this.#early.has(key)) this.#early.set(key, former)
      if (entry === undefined) this.#rows.delete(key)
      else this.#rows.set(key, entry)
    }
    this.#pending = new Map()
  }

  /** That a row with this stamp, or none, is what its owner left. */
  allows(key: string, stamp: string | undefined): boolean {
    if (this.state === 'changed' || !this.knows(key)) return false
    const entry = this.#sums.of(key, stamp)
    return this.#rows.get(key) === entry || (this.#pending.has(key) && this.#pending.get(key) === entry)
  }

  /** What it has of a row now, to be compared with what it has later. */
  said(key: string): string {
    return `${this.epoch} ${this.#rows.get(key)} ${this.#pending.get(key)}`
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys()
  }

  /** Rows that were found other ones than the roll of its former owner has, where that was told of all of them. */
  differing(former: Roll): string[] {
    if (former.state !== 'whole' || !same(former.#now, this.#said)) return []
    const keys = new Set([...this.#rows.keys(), ...this.#early.keys(), ...former.#rows.keys()])
    const foundOf = (key: string) => (this.#early.has(key) ? this.#early.get(key) : this.#rows.get(key))
    return [...keys].filter((key) => foundOf(key) !== former.#rows.get(key))
  }
}
