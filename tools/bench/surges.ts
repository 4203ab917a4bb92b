import { defaultPolicy } from '#policy'
import { honestWeeks, type Manner } from '../../services/enforcement/src/domain/surge-fixtures.ts'
import { report } from './print.ts'

const [SERIES, WEEKS] = [200, 12]
const MANNERS: readonly (readonly [string, Manner])[] = [
  ['hours as chance makes them', {}],
  ['5 % more each week', { growth: 0.05 }],
  ['whole days busier or calmer by 10 %', { days: 0.1 }],
  ['by 25 %', { days: 0.25 }],
  ['by 40 %', { days: 0.4 }],
]

/** Alarms that honest weeks raise, and which of the surges in them are found. */
export function surges(): void {
  const { falseAlarmsPerMonth } = defaultPolicy.enforcement
  for (const [what, manner] of MANNERS) {
    const { alarmsPerMonth, found, surges } = honestWeeks(5, { series: SERIES, weeks: WEEKS, ...manner })
    const name = `${SERIES} series over ${WEEKS} weeks, ${what}`
    report(`${name}: false alarms a month`, alarmsPerMonth.toFixed(2), `≤ ${falseAlarmsPerMonth}`)
    report(`${name}: three times 30 an hour for three hours, found %`, ((100 * found) / surges).toFixed(0))
  }
}
