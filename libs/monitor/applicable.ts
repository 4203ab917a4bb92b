import type { MonitorPolicy, SignalGroup, SignalPolicy } from '#policy'
import { type SignalDefinition, type SignalName, signalNames, signals } from './signals.ts'

/** Those that are in force, or those that are on trial as well. */
export type Counting = 'live' | 'tried'

interface Applicable {
  readonly list: readonly {
    readonly place: number
    readonly name: SignalName
    readonly figures: SignalPolicy
    readonly wholeDays: boolean
    readonly lag: number
  }[]
  /** How many are enough alone, how many are not, and how many there are in each group. */
  readonly alone: number
  readonly others: number
  readonly inGroup: ReadonlyMap<SignalGroup, number>
}
const applied = new WeakMap<MonitorPolicy, Map<string, Applicable>>()

/** Signals that count for a unit; the same for all that is looked at under a policy. */
export function applicable(policy: MonitorPolicy, counts: Counting, isApp: boolean): Applicable {
  const held = applied.get(policy) ?? new Map<string, Applicable>()
  applied.set(policy, held)
  const key = `${counts} ${isApp}`
  const known = held.get(key)
  if (known) return known
  const list = signalNames.flatMap((name, place) => {
    const figures = policy.signals[name]
    const { apps, wholeDays = false, lagDays: lag = 0 } = signals[name] as SignalDefinition
    if (!figures || (isApp && !apps) || (counts === 'live' ? figures.on !== 'live' : figures.on === 'off')) return []
    return [{ place, name, figures, wholeDays, lag }]
  })
  const alone = list.filter(({ figures }) => figures.alone).length
  const inGroup = new Map<SignalGroup, number>()
  for (const { figures } of list) inGroup.set(figures.group, (inGroup.get(figures.group) ?? 0) + 1)
  const found = { list, alone, others: list.length - alone, inGroup }
  held.set(key, found)
  return found
}
