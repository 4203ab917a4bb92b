import type { LaneStamps } from './port.ts'

/** Octets of what stands for a row in the sum: two of them still add up exactly. */
const OCTETS = 6
const RANGE = 2 ** (8 * OCTETS)

/**
 * Which rows one lane has, and which of its states each of them is: what its owner keeps in memory, some hundred octets a
 * row. Its sum is added up row by row, over what only the secret gives, and stands with the lane (`mark`): so whoever takes
 * the lane over tells that a row was taken away, put back to what it once was, or put in, although each carries a stamp.
 */
export class Roll {
  readonly #name: string
  readonly #stamps: LaneStamps
  readonly epoch: number
  /** That the rows are those which the lane says it has; else none of them is allowed, nor that there is none. */
  isWhole = true
  readonly #rows = new Map<string, number>()
  /** What the commit under way makes of them: a reader may meet either. */
  #pending = new Map<string, number | undefined>()
  #sum = 0
  /** What was said last, which a commit without states says again. */
  #mark = ''

  constructor(name: string, epoch: number, stamps: LaneStamps) {
    this.#name = name
    this.epoch = epoch
    this.#stamps = stamps
  }

  /** What stands for a row with this stamp; another of each row, of each of its states. */
  #of(key: string, stamp: string): number {
    return Buffer.from(this.#stamps.ofText(`row\n${key}\n${stamp}`), 'base64url').readUIntBE(0, OCTETS)
  }

  /** As it is found when the lane is taken over. */
  found(key: string, stamp: string): void {
    this.#set(key, this.#of(key, stamp))
  }

  #set(key: string, entry: number | undefined): void {
    this.#sum = (this.#sum - (this.#rows.get(key) ?? 0) + (entry ?? 0) + RANGE) % RANGE
    if (entry === undefined) this.#rows.delete(key)
    else this.#rows.set(key, entry)
  }

  /** A commit begins: what the lane says of its rows when it is made. */
  begin(writes: readonly { readonly key: string; readonly stamp: string | undefined }[]): string {
    this.#pending = new Map(
      writes.map(({ key, stamp }) => [key, stamp === undefined ? undefined : this.#of(key, stamp)]),
    )
    if (writes.length === 0 && this.#mark !== '') return this.#mark
    let [count, total] = [this.#rows.size, this.#sum]
    for (const [key, entry] of this.#pending) {
      const before = this.#rows.get(key)
      count += Number(entry !== undefined) - Number(before !== undefined)
      total = (total - (before ?? 0) + (entry ?? 0) + RANGE) % RANGE
    }
    this.#mark = this.#stamps.ofText(this.#textOf(count, total))
    return this.#mark
  }

  /** It was made. */
  done(): void {
    for (const [key, entry] of this.#pending) this.#set(key, entry)
    this.#pending = new Map()
  }

  #textOf(count: number, sum: number): string {
    return ['rows', this.#name, count, sum].join('\n')
  }

  /** That these are the rows which the lane says it has. */
  holds(mark: string): boolean {
    return this.#stamps.textHolds(this.#textOf(this.#rows.size, this.#sum), mark)
  }

  /** That a row with this stamp, or none, is what its owner left. */
  allows(key: string, stamp: string | undefined): boolean {
    if (!this.isWhole) return false
    const entry = stamp === undefined ? undefined : this.#of(key, stamp)
    return this.#rows.get(key) === entry || (this.#pending.has(key) && this.#pending.get(key) === entry)
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys()
  }

  /** Rows that are other ones than this roll has of the same lane. */
  differing(other: Roll): string[] {
    const keys = new Set([...this.#rows.keys(), ...other.#rows.keys()])
    return [...keys].filter((key) => this.#rows.get(key) !== other.#rows.get(key))
  }
}
