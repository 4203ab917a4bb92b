import { COUNTERS } from './counters.ts'

/** Days that counts are kept for. */
export const DAYS = 64
/** Columns are made so many at a time. */
const MORE = 8
const NO_DAY = -1

/**
 * Counts by day, each day at its number modulo how many are kept. Most units never count most of what can be counted: there
 * is a column for each counter of which anything came, and none for others.
 */
export class DayCounts {
  readonly #days = new Int32Array(DAYS).fill(NO_DAY)
  /** Column of each counter, from 1 on. */
  readonly #columns = new Uint8Array(COUNTERS)
  /** Counters of the columns. */
  readonly #counters: number[] = []
  /** Day after day, as wide as there is room for. */
  #values = new Float32Array(0)
  #width = 0
  size = 0

  has(day: number): boolean {
    return day !== NO_DAY && this.#days[day % DAYS] === day
  }

  /** Which day is kept at the place of this one. */
  heldAt(day: number): number | undefined {
    const held = this.#days[day % DAYS] as number
    return held === NO_DAY ? undefined : held
  }

  /** Begins a day, in the place of the one that is there. */
  begin(day: number): void {
    this.drop(this.#days[day % DAYS] as number)
    this.#days[day % DAYS] = day
    this.size++
  }

  drop(day: number): void {
    if (!this.has(day)) return
    const place = day % DAYS
    this.#values.fill(0, place * this.#width, (place + 1) * this.#width)
    this.#days[place] = NO_DAY
    this.size--
  }

  /** Adds to a day that was begun. @returns by how much it is more, as it is rounded */
  add(day: number, counter: number, n: number): number {
    if (n === 0) return 0
    const column = this.#columns[counter] || this.#columnFor(counter)
    const place = (day % DAYS) * this.#width + column - 1
    const before = this.#values[place] as number
    this.#values[place] = before + n
    return (this.#values[place] as number) - before
  }

  of(day: number, counter: number): number {
    const column = this.#columns[counter] as number
    return column === 0 || !this.has(day) ? 0 : (this.#values[(day % DAYS) * this.#width + column - 1] as number)
  }

  /** All of a day, written into `counts`; undefined: nothing is kept of it. */
  read(day: number, counts: Float32Array): Float32Array | undefined {
    if (!this.has(day)) return undefined
    const [counters, values] = [this.#counters, this.#values]
    const from = (day % DAYS) * this.#width
    counts.fill(0)
    for (let column = 0; column < counters.length; column++)
      counts[counters[column] as number] = values[from + column] as number
    return counts
  }

  /** The days of which anything is kept. */
  get days(): readonly number[] {
    return [...this.#days].filter((day) => day !== NO_DAY).sort((a, b) => a - b)
  }

  #columnFor(counter: number): number {
    const column = this.#counters.push(counter)
    this.#columns[counter] = column
    if (column <= this.#width) return column
    const [before, width] = [this.#values, this.#width + MORE]
    this.#values = new Float32Array(DAYS * width)
    for (let place = 0; place < DAYS; place++)
      this.#values.set(before.subarray(place * this.#width, (place + 1) * this.#width), place * width)
    this.#width = width
    return column
  }

  get bytes(): number {
    return this.#values.byteLength + DAYS * 4 + COUNTERS + this.#counters.length * 4 + 300
  }
}
