import { monthOf } from '#calendar'
import { type Account, postingAccounts } from '#contracts'
import type { Emit } from '#process'
import { posting } from './ledger.ts'
import type { Judged, Move, Situation } from './state.ts'

/** A charge as it stands after money moved, with the postings that moved it. */
export interface Booked {
  readonly charge: Judged
  readonly emit: readonly Emit[]
}

/** What postings after the charge took from an account, or gave to it (above 0), fen. */
export const balanceOf = ({ moves = [] }: Pick<Judged, 'moves'>, account: Account): number =>
  moves.reduce((sum, { kind, amountFen }) => {
    const [debit, credit] = postingAccounts[kind]
    return sum + (credit === account ? amountFen : 0) - (debit === account ? amountFen : 0)
  }, 0)

/** What of this charge has gone back to the subscriber so far, fen, whoever paid. */
export const backFen = (charge: Pick<Judged, 'moves'>): number => balanceOf(charge, 'subscribers')

/** Posts, and keeps with the charge that it did: nothing else moves a charge’s money. */
function move({ charge, emit }: Booked, kind: Move['kind'], amountFen: number, situation: Situation): Booked {
  if (amountFen <= 0) return { charge, emit }
  const month = monthOf(situation.now, situation.refs.policy.timeZone)
  const moves = [...(charge.moves ?? []), { kind, amountFen, month, at: situation.now }]
  return { charge: { ...charge, moves }, emit: [...emit, posting(kind, charge, amountFen, situation)] }
}

/** A dispute gives the amount back at once, at the cost of nobody yet. */
export const refundAtOnce = (charge: Judged, situation: Situation): Booked =>
  move({ charge, emit: [] }, 'dispute', charge.amountFen - backFen(charge), situation)

/**
 * It was wrong: what has gone back is made up to twice the amount (or what the policy says), whatever was given before and
 * however often this is called. The partner pays all of it, also what was nobody’s or the operator’s until now.
 */
export function refundWrong(judged: Judged, situation: Situation): Booked {
  const { refundTimes = situation.refs.policy.charging.refundTimes, amountFen } = judged
  const charge = { ...judged, refundTimes }
  const all = amountFen * refundTimes
  let booked = move({ charge, emit: [] }, 'dispute-proven', -balanceOf(charge, 'disputed'), situation)
  booked = move(booked, 'dispute-reversed', -balanceOf(charge, 'operator'), situation)
  booked = move(booked, 'refund', amountFen - backFen(charge), situation)
  return move(booked, 'compensation', all - backFen(booked.charge), situation)
}

/** It was right after all: what went back stands, and the operator pays it. */
export const bearRefund = (charge: Judged, situation: Situation): Booked =>
  move({ charge, emit: [] }, 'dispute-disproven', -balanceOf(charge, 'disputed'), situation)

/** The verdict that found it wrong was taken back: what went back stands, and the operator pays what its partner paid. */
export const bearVerdict = (charge: Judged, situation: Situation): Booked =>
  move({ charge, emit: [] }, 'appeal-granted', -balanceOf(charge, 'partner'), situation)
