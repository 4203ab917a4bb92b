import { monthOf } from '#calendar'
import { type PostingKind, postingAccounts } from '#contracts'
import type { Emit } from '#process'
import type { Judged, Situation } from './state.ts'

/** A posting, booked in the month of the decision that makes it. */
export function posting(
  kind: PostingKind,
  charge: Pick<Judged, 'id' | 'serviceId' | 'partnerId'>,
  amountFen: number,
  { now, refs }: Situation,
): Emit {
  const { id, serviceId, partnerId } = charge
  const [debit, credit] = postingAccounts[kind]
  const month = monthOf(now, refs.policy.timeZone)
  const data = { partnerId, month, serviceId, chargeId: id, kind, debit, credit, amountFen }
  return { topic: 'ledger.postings', key: `${partnerId}|${month}`, type: 'posting.made', data }
}
