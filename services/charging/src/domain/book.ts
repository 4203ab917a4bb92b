import { monthOf, nextTimeOf, quietUntil } from '#calendar'
import type { ChargeRule } from '#contracts'
import type { Emit } from '#process'
import { judge, overruledByGrant, type Verdict } from './judge.ts'
import { posting, refundPostings } from './ledger.ts'
import { archive } from './recount.ts'
import {
  type AccountState,
  type Charge,
  DAY,
  type Judged,
  MINUTE,
  type Notice,
  type Situation,
  type Turn,
} from './state.ts'

/** As many charges as one account keeps: the oldest go first, which keeps a state below 64 KB. */
const MOST_CHARGES = 400

type Received = Omit<Charge, 'granted'> & { readonly grant?: string }

/**
 * A charge comes in, for the first time. What is right is booked at once; what looks wrong waits for a moment, because
 * the consent may be on its way from another lane, and is then judged once.
 */
export function receive(turn: Turn, { grant, ...received }: Received, situation: Situation): Turn {
  const { now, key, refs } = situation
  // The last guard of the money: whatever was forgotten or restored elsewhere, an account books an id once.
  if ([...turn.state.charges, ...turn.state.waiting].some((each) => each.id === received.id)) return turn
  const granted = grant !== undefined && refs.isGranted(grant, { ...received, subscriber: key })
  const charge: Charge = { ...received, granted }
  const verdict = verdictOn(turn, charge, situation)
  if (verdict.allow) return book(turn, charge, verdict, situation)
  const waiting = { ...charge, dueAt: now + refs.policy.charging.settleSeconds * 1000 }
  return { ...turn, state: { ...turn.state, waiting: [...turn.state.waiting, waiting] } }
}

/** What had its time is judged as it stands. */
export function settleWaiting(turn: Turn, situation: Situation): Turn {
  const due = turn.state.waiting.filter((each) => each.dueAt <= situation.now)
  if (due.length === 0) return turn
  const state = { ...turn.state, waiting: turn.state.waiting.filter((each) => !due.includes(each)) }
  return due.reduce<Turn>(
    (next, { dueAt: _, ...charge }) => book(next, charge, verdictOn(next, charge, situation), situation),
    { ...turn, state },
  )
}

function verdictOn({ state }: Turn, charge: Charge, { refs }: Situation): Verdict {
  const verdict = judge(state, charge, refs)
  return !verdict.allow && charge.granted && overruledByGrant(verdict.rule) ? { allow: true } : verdict
}

/** Whose charge it was: the present owner’s, or the one’s before. */
const tenureAt = ({ tenure, tenureSince }: AccountState, at: number): number =>
  tenureSince !== undefined && at < tenureSince ? tenure - 1 : tenure

/** The judgement is kept, posted, counted, and told to the subscriber. */
function book(turn: Turn, charge: Charge, verdict: Verdict, situation: Situation): Turn {
  const { now, refs } = situation
  const service = refs.catalogue.service(charge.serviceId, charge.at)
  const judged: Judged = {
    ...charge,
    partnerId: service?.partnerId ?? 'unknown',
    tenure: tenureAt(turn.state, charge.at),
    month: monthOf(now, refs.policy.timeZone),
    refundFen: verdict.allow ? 0 : charge.amountFen * refs.policy.charging.refundTimes,
    ...(verdict.allow ? {} : { rule: verdict.rule }),
    ...(verdict.allow && verdict.cycle ? { cycle: verdict.cycle } : {}),
  }
  const used = verdict.allow ? verdict.purchase : undefined
  const notice: Notice = verdict.allow
    ? {
        kind: 'charged',
        chargeId: charge.id,
        dueAt: nextTimeOf(refs.policy.reminders.chargedAt, now, refs.policy.timeZone),
      }
    : refundNotice(judged, situation)
  const state = {
    ...turn.state,
    purchases: used
      ? turn.state.purchases.map((each) => (each === used ? { ...each, usedBy: charge.id } : each))
      : turn.state.purchases,
    charges: [...turn.state.charges, judged],
    notices: [...turn.state.notices, notice],
  }
  const charged: readonly Emit[] = used
    ? [
        {
          topic: 'subscriber.commands',
          key: situation.key,
          type: 'purchase.charged',
          data: { msisdn: turn.state.msisdn, receiptId: used.receiptId },
        },
      ]
    : []
  const booked = posting('charge', judged, judged.amountFen, situation)
  const refunds = verdict.allow ? [] : refundPostings(judged, situation)
  const kept = archive(state, state.charges.slice(0, -MOST_CHARGES))
  return { state: kept, emit: [...turn.emit, ...charged, booked, ...refunds, judgedEvent(judged, state, situation)] }
}

