import { defaultPolicy } from '#policy'
import { seeded } from '../../../../libs/process/simulation/world.ts'
import { judgeHour, limitOf } from './surge.ts'

const HOUR = 3_600_000
const WEEK = 168
/** A Thursday, as weeks are counted. */
export const SURGE_START = Date.parse('2026-09-03T00:00:00Z')

/** Few at night, many at noon, half at weekends. */
export const levelOf = (hour: number, mean: number): number => {
  const [day, clock] = [Math.floor(hour / 24) % 7, hour % 24]
  return mean * (clock < 7 ? 0.2 : 1 + Math.sin(((clock - 7) / 17) * Math.PI)) * (day >= 5 ? 0.5 : 1)
}

/** Counts that vary `spread` times as much as by chance: 1 is Poisson, more a negative binomial. */
export function drawn(random: () => number, mean: number, spread: number): number {
  const rate = spread <= 1 ? mean : gamma(random, mean / (spread - 1)) * (spread - 1)
  return poisson(random, rate)
}
function poisson(random: () => number, rate: number): number {
  if (rate > 40) return Math.max(0, Math.round(rate + Math.sqrt(rate) * normal(random)))
  let count = 0
  for (let product = random(); product > Math.exp(-rate); product *= random()) count++
  return count
}
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(random() || 1e-12)) * Math.cos(2 * Math.PI * random())
/** Marsaglia and Tsang. */
function gamma(random: () => number, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (random() || 1e-12) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normal(random)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(random() || 1e-12) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** How a series lives beside its pattern. */
export interface Manner {
  /** Days are busier or calmer as a whole: so many times as many, by its standard deviation. */
  readonly days?: number
  /** So much more each week. */
  readonly growth?: number
}

/**
 * Honest series over some weeks, sparse and dense: how many alarms a month they raise, an alarm being hours in a row, and of
 * surges that are planted in them (some hours with so many times as many) how many raise one.
 */
export function honestWeeks(
  seed: number,
  { series, weeks, days = 0, growth = 0 }: Manner & { readonly series: number; readonly weeks: number },
  planted: { readonly times: number; readonly hours: number; readonly mean: number } = { times: 3, hours: 3, mean: 30 },
) {
  const random = seeded(seed)
  const limit = limitOf({ policy: defaultPolicy, series: () => series })
  const first = Math.floor(SURGE_START / HOUR / WEEK)
  let [alarms, surges, found] = [0, 0, 0]
  for (let n = 0; n < series; n++) {
    const mean = [0.05, 1, 6, 30, 200][n % 5] as number
    const spread = [1, 1.5, 3, 6][n % 4] as number
    const known: { week: number; counts: number[] }[] = []
    let wasRaised = false
    for (let week = 0; week < 8 + weeks; week++) {
      const busy = Array.from({ length: 7 }, () => (days > 0 ? gamma(random, 1 / days ** 2) * days ** 2 : 1))
      const counts = Array.from({ length: WEEK }, (_, hour) =>
        drawn(random, levelOf(hour, mean) * (1 + growth) ** week * (busy[Math.floor(hour / 24)] as number), spread),
      )
      known.unshift({ week: first + week, counts })
      known.splice(9)
      if (week < 8) continue
      const chanceAt = (hour: number) =>
        judgeHour({ weeks: known, since: (first - 1) * WEEK * HOUR }, ((first + week) * WEEK + hour) * HOUR)?.chance ??
        1
      for (let hour = 0; hour < WEEK; hour++) {
        const isRaised = chanceAt(hour) <= limit
        if (isRaised && !wasRaised) alarms++
        wasRaised = isRaised
      }
      if (mean !== planted.mean) continue
      // Noon of a working day.
      const from = 24 * (week % 5) + 12
      const before = counts.slice(from, from + planted.hours)
      before.forEach((count, at) => {
        counts[from + at] = Math.round(count * planted.times)
      })
      surges++
      if (before.some((_, at) => chanceAt(from + at) <= limit)) found++
      counts.splice(from, planted.hours, ...before)
    }
  }
  return { alarmsPerMonth: alarms / (weeks / (30 / 7)), found, surges }
}
