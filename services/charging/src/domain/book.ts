import { monthOf, nextTimeOf, quietUntil } from '#calendar'
import type { ChargeRule } from '#contracts'
import type { Emit } from '#process'
import { settledByRule } from './dispute.ts'
import { judgeRecorded, tenureAt, type Verdict } from './judge.ts'
import { posting } from './ledger.ts'
import { archiveBeyond } from './recount.ts'
import { backFen, refundWrong } from './refund.ts'
import {
  type AccountState,
  type Charge,
  DAY,
  HOUR,
  type Judged,
  type Notice,
  type Situation,
  type Turn,
} from './state.ts'

/** As many charges as one account keeps: the oldest go first, which keeps a state below 64 KB. */
const MOST_CHARGES = 400

type Received = Omit<Charge, 'grant'> & { readonly grant?: string }

/**
 * A charge comes in, for the first time. What is right is booked at once; what looks wrong waits for a moment, because
 * the consent may be on its way from another lane, and is then judged once.
 */
export function receive(turn: Turn, { grant: token, ...received }: Received, situation: Situation): Turn {
  const { key, refs } = situation
  // The last guard of the money: whatever was forgotten or restored elsewhere, an account books an id once.
  if ([...turn.state.charges, ...turn.state.waiting].some((each) => each.id === received.id)) return turn
  if (turn.state.past?.some(([id]) => id === received.id)) return turn
  const grant = token === undefined ? undefined : refs.grantOf(token, { ...received, subscriber: key })
  const charge: Charge = { ...received, ...(grant ? { grant } : {}) }
  const verdict = judgeRecorded(turn.state, charge, refs)
  if (verdict.allow && !isHeld(charge, situation)) return book(turn, charge, verdict, situation)
  return wait(turn, { ...charge, dueAt: settledAt(charge, situation) })
}

const wait = ({ state, emit }: Turn, charge: AccountState['waiting'][number]): Turn => ({
  state: { ...state, waiting: [...state.waiting, charge] },
  emit,
})

/** When all that was true at the charge’s own time, which may be some minutes ahead, has had its time to arrive. */
const settledAt = ({ at }: Charge, { now, refs }: Situation): number =>
  Math.max(now, at) + refs.policy.charging.settleSeconds * 1000

/**
 * Charged while its partner was kept from charging, and still is: held, and judged without that afterwards (docs/rules.md,
 * "Partners"). Once the partner is out there is no afterwards; nor does anything wait for longer than charges are taken: a
 * partner that is frozen again and again is not judged by what nobody keeps any more.
 */
function isHeld({ serviceId, at }: Charge, { now, refs }: Situation): boolean {
  const service = refs.catalogue.service(serviceId, at)
  const isFrozen = (when: number) => service !== undefined && refs.catalogue.isRestrained('charges', service, when)
  const isOut = service !== undefined && refs.catalogue.isRestrained('ended', service, now)
  const isLate = now - at >= refs.policy.charging.lateDays * DAY
  return !isOut && !isLate && isFrozen(at) && isFrozen(now)
}

/**
 * Until when a charge of which another is the second may still be found wrong itself: it is looked at once more, or its own
 * time has not come. Not known of one that is settled.
 */
function openUntil({ state }: Turn, paidBy: string | undefined, situation: Situation): number | undefined {
  const paid = state.charges.find((each) => each.id === paidBy)
  if (!paid) return undefined
  const looks = state.rechecks.filter((each) => each.chargeId === paid.id).map((each) => each.dueAt)
  const until = Math.max(paid.at + situation.refs.policy.charging.settleSeconds * 1000, ...looks)
  return until > situation.now ? until : undefined
}

/**
 * What had its time is judged as it stands; what is held is looked at again in an hour, and the second charge of a period when
 * the first is settled: if that one goes back, this one is the period’s.
 */
export function settleWaiting(turn: Turn, situation: Situation): Turn {
  const over = turn.state.waiting.filter((each) => each.dueAt <= situation.now)
  if (over.length === 0) return turn
  const due = over.filter((each) => !isHeld(each, situation))
  const waiting = turn.state.waiting
    .filter((each) => !due.includes(each))
    .map((each) => (over.includes(each) ? { ...each, dueAt: situation.now + HOUR } : each))
  const state = { ...turn.state, waiting }
  return due.reduce<Turn>(
    (next, { dueAt: _, ...charge }) => {
      const verdict = judgeRecorded(next.state, charge, situation.refs)
      const dueAt = verdict.allow ? undefined : openUntil(next, verdict.paidBy, situation)
      return dueAt === undefined ? book(next, charge, verdict, situation) : wait(next, { ...charge, dueAt })
    },
    { ...turn, state },
  )
}

