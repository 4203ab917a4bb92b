import { createHash } from 'node:crypto'
import { type CaseTexts, caseTextsIn, type Offer, priceEn, priceZh } from '#texts'
import type { PublicNotice } from './domain/notice.ts'

export type PageLanguage = 'zh' | 'en'

/** What stands on the public pages, in one language. */
interface Words {
  readonly lang: string
  readonly title: string
  readonly lead: string
  readonly none: string
  readonly other: { readonly href: string; readonly text: string }
  readonly check: string
  readonly checkHint: string
  readonly checkButton: string
  readonly notices: string
  readonly newer: string
  readonly older: string
  readonly page: (number: number, last: number) => string
  readonly feed: string
  readonly service: string
  readonly app: string
  readonly penalty: string
  readonly refunded: (subscribers: string, yuan: string, done: boolean) => string
  readonly asOf: (day: string) => string
  readonly published: string
  readonly corrected: string
  readonly withdrawn: string
  readonly earlier: string
  readonly verdict: CaseTexts
  readonly until: (day: string) => string
  readonly unknown: string
  readonly short: string
  readonly meant: string
  readonly alike: string
  readonly only: (name: string) => string
  readonly more: string
  readonly marked: string
  readonly own: string
  readonly owner: string
  readonly former: string
  readonly price: (offer: Pick<Offer, 'tariffFen' | 'period'>) => string
  readonly ended: string
  readonly clean: string
  readonly warned: string
}

const zh: Words = {
  lang: 'zh-CN',
  title: '违规合作方公示',
  lead: '以下合作方经核查存在违规扣费等行为。公示内容如有更正，会注明更正日期和原文。',
  none: '目前没有公示。',
  other: { href: 'en/', text: 'English' },
  check: '查一查：端口或业务',
  checkHint:
    '输入端口号（如 10661234）、业务或公司的名称（记得一部分也行），或把收到的短信贴进来，看它属于谁、是否被公示。',
  checkButton: '查询',
  notices: '公示列表',
  newer: '较新的公示',
  older: '较早的公示',
  page: (number, last) => `第 ${number} 页，共 ${last} 页`,
  feed: '订阅更新',
  service: '业务',
  app: '软件',
  penalty: '处罚',
  refunded: (subscribers, yuan, done) =>
    done ? `已向 ${subscribers} 位用户退费 ${yuan} 元` : `正在退费：已向 ${subscribers} 位用户退费 ${yuan} 元`,
  asOf: (day) => `（截至 ${day}）`,
  published: '公示日期',
  corrected: '更正日期',
  withdrawn: '经申诉复核，该公示已撤销',
  earlier: '此前的内容',
  verdict: caseTextsIn('zh-CN'),
  until: (day) => `至 ${day}`,
  unknown: '没有登记的端口或业务。如果有人以它的名义向您收费或发短信，请发送内容到 10086999 举报。',
  short: '请多输入一两个字。',
  meant: '没有完全同名的。您要找的是不是：',
  alike: '名称相近的还有：',
  only: (name) => `没有完全同名的，最接近的是“${name}”：`,
  more: '还有更多，请输入完整的名称。',
  marked: '被公示过',
  own: '这是运营商自己的号码。',
  owner: '登记的公司',
  former: '曾用名',
  price: priceZh,
  ended: '该业务已停止',
  clean: '没有被公示过。',
  warned: '被公示过，请留意：',
}

const en: Words = {
  lang: 'en',
  title: 'Public notices about partners',
  lead: 'These partners were found to have charged wrongfully or otherwise broken the rules. Corrections say when they were made and what stood here before.',
  none: 'There are no notices now.',
  other: { href: '../', text: '中文' },
  check: 'Check a port or a service',
  checkHint:
    'Enter a port such as 10661234, the name of a service or a company (or a part of it), or paste the message that you got: whose it is, and whether there is a notice about it.',
  checkButton: 'Check',
  notices: 'All notices',
  newer: 'Newer notices',
  older: 'Older notices',
  page: (number, last) => `Page ${number} of ${last}`,
  feed: 'Follow',
  service: 'Service',
  app: 'App',
  penalty: 'Penalty',
  refunded: (subscribers, yuan, done) =>
    done
      ? `${subscribers === '1' ? '1 subscriber was' : `${subscribers} subscribers were`} refunded ¥${yuan}`
      : `Being refunded: ${subscribers} subscribers so far, ¥${yuan}`,
  asOf: (day) => ` (as of ${day})`,
  published: 'Published',
  corrected: 'Corrected',
  withdrawn: 'Withdrawn after an appeal',
  earlier: 'What stood here before',
  verdict: caseTextsIn('en'),
  until: (day) => `until ${day}`,
  unknown:
    'No such port or service is registered. If somebody charges you or texts you in its name, forward the message to 10086999.',
  short: 'Please enter a little more of it.',
  meant: 'Nothing is called exactly so. Did you mean:',
  alike: 'Names like it:',
  only: (name) => `Nothing is called exactly so; this is the nearest, “${name}”:`,
  more: 'There are more: please enter the whole name.',
  marked: 'there is a notice about it',
  own: 'This is a number of the operator itself.',
  owner: 'Registered company',
  former: 'Formerly',
  price: priceEn,
  ended: 'This service has ended',
  clean: 'There is no notice about it.',
  warned: 'There are notices about it:',
}

