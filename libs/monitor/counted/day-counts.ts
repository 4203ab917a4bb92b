import { COUNTERS } from './counters.ts'

/** Takes days as they stand: what is counted of one is at `from` and its column on; what never was, at column 0. */
export interface DayReader {
  add(back: number, values: Float32Array, columns: Uint8Array, from: number): void
}

/** Days that counts are kept for. */
export const DAYS = 64
/** Columns, and rows, are made so many at a time. */
const MORE = 8
const NO_DAY = -1

/**
 * Counts by day, each day at its number modulo how many are kept. Most units never count most of what can be counted, and many
 * are not old: there is a column for each counter of which anything came, a row for each place, and none for others.
 */
export class DayCounts {
  readonly #days = new Int32Array(DAYS).fill(NO_DAY)
  /** Row of each place, and column of each counter, from 1 on. */
  readonly #rows = new Uint8Array(DAYS)
  readonly #columns = new Uint8Array(COUNTERS)
  /** Counters of the columns. */
  readonly #counters: number[] = []
  /** Row after row, as wide as there is room for; the first of each row is for what is not counted, and stays 0. */
  #values = new Float32Array(0)
  #width = MORE
  #used = 0
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
    const place = day % DAYS
    this.drop(this.#days[place] as number)
    this.#days[place] = day
    this.size++
    if (this.#rows[place] !== 0) return
    this.#rows[place] = ++this.#used
    if (this.#used * this.#width > this.#values.length) this.#fit(this.#width)
  }

  drop(day: number): void {
    if (!this.has(day)) return
    const from = this.#from(day)
    this.#values.fill(0, from, from + this.#width)
    this.#days[day % DAYS] = NO_DAY
    this.size--
  }

  /** Adds to a day that was begun. @returns by how much it is more, as it is rounded */
  add(day: number, counter: number, n: number): number {
    if (n === 0) return 0
    const column = this.#columns[counter] || this.#columnFor(counter)
    const place = this.#from(day) + column
    const before = this.#values[place] as number
    this.#values[place] = before + n
    return (this.#values[place] as number) - before
  }

  of(day: number, counter: number): number {
    const column = this.#columns[counter] as number
    return this.has(day) ? (this.#values[this.#from(day) + column] as number) : 0
  }

  /** All of a day, written into `counts`; undefined: nothing is kept of it. */
  read(day: number, counts: Float32Array): Float32Array | undefined {
    if (!this.has(day)) return undefined
    const [counters, values] = [this.#counters, this.#values]
    const from = this.#from(day)
    counts.fill(0)
    for (let column = 0; column < counters.length; column++)
      counts[counters[column] as number] = values[from + column + 1] as number
    return counts
  }

  /** The last so many days until `today`, the latest first, as they stand: they are to be read before anything is counted. */
  readInto(days: DayReader, today: number, last: number): void {
    for (let back = 0; back < last; back++)
      if (this.has(today - back)) days.add(back, this.#values, this.#columns, this.#from(today - back))
  }

  /** The days of which anything is kept. */
  get days(): readonly number[] {
    return [...this.#days].filter((day) => day !== NO_DAY).sort((a, b) => a - b)
  }

  #columnFor(counter: number): number {
    const column = this.#counters.push(counter)
    this.#columns[counter] = column
    if (column === this.#width) this.#fit(this.#width + MORE)
    return column
  }

  /** Where the row of a day begins. */
  #from(day: number): number {
    return ((this.#rows[day % DAYS] as number) - 1) * this.#width
  }

  /** Makes room for rows of that width, as many as there are and a few more. */
  #fit(width: number): void {
    const [before, rows] = [this.#values, Math.min(DAYS, Math.ceil(this.#used / MORE) * MORE)]
    this.#values = new Float32Array(rows * width)
    for (let row = 0; (row + 1) * this.#width <= before.length; row++)
      this.#values.set(before.subarray(row * this.#width, (row + 1) * this.#width), row * width)
    this.#width = width
  }

  get bytes(): number {
    return this.#values.byteLength + DAYS * 5 + COUNTERS + this.#counters.length * 4 + 200
  }
}