/** The judgement is kept, posted, counted, and told to the subscriber. */
function book(turn: Turn, charge: Charge, verdict: Verdict, situation: Situation): Turn {
  const { now, refs } = situation
  const service = refs.catalogue.service(charge.serviceId, charge.at)
  const judged: Judged = {
    ...charge,
    partnerId: service?.partnerId ?? 'unknown',
    tenure: tenureAt(turn.state, charge.at),
    month: monthOf(now, refs.policy.timeZone),
    ...(verdict.allow ? { cycle: verdict.cycle } : { rule: verdict.rule, judgedAt: now }),
  }
  const booked = verdict.allow ? { charge: judged, emit: [] } : refundWrong(judged, situation)
  const paid = verdict.allow && charge.kind === 'once' ? verdict.cycle : undefined
  const used = turn.state.purchases.find((each) => each.receiptId === paid)
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
    charges: [...turn.state.charges, booked.charge],
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
  const posted = [posting('charge', judged, judged.amountFen, situation), ...booked.emit]
  // Periods that were paid stay known for as long as a second charge of them can come.
  const old = state.charges.slice(0, -MOST_CHARGES).filter((each) => each.kind === 'once' || each.rule !== undefined)
  return {
    state: archiveBeyond(state, old),
    emit: [...turn.emit, ...charged, ...posted, judgedEvent(booked.charge, state, situation)],
  }
}

/**
 * A cancel, or a new owner of the number, is heard of after charges of a later time were found right: they are looked at
 * once more, when an undo has had its time to arrive.
 */
export function recheckLater(turn: Turn, isLate: (charge: Judged) => boolean, situation: Situation): Turn {
  const late = turn.state.charges.filter((each) => each.rule === undefined && isLate(each))
  if (late.length === 0) return turn
  const due = late.map((each) => ({ chargeId: each.id, dueAt: settledAt(each, situation) }))
  const rechecks = [...turn.state.rechecks, ...due]
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
      const verdict = judgeRecorded(next.state, charge, situation.refs)
      return verdict.allow ? next : overturn(next, charge, verdict.rule, situation)
    },
    { ...turn, state },
  )
}

/** A charge that was found right is wrong after all: it goes back, and its subscriber hears of it. */
export function overturn(turn: Turn, charge: Judged, rule: ChargeRule, situation: Situation): Turn {
  const { cycle: _, ...rest } = charge
  const refunded = refundWrong({ ...rest, rule, judgedAt: situation.now }, situation)
  const { charge: wrong, emit } = settledByRule(refunded, situation)
  const notices = turn.state.notices.filter((each) => each.chargeId !== charge.id)
  return {
    state: {
      ...turn.state,
      charges: turn.state.charges.map((each) => (each.id === charge.id ? wrong : each)),
      notices: wrong.tenure === turn.state.tenure ? [...notices, refundNotice(wrong, situation)] : notices,
    },
    emit: [...turn.emit, ...emit, judgedEvent(wrong, turn.state, situation)],
  }
}

function refundNotice({ id }: Judged, { now, refs }: Situation): Notice {
  const quiet = quietUntil(now, refs.policy.quietHours, refs.policy.timeZone)
  return { kind: 'refunded', chargeId: id, dueAt: quiet ?? now + refs.policy.reminders.refundSeconds * 1000 }
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
  const { id, serviceId, partnerId, amountFen, at, kind, rule, grant, tenure } = charge
  const data = {
    chargeId: id,
    subscriber: key,
    tenure,
    serviceId,
    partnerId,
    amountFen,
    chargedAt: at,
    kind,
    refundFen: backFen(charge),
    granted: grant !== undefined,
    ...(rule ? { rule } : {}),
    ...(rule === undefined && kind === 'month' ? { reminded: wasReminded(charge, state) } : {}),
  }
  return { topic: 'charging.events', key, type: 'charge.judged', data }
}
