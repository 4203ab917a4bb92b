/*
 * How often would an honest hour have as many as this one? Counts of the same hour of the weeks before are compared, whatever
 * their level is: given the sum of all, how it falls on this hour is a binomial, or with counts that vary more than chance
 * alone a beta-binomial. So nothing is estimated but how much they vary.
 */

const HALF_LOG_TAU = 0.9189385332046727

/** Logarithm of the gamma function, for x > 0. */
export function lnGamma(x: number): number {
  if (x < 10) return lnGamma(x + 1) - Math.log(x)
  const inverse = 1 / (x * x)
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TAU + (1 / 12 - inverse * (1 / 360 - inverse / 1260)) / x
}

/** Beyond this a sum goes on for no figure that anybody would see. */
const NEGLIGIBLE = 1e-12

/**
 * The chance of `count` or more, after `past` in `weeks` weeks, where counts vary `spread` times as much as by chance alone
 * (1: Poisson).
 */
export function chanceOf(count: number, past: number, weeks: number, spread: number): number {
  if (count <= 0 || weeks < 1) return 1
  const total = count + past
  // Of a negative binomial whose variance is `spread` times its mean; near 1 it is as good as a Poisson.
  const own = Math.max(past / weeks, 0.5) / Math.max(spread - 1, 1e-4)
  const others = own * weeks
  const whole =
    lnGamma(total + 1) + lnGamma(own + others) - lnGamma(total + own + others) - lnGamma(own) - lnGamma(others)
  const lnAt = (k: number) =>
    whole + lnGamma(k + own) - lnGamma(k + 1) + lnGamma(total - k + others) - lnGamma(total - k + 1)
  let sum = 0
  for (let k = count; k <= total; k++) {
    const term = Math.exp(lnAt(k))
    sum += term
    if (k > (total * own) / (own + others) && term < sum * NEGLIGIBLE) break
  }
  return Math.min(1, sum)
}

/**
 * Weeks of hours: how much counts of one hour of the week vary from week to week, as a multiple of what chance alone makes.
 * Where whole days are busier or calmer that grows with the count, so hours with about so many tell it (`usual`), and all.
 */
export const spreadOf = (weeks: readonly (readonly number[])[], usual: number): number =>
  Math.max(spreadFrom(weeks, 0.5), spreadFrom(weeks, Math.max(0.5, usual * LIKE)))

function spreadFrom(weeks: readonly (readonly number[])[], least: number): number {
  const [first] = weeks
  if (!first || weeks.length < 2) return 1
  const ratios: number[] = []
  for (let hour = 0; hour < first.length; hour++) {
    const counts = weeks.map((week) => week[hour] ?? 0)
    const mean = counts.reduce((sum, each) => sum + each, 0) / counts.length
    if (mean < least) continue
    const squares = counts.reduce((sum, each) => sum + (each - mean) ** 2, 0)
    ratios.push(squares / mean / (counts.length - 1))
  }
  if (ratios.length === 0) return 1
  // A surge of before is left out; what honest hours lose by that is put back.
  const kept = ratios.sort((a, b) => a - b).slice(0, Math.ceil(ratios.length * KEPT))
  return Math.max(1, (PUT_BACK * kept.reduce((sum, each) => sum + each, 0)) / kept.length)
}

/** Of an hour’s usual count, what hours have that are like it. */
const LIKE = 0.7
const KEPT = 0.95
const PUT_BACK = 1.15

/** The chance of `count` or more where `mean` are usual. */
export function poissonTail(count: number, mean: number): number {
  if (count <= 0) return 1
  let term = Math.exp(count * Math.log(mean) - mean - lnGamma(count + 1))
  let sum = 0
  for (let k = count; term > sum * NEGLIGIBLE || k < mean; k++) {
    sum += term
    term *= mean / (k + 1)
  }
  return Math.min(1, sum)
}
