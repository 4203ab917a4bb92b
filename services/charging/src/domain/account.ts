import {
  chargingCommands,
  confirmationEvents,
  type Envelope,
  type MessageOf,
  type Subscription,
  subscriberCharges,
  subscriberEvents,
  subscriberTenures,
} from '#contracts'
import { type Context, type Decision, type ProcessDefinition, TIMER_GRACE_MS, type Wake } from '#process'
import { receive, recheckDue, recheckLater, settleWaiting } from './book.ts'
import { acquit, condemn } from './condemned.ts'
import { decideDispute, dispute, handDispute, nextWatch, takeDispute, watchDisputes } from './dispute.ts'
import { tellDisputes } from './dispute-case.ts'
import { disputeLost, hearLost, tellLost } from './lost.ts'
import { bought, cancelPurchases, restorePurchases } from './purchases.ts'
import { archive } from './recount.ts'
import { nextWord, remindDue, tellDue } from './remind.ts'
import { signed } from './signed.ts'
import {
  type AccountState,
  DAY,
  type Judged,
  MINUTE,
  newAccount,
  type Past,
  type Refs,
  type Situation,
  type Standing,
  type Turn,
} from './state.ts'

const BEAT_MS = 1000
/** Owners of a number whose charges are still told apart. */
const KEPT_TENURES = 20

type Input =
  | MessageOf<typeof subscriberEvents>
  | MessageOf<typeof subscriberTenures>
  | MessageOf<typeof confirmationEvents>
  | MessageOf<typeof subscriberCharges>
  | MessageOf<typeof chargingCommands>

/** One subscriber's account: what may be charged, what was, and whether it was right. */
function decide(
  state: AccountState | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<Refs>,
): Decision<AccountState> {
  const situation: Situation = { now, key, refs }
  if (message.type === 'wake') {
    if (!state) return { state }
    if (state.heartbeat !== undefined) return beat(now)
    const steps = [recheckDue, settleWaiting, remindDue, tellDue, watchDisputes]
    const turn = steps.reduce((each: Turn, step) => step(each, situation), { state, emit: [] })
    const lost = disputeLost(turn, situation)
    return settle({ ...lost, state: forget(lost.state, situation) }, situation)
  }
  const input = message as Input
  if (input.type === 'heartbeat') return beat(now - TIMER_GRACE_MS)
  const known = state ?? newAccount('msisdn' in input.data ? input.data.msisdn : '')
  return settle(handle({ state: known, emit: [] }, input, situation), situation)
}

/**
 * A timer that fires only when the lane has read all its inputs: by it the gate knows that accounts are current. It comes
 * the grace of timers after its time, so the first one begins that much earlier.
 */
const beat = (now: number): Decision<AccountState> => ({
  state: { ...newAccount(''), heartbeat: now },
  wakeAt: now + BEAT_MS,
})

function handle(turn: Turn, input: Exclude<Input, { type: 'heartbeat' }>, situation: Situation): Turn {
  const { state } = turn
  switch (input.type) {
    case 'charge.received': {
      const { msisdn, ...charge } = input.data
      return disputeLost(receive({ ...turn, state: { ...state, msisdn } }, charge, situation), situation)
    }
    case 'consent.given': {
      const { msisdn, period, receiptId, serviceId, tariffFen, agreedAt: at = input.at } = input.data
      if (period !== 'once') return { ...turn, state: { ...state, msisdn } }
      const { tenureSince } = state
      const until = tenureSince !== undefined && at < tenureSince ? { until: tenureSince } : {}
      const purchase = { receiptId, serviceId, tariffFen, at, ...until }
      return { ...turn, state: bought({ ...state, msisdn }, purchase) }
    }
    case 'subscriptions.activated':
      return {
        ...turn,
        state: { ...state, msisdn: input.data.msisdn, standings: stand(state, input.data.subscriptions, input.at) },
      }
    case 'subscriptions.restored': {
      const known = restorePurchases(state, input.data.subscriptions, input.at)
      const back = stoodLately(known, input.data.subscriptions, input.at, situation)
      return { ...turn, state: { ...known, standings: stand(known, back, input.at) } }
    }
    case 'subscriptions.cancelled': {
      const ids = input.data.subscriptions.filter((each) => !each.once).map((each) => each.serviceId)
      const standings = state.standings.map((each) =>
        ids.includes(each.serviceId) && each.until === undefined ? { ...each, until: input.at } : each,
      )
      const once = input.data.subscriptions.filter((each) => each.once).map((each) => each.serviceId)
      const isLate = ({ kind, at, serviceId }: Judged) =>
        at >= input.at && (kind === 'month' ? ids : once).includes(serviceId)
      const ended = cancelPurchases({ ...state, standings }, input.data.subscriptions, input.at)
      return recheckLater({ ...turn, state: ended }, isLate, situation)
    }
    case 'consents.voided':
      return hearLost(turn, input.data, situation)
    case 'dispute.requested':
      return dispute(turn, input.data, situation)
    case 'dispute.taken':
      return takeDispute(turn, input.data, situation)
    case 'charge.condemned':
      return condemn(turn, input.data, situation)
    case 'charge.acquitted':
      return acquit(turn, input.data, situation)
    case 'dispute.handed':
      return handDispute(turn, input.data, situation)
    case 'dispute.decided':
      return decideDispute(turn, input.data, situation)
    case 'tenure.ended':
      // A tenure that is told with a number of the past makes nobody’s past the present owner’s.
      return endTenure(turn, Math.max(input.data.tenure + 1, state.tenure), input.at, situation)
    case 'language.set':
      return { ...turn, state: { ...state, language: input.data.language } }
    default:
      return turn
  }
}

