import { monthsLater } from '#calendar'
import type { Decision, Emit } from '#process'
import {
  type Block,
  type Consent,
  type MarketingConsent,
  newSubscriber,
  type Refs,
  type SubscriberState,
  WEEK,
} from './state.ts'

interface Moment {
  readonly now: number
  readonly key: string
  readonly cause: string
  readonly refs: Refs
}

type Agreed = Extract<Consent, { type: 'consent.given' }>['data']
type Refused = Extract<Consent, { type: 'marketing.refused' }>['data']

/** A yes to marketing from a port: it holds for its months, and lifts what the subscriber had blocked there before. */
export function agreeToMarketing(
  state: SubscriberState | undefined,
  { msisdn, serviceId, perWeek = 1, months = 1, receiptId }: Agreed,
  { now, key, refs }: Moment,
): Decision<SubscriberState> {
  const subscriber = state ?? newSubscriber(msisdn)
  const port = refs.catalogue.service(serviceId, now)?.port
  if (port === undefined) return { state: subscriber }
  const until = monthsLater(now, months, refs.policy.timeZone)
  const consent: MarketingConsent = { serviceId, port, perWeek, since: now, until, receiptId, sent: [] }
  const others = (subscriber.marketing ?? []).filter((each) => each.serviceId !== serviceId)
  const agreed = { ...subscriber, marketing: [...others, consent] }
  if (!subscriber.blocks.some((each) => each.port === port)) return { state: agreed }
  const blocks = subscriber.blocks.filter((each) => each.port !== port)
  return { state: { ...agreed, blocks }, emit: [portEvent('port.unblocked', key, { port })] }
}

/** A no to it is as if they had texted `T` to the port: no marketing from there. What stands otherwise stays. */
export function refuseMarketing(
  state: SubscriberState | undefined,
  { msisdn, serviceId }: Refused,
  moment: Moment,
): Decision<SubscriberState> {
  const subscriber = state ?? newSubscriber(msisdn)
  const port = moment.refs.catalogue.service(serviceId, moment.now)?.port
  if (port === undefined || subscriber.blocks.some((each) => each.port === port)) return { state: subscriber }
  const block: Block = { port, scope: 'marketing', since: moment.now }
  const ended = endMarketing({ ...subscriber, blocks: [...subscriber.blocks, block] }, port, moment)
  return {
    state: ended.state,
    emit: [...ended.emit, portEvent('port.blocked', moment.key, { port, scope: 'marketing' })],
  }
}

const portEvent = (type: string, key: string, data: object): Emit => ({
  topic: 'subscriber.events',
  key,
  type,
  data: { subscriber: key, ...data },
})

/** Ends what was agreed to of a port: with a block, or `T`. Gives what ended, so that an undo brings it back. */
export function endMarketing(
  state: SubscriberState,
  port: string,
  { key, cause }: Pick<Moment, 'key' | 'cause'>,
): { state: SubscriberState; ended: readonly MarketingConsent[]; emit: readonly Emit[] } {
  const ended = (state.marketing ?? []).filter((each) => each.port === port)
  if (ended.length === 0) return { state, ended, emit: [] }
  const marketing = (state.marketing ?? []).filter((each) => each.port !== port)
  return { state: { ...state, marketing }, ended, emit: [told('marketing.ended', ended, key, cause)] }
}

/** Brings back what an action ended. */
export function restoreMarketing(
  state: SubscriberState,
  ended: readonly MarketingConsent[] = [],
  { key, cause }: Pick<Moment, 'key' | 'cause'>,
): { state: SubscriberState; emit: readonly Emit[] } {
  const back = ended.filter((each) => !state.marketing?.some((current) => current.serviceId === each.serviceId))
  if (back.length === 0) return { state, emit: [] }
  return {
    state: { ...state, marketing: [...(state.marketing ?? []), ...back] },
    emit: [told('marketing.restored', back, key, cause)],
  }
}

/** A consent that was over when it was heard of. */
export const marketingEnded = (consent: Pick<Agreed, 'serviceId' | 'receiptId'>, key: string, cause: string): Emit =>
  told('marketing.ended', [consent], key, cause)

const told = (
  type: string,
  consents: readonly Pick<MarketingConsent, 'serviceId' | 'receiptId'>[],
  key: string,
  cause: string,
): Emit => ({
  topic: 'subscriber.events',
  key,
  type,
  data: { subscriber: key, consents: consents.map(({ serviceId, receiptId }) => ({ serviceId, receiptId })), cause },
})

export type MarketingRule = 'consent.missing' | 'consent.over' | 'consent.frequency'

/**
 * What the consents to marketing of a port say of one more message. Where there is one, its months and its number a week
 * hold; where there is none, the policy says whether one is needed.
 */
export function judgeMarketing(
  consents: readonly MarketingConsent[] | undefined,
  port: string,
  now: number,
  { policy }: Refs,
): { rule: MarketingRule | 'allowed'; consent?: MarketingConsent } {
  const here = consents?.filter((each) => each.port === port) ?? []
  if (here.length === 0) return { rule: policy.marketing.needsConsent ? 'consent.missing' : 'allowed' }
  const current = here.filter((each) => now < each.until)
  const consent = current.find((each) => thisWeek(each, now).length < each.perWeek)
  if (consent) return { rule: 'allowed', consent }
  return { rule: current.length > 0 ? 'consent.frequency' : 'consent.over' }
}

/** Counts a message that goes under a consent. */
export const countSent = (state: SubscriberState, consent: MarketingConsent, now: number): SubscriberState => ({
  ...state,
  marketing: (state.marketing ?? []).map((each) =>
    each === consent ? { ...each, sent: [...thisWeek(each, now), now] } : each,
  ),
})

const thisWeek = ({ sent }: MarketingConsent, now: number): readonly number[] => sent.filter((at) => now - at < WEEK)
