import type { StandingRecord } from './standings.ts'

/** What became of those who subscribed in one week. */
export interface Cohort {
  /** The Monday that it begins with, days since 1970 on the operator’s wall. */
  readonly from: number
  readonly came: number
  /** Of whom unsubscribed within the days that are looked at. */
  readonly left: number
  /** The share of a sample of them who complained or disputed; undefined where nobody of them is in it. */
  readonly regretted?: number
  /** So many days have passed since its end that nothing more is counted. */
  readonly over: boolean
}

const [LEFT, REGRETTED] = ['cancel.cohort', 'regrets']

/** The day 1 January 1970 was a Thursday. */
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7)

/** Week by week, the oldest first, over all services of a partner, or of an app. @param days after which a week is over */
export function cohortsOf({ units, day }: Pick<StandingRecord, 'units' | 'day'>, days: number): readonly Cohort[] {
  const weeks = new Map<number, { came: number; left: number; sample: number; regretted: number }>()
  for (const { kind, signals } of units) {
    if (kind !== 'service' && kind !== 'app') continue
    for (const { name, cases, of } of signals) {
      if (name !== LEFT && name !== REGRETTED) continue
      for (const [at, count] of of.entries()) {
        const from = mondayOf(day - of.length + 1 + at)
        const week = weeks.get(from) ?? { came: 0, left: 0, sample: 0, regretted: 0 }
        weeks.set(from, week)
        if (name === LEFT) {
          week.came += count
          week.left += cases[at] ?? 0
        } else {
          week.sample += count
          week.regretted += cases[at] ?? 0
        }
      }
    }
  }
  return [...weeks]
    .filter(([, { came }]) => came > 0)
    .sort(([a], [b]) => a - b)
    .map(([from, { came, left, sample, regretted }]) => ({
      from,
      came: Math.round(came),
      left: Math.round(Math.min(left, came)),
      ...(sample > 0 ? { regretted: Math.round(Math.min(1, regretted / sample) * 1000) / 1000 } : {}),
      over: from + 7 + days <= day,
    }))
}