/**
 * The number goes to somebody else. Charges and refunds stay with the former tenure, and nobody else is told of them; what
 * was bought and not charged by then is not theirs to pay.
 */
function endTenure(turn: Turn, tenure: number, at: number, situation: Situation): Turn {
  const { state } = turn
  const { tenureSince, formerSince = [] } = state
  const purchases = state.purchases.map((each) =>
    each.until === undefined && each.at < at ? { ...each, until: at } : each,
  )
  const charges = state.charges.map((each) => (each.at >= at ? { ...each, tenure } : each))
  const former = tenureSince === undefined ? {} : { formerSince: [...formerSince, tenureSince].slice(-KEPT_TENURES) }
  const next = { ...state, ...former, tenure, tenureSince: at, notices: [], reminders: [], purchases, charges }
  return recheckLater({ ...turn, state: next }, (each) => each.at >= at, situation)
}

/**
 * What an undo may bring back: what stood here until lately, on the terms that it had. Nobody answers for the state from which
 * `subscriptions` tells it: each message writes that anew, so it carries no stamp (decision 71).
 */
function stoodLately(
  { standings }: AccountState,
  told: readonly Subscription[],
  at: number,
  { refs }: Situation,
): readonly Subscription[] {
  const oldest = at - refs.policy.undoMinutes * MINUTE
  return told.flatMap(({ serviceId, since, once }) => {
    const known = standings.find((each) => each.serviceId === serviceId && each.since === since)
    return !once && known && (known.until ?? at) >= oldest ? [{ serviceId, since }] : []
  })
}

/** A restored subscription stands as before, with the same charging dates; any other stands anew. */
function stand(state: AccountState, subscriptions: readonly Subscription[], now: number): readonly Standing[] {
  let standings = state.standings
  for (const { serviceId, since, receiptId, tariffFen, trialDays, once } of subscriptions) {
    if (once) continue
    const same = standings.find((each) => each.serviceId === serviceId && each.since === since)
    const others = standings.filter((each) => each !== same)
    const ended = others.map((each) =>
      each.serviceId === serviceId && each.until === undefined ? { ...each, until: since } : each,
    )
    const { until, ...before }: Standing = same ?? { serviceId, since }
    const gaps = until === undefined ? before.gaps : [...(before.gaps ?? []), { from: until, to: now }].slice(-20)
    const made = {
      ...before,
      ...(gaps ? { gaps } : {}),
      ...(receiptId ? { receiptId } : {}),
      ...(tariffFen === undefined ? {} : { tariffFen }),
      ...(trialDays === undefined ? {} : { trialDays }),
    }
    standings = [...ended, made]
  }
  return standings
}

/** What is older than charges can be looked up goes; a standing that ended goes with the last charge it could explain. */
function forget(state: AccountState, { now, refs }: Situation): AccountState {
  const oldest = now - refs.policy.charging.keepMonths * 31 * DAY
  const kept = archive(
    state,
    state.charges.filter((each) => each.at <= oldest),
  )
  const isLate = ([, , , , at]: Past) => at > oldest
  return {
    ...kept,
    ...(state.past?.some((each) => !isLate(each)) ? { past: state.past.filter(isLate) } : {}),
    ...(state.reminders ? { reminders: state.reminders.filter((each) => each.at > oldest) } : {}),
    standings: state.standings.filter((each) => each.until === undefined || each.until > oldest),
    purchases: state.purchases.filter((each) => each.at > oldest),
  }
}

function settle({ state, emit }: Turn, { now, refs }: Situation): Decision<AccountState> {
  const times = [...state.waiting, ...state.rechecks].map((each) => each.dueAt)
  const watch = nextWatch(state, refs)
  if (watch !== undefined) times.push(watch)
  const word = nextWord(state, now, refs)
  if (word !== undefined) times.push(word)
  return { state, emit, ...(times.length > 0 ? { wakeAt: Math.max(now + 1, Math.min(...times)) } : {}) }
}

export const accountProcess: ProcessDefinition<AccountState, Envelope, Refs> = {
  name: 'account',
  inputs: [subscriberEvents, subscriberTenures, confirmationEvents, subscriberCharges, chargingCommands],
  decide: (state, message, context) =>
    signed(state, tellDisputes(state, tellLost(state, decide(state, message, context)), context), context),
}