export const wordsOf = (language: PageLanguage): Words => (language === 'en' ? en : zh)

const STYLE = `:root{color-scheme:light dark;--ink:#1f2329;--dim:#5c6470;--line:#d9dde3;--paper:#fff;--mark:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--dim:#a6adb8;--line:#3a4049;--paper:#16181c;--mark:#ff8a80}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem}nav{display:flex;flex-wrap:wrap;gap:0 1.25rem}
nav a,button{min-height:44px;display:inline-flex;align-items:center}a{color:inherit}h1{font-size:1.6rem;line-height:1.3;margin:1rem 0 .5rem}
h2{font-size:1.15rem;margin:0 0 .25rem}article{border-top:1px solid var(--line);padding:1.25rem 0}.dim,dt{color:var(--dim)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem;margin:.75rem 0 0}dd{margin:0;overflow-wrap:anywhere}.mark{color:var(--mark)}
li a{display:inline-block;padding:.55rem 0}form{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0}input{flex:1 1 12rem;min-height:44px;padding:0 .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:6px}
button{padding:0 1.25rem;font:inherit;color:var(--paper);background:var(--ink);border:0;border-radius:6px}details summary{padding:.6rem 0;line-height:1.5;cursor:pointer}
:focus-visible{outline:3px solid #3b82f6;outline-offset:2px}`

/** Nothing runs on these pages, and no style but their own holds. */
export const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => ESCAPES[each] as string)

const yuan = (fen: number): string => (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })
const count = (n: number): string => n.toLocaleString('en-US')

export interface Published {
  readonly notice: PublicNotice
  readonly former: readonly PublicNotice[]
}

export type DayOf = (at: number) => string

/** What was done to the partner, in words; what is of one service says of which. */
export function penaltyOf(
  {
    points,
    sanctions,
    subject,
    serviceZh,
    serviceEn,
  }: Pick<PublicNotice, 'points' | 'sanctions' | 'subject' | 'serviceZh' | 'serviceEn'>,
  words: Words,
  day: DayOf,
): string {
  const isEnglish = words.lang === 'en'
  const nameOf = (id: string) => (id === subject.serviceId && (isEnglish ? serviceEn : serviceZh)) || id
  const told = sanctions.map(({ what, serviceId, until }) => {
    const about = [
      ...(serviceId === undefined ? [] : [`${words.service}${isEnglish ? ': ' : '：'}${nameOf(serviceId)}`]),
      ...(until === undefined ? [] : [words.until(day(until))]),
    ].join(isEnglish ? '; ' : '；')
    return `${words.verdict.sanctions[what]}${about && (isEnglish ? ` (${about})` : `（${about}）`)}`
  })
  return [...told, ...(points > 0 ? [words.verdict.points(points)] : [])].join(isEnglish ? '; ' : '；')
}

/** Name, reason and service in the page’s language. */
export const spoken = (notice: PublicNotice, { lang }: Words) =>
  lang === 'en'
    ? { partner: notice.partnerEn, service: notice.serviceEn, reason: notice.reasonEn, correction: notice.correctionEn }
    : { partner: notice.partnerZh, service: notice.serviceZh, reason: notice.reasonZh, correction: notice.correctionZh }

/** How many got money back, in words; undefined where nobody does. */
export const refundedOf = ({ refunds }: Pick<PublicNotice, 'refunds'>, words: Words): string | undefined =>
  refunds && (refunds.subscribers > 0 || !refunds.done)
    ? words.refunded(count(refunds.subscribers), yuan(refunds.fen), refunds.done)
    : undefined

