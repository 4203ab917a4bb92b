import { asksForKeys } from '#campaigns'
import type { Policy } from '#policy'
import { type Reason, type Shapes, signsIn } from './signs.ts'

/** A number to call, longer than those that everybody knows, also where it is of a country that is not named. */
export const callsIn = (loose: string, phones: readonly string[]): boolean =>
  phones.some((phone) => phone.length > 6 && !/^(?:10|12|9[56])/.test(phone)) || CALLED.test(loose)
const CALLED = /(?<![a-z])(?:call|ring|dial|contact|phone)[^.!?\d]{0,30}\+?\d(?:[\s()-]{0,2}\d){8,13}(?!\d)/u

/** Whom everybody has to do with: which of them a text names, in their own words. */
export const officesIn = (loose: string): string[] => [...new Set(loose.match(OFFICES) ?? [])]
const OFFICES =
  /社保|医保|公积金|人社|公安|网警|民警|法院|检察|税务|交警|交管|海关|出入境|疾控|教育局|民政|残联|财政|反诈中心|[工农建交招中]行(?!业)|银行|银联|银保监|征信|电网|供电|燃气|自来水|中国移动|移动(?:公司|客服|营业)|联通|中国电信|电信(?:公司|客服)|支付宝|微信(?:支付|安全|客服)|京东|淘宝|抖音|拼多多|邮政|顺丰|圆通|中通|韵达|铁路|航空|etc(?![a-z])|(?<![a-z])(?:bank|police|court|customs|irs|hmrc|medicare|social security|royal mail|usps|dhl|fedex|ups|paypal|amazon|hsbc|barclays|lloyds|chase|citibank)(?![a-z])/gu

/** Whom a text without Han says to be: `Royal Mail: your parcel …`. */
const SIGNED = /^[a-z][a-z0-9+&.'’ -]{1,22}: /u

/** The same of one with Han. */
const OPENS = /^\s?[【[][^】\]]{2,20}[】\]]/u
const YOU = /(?<![a-z])(?:you|your|we)(?![a-z])/u
/** Wants a sum, of a reader who is to pay it at once. */
const BEGS =
  /先.{0,4}[转汇打垫]|先[交付]|[转汇](?:我|给|到|她|他|过来)|打(?:到|我卡)|[借垫](?:我|给我|\d|[一二两三四五六七八九几])|帮我[转垫付充交借]|拿.{0,3}私了/u
const SUM = /\d{2,}|[一二两三四五六七八九十百几]+[百千万]/u

/** As many words of a part as stand with the report. */
const SHOWN = 4

/**
 * A swindle by what all have in common, none of which says so alone: somebody who is somebody, or writes of what its reader
 * has, wants something or leads elsewhere, and there is no time to think, or much to be had for nothing.
 * @param leads to a page, an id or a number that is nobody’s who is known; `links`: to a page
 * @param trades in something: who only leads there and has a bank’s name is no swindler for that
 */
export function swindleIn(
  shapes: Shapes,
  { reports }: Policy,
  { leads, links, trades }: { readonly leads: boolean; readonly links: boolean; readonly trades: boolean },
): Reason[] {
  const found = (part: keyof Policy['reports']['swindles']) => signsIn(reports.swindles[part], shapes)
  const [asks, earnings] = [found('asks'), found('earnings')]
  const isWork = earnings.length > 1 || (earnings.length > 0 && (leads || asks.length > 0))
  if (asks.length === 0 && !leads && !isWork) return []
  const [claims, matters, haste, gains] = [found('claims'), found('matters'), found('haste'), found('gains')]
  const [isAsked, isPressed] = [asks.length > 0, haste.length > 0 || gains.length > 0]
  const isSigned = SIGNED.test(shapes.loose)
  const isNamed = claims.length > 0 || isSigned
  const isLed = leads && !trades
  const isSomebodys = isNamed && isPressed && (isAsked || isLed)
  const isReaders = matters.length > 0 && isPressed && isLed
  // Who only has a link has to frighten, or to promise; a name before it does for a text without Han, where ads have none.
  const isPage =
    links &&
    !trades &&
    (isPressed ||
      (isSigned && YOU.test(shapes.loose)) ||
      (OPENS.test(shapes.loose) && claims.length > 0 && matters.length > 0))
  const isBegged = (haste.length > 0 || claims.length > 0) && BEGS.test(shapes.tight) && SUM.test(shapes.tight)
  const isLure = isAsked && gains.length > 0 && (haste.length > 0 || matters.length > 0 || isLed)
  // A card or a code of its reader’s own opens all they have.
  const isKey = isPressed && asksForKeys(shapes.loose)
  if (!isWork && !isSomebodys && !isReaders && !isLure && !isPage && !isBegged && !isKey) return []
  return Object.entries({ claims, matters, asks, haste, gains, earnings }).flatMap(([part, words]) =>
    words.length > 0 ? [{ rule: `fraud.${part}`, words: words.slice(0, SHOWN).join(' ').slice(0, 80) }] : [],
  )
}
