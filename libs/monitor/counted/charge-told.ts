import type { Observation } from '../observed/observe.ts'
import { type Counter, ofRule } from './counters.ts'
import { type Around, HOUR, isNight } from './moment.ts'

/** Beyond so many times `lateDays` no file of a week is waited for, and no outage lasts. */
const DATED_BACK = 3

/** What a charge counts in by how it was judged, and by when it was made and told. */
export function countersOf({ what, at, since }: Observation, { policy, ahead }: Around): readonly Counter[] {
  const counters: Counter[] = []
  const wrong = what === undefined ? undefined : ofRule[what]
  if (wrong) counters.push(wrong, 'wrong')
  if (since === undefined) return counters
  const late = policy.lateDays * 24 * HOUR
  if (at - since > late) counters.push('late')
  if (at - since > DATED_BACK * late) counters.push('backdated')
  if (isNight((since + ahead) / HOUR, policy)) counters.push('nightCharges')
  return counters
}
