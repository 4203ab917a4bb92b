import { at, COUNTERS } from '../counted/counters.ts'

/** Days that are looked back on, at most. */
const MOST_DAYS = 64

/** Counts by day, the latest first; used again for the next unit. */
export class Days {
  size = 0
  readonly back = new Int32Array(MOST_DAYS)
  readonly counts: Float32Array[] = []
  readonly #rooms: Float32Array[] = []
  /** How many of the days are less than so many back, up to the last of them. */
  readonly #within = new Uint8Array(MOST_DAYS)
  #indexed = 0

  clear(): void {
    this.size = 0
    this.#indexed = 0
  }

  /** Where the counts of one more may be written before they are added. */
  get room(): Float32Array {
    const room = this.#rooms[this.size] ?? new Float32Array(COUNTERS)
    this.#rooms[this.size] = room
    return room
  }

  add(back: number, counts: Float32Array): void {
    while (this.#indexed <= back) this.#within[this.#indexed++] = this.size
    this.back[this.size] = back
    this.counts[this.size++] = counts
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
    const counts = days.counts[each] as Float32Array
    week++
    timed += counts[at.timed] as number
    charges += counts[at.charges] as number
    answers += counts[at.answers] as number
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
    if (back > (isKnown ? 1 : 0)) shifted.add(back - 1, days.counts[each] as Float32Array)
  }
}
