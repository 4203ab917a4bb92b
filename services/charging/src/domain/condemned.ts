import type { chargingCommands, MessageOf } from '#contracts'
import { overturn } from './book.ts'
import { recalled } from './recount.ts'
import { type Booked, backFen, balanceOf, bearVerdict, refundWrong } from './refund.ts'
import type { Judged, Situation, Turn } from './state.ts'

type Command = MessageOf<typeof chargingCommands>
type Condemned = Extract<Command, { type: 'charge.condemned' }>['data']
type Acquitted = Extract<Command, { type: 'charge.acquitted' }>['data']

/**
 * A case proved the pattern that a charge is of: it goes back as often as the verdict says, whatever went back before counts,
 * and the partner pays. One that was found wrong already is made up to it, where less went back. Each is told to the case,
 * once a verdict.
 */
export function condemn(before: Turn, { chargeId, case: number, times }: Condemned, situation: Situation): Turn {
  const turn = { ...before, state: recalled(before.state, chargeId) ?? before.state }
  const known = turn.state.charges.find((each) => each.id === chargeId)
  const tell = ({ state, emit }: Turn, refundFen: number): Turn => {
    const data = {
      chargeId,
      subscriber: situation.key,
      case: number,
      partnerId: known?.partnerId ?? '',
      refundFen,
      beforeFen: known ? backFen(known) : 0,
      former: known !== undefined && known.tenure !== state.tenure,
      gone: known === undefined,
    }
    return { state, emit: [...emit, { topic: 'charging.events', key: situation.key, type: 'charge.redressed', data }] }
  }
  if (!known) return tell(turn, 0)
  const charge = foundBy(known, number)
  const isEnough = known.rule !== undefined && backFen(known) >= known.amountFen * times
  if (isEnough) {
    // What an appeal left to the operator is the partner’s again by another verdict, though nothing more goes back.
    const again = isBorne(known) ? refundWrong(charge, situation) : { charge, emit: [] }
    return tell(again.charge === known ? turn : booked(turn, again), 0)
  }
  // Who disputed it was right, whatever the verdict gives the others: that is made up as any dispute that is proven.
  const least = charge.dispute ? situation.refs.policy.charging.refundTimes : 1
  const refundTimes = Math.max(times, least)
  const next = overturn(turn, { ...charge, refundTimes }, charge.rule ?? 'proven', situation)
  const after = next.state.charges.find((each) => each.id === chargeId)
  return tell(next, (after ? backFen(after) : 0) - backFen(known))
}

/**
 * An appeal took a verdict back: what went back by it stays with the subscriber, and the operator pays it instead of the
 * partner, unless something else found the charge wrong, or another verdict still does. Told to the case, once a charge.
 */
export function acquit(turn: Turn, { chargeId, case: number }: Acquitted, situation: Situation): Turn {
  const charge = turn.state.charges.find((each) => each.id === chargeId)
  const tell = ({ state, emit }: Turn, fen: number): Turn => {
    const told = { chargeId, subscriber: situation.key, case: number, partnerId: charge?.partnerId ?? '' }
    const data = { ...told, fen, gone: charge === undefined && !isKept(turn, chargeId) }
    return { state, emit: [...emit, { topic: 'charging.events', key: situation.key, type: 'charge.borne', data }] }
  }
  const { cases = [number] } = charge ?? {}
  if (charge?.rule !== 'proven' || !cases.includes(number)) return tell(turn, 0)
  const free = { ...charge, cases: cases.filter((each) => each !== number) }
  const borne = free.cases.length > 0 ? { charge: free, emit: [] } : bearVerdict(free, situation)
  return tell(booked(turn, borne), balanceOf(charge, 'operator') - balanceOf(borne.charge, 'operator'))
}

/** No verdict holds by which it went back, and nothing else found it wrong. */
const isBorne = ({ rule, cases }: Judged): boolean => rule === 'proven' && cases?.length === 0

/** What a rule, or a dispute, found wrong stays so whatever becomes of the case: only others are kept with their cases. */
function foundBy(charge: Judged, number: string): Judged {
  const { rule, cases = [] } = charge
  const isElse = rule !== undefined && rule !== 'proven'
  return isElse || cases.includes(number) ? charge : { ...charge, cases: [...cases, number] }
}

/** One-offs that are not kept whole, and of which nothing went back. */
const isKept = ({ state }: Turn, id: string): boolean => state.past?.some(([each]) => each === id) === true

const booked = ({ state, emit }: Turn, { charge, emit: posted }: Booked): Turn => ({
  state: { ...state, charges: state.charges.map((each) => (each.id === charge.id ? charge : each)) },
  emit: [...emit, ...posted],
})
