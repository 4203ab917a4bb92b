import type { confirmationEvents, MessageOf } from '#contracts'
import type { Decision, Emit } from '#process'
import { openDispute } from './dispute.ts'
import { backFen } from './refund.ts'
import type { AccountState, Judged, Situation, Turn } from './state.ts'

type Voided = Extract<MessageOf<typeof confirmationEvents>, { type: 'consents.voided' }>['data']

/** Moments of lost phones whose late charges are still told apart. */
const KEPT = 5

/** A phone was lost: what was charged on a consent since is disputed, whenever billing tells of the charge. */
export function hearLost(turn: Turn, { lost }: Voided, situation: Situation): Turn {
  if (!lost) return turn
  const others = (turn.state.lost ?? []).filter((each) => each.case !== lost.case)
  const known = turn.state.lost?.find((each) => each.case === lost.case)
  const since = Math.min(lost.since, known?.since ?? lost.since)
  const state = { ...turn.state, lost: [...others, { case: lost.case, since, until: situation.now }].slice(-KEPT) }
  return disputeLost({ ...turn, state }, situation)
}

/**
 * The ordinary dispute of each such charge, once: refunded at once within its limits, decided by a person (docs/rules.md,
 * "Double confirmation"). What the rule found wrong has gone back already.
 */
export function disputeLost(turn: Turn, situation: Situation): Turn {
  if (!turn.state.lost) return turn
  let next = turn
  for (const charge of turn.state.charges) {
    if (charge.rule !== undefined || charge.dispute || charge.tenure !== turn.state.tenure) continue
    const agreedAt = restsOn(turn.state, charge)
    if (agreedAt === undefined) continue
    const lost = turn.state.lost.find((each) => agreedAt >= each.since && agreedAt < each.until)
    if (lost) next = openDispute(next, charge, { channel: 'counter', lineCase: lost.case }, situation).turn
  }
  return next
}

/** What of its charges a loss from a moment on would dispute, shown before it is: found by what disputes them. */
export function wouldDispute(state: AccountState, since: number, situation: Situation): readonly Judged[] {
  const lost = { case: '', since: Math.max(since, state.tenureSince ?? 0) }
  const { charges } = hearLost({ state, emit: [] }, { msisdn: state.msisdn, receiptIds: [], lost }, situation).state
  return charges.filter((each, place) => each !== state.charges[place])
}

/** When the consent was given that the charge was right by. */
function restsOn({ purchases }: AccountState, { kind, cycle }: Judged): number | undefined {
  if (cycle === undefined) return undefined
  if (kind === 'once') return purchases.find((each) => each.receiptId === cycle)?.at
  const since = Number(cycle.split('.')[0])
  return Number.isFinite(since) ? since : undefined
}

/** Tells the case how the disputes of its charges stand. */
export function tellLost(before: AccountState | undefined, decision: Decision<AccountState>): Decision<AccountState> {
  if (decision.state?.charges === before?.charges) return decision
  const known = new Map((before?.charges ?? []).map((each) => [each.id, each]))
  const told = (decision.state?.charges ?? []).flatMap((each): Emit[] => {
    const { id: chargeId, serviceId, amountFen, at, dispute } = each
    const was = known.get(chargeId)
    if (!dispute?.lineCase || (was?.dispute?.status === dispute.status && backFen(was) === backFen(each))) return []
    const data = { chargeId, serviceId, amountFen, at, refundFen: backFen(each), status: dispute.status }
    return [{ topic: 'line.cases', key: dispute.lineCase, type: 'case.disputed', data }]
  })
  return told.length > 0 ? { ...decision, emit: [...(decision.emit ?? []), ...told] } : decision
}
