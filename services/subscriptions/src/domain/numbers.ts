import { dayOf, readTime } from '#calendar'
import type { Subscription } from '#contracts'
import type { Decision, Emit } from '#process'
import { obeyById } from './by-id.ts'
import { agreeToMarketing, marketingEnded } from './marketing.ts'
import { isOf } from './one-off.ts'
import { remind } from './remind.ts'
import {
  type Block,
  type Consent,
  type NumberChange,
  newSubscriber,
  type Refs,
  type SubscriberCommand,
  type SubscriberState,
} from './state.ts'

/** Imports and number changes of one subscriber (docs/rules.md, "Whose number"). The same twice changes nothing. */
export function decideCommand(
  state: SubscriberState | undefined,
  command: SubscriberCommand,
  context: { now: number; key: string; refs: Refs },
): Decision<SubscriberState> {
  const { key } = context
  switch (command.type) {
    case 'subscription.import': {
      const { msisdn, serviceId, since, package: name } = command.data
      const subscriber = state ?? newSubscriber(msisdn)
      if (since < (subscriber.ownedSince ?? Number.NEGATIVE_INFINITY))
        return { state, deadLetter: 'the subscription began before the number’s present owner had it' }
      // An old file says what stood before it was cancelled.
      if (subscriber.ended?.some((each) => each.serviceId === serviceId && since <= each.at))
        return { state: subscriber }
      const imported = { serviceId, since, ...(name ? { package: name } : {}) }
      const current = subscriber.subscriptions.find((each) => isOf({ serviceId }, each))
      // Billing's file knows the day of a yes at best, and not what was agreed to: what stands by consent stays.
      if (current?.receiptId !== undefined) return { state: subscriber }
      if (current && current.since === since && current.package === name) return { state: subscriber }
      return subscribe(subscriber, imported, key, command.id)
    }
    case 'services.cancel':
    case 'action.undo':
    case 'port.silence':
    case 'port.unblock':
    case 'language.choose':
    case 'service.ask':
    case 'refund.rate':
      return obeyById(state, command, context)
    case 'reminder.due':
      // What the former owner was to hear, of a charge or a refund, is read by nobody else.
      return isOfFormerOwner(state, context.now) ? { state } : remind(state, command.data, context)
    case 'purchase.charged': {
      const { receiptId } = command.data
      if (!state?.subscriptions.some((each) => each.once && each.receiptId === receiptId)) return { state }
      return { state: { ...state, subscriptions: state.subscriptions.filter((each) => each.receiptId !== receiptId) } }
    }
    case 'number.released':
      return changeHands(state, command.data, command.data.reason, context, command.id)
    case 'number.assigned':
      // Numbers are given to new people: whoever had it before leaves nothing behind, also without a word of release.
      return changeHands(state, command.data, 'assigned', context, command.id)
  }
}

/** What a yes makes true: a service is subscribed from then on; a one-off stands until it is charged, or may be no more. */
export function activate(
  state: SubscriberState | undefined,
  consent: Extract<Consent, { type: 'consent.given' }>['data'],
  context: { now: number; key: string; cause: string; refs: Refs },
): Decision<SubscriberState> {
  const { msisdn, serviceId, period, receiptId, tariffFen, trialDays, askedAt } = consent
  const { key, cause, refs } = context
  const now = consent.agreedAt ?? context.now
  // Asked of the former owner, whoever said yes.
  if (isOfFormerOwner(state, askedAt)) {
    if (period === 'once') {
      if (isOfFormerOwner(state, now)) return { state }
      const bought = { serviceId, since: now, receiptId, tariffFen, once: true }
      const data = { subscriber: key, subscriptions: [bought], channel: 'operator', cause }
      return { state, emit: [{ topic: 'subscriber.events', key, type: 'subscriptions.cancelled', data }] }
    }
    const retired = { subscriber: key, endedAt: now }
    return { state, emit: [{ topic: 'consent.receipts', key: receiptId, type: 'receipt.retired', data: retired }] }
  }
  const subscriber = state ?? newSubscriber(msisdn)
  const port = refs.catalogue.service(serviceId, now)?.port
  const block = subscriber.blocks.find((each) => each.port === port)
  if (period === 'marketing') {
    const ended = (block && now < block.since) || isDismissed(consent, subscriber, port)
    return ended
      ? { state: subscriber, emit: [marketingEnded(consent, key, cause)] }
      : agreeToMarketing(state, consent, { ...context, now })
  }
  const agreed: Subscription = {
    serviceId,
    since: now,
    receiptId,
    tariffFen,
    ...(trialDays === undefined ? {} : { trialDays }),
    ...(period === 'once' ? { once: true } : {}),
  }
  if (isDismissed(consent, subscriber, port)) {
    const data = { subscriber: key, subscriptions: [agreed], channel: consent.origin.channel, cause }
    return { state: subscriber, emit: [{ topic: 'subscriber.events', key, type: 'subscriptions.cancelled', data }] }
  }
  const item = period === 'once' ? { serviceId, receiptId } : { serviceId }
  if (subscriber.subscriptions.some((each) => isOf(item, each))) return { state: subscriber }
  return period === 'once' ? { state: withSubscription(subscriber, agreed) } : subscribe(subscriber, agreed, key, cause)
}

