import { defaultPolicy } from '#policy'
import { plantedStations } from '../../services/enforcement/src/domain/station-fixtures.ts'
import { report, spread } from './print.ts'

const SEEDS = 20

/** Suspected fake base stations in a week of 200 cells: how many of the planted are found, and how many are none. */
export function stations(): void {
  for (const noise of [800, 8000]) {
    const weeks = Array.from({ length: SEEDS }, (_, n) => plantedStations(n + 1, noise, defaultPolicy.enforcement))
    const what = `40 fake base stations among ${noise} single reports a week, ${SEEDS} weeks`
    report(`${what}, found %`, spread(weeks.map(({ found, planted }) => (100 * found) / planted)), '≥ 90')
    report(`${what}, false ones`, spread(weeks.map(({ falseOnes }) => falseOnes)))
  }
}
