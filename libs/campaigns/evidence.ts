import { getDomain, getPublicSuffix } from 'tldts'
import type { TextClues } from '#contracts'
import { isHonestDomain, isHostOfMany } from './honest-hosts.ts'

export type EvidenceKind = 'domain' | 'link' | 'phone' | 'account'

/** A thing of its sender's own that two texts can share, apart from their words. */
export interface Evidence {
  readonly kind: EvidenceKind
  readonly value: string
}

/** Domains under which strangers put their own pages, or that honest texts name: there the whole link is the evidence. */
const SHARED_DOMAINS = new Set(
  `t.cn url.cn dwz.cn suo.im suo.nz 985.so t.im mrw.so rrd.me urlc.cn sourl.cn 3.cn tb.cn jd.com taobao.com tmall.com
  qq.com 10086.cn 139.com 10010.com 189.cn 139url.cn bit.ly goo.gl tinyurl.com t.co is.gd ow.ly cutt.ly rebrand.ly rb.gy
  tiny.cc shorturl.at t.me wa.me line.me wechat.com baidu.com google.com alipay.com weibo.com weibo.cn douyin.com
  kuaishou.com wx.cn 163.com 126.com sina.com.cn sohu.com apple.com facebook.com whatsapp.com 126.am v1x.cn github.io
  vercel.app netlify.app workers.dev pages.dev blogspot.com wordpress.com`.split(/\s+/),
)

/** Whether strangers have pages of their own under a domain, or many honest senders link to it: nobody blocks it whole alone. */
export const isSharedDomain = (domain: string): boolean =>
  SHARED_DOMAINS.has(domain) ||
  (isHonestDomain(domain) && getDomain(domain) === domain) ||
  isHostOfMany(domain) ||
  isPrivateSuffix(domain)
/** `github.io`: a suffix of a company, under which everybody has a name. */
const isPrivateSuffix = (domain: string): boolean => getPublicSuffix(domain, { allowPrivateDomains: true }) === domain

/** What of a text's clues can tell that another is from the same sender. Hotlines that all know (10086, 95588) are none of it. */
export function evidenceOf({ links, phones, accounts }: Pick<TextClues, 'links' | 'phones' | 'accounts'>): Evidence[] {
  const found: Evidence[] = []
  for (const { url, domain } of links)
    if (!SHARED_DOMAINS.has(domain)) found.push({ kind: 'domain', value: domain })
    else if (url.length > domain.length + 4) found.push({ kind: 'link', value: url })
  for (const phone of phones) if (phone.length >= 7) found.push({ kind: 'phone', value: phone })
  for (const { id } of accounts) found.push({ kind: 'account', value: id })
  return found
}

const FIGURES: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1', z: '2', b: '8' }
/**
 * What of a text of very few words can tell that another is from the same sender: where all its digits together can be one
 * number to call, whatever stands between them, it is that.
 */
export function evidenceOfFew(shape: string, known: readonly Evidence[]): readonly Evidence[] {
  if (known.some(({ kind }) => kind !== 'phone')) return known
  const digits = shape.replace(/(?<=\d)[oilzb]|[oilzb](?=\d)/gu, (each) => FIGURES[each]!).replace(/\D/gu, '')
  if (/^1[3-9]\d{9}$/.test(digits)) return [{ kind: 'phone', value: `86${digits}` }]
  return known.length === 0 && /^\d{10,12}$/.test(digits) ? [{ kind: 'phone', value: digits }] : known
}

const DOT = '\\s?(?:[.。｡•‧∙]|[[({【]\\s?(?:\\.|dot|点)\\s?[\\])}】]|点)\\s?'
const LABELS = '(?<![a-z0-9])[a-z0-9][a-z0-9-]{0,62}'
const PATH = '(?::\\d{2,5})?[/?][\\x21-\\x7e]*'
const SURE =
  'com|cn|net|org|xyz|vip|cc|top|club|shop|info|site|online|hk|tw|uk|io|co|ly|gl|app|biz|mobi|ltd|link|live|win|fun|icu'
const HOSTS = new RegExp(
  `(?<![@._-])${LABELS}(?:${DOT}[a-z0-9][a-z0-9-]{0,62}){0,8}${DOT}(?:${SURE})(?![a-z0-9])`,
  'gu',
)
/** With a hyphen or a digit in it what stands before these is a host’s name; without, a sentence may end there. */
const LIKE_A_HOST =
  /(?<![@._a-z0-9-])(?=[a-z-]*[\d-])(?=[\d-]*[a-z])[a-z0-9][a-z0-9-]{2,62}\.(?:me|to|ru|su|tk|ml|ga|cf|gq|pw|ws|sbs|bond|buzz|click|cyou|lol|life|today|world|store|work|pro|ren|icu|monster|rest|quest)(?![a-z0-9])/gu
const PLACES = [
  /[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/gu,
  /h\s?[tx]\s?[tx]\s?p\s?s?\s?:\s?\/\s?\/\s?[\x21-\x7e]*/gu,
  new RegExp(`${LABELS}(?:${DOT}[a-z0-9][a-z0-9-]{0,62}){0,5}?${DOT}(?:${SURE})(?![a-z0-9])(?:${PATH})?`, 'gu'),
  new RegExp(`${LABELS}(?:\\.[a-z0-9-]{1,63}){0,5}\\.[a-z]{2,12}${PATH}`, 'gu'),
  /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5})?\/[\x21-\x7e]*/gu,
  /(?:微信|威信|薇信|[vw]x|v信|扣扣|q|weixin|wechat|whatsapp|telegram|tg|电报|飞机|加[微薇威vq])[号群]?\s?(?:id)?\s?[:;=_@-]*\s?@?([a-z][a-z0-9_-]{4,24})(?![a-z0-9])/gu,
]

const DOTS = new RegExp(DOT, 'gu')
/** Names of hosts in a narrow text, however their dots are written; also where it is not sure that they are links. */
export const hostsOf = (text: string): string[] => [
  ...(text.match(HOSTS) ?? []).map((host) => host.replace(DOTS, '.')),
  ...(text.match(LIKE_A_HOST) ?? []),
]

/** Where in a narrow text links and ids stand: their letters are nobody's words. In order, apart from each other. */
export function placesOfEvidence(text: string): (readonly [number, number])[] {
  const places: [number, number][] = []
  for (const pattern of PLACES)
    for (const match of text.matchAll(pattern)) {
      const to = match.index + match[0].length
      const from = match[1] === undefined ? match.index : to - match[1].length
      if (places.every((place) => to <= place[0] || from >= place[1])) places.push([from, to])
    }
  return places.sort((a, b) => a[0] - b[0])
}