/** The same, with since when it is so many: what comes late is found for months. */
export const refundedAsOf = (notice: Pick<PublicNotice, 'refunds'>, words: Words, day: DayOf): string | undefined => {
  const told = refundedOf(notice, words)
  const at = notice.refunds?.at
  return told && at !== undefined ? told + words.asOf(day(at)) : told
}

/** What each version before said was done, what it cost, and how many had got money back in the end, where that is not what it says now. */
function saidBefore({ notice, former }: Published, words: Words, day: DayOf): string[] {
  const said = (each: PublicNotice): string =>
    [
      `${spoken(each, words).reason} ${words.penalty}${words.lang === 'en' ? ': ' : '：'}${penaltyOf(each, words, day)}`,
      // While it is under way its number is none that was ever final.
      ...(each.refunds?.done === false ? [] : [refundedAsOf(each, words, day) ?? '']),
    ]
      .join(' ')
      .trim()
  return [...new Set(former.map(said))].filter((each) => each !== said(notice))
}

/** What does not hold any more is struck out, and stays to be read. */
const struck = (text: string, isGone: boolean): string => (isGone ? `<s>${escaped(text)}</s>` : escaped(text))

function article({ notice, former }: Published, words: Words, day: DayOf): string {
  const { partner, service, reason, correction } = spoken(notice, words)
  const rows: [string, string | undefined][] = [
    [words.service, service],
    [words.app, notice.subject.app],
    [words.penalty, penaltyOf(notice, words, day)],
    [words.published, day(notice.publishedAt)],
    [
      words.corrected,
      notice.correctedAt === undefined ? undefined : day(notice.correctedAt) + (correction ? ` ${correction}` : ''),
    ],
  ]
  const { withdrawn } = notice
  const refunded = refundedAsOf(notice, words, day)
  const earlier = saidBefore({ notice, former }, words, day)
  return `<article id="n${notice.number}"><h2>${escaped(partner)}</h2>${withdrawn ? `<p class="mark">${words.withdrawn}</p>` : ''}<p>${struck(reason, withdrawn)}</p><dl>${rows
    .flatMap(([name, value]) =>
      value ? `<dt>${name}</dt><dd>${struck(value, withdrawn && name === words.penalty)}</dd>` : [],
    )
    .join('')}</dl>${refunded ? `<p>${escaped(refunded)}</p>` : ''}${
    earlier.length > 0
      ? `<details><summary>${words.earlier}</summary>${earlier.map((each) => `<p class="dim">${escaped(each)}</p>`).join('')}</details>`
      : ''
  }</article>`
}

/** Feeds are in the language of the page that leads to them. */
const feedOf = ({ lang }: Words): string => `${base(lang === 'en' ? 'en' : 'zh')}/notices`

const frame = (words: Words, title: string, nav: string, body: string): string =>
  `<!doctype html><html lang="${words.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><link rel="alternate" type="application/feed+json" href="${feedOf(words)}.json"><link rel="alternate" type="application/rss+xml" href="${feedOf(words)}.rss"><style>${STYLE}</style></head><body><main><nav>${nav}</nav><h1>${escaped(title)}</h1>${body}</main></body></html>`

const base = (language: PageLanguage): string => (language === 'en' ? '/public/en' : '/public')

/** A message that somebody got may be put in whole; the longest name that a notice has, of software, is shorter. */
export const MOST_TYPED = 200

const checkForm = (language: PageLanguage, words: Words, q: string): string =>
  `<form action="${base(language)}/check"><input name="q" maxlength="${MOST_TYPED}" required aria-label="${words.check}" placeholder="10661234" value="${escaped(q)}"><button>${words.checkButton}</button></form><p class="dim">${words.checkHint}</p>`

/** A page of notices, which of how many. */
export interface NoticesShown {
  readonly shown: readonly Published[]
  readonly number: number
  readonly last: number
}

/** Notices, the newest first, page by page. */
export function noticesPage(language: PageLanguage, { shown, number, last }: NoticesShown, day: DayOf): string {
  const words = wordsOf(language)
  const at = (base: string, page: number) => `${base}/notices${page === 1 ? '' : `?page=${page}`}`
  const other = at(language === 'en' ? '/public' : '/public/en', number)
  const nav = `<a href="${base(language)}/check">${words.check}</a><a href="${feedOf(words)}.rss">${words.feed}</a><a href="${other}">${words.other.text}</a>`
  const list = shown.map((each) => article(each, words, day)).join('')
  const way = (page: number, rel: string, text: string) =>
    page < 1 || page > last ? '' : `<a rel="${rel}" href="${at(base(language), page)}">${text}</a>`
  const ways =
    last === 1
      ? ''
      : `<nav>${way(number - 1, 'prev', words.newer)}<span class="dim">${words.page(number, last)}</span>${way(number + 1, 'next', words.older)}</nav>`
  return frame(words, words.title, nav, `<p>${words.lead}</p>${list || `<p class="dim">${words.none}</p>`}${ways}`)
}

