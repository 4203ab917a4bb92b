import { type MonitorPolicy, type SignalPolicy, signalGroups } from '#policy'
import type { Identity } from '../counted/moment.ts'
import { isToldOf, passesOne, type SignalDefinition, type SignalName, signalNames, signals } from './signals.ts'

/** Those that are in force, or those that are on trial as well. */
export type Counting = 'live' | 'tried'

/** One that counts, with all that is asked of it each time. */
interface Applicable {
  readonly place: number
  readonly name: SignalName
  readonly figures: SignalPolicy
  /** Place of its group among all groups. */
  readonly group: number
  readonly wholeDays: boolean
  readonly lag: number
  readonly isRate: boolean
}
const applied = new WeakMap<MonitorPolicy, Map<string, readonly Applicable[]>>()

/** Signals that count for a unit; the same for all that is looked at under a policy. */
export function applicable(
  policy: MonitorPolicy,
  counts: Counting,
  kind: Identity['kind'] | undefined,
): readonly Applicable[] {
  const held = applied.get(policy) ?? new Map<string, readonly Applicable[]>()
  applied.set(policy, held)
  const key = `${counts} ${kind === 'app' || kind === 'way' ? kind : ''}`
  const known = held.get(key)
  if (known) return known
  const list = signalNames.flatMap((name, place) => {
    const figures = policy.signals[name]
    const { wholeDays = false, lagDays: lag = 0 } = signals[name] as SignalDefinition
    const isOn = counts === 'live' ? figures?.on === 'live' : figures?.on !== 'off'
    if (!figures || !isOn || !isToldOf(place, kind)) return []
    return [
      {
        place,
        name,
        figures,
        group: signalGroups.indexOf(figures.group),
        wholeDays,
        lag,
        isRate: passesOne(name),
      },
    ]
  })
  held.set(key, list)
  return list
}
