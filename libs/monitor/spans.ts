import { at, COUNTERS } from './counters.ts'

/** Days that are looked back on, at most. */
const MOST_DAYS = 64

/** Counts by day, the latest first; used again for the next unit. */
export class Days {
  size = 0
  readonly back = new Int32Array(MOST_DAYS)
  readonly counts: Float32Array[] = []

  add(back: number, counts: Float32Array): void {
    this.back[this.size] = back
    this.counts[this.size++] = counts
  }
}
/** Cases of one signal day by day, the latest first, and what they are of; used again for the next signal. */
export class ByDay {
  size = 0
  readonly back = new Int32Array(MOST_DAYS)
  readonly x = new Float64Array(MOST_DAYS)
  readonly n = new Float64Array(MOST_DAYS)

  add(back: number, x: number, n: number): void {
    this.back[this.size] = back
    this.x[this.size] = x
    this.n[this.size++] = n
  }
}
export interface Span {
  readonly x: number
  readonly n: number
}

/**
 * Cases within a span, and what they are of: so many days before as well as cases come late; without the days that had
 * most of them, where a mishap is no pattern.
 */
export function spanOf(days: ByDay, span: number, lag: number, without: number): Span {
  let x = 0
  let n = 0
  const worst: number[] = []
  for (let i = 0; i < days.size; i++) {
    const back = days.back[i] as number
    if (back >= span + lag) break
    n += days.n[i] as number
    if (back >= span) continue
    const cases = days.x[i] as number
    x += cases
    if (without > 0 && cases > 0) worst.push(cases)
  }
  // What they had beyond the day after them.
  worst.sort((a, b) => b - a)
  for (const day of worst.slice(0, without)) x -= day - (worst[without] ?? 0)
  return { x, n }
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
  shifted.size = 0
  let week = 0
  let timed = 0
  let charges = 0
  for (let each = 0; each < days.size; each++) {
    const back = days.back[each] as number
    if (back === 0 || back > KNOWN_DAYS) continue
    const counts = days.counts[each] as Float32Array
    week++
    timed += counts[at.timed] as number
    charges += counts[at.charges] as number
  }
  const isKnown = lately !== undefined && week >= LEAST_KNOWN
  if (isKnown) {
    lastDay.set(lately)
    lastDay[at.timed] = Math.max(lastDay[at.timed] as number, (CAMPAIGN * timed) / week)
    lastDay[at.charges] = Math.max(lastDay[at.charges] as number, (CAMPAIGN * charges) / week)
    shifted.add(0, lastDay)
  }
  for (let each = 0; each < days.size; each++) {
    const back = days.back[each] as number
    if (back > (isKnown ? 1 : 0)) shifted.add(back - 1, days.counts[each] as Float32Array)
  }
}
