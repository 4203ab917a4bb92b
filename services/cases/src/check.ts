import type { Policy } from '#policy'
import { asTyped, type Catalogue, type Service } from '#reference'
import { narrowly } from './notice-names.ts'
import type { Checked, Found, Near, PageLanguage, Published } from './notice-page.ts'
import type { PublishedNotices } from './notices-kept.ts'

/** Partners that one question may be about: names are not one’s alone. */
const MOST_CHECKED = 20
/** Names like the one that was typed: of more nobody reads all. */
const MOST_NEAR = 20
/** A number within a text that may be a port. */
const NUMBER = /(?<!\d)\d{5,20}(?!\d)/g

interface Asked {
  readonly catalogue: Catalogue
  readonly shortCodes: Policy['shortCodes']
  readonly published: PublishedNotices
}

/**
 * Whose a port is, or a service by its code, id or name, or who has that name, however it is typed: each partner that it may
 * be; and what is called alike, for who remembers a part of it, or puts in the message that they got.
 */
export function check(asked: Asked, q: string, language: PageLanguage, now: number): Found {
  const exact = exactly(asked, q, language, now)
  if (exact.some(({ own }) => own)) return { exact, near: [], more: false }
  const all = alike(asked, q, language, now).filter(({ name }) => !exact.some((each) => isCalled(each, name)))
  const near = all.toSorted((a, b) => Number(b.warned) - Number(a.warned) || a.name.length - b.name.length)
  const [only, ...others] = near
  // Nobody is asked whether they mean the only one there is.
  if (exact.length === 0 && only && others.length === 0)
    return { exact: exactly(asked, only.name, language, now), near: [], more: false, only: only.name }
  return { exact, near: near.slice(0, MOST_NEAR), more: near.length > MOST_NEAR }
}

const isCalled = (each: Checked, name: string): boolean =>
  !each.own && [each.partner, each.former, ...each.services.map((service) => service.name)].includes(name)

const named = (language: PageLanguage, { nameZh, nameEn }: { readonly nameZh: string; readonly nameEn: string }) =>
  (language === 'en' ? nameEn : nameZh) || nameZh || nameEn

function alike({ catalogue, published }: Asked, q: string, language: PageLanguage, now: number): Near[] {
  const { services, partners } = catalogue.likely(q, now)
  const near = [
    ...services.map((each): Near => {
      const partner = catalogue.partner(each.partnerId, now)
      const warned = published.isWarned(each.partnerId, each.serviceId)
      return { name: named(language, each), warned, ...(partner ? { of: named(language, partner) } : {}) }
    }),
    ...partners.map((each): Near => ({ name: named(language, each), warned: published.isWarned(each.partnerId) })),
    // What a partner was called when it was warned of, and software.
    ...published.likely(q).map((name): Near => ({ name, warned: true })),
  ]
  const names = new Map<string, Near>()
  for (const each of near) if (!names.get(each.name)?.warned) names.set(each.name, each)
  return [...names.values()]
}

function exactly(asked: Asked, q: string, language: PageLanguage, now: number): Checked[] {
  const { catalogue, shortCodes, published } = asked
  const typed = asTyped(q)
    .replace(/[ -]/g, '')
    .replace(/^(?:\+|00)86(?=\d)/, '')
  const { query, prompts, reports } = shortCodes
  if ([...query, prompts, ...reports].includes(typed)) return [{ own: true }]
  const ports = portsIn(asked, typed, q, now)
  const names = [q, narrowly(q)]
  const services = new Set([
    ...ports.flatMap((each) => catalogue.port(each, now)),
    ...names.flatMap((each) => catalogue.servicesNamed(each, now)),
  ])
  const told = published.named(q)
  const ids = new Set([
    ...ports.flatMap((each) => catalogue.approval(each, now)?.partnerId ?? []),
    ...[...services].map((each) => each.partnerId),
    ...names.flatMap((each) => catalogue.partnersNamed(each, now)).map((each) => each.partnerId),
    ...told.flatMap(({ notice }) => notice.subject.partnerId ?? []),
  ])
  // Software of no partner is named by its notices alone.
  const software = told.filter(({ notice }) => notice.subject.partnerId === undefined)
  const alone = software.map((each): Checked => {
    const { partnerZh, partnerEn } = each.notice
    const partner = language === 'en' ? partnerEn : partnerZh
    return { own: false, software: true, partner, services: [], notices: [each] }
  })
  const partners = [...ids].flatMap((id) => partnerOf(asked, id, { services, told }, language, now) ?? [])
  // Of all that are called so, whoever was warned of is never left out for others.
  const isClean = (each: Checked) => Number(!each.own && each.notices.length === 0)
  return [...partners, ...alone].toSorted((a, b) => isClean(a) - isClean(b)).slice(0, MOST_CHECKED)
}

/** The port that was typed; else those that stand in a message that was put in whole. */
function portsIn({ catalogue }: Asked, typed: string, q: string, now: number): string[] {
  const port = catalogue.portOf(typed, now)
  if (catalogue.isRegistered(port)) return [port]
  const others = asTyped(q).match(NUMBER) ?? []
  return [...new Set(others.map((each) => catalogue.portOf(each, now)))].filter((each) => catalogue.isRegistered(each))
}

interface Hits {
  readonly services: ReadonlySet<Service>
  readonly told: readonly Published[]
}

function partnerOf(
  { catalogue, published }: Asked,
  partnerId: string,
  { services, told }: Hits,
  language: PageLanguage,
  now: number,
): Checked | undefined {
  const then = told.find(({ notice }) => notice.subject.partnerId === partnerId)?.notice
  const partner = catalogue.partner(partnerId, now) ?? (then && { nameZh: then.partnerZh, nameEn: then.partnerEn })
  if (!partner) return undefined
  const isFormer =
    then && ![partner.nameZh, partner.nameEn].some((each) => [then.partnerZh, then.partnerEn].includes(each))
  const own = [...services].filter((each) => each.partnerId === partnerId)
  return {
    own: false,
    partner: language === 'en' ? partner.nameEn : partner.nameZh,
    services: own.map(({ nameZh, nameEn, tariffFen, period, retired }) => ({
      name: language === 'en' ? nameEn : nameZh,
      tariffFen,
      period,
      ended: retired === true,
    })),
    // A warning of a service goes with it to whoever has it now.
    notices: [...new Set([...published.of(partnerId), ...own.flatMap((each) => published.about(each.serviceId))])],
    ...(isFormer ? { former: language === 'en' ? then.partnerEn : then.partnerZh } : {}),
  }
}
