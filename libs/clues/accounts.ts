import type { TextClues } from '#contracts'

type Account = TextClues['accounts'][number]

const SAYS = '\\s*(?:号码|帐号|账号|号|群|客服|id)?\\s*(?:是|为|加|搜索?)?\\s*[:：;=_@\\-~＿]{0,3}\\s*'
/** `微信`, and what is written for it: 薇信, 威信, 徽信, V信, vx, wx, 加V, 卫星. */
const WECHAT = new RegExp(
  `(?:(?:微|薇|威|徽|维|v)\\s*(?:[❤♥]?\\s*信|芯|[❤♥]|x)|(?<![a-z])(?:wechat|weixin|wx|vx)|加\\s*(?:微|薇|威|v)|\\+\\s*v(?![a-z])|卫星(?=\\s*[:：号]))${SAYS}([a-z][a-z0-9_-]{5,19}|\\d{5,11})(?![a-z0-9_])`,
  'giu',
)
const QQ = new RegExp(
  `(?:(?<![a-z])q\\s*q?|扣扣|企鹅|扣群|[加\\s]群号?|群号)${SAYS}([1-9](?:[ ]?\\d){4,10})(?!\\d)`,
  'giu',
)
const TELEGRAM = new RegExp(
  `(?:telegram|(?<![a-z])tg(?![a-z])|电报|纸飞机|飞机(?=\\s*(?:号|群|[:：@])))${SAYS}([a-z][a-z0-9_]{4,31})`,
  'giu',
)
const WHATSAPP = new RegExp(
  `(?:whats\\s?app|(?<![a-z])wa(?=\\s*[:：+]))${SAYS}\\+?([1-9](?:[ -]?\\d){7,14})(?!\\d)`,
  'giu',
)
const LINE = /(?<![a-z])line\s*(?:id)?\s*[:：@]+\s*@?([a-z0-9][a-z0-9._-]{3,19})/giu
const ALIPAY = new RegExp(`支付宝${SAYS}([\\w.+-]+@[\\w.-]+\\.[a-z]{2,}|1[3-9]\\d{9})(?!\\d)`, 'giu')
/** Numbers of bank cards, spaced as they are printed. */
const CARD = /(?<![\d.])((?:62|4\d|5[1-5]|2[2-7]|3[457])\d{2}(?:[ -]?\d){10,15})(?!\d)/gu

/**
 * Messaging ids and bank cards (by their check digit), each once.
 * @param shape narrow, without links
 * @returns them, and the text without the cards: their digits are no telephone number
 */
export function accountsIn(shape: string, links: TextClues['links']): { accounts: Account[]; rest: string } {
  const accounts = new Map<string, Account>()
  const add = (kind: Account['kind'], id: string) => accounts.set(`${kind} ${id}`, { kind, id: id.slice(0, 64) })
  const rest = shape.replace(CARD, (whole) => {
    const digits = whole.replace(/\D/g, '')
    if (!isCard(digits)) return whole
    add('card', digits)
    return ' '
  })
  const all = [
    ['wechat', WECHAT],
    ['qq', QQ],
    ['telegram', TELEGRAM],
    ['whatsapp', WHATSAPP],
    ['line', LINE],
    ['alipay', ALIPAY],
  ] as const
  for (const [kind, pattern] of all)
    for (const [, id = ''] of rest.matchAll(pattern))
      add(kind, /^[\d -]+$/.test(id) ? id.replace(/\D/g, '') : id.toLowerCase())
  for (const { domain, url } of links) {
    const [, id] = /\/(?:\+|@)?([a-z0-9_]{4,40})/iu.exec(url) ?? []
    if (!id) continue
    if (domain === 't.me' || domain === 'telegram.me') add('telegram', id.toLowerCase())
    if (domain === 'wa.me') add('whatsapp', id)
  }
  return { accounts: [...accounts.values()], rest }
}

/** ISO/IEC 7812: 14 to 19 digits, the last of which checks the others (Luhn). */
export function isCard(digits: string): boolean {
  if (digits.length < 14 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const figure = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? figure * 2 : figure
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
