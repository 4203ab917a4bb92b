import { defaultPolicy } from '#policy'
import { CELLS, plantedStations } from '../../services/enforcement/src/domain/station-fixtures.ts'
import { report, spread } from './print.ts'

const SEEDS = 60
/** False ones a week that policy allows. */
const ALLOWED = (defaultPolicy.enforcement.falseAlarmsPerMonth * 7) / 30

/** Suspected fake base stations in a week of 200 cells: how many of the planted are found, and how many are none. */
export function stations(): void {
  const city = { ...defaultPolicy.enforcement, districts: CELLS }
  for (const [noise, victims] of [
    [800, 5],
    [8000, 5],
    [8000, 8],
    [20_000, 8],
  ] as const) {
    const weeks = Array.from({ length: SEEDS }, (_, n) => plantedStations(n + 1, noise, city, victims))
    const what = `40 fake base stations, ${victims} reporters each, among ${noise} single reports a week, ${SEEDS} weeks`
    report(`${what}, found %`, spread(weeks.map(({ found, planted }) => (100 * found) / planted)))
    const falseOnes = weeks.reduce((sum, each) => sum + each.falseOnes, 0)
    report(`${what}, false ones a week`, (falseOnes / SEEDS).toFixed(2), `≤ ${ALLOWED.toFixed(2)}`)
  }
}