/** One notice by itself, where links to it lead. */
export function noticePage(language: PageLanguage, published: Published, day: DayOf): string {
  const words = wordsOf(language)
  const { number } = published.notice
  const other = `${language === 'en' ? '/public' : '/public/en'}/notices/${number}`
  const nav = `<a href="${base(language)}/notices">${words.notices}</a><a href="${other}">${words.other.text}</a>`
  return frame(words, words.title, nav, `<p>${words.lead}</p>${article(published, words, day)}`)
}

/** Whose a port or a service is, or what software was warned of; the operator’s own have no more to say. */
export type Checked =
  | { readonly own: true }
  | {
      readonly own: false
      /** Software of no partner: that is its name. */
      readonly software?: true
      readonly partner: string
      /** What it was called when it was warned of, by which it was asked for. */
      readonly former?: string
      readonly services: readonly {
        readonly name: string
        readonly tariffFen: Offer['tariffFen']
        readonly period: Offer['period']
        readonly ended: boolean
      }[]
      readonly notices: readonly Published[]
    }

/** What is called like what was typed. */
export interface Near {
  readonly name: string
  /** Whose it is, of a service. */
  readonly of?: string
  readonly warned: boolean
}

/** What a question came to: what is called just so, and what is called alike. */
export interface Found {
  readonly exact: readonly Checked[]
  readonly near: readonly Near[]
  /** There is more that is called alike. */
  readonly more: boolean
  /** Nothing is called just so, and only this is called alike: that is what `exact` is of. */
  readonly only?: string
}

/** Two characters of Chinese, or three letters, are looked for. */
const isShort = (q: string): boolean => /^\p{L}{1,2}$/u.test(q) && !/^\p{Script=Han}{2}$/u.test(q)

function nearList({ exact, near, more }: Found, language: PageLanguage, words: Words): string {
  if (near.length === 0) return ''
  const rows = near.map(({ name, of, warned }) => {
    const link = `<a href="${base(language)}/check?q=${encodeURIComponent(name)}">${escaped(name)}</a>`
    return `<li>${link}${of === undefined ? '' : ` · ${escaped(of)}`}${warned ? ` · <span class="mark">${words.marked}</span>` : ''}</li>`
  })
  return `<p>${exact.length > 0 ? words.alike : words.meant}</p><ul>${rows.join('')}</ul>${more ? `<p class="dim">${words.more}</p>` : ''}`
}

/** What a port or a service is, and whether it was warned of. */
export function checkPage(language: PageLanguage, q: string, asked: Found, day: DayOf): string {
  const words = wordsOf(language)
  const other = `${language === 'en' ? '/public/check' : '/public/en/check'}${q ? `?q=${encodeURIComponent(q)}` : ''}`
  const nav = `<a href="${base(language)}/notices">${words.notices}</a><a href="${escaped(other)}">${words.other.text}</a>`
  const told = asked.exact.map((each) => (each.own ? `<p>${words.own}</p>` : found(each, words, day))).join('')
  const only = asked.only === undefined ? '' : `<p>${escaped(words.only(asked.only))}</p>`
  const none = `<p>${isShort(q) ? words.short : words.unknown}</p>`
  const answer = q === '' ? '' : `<h2>${escaped(q)}</h2>${only}${told + nearList(asked, language, words) || none}`
  return frame(words, words.check, nav, checkForm(language, words, q) + answer)
}

function found(
  { software, partner, former, services, notices }: Extract<Checked, { own: false }>,
  words: Words,
  day: DayOf,
): string {
  const rows = services.map(({ name, tariffFen, period, ended }) => {
    const told = ended ? words.ended : words.price({ tariffFen, period })
    return `<dt>${words.service}</dt><dd>${escaped(name)} · ${told}</dd>`
  })
  const warned =
    notices.length > 0
      ? `<p class="mark">${words.warned}</p>${notices.map((each) => article(each, words, day)).join('')}`
      : `<p>${words.clean}</p>`
  return `<dl><dt>${software ? words.app : words.owner}</dt><dd>${escaped(partner)}</dd>${former === undefined ? '' : `<dt>${words.former}</dt><dd>${escaped(former)}</dd>`}${rows.join('')}</dl>${warned}`
}
