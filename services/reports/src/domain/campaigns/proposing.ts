import type { Decision, Emit } from '#process'
import { SYSTEM } from './placing.ts'
import { points } from './points.ts'
import {
  type Campaign,
  type CampaignRefs,
  changed,
  ends,
  event,
  isSettled,
  openSince,
  portOf,
  type Turn,
} from './standing.ts'
import { type Tally, weighted } from './tally.ts'

/** Who counts since the last decision left it open, by the weight of their word, and how much is needed. */
function measured(
  state: Campaign,
  { now, refs }: { readonly now: number; readonly refs: Pick<CampaignRefs, 'policy'> },
): { since: Tally; value: number; needed: number } {
  const { reporters, againPercent } = refs.policy.campaigns
  const open = openSince(state)
  const since = { ...state.tally, recent: state.tally.recent.filter(({ at }) => at > (open ?? 0)) }
  // Its time was over by itself: nobody said that it is no spam.
  const isLeft = open !== undefined && state.verdict?.unblocked?.by !== SYSTEM
  return {
    since,
    value: weighted(since, now, refs.policy),
    needed: isLeft ? (reporters * againPercent) / 100 : reporters,
  }
}

/** Whether it is open and over the threshold by these figures. */
export function isOver(state: Campaign, now: number, policy: CampaignRefs['policy']): boolean {
  if (state.into !== undefined || isSettled(state)) return false
  const { value, needed } = measured(state, { now, refs: { policy } })
  return value >= needed
}

/**
 * Over the threshold it is put before a person, once; what was dismissed or unblocked by a person, only when many more have
 * reported it since.
 */
export function propose(state: Campaign, emit: Emit[], turn: Turn): Decision<Campaign> {
  const { key, now, refs } = turn
  const wakeAt = ends(state, turn)
  if (isSettled(state)) return { state, emit, wakeAt }
  const { since, value, needed } = measured(state, turn)
  if (value < needed || (state.proposed && state.proposed.at > (openSince(state) ?? 0))) return { state, emit, wakeAt }
  const both = points(since, now, refs.policy)
  const port = portOf(key, state.tally)
  const proposal = event(key, 'campaign.proposed', {
    ...(port === undefined ? {} : { port }),
    weighted: value,
    reporters: state.tally.reporters,
    ...both,
    policy: refs.policyVersion,
  })
  return {
    state: { ...state, proposed: { at: now, ...both, policy: refs.policyVersion } },
    emit: [...emit, proposal],
    wakeAt,
  }
}

/** Reports were taken back: what is below the threshold without them is put before nobody; else its proposal says how it stands. */
export function reconsider(state: Campaign, emit: Emit[], turn: Turn): Decision<Campaign> {
  const { proposed, ...rest } = state
  const { since, value, needed } = measured(state, turn)
  const isOpen = proposed !== undefined && !isSettled(state)
  const anew = isOpen && { ...proposed, ...points(since, turn.now, turn.refs.policy) }
  const next = !anew ? state : value < needed ? rest : { ...state, proposed: anew }
  return { state: next, emit: [...emit, changed(turn.key, next, turn)], wakeAt: ends(next, turn) }
}