/**
 * The prompt was ended by a `00000`, whatever came first over its own topic: that, or the yes; or even the `11111` after it,
 * which brings back nothing.
 */
function isDismissed(
  { askedAt }: { readonly askedAt: number },
  { blocks, actions }: SubscriberState,
  port: string | undefined,
): boolean {
  const lifted = actions.flatMap(({ blockBefore }) =>
    blockBefore?.port === port && blockBefore && blockBefore.block !== 'none' ? [blockBefore.block] : [],
  )
  const own: readonly Block[] = [...blocks.filter((each) => each.port === port), ...lifted]
  return own.some(({ dismissedAt = 0 }) => askedAt < dismissedAt)
}

const withSubscription = (state: SubscriberState, subscription: Subscription): SubscriberState => ({
  ...state,
  subscriptions: [...state.subscriptions, subscription].sort((a, b) => a.since - b.since),
})

/** Said before the number went to its present owner, and heard after. */
export const isOfFormerOwner = (state: SubscriberState | undefined, now: number): boolean =>
  state?.tenureSince !== undefined && now < state.tenureSince

function subscribe(
  state: SubscriberState,
  subscription: Subscription,
  key: string,
  cause: string,
): Decision<SubscriberState> {
  const subscriptions = state.subscriptions.filter((each) => !isOf({ serviceId: subscription.serviceId }, each))
  const data = { subscriber: key, msisdn: state.msisdn, subscriptions: [subscription], cause }
  return {
    state: withSubscription({ ...state, subscriptions }, subscription),
    emit: [{ topic: 'subscriber.events', key, type: 'subscriptions.activated', data }],
  }
}

/** As many changes as a number is known by: who sends old files again sends the last ones. */
const MOST_CHANGES = 4

/** The change is known, or one that came after it is. */
const isPast = (changes: readonly NumberChange[], what: NumberChange['what'], on: number | undefined): boolean =>
  on !== undefined && changes.some((each) => each.on > on || (each.what === what && each.on === on))

/** When the day began: a change that is told without its time is of it. */
function dayOfNow({ now, refs }: { now: number; refs: Refs }): number {
  const { timeZone } = refs.policy
  return readTime(dayOf(now, timeZone), timeZone) ?? now
}

/**
 * A change that is told without a time is of now, and known by the call that told it. One that is told with its time takes nothing from whoever has the number since: neither told again, nor told late, after
 * one that came later.
 */
function changeHands(
  state: SubscriberState | undefined,
  { msisdn, on }: { readonly msisdn: string; readonly on?: number | undefined },
  what: NumberChange['what'],
  context: { now: number; key: string; refs: Refs },
  cause: string,
): Decision<SubscriberState> {
  const changes = state?.changes ?? []
  if (state && (isPast(changes, what, on) || changes.some((each) => each.told === cause))) return { state }
  const { state: next, emit } = endTenure(state, msisdn, what === 'assigned' ? 'reassigned' : what, context, cause)
  const change = on === undefined ? { what, on: context.now, told: cause } : { what, on }
  const kept = [...changes, change].slice(-MOST_CHANGES)
  return {
    state: { ...next, ownedSince: on ?? dayOfNow(context), changes: kept },
    emit,
  }
}

/**
 * Ends subscriptions, blocks, lists and undo of the former owner; the next one starts empty with the next tenure. It is told
 * also of a number that has nothing here: prompts, charges and sign-ins are kept by others.
 */
function endTenure(
  before: SubscriberState | undefined,
  msisdn: string,
  reason: string,
  { key, now }: { key: string; now: number },
  cause: string,
): { readonly state: SubscriberState; readonly emit: readonly Emit[] } {
  const state = before ?? newSubscriber(msisdn)
  const ended = {
    topic: 'subscriber.tenures',
    key,
    type: 'tenure.ended',
    data: { subscriber: key, tenure: state.tenure, reason },
  }
  const cancelled = {
    topic: 'subscriber.events',
    key,
    type: 'subscriptions.cancelled',
    data: { subscriber: key, subscriptions: state.subscriptions, channel: 'operator', cause },
  }
  return {
    state: { ...newSubscriber(msisdn, state.tenure + 1), tenureSince: now },
    emit: state.subscriptions.length > 0 ? [cancelled, ended] : [ended],
  }
}
