import { type Flag, MOST_TOUCHED } from '#contracts'
import type { SideTold } from './side.ts'

/** Partners of a kind that are told one by one. */
const SAMPLES = 50
/** More than this share of partners flagged: the policy flags nearly everybody. */
const NEARLY_ALL = 0.7
const LEAST_PARTNERS = 10

/** One policy held against another: whom only the one flags, whom only the other, and whom it misses who was punished. */
export function beside(
  [proposed, held]: readonly [SideTold, SideTold],
  partners: number,
  punished: ReadonlySet<string>,
) {
  const [now, before] = [names(proposed), names(held)]
  const newly = [...now.difference(before)].sort()
  const noLonger = [...before.difference(now)].sort()
  const missed = [...punished.difference(now)].sort()
  const [stops, stopped] = [new Set(proposed.stopped), new Set(held.stopped)]
  return {
    partners,
    flagged: now.size,
    flaggedBefore: before.size,
    flags: proposed.flags,
    flagsBefore: held.flags,
    stops: proposed.stops,
    stopsBefore: held.stops,
    both: now.intersection(before).size,
    newly: newly.length,
    noLonger: noLonger.length,
    missed: missed.length,
    nearlyAll: partners >= LEAST_PARTNERS && now.size > partners * NEARLY_ALL,
    names: {
      newly: newly.slice(0, MOST_TOUCHED),
      noLonger: noLonger.slice(0, MOST_TOUCHED),
      stopped: [...stops.difference(stopped)].sort().slice(0, MOST_TOUCHED),
      goesOn: [...stopped.difference(stops)].sort().slice(0, MOST_TOUCHED),
    },
    samples: [
      ...newly.slice(0, SAMPLES).map((each) => sample('newly', each, proposed.first[each])),
      ...noLonger.slice(0, SAMPLES).map((each) => sample('no-longer', each, held.first[each])),
      ...missed.slice(0, SAMPLES).map((each) => sample('missed', each, held.first[each])),
    ],
  }
}
export type Beside = ReturnType<typeof beside>

const names = ({ first }: SideTold): Set<string> => new Set(Object.keys(first))

/** What shows it best: the flag that the one policy raised and the other did not. */
const sample = (what: 'newly' | 'no-longer' | 'missed', partner: string, flag: Flag | undefined) => ({
  what,
  partner,
  ...(flag
    ? {
        at: flag.at,
        ...(flag.service ? { service: flag.service } : {}),
        ...(flag.app ? { app: flag.app } : {}),
        signals: flag.signals.slice(0, 3),
        stopFirst: flag.stop_first,
      }
    : {}),
})