/**
 * A cancel, or a new owner of the number, is heard of after charges of a later time were found right: they are looked at
 * once more, when an undo has had its time to arrive. A charge under a grant stays right.
 */
export function recheckLater(turn: Turn, isLate: (charge: Judged) => boolean, { now, refs }: Situation): Turn {
  const dueAt = now + refs.policy.charging.settleSeconds * 1000
  const late = turn.state.charges.filter((each) => !each.granted && each.rule === undefined && isLate(each))
  if (late.length === 0) return turn
  const rechecks = [...turn.state.rechecks, ...late.map(({ id }) => ({ chargeId: id, dueAt }))]
  return { ...turn, state: { ...turn.state, rechecks } }
}

/** What is still without a consent at its own time goes back after all; each charge once. */
export function recheckDue(turn: Turn, situation: Situation): Turn {
  const due = turn.state.rechecks.filter((each) => each.dueAt <= situation.now)
  if (due.length === 0) return turn
  const state = { ...turn.state, rechecks: turn.state.rechecks.filter((each) => !due.includes(each)) }
  return due.reduce<Turn>(
    (next, { chargeId }) => {
      const charge = next.state.charges.find((each) => each.id === chargeId)
      if (!charge || charge.rule !== undefined) return next
      const verdict = judge(next.state, charge, situation.refs)
      return verdict.allow ? next : overturn(next, charge, verdict.rule, situation)
    },
    { ...turn, state },
  )
}

function overturn(turn: Turn, charge: Judged, rule: ChargeRule, situation: Situation): Turn {
  const refundFen = charge.amountFen * situation.refs.policy.charging.refundTimes
  const { cycle: _, ...rest } = charge
  const refundMonth = monthOf(situation.now, situation.refs.policy.timeZone)
  const wrong: Judged = { ...rest, rule, refundFen, refundMonth }
  const notices = turn.state.notices.filter((each) => each.chargeId !== charge.id)
  return {
    state: {
      ...turn.state,
      charges: turn.state.charges.map((each) => (each === charge ? wrong : each)),
      notices: [...notices, refundNotice(wrong, situation)],
    },
    emit: [...turn.emit, ...refundPostings(wrong, situation), judgedEvent(wrong, turn.state, situation)],
  }
}

function refundNotice({ id }: Judged, { now, refs }: Situation): Notice {
  const quiet = quietUntil(now, refs.policy.quietHours, refs.policy.timeZone)
  return { kind: 'refunded', chargeId: id, dueAt: quiet ?? now + MINUTE }
}

const REMINDED_BEFORE = 8 * DAY

/** Within the week before it: billing may charge some days after the day that was told. */
const wasReminded = ({ serviceId, at }: Charge, { reminders = [] }: AccountState): boolean =>
  reminders.some(
    (each) =>
      each.kind === 'before' &&
      each.at < at &&
      each.at > at - REMINDED_BEFORE &&
      each.items.some((item) => item.serviceId === serviceId),
  )

function judgedEvent(charge: Judged, state: AccountState, { key }: Situation): Emit {
  const { id, serviceId, partnerId, amountFen, at, kind, rule, refundFen, granted } = charge
  const data = {
    chargeId: id,
    subscriber: key,
    serviceId,
    partnerId,
    amountFen,
    chargedAt: at,
    refundFen,
    granted,
    ...(rule ? { rule } : {}),
    ...(rule === undefined && kind === 'month' ? { reminded: wasReminded(charge, state) } : {}),
  }
  return { topic: 'charging.events', key, type: 'charge.judged', data }
}
