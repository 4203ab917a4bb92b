import type { Subscription } from '#contracts'
import { nameToCancel, normalizeText } from '#sms'
import type { ServiceLine } from '#texts'
import type { Situation, SubscriberState } from './state.ts'

/** A service as a line of a list, in the subscriber's language. One that the catalogue lost is shown by its id. */
export function lineOf(
  item: { serviceId: string; package?: string },
  number: number,
  situation: Pick<Situation, 'refs' | 'now' | 'language'>,
): ServiceLine {
  const { refs, now, language } = situation
  const service = refs.catalogue.service(item.serviceId, now)
  const partner = service && refs.catalogue.partner(service.partnerId, now)
  const pick = (zh: string | undefined, en: string | undefined) => (language === 'en' ? en : zh)
  return {
    number,
    partner: pick(partner?.nameZh, partner?.nameEn) ?? '',
    service: pick(service?.nameZh, service?.nameEn) ?? item.serviceId,
    tariffFen: service?.tariffFen ?? 0,
    period: service?.period ?? 'month',
    ...(item.package ? { package: item.package } : {}),
  }
}

/** What the subscriber has at a port, also of services that nobody can ask for any more: who has them keeps them. */
export const subscribedAt = (
  port: string,
  { subscriptions }: Pick<SubscriberState, 'subscriptions'>,
  { refs, now }: Pick<Situation, 'refs' | 'now'>,
): Subscription[] => subscriptions.filter((each) => refs.catalogue.service(each.serviceId, now)?.port === port)

/** Whose a port is: who it was approved for, also where no service is offered from it. */
export function ownerOf(
  port: string,
  state: Pick<SubscriberState, 'subscriptions'>,
  situation: Pick<Situation, 'refs' | 'now'>,
): string | undefined {
  const { catalogue } = situation.refs
  const [own] = subscribedAt(port, state, situation)
  return (
    catalogue.approval(port, situation.now)?.partnerId ??
    catalogue.port(port, situation.now)[0]?.partnerId ??
    (own && catalogue.service(own.serviceId, situation.now)?.partnerId)
  )
}

export const namesOf = (subscriptions: readonly Subscription[], situation: Situation): string[] =>
  subscriptions.map((each) => {
    const { partner, service } = lineOf(each, 0, situation)
    return situation.language === 'en' ? `${partner}: ${service}` : `${partner} ${service}`
  })

/** What the services cost a month together, in fen. */
export const monthlyFen = (subscriptions: readonly Subscription[], { refs, now }: Situation): number =>
  subscriptions.reduce((sum, each) => {
    const service = refs.catalogue.service(each.serviceId, now)
    return sum + (service?.period === 'month' ? service.tariffFen : 0)
  }, 0)

/** A name however it is written: traditional, full-width, quoted, with spaces or without. */
const plain = (name: string): string => normalizeText(name).replace(/\s/g, '')
const SHORTEST_NAME = 2

/**
 * What of the subscriber's own a text wants cancelled by its name, or a part of it, with or without its partner's; at a port
 * only what is had from there. Undefined when it wants nothing cancelled by name.
 */
export function namedToCancel(
  state: Pick<SubscriberState, 'subscriptions'>,
  situation: Situation,
): readonly Subscription[] | undefined {
  const { mo, refs, now } = situation
  const typed = nameToCancel(mo.text)
  if (typed === undefined) return undefined
  const name = plain(typed)
  const here = refs.policy.shortCodes.query.includes(mo.to)
    ? state.subscriptions
    : subscribedAt(mo.to, state, situation)
  return here.filter(({ serviceId }) => {
    const service = refs.catalogue.service(serviceId, now)
    const partner = service && refs.catalogue.partner(service.partnerId, now)
    const names = [`${partner?.nameZh}${service?.nameZh}`, `${partner?.nameEn}${service?.nameEn}`].map(plain)
    if (service && plain(service.code) === name) return true
    return name.length >= SHORTEST_NAME && names.some((own) => own.includes(name))
  })
}
