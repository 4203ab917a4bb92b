import type { Subscription } from '#contracts'
import type { ServiceLine } from '#texts'
import type { Situation } from './state.ts'

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
