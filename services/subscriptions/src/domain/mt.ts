import { isWithin } from '#calendar'
import { outOfCategory } from '#enforcement'
import { remembering } from '#policy'
import type { Decision, Emit } from '#process'
import { blockHolds, type NetworkRule } from '#reference'
import { countSent, judgeMarketing, type MarketingRule } from './marketing.ts'
import { type MarketingConsent, type MtRequest, newSubscriber, type Refs, type SubscriberState } from './state.ts'

type MtClass = MtRequest['data']['class']

export interface MtVerdict {
  readonly allow: boolean
  /** The rule that decided, as it is told to the partner and kept with the decision. */
  readonly rule:
    | 'allowed'
    | 'port.unknown'
    | NetworkRule
    | 'port.class'
    | 'port.category'
    | 'port.hours'
    | 'otp.has-link'
    | 'otp.without-code'
    | 'block.full'
    | 'block.marketing'
    | MarketingRule
  /** The consent to marketing that it goes under, where there is one. */
  readonly consent?: MarketingConsent
}

/**
 * May a port's message go to this subscriber? An extension is its port. A port sends the classes that were approved for it, in the hours that were. A block stops marketing
 * and keeps one-time passwords and service notices, unless the subscriber asked for a full block; an `otp` with a link, or without a code, is not one (docs/rules.md, "0000").
 * Marketing that was agreed to goes as often and as long as was agreed.
 */
export function judgeMt(
  state: Pick<SubscriberState, 'blocks' | 'marketing'> | undefined,
  mt: { from: string; class: MtClass; text?: string },
  now: number,
  refs: Refs,
): MtVerdict {
  const port = refs.catalogue.portOf(mt.from, now)
  const approval = refs.catalogue.approval(port, now)
  // Whoever was put out has no port any more.
  const isOut = approval && refs.catalogue.isRestrained('ended', approval, now)
  if (!approval || isOut) return { allow: false, rule: 'port.unknown' }
  const stopped =
    refs.network.stops(mt.from, mt.class === 'marketing', now) ??
    (mt.text === undefined ? undefined : refs.network.stopsText(mt.text, now))
  if (stopped) return { allow: false, rule: stopped }
  if (!approval.classes.includes(mt.class)) return { allow: false, rule: 'port.class' }
  const { enforcement, timeZone } = refs.policy
  if (mt.class === 'marketing' && mt.text !== undefined && outOfCategory(mt.text, approval.category, enforcement))
    return { allow: false, rule: 'port.category' }
  const { hours } = approval
  if (hours && !isWithin(now, hours, timeZone)) return { allow: false, rule: 'port.hours' }
  if (mt.class === 'otp' && mt.text !== undefined) {
    const flaw = refs.classes.otpFlaw(mt.text)
    if (flaw) return { allow: false, rule: flaw }
  }
  const blocks = state?.blocks.filter((each) => blockHolds(refs.catalogue, each.port, mt.from, now)) ?? []
  if (blocks.some(({ scope }) => scope === 'full')) return { allow: false, rule: 'block.full' }
  if (mt.class !== 'marketing') return { allow: true, rule: 'allowed' }
  if (blocks.length > 0) return { allow: false, rule: 'block.marketing' }
  const { rule, consent } = judgeMarketing(state?.marketing, port, now, refs)
  return { allow: rule === 'allowed', rule, ...(consent ? { consent } : {}) }
}

/** A port asks to send: sent or refused, and the decision is kept to be queried. Marketing queues behind the answers. */
export function decideMt(
  state: SubscriberState | undefined,
  request: MtRequest,
  context: { now: number; key: string; refs: Refs },
): Decision<SubscriberState> {
  const { now, key, refs } = context
  const { to, from, text, class: kind, fingerprint, mt = request.id } = request.data
  if (state?.acted.some((each) => each.fingerprint === fingerprint)) return { state }
  const { allow, rule, consent } = judgeMt(state, request.data, now, refs)
  const decided: Emit = {
    topic: 'mt.decisions',
    key: mt,
    type: 'mt.decided',
    data: {
      mt,
      subscriber: key,
      port: refs.catalogue.portOf(from, now),
      class: kind,
      allow,
      rule,
      policy: refs.policyVersion,
    },
  }
  const topic = kind === 'marketing' ? 'sms.bulk' : 'sms.outbound'
  const queued: Emit = { topic, key, type: 'mt.queued', data: { to, from, text, class: kind, mt } }
  const counted = state && consent ? countSent(state, consent, now) : state
  return { state: rememberKey(counted, request, now, refs), emit: allow ? [queued, decided] : [decided] }
}

/** A request with an Idempotency-Key is remembered for its hours; any other leaves no trace in the state. */
function rememberKey(
  state: SubscriberState | undefined,
  request: MtRequest,
  now: number,
  refs: Refs,
): SubscriberState | undefined {
  const { fingerprint, to } = request.data
  if (!fingerprint.startsWith('key:')) return state
  const subscriber = state ?? newSubscriber(to)
  const acted = remembering(subscriber.acted, fingerprint, now, refs.policy)
  return acted ? { ...subscriber, acted } : subscriber
}
