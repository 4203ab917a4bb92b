import type { Decision, Emit } from '#process'
import { SYSTEM } from './placing.ts'
import { points } from './points.ts'
import { type Campaign, ends, event, isSettled, openSince, portOf, type Turn } from './standing.ts'
import { weighted } from './tally.ts'

/**
 * Over the threshold it is put before a person, once; what was dismissed or unblocked by a person, only when many more have
 * reported it since.
 */
export function propose(state: Campaign, emit: Emit[], turn: Turn): Decision<Campaign> {
  const { key, now, refs } = turn
  const { reporters, againPercent } = refs.policy.campaigns
  const wakeAt = ends(state, turn)
  if (isSettled(state)) return { state, emit, wakeAt }
  const open = openSince(state)
  const since = { ...state.tally, recent: state.tally.recent.filter(({ at }) => at > (open ?? 0)) }
  const value = weighted(since, now, refs.policy)
  // Its time was over by itself: nobody said that it is no spam.
  const isLeft = open !== undefined && state.verdict?.unblocked?.by !== SYSTEM
  const needed = isLeft ? (reporters * againPercent) / 100 : reporters
  if (value < needed || (state.proposed && state.proposed.at > (open ?? 0))) return { state, emit, wakeAt }
  const both = points(since, now, refs.policy)
  const port = portOf(key, state.tally)
  const proposal = event(key, 'campaign.proposed', {
    ...(port === undefined ? {} : { port }),
    weighted: value,
    reporters: state.tally.reporters,
    ...both,
  })
  return { state: { ...state, proposed: { at: now, ...both } }, emit: [...emit, proposal], wakeAt }
}
