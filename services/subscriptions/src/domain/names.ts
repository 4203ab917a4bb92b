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
const words = (name: string): string => ` ${normalizeText(name).replace(/[^\p{L}\p{N}]+/gu, ' ')} `
const SHORTEST_NAME = 2
/** What is said of services of any name, and of none: `取消会员` and `cancel it` are answered with the list. */
const OF_NONE =
  /^(?:短信|彩信|信息|消息|会员|套餐|包月|月租|流量|订购|订阅|(?:it|me|us|that|this|them|these|those|all|any|every\w*|one|ones|now|please|charg\w+|services?|subscriptions?|messages?|texts?|texting|sending|sms|vip|members?|memberships?|plans?|packages?|daily|monthly|the|and|for|from|to|of|on|in|at|a|an|my) ?)+$/u

/** Han by a part of it, Latin by whole words of it or all of it written as one: `me` is no part of `Member`. */
const isPart = (typed: string, own: string): boolean =>
  /\p{Script=Han}/u.test(typed)
    ? plain(typed).length >= SHORTEST_NAME && plain(own).includes(plain(typed))
    : words(own).includes(words(typed)) || plain(own) === plain(typed)

/**
 * What of the subscriber's own a text wants cancelled by its name, or a part of it, with or without its partner's; at a port
 * only what is had from there. Undefined when it wants nothing cancelled by name.
 */
export function namedToCancel(
  state: Pick<SubscriberState, 'subscriptions'>,
  situation: Situation,
): readonly Subscription[] | undefined {
  const { mo, refs, now } = situation
  const name = nameToCancel(mo.text)
  if (name === undefined) return undefined
  if (OF_NONE.test(name)) return []
  const here = refs.policy.shortCodes.query.includes(mo.to)
    ? state.subscriptions
    : subscribedAt(mo.to, state, situation)
  return here.filter(({ serviceId }) => {
    const service = refs.catalogue.service(serviceId, now)
    const partner = service && refs.catalogue.partner(service.partnerId, now)
    if (!service) return false
    const names = [`${partner?.nameZh}${service.nameZh}`, `${partner?.nameEn} ${service.nameEn}`, service.nameEn]
    return plain(service.code) === plain(name) || names.some((own) => isPart(name, own))
  })
}
