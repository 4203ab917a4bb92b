import { monthOf } from '#calendar'
import type { Account, PostingKind } from '#contracts'
import type { Emit } from '#process'
import type { Judged, Situation } from './state.ts'

/** What each kind of posting takes from whom, for whom. */
export const entries: Readonly<Record<PostingKind, readonly [debit: Account, credit: Account]>> = {
  charge: ['subscribers', 'partner'],
  refund: ['partner', 'subscribers'],
  compensation: ['partner', 'subscribers'],
  dispute: ['disputed', 'subscribers'],
  'dispute-proven': ['partner', 'disputed'],
  'dispute-disproven': ['operator', 'disputed'],
}

/** A posting, booked in the month of the decision that makes it. */
export function posting(
  kind: PostingKind,
  charge: Pick<Judged, 'id' | 'serviceId' | 'partnerId'>,
  amountFen: number,
  { now, refs }: Situation,
): Emit {
  const { id, serviceId, partnerId } = charge
  const [debit, credit] = entries[kind]
  const month = monthOf(now, refs.policy.timeZone)
  const data = { partnerId, month, serviceId, chargeId: id, kind, debit, credit, amountFen }
  return { topic: 'ledger.postings', key: `${partnerId}|${month}`, type: 'posting.made', data }
}

/** A wrong charge goes back, and once more its amount (or what the policy says): the partner pays both. */
export const refundPostings = (charge: Judged, situation: Situation): readonly Emit[] => {
  const more = charge.amountFen * (situation.refs.policy.charging.refundTimes - 1)
  const refund = posting('refund', charge, charge.amountFen, situation)
  return more > 0 ? [refund, posting('compensation', charge, more, situation)] : [refund]
}
