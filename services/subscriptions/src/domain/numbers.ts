import type { Subscription } from '#contracts'
import type { Decision } from '#process'
import { cancelServices } from './cancel.ts'
import { agreeToMarketing } from './marketing.ts'
import { remind } from './remind.ts'
import { type Consent, newSubscriber, type Refs, type SubscriberCommand, type SubscriberState } from './state.ts'

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
      const imported = { serviceId, since, ...(name ? { package: name } : {}) }
      const current = subscriber.subscriptions.find((each) => each.serviceId === serviceId)
      if (current && current.since === since && current.package === name) return { state: subscriber }
      return subscribe(subscriber, imported, key, command.id)
    }
    case 'services.cancel': {
      const { msisdn, channel, language, fingerprint } = command.data
      if (!state) return { state }
      const to = context.refs.policy.shortCodes.query[0] as string
      const mo = { from: msisdn, to, text: '', channel, via: channel, fingerprint }
      return cancelServices(state, command.data, { ...context, cause: command.id, language, mo })
    }
    case 'reminder.due':
      return remind(state, command.data, context)
    case 'number.released':
      return endTenure(state, command.data.msisdn, command.data.reason, context, command.id)
    case 'number.assigned':
      // Numbers are given to new people: whoever had it before leaves nothing behind, also without a word of release.
      return endTenure(state, command.data.msisdn, 'reassigned', context, command.id)
  }
}

/** What a yes makes true: a service is subscribed from then on; a one-off purchase leaves nothing to subscribe. */
export function activate(
  state: SubscriberState | undefined,
  consent: Extract<Consent, { type: 'consent.given' }>['data'],
  context: { now: number; key: string; cause: string; refs: Refs },
): Decision<SubscriberState> {
  const { msisdn, serviceId, period, receiptId, tariffFen, trialDays } = consent
  const { now, key, cause } = context
  if (period === 'once') return { state }
  if (isOfFormerOwner(state, now)) {
    const retired = { subscriber: key, endedAt: now }
    return { state, emit: [{ topic: 'consent.receipts', key: receiptId, type: 'receipt.retired', data: retired }] }
  }
  if (period === 'marketing') return agreeToMarketing(state, consent, context)
  const subscriber = state ?? newSubscriber(msisdn)
  if (subscriber.subscriptions.some((each) => each.serviceId === serviceId)) return { state: subscriber }
  const trial = trialDays === undefined ? {} : { trialDays }
  return subscribe(subscriber, { serviceId, since: now, receiptId, tariffFen, ...trial }, key, cause)
}

/** Said before the number went to its present owner, and heard after. */
export const isOfFormerOwner = (state: SubscriberState | undefined, now: number): boolean =>
  state?.tenureSince !== undefined && now < state.tenureSince

function subscribe(
  state: SubscriberState,
  subscription: Subscription,
  key: string,
  cause: string,
): Decision<SubscriberState> {
  const others = state.subscriptions.filter((each) => each.serviceId !== subscription.serviceId)
  const data = { subscriber: key, msisdn: state.msisdn, subscriptions: [subscription], cause }
  return {
    state: { ...state, subscriptions: [...others, subscription].sort((a, b) => a.since - b.since) },
    emit: [{ topic: 'subscriber.events', key, type: 'subscriptions.activated', data }],
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
): Decision<SubscriberState> {
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
