import { at, COUNTERS } from '../counted/counters.ts'

/** Days that are looked back on, at most. */
const MOST_DAYS = 64

/** Where counts stand that have all columns. */
export const ALL = Uint8Array.from({ length: COUNTERS }, (_, counter) => counter)

/** Counts by day, the latest first, where they stand; used again for the next unit. */
export class Days {
  size = 0
  readonly back = new Int32Array(MOST_DAYS)
  /** Of each day its values, the columns of these by counter, and where they begin. */
  readonly values: Float32Array[] = []
  readonly columns: Uint8Array[] = []
  readonly from = new Int32Array(MOST_DAYS)
  /** How many of the days are less than so many back, up to the last of them. */
  readonly #within = new Uint8Array(MOST_DAYS)
  #indexed = 0
  /** Of which counters it is known how much there was of them on all these days: those that were asked for since these are. */
  readonly #sums = new Float64Array(COUNTERS)
  readonly #summed = new Uint32Array(COUNTERS)
  #days = 1

  clear(): void {
    this.size = 0
    this.#indexed = 0
    this.#days++
  }

  add(back: number, values: Float32Array, columns: Uint8Array = ALL, from = 0): void {
    this.#days++
    while (this.#indexed <= back) this.#within[this.#indexed++] = this.size
    const place = this.size++
    this.back[place] = back
    this.values[place] = values
    this.columns[place] = columns
    this.from[place] = from
  }

  /** How much of a counter there was on the day at that place. */
  of(place: number, counter: number): number {
    const column = (this.columns[place] as Uint8Array)[counter] as number
    return (this.values[place] as Float32Array)[(this.from[place] as number) + column] as number
  }

  /** How much of a counter there was on all of them. */
  sum(counter: number): number {
    if (this.#summed[counter] === this.#days) return this.#sums[counter] as number
    let sum = 0
    for (let each = 0; each < this.size; each++) sum += this.of(each, counter)
    this.#summed[counter] = this.#days
    this.#sums[counter] = sum
    return sum
  }

  /** The latest day with other counts of one counter and another. */
  withLatest(counts: readonly (readonly [counter: number, count: number])[], room: Float32Array): void {
    for (let counter = 0; counter < COUNTERS; counter++) room[counter] = this.of(0, counter)
    for (const [counter, count] of counts) room[counter] = count
    this.values[0] = room
    this.columns[0] = ALL
    this.from[0] = 0
    this.#days++
  }

  /** How many of them, the latest first, are of the last so many days. */
  within(days: number): number {
    return days < this.#indexed ? (this.#within[days] as number) : this.size
  }
}

/** Cases of one signal day by day, the latest first, and what they are of; used again for the next signal. */
export class ByDay {
  size = 0
  /** Cases of each day, and of all days up to it. */
  readonly #x = new Float64Array(MOST_DAYS)
  readonly #sumX = new Float64Array(MOST_DAYS + 1)
  readonly #sumN = new Float64Array(MOST_DAYS + 1)
  /** The most cases of a day, largest first, of so many days. */
  readonly #worst: number[] = []
  #worstOf = 0

  clear(): void {
    this.size = 0
    this.#worst.length = 0
    this.#worstOf = 0
  }

  add(x: number, n: number): void {
    const { size } = this
    this.#x[size] = x
    this.#sumX[size + 1] = (this.#sumX[size] as number) + x
    this.#sumN[size + 1] = (this.#sumN[size] as number) + n
    this.size++
  }

  get cases(): number {
    return this.#sumX[this.size] as number
  }
  get of(): number {
    return this.#sumN[this.size] as number
  }

  /** Cases of the latest so many days, and what as many or more of them are of. */
  span(days: number, of: number): Span {
    return { x: this.#sumX[days] as number, n: this.#sumN[of] as number }
  }

  /**
   * The same, without what those days that had most of them had beyond the next one, where a mishap is no pattern. Longer
   * spans are to be asked for after shorter ones.
   */
  spanWithoutWorst(days: number, of: number, without: number): Span {
    if (without === 0) return this.span(days, of)
    for (; this.#worstOf < days; this.#worstOf++) this.#place(this.#x[this.#worstOf] as number, without)
    let x = this.#sumX[days] as number
    const next = this.#worst[without] ?? 0
    for (let each = 0; each < without && each < this.#worst.length; each++) x -= (this.#worst[each] as number) - next
    return { x, n: this.#sumN[of] as number }
  }

  #place(cases: number, without: number): void {
    const worst = this.#worst
    if (cases <= 0) return
    let place = worst.length
    while (place > 0 && (worst[place - 1] as number) < cases) place--
    if (place > without) return
    worst.splice(place, 0, cases)
    if (worst.length > without + 1) worst.length = without + 1
  }
}
export interface Span {
  readonly x: number
  readonly n: number
}

/** A morning may be the beginning of a day of so many times as much as usual: a campaign’s, say. */
const CAMPAIGN = 6
/** Days that the usual of one is of, where so many of them are known. */
const KNOWN_DAYS = 7
const LEAST_KNOWN = 3

const lastDay = new Float32Array(COUNTERS)

/**
 * While today is not over, the last 24 hours stand for it, of at least what a day of campaign would bring; the day before,
 * of which they hold a part, does not count.
 */
export function shift(days: Days, lately: Float32Array | undefined, shifted: Days): void {
  shifted.clear()
  let week = 0
  let [timed, charges, answers] = [0, 0, 0]
  for (let each = 0; each < days.size; each++) {
    const back = days.back[each] as number
    if (back === 0 || back > KNOWN_DAYS) continue
    week++
    timed += days.of(each, at.timed)
    charges += days.of(each, at.charges)
    answers += days.of(each, at.answers)
  }
  const isKnown = lately !== undefined && week >= LEAST_KNOWN
  if (isKnown) {
    lastDay.set(lately)
    lastDay[at.timed] = Math.max(lastDay[at.timed] as number, (CAMPAIGN * timed) / week)
    lastDay[at.charges] = Math.max(lastDay[at.charges] as number, (CAMPAIGN * charges) / week)
    lastDay[at.answers] = Math.max(lastDay[at.answers] as number, (CAMPAIGN * answers) / week)
    shifted.add(0, lastDay)
  }
  for (let each = 0; each < days.size; each++) {
    const back = days.back[each] as number
    if (back <= (isKnown ? 1 : 0)) continue
    const [values, columns] = [days.values[each] as Float32Array, days.columns[each] as Uint8Array]
    shifted.add(back - 1, values, columns, days.from[each])
  }
}
