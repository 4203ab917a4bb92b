import type { TextClues } from '#contracts'
import { hostsOf } from './evidence.ts'
import { frightens, lures, luresIn, speaksOfItsReader } from './honest.ts'
import { asksForKeys } from './honest-asks.ts'
import { isOfOnePerson } from './of-one-person.ts'
import { deals, sells } from './personal.ts'

/** Who signs: in brackets, or with a name before a colon. */
const SIGNED =
  /^\s?[【[][^】\]]{2,20}[】\]]|[【[][^】\]]{2,20}[】\]]\s?$|[—–-]{2}[^—–\-。,]{2,16}$|^[a-z][\w&'’. -]{1,24}:\s/u
/** What can lead somewhere, seen or not: an answer, a page to open, an id, a number, somebody to call. */
const LEADS =
  /\d(?:[\s.,-]?\d){4}|咨询|详询|致电|来电|回电|热线|专线|拨打?|联系|电话|微信|[加+➕][我他她群qv薇威微]|扣扣|[qv]信|群|客服|扫|二维码|回复?["“]?[a-z0-9]|退订|访问|登[录入]|速登|[请需应可]登陆|点击|点此|戳|下载|搜索?|关注|链接|网址|官网|地址[:：]|(?<![a-z])(?:reply|answer|text|txt|send|visit (?:us|our|www|http)|go to|log ?in|sign ?in|download|www|https?|contact(?! lens)|call|rings?|dial|whatsapp|telegram|click|tap|link|scan|follow|pay|verify|e-?mail us|message (?:us|me))(?![a-z])/u
/** What opens its reader’s money, or that nobody is to hear of it: what is brought to a desk is no more than shown. */
const KEYS =
  /发(?:过来|来|回|我|给[我本])|密码|卡号|银行卡|(?:验证|校验|动态)码|(?<!带好?|带上|凭|出示|持|有效|本人|二代)身份证|转账|汇款|打款|转[到给]|[别勿]告诉|不要告诉|保密|涉案|案件|传票|逮捕|通缉|(?<![a-z])(?:pin|passcode|password|code|bank card|card number|don'?t tell|do not tell|keep (?:it|this) (?:secret|between))(?![a-z])/u
/** Letters and digits that may be an id, or a link that is cut. */
const ID = /\d[a-z0-9]{4}|[a-z]{6}\d|[a-z0-9]{2}\s?\.[a-z]{2,4}(?![a-z])|[a-z]-|-[a-z]/u
/** A day, which is nobody's number. */
const DAY = /\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?/gu
/** Money to be had or owed, and what it is to be done for. */
const ABOUT_MONEY =
  /[元块￥¥$£€%]|[一二三四五六七八九十百千万\d][万千百]|贷|[即赠]送|[利年]息|年化|收益|稳赚|额度|补缴|认证|无法|未完成|名额|工资|包邮|特惠|清仓|药|(?<![a-z])(?:percent|debts?|credit|loans?|fees?|duty|deposit|earn\w*|cash|dollars?|pills?|prescription (?:pills|drugs)|cheap|half (?:the )?price|no (?:contract|hidden|upfront)|nothing to lose|locked|blocked|stopped|on hold|on ?hold|failed|declined|pending|missing|warrant|arrest|fraud|unpaid|could not be|tried to)(?![a-z])/u
/** A shop that is to be come to, and what it may sell there. */
const SHOP =
  /到店|到访|光临|莅临|门店|柜台|前台|现场|(?<![a-z])(?:in store|in branch|at the (?:desk|counter|till)|pop in)(?![a-z])/u
const OF_A_SHOP =
  /[\d一二三四五六七八九]折起?|折扣|[买送].送.|特价|优惠|限量|数量有限|(?<![a-z])(?:sale|half price|discounts?|offers?|free)(?![a-z])/gu
/** Written as anybody writes: none of it is hidden. */
const PLAIN = /^[\p{Script=Han}\x20-\x7e\n，。、！？：；（）【】“”‘’《》—…·～￥£€–]*$/u
const SIGNS = /[/\\_^*#|~=<>`{}+@]|\s{2,}|\n.*\n/u
/** It goes on where it was cut. */
const CUT = /[,，、:：;；…[(（-]\s*$|\.\.\.|…/u
const LEAST = 12

/**
 * What a text says that leads nowhere, asks for nothing and signs, or tells its reader of what is theirs: nobody swindles by it,
 * but who copies it and puts a link behind. It is one with the same words alone, so that neither several who say them nor that
 * one come into one campaign. Its letters, and who signs; undefined of any other text.
 * @param shape the text, narrow
 */
export function quietOf(
  text: string,
  shape: string,
  { links, phones, accounts }: Pick<TextClues, 'links' | 'phones' | 'accounts'>,
): string | undefined {
  if (links.length + phones.length + accounts.length > 0) return undefined
  if (!PLAIN.test(text) || SIGNS.test(text) || CUT.test(text)) return undefined
  const undated = shape.replace(DAY, ' ')
  const sold = SIGNED.test(shape) && SHOP.test(shape) ? shape.replace(OF_A_SHOP, ' ') : shape
  if (KEYS.test(shape) || asksForKeys(shape)) return undefined
  if (LEADS.test(undated) || ID.test(undated) || ABOUT_MONEY.test(sold) || frightens(shape)) return undefined
  if (lures(sold) || hostsOf(shape).length > 0 || isOfOnePerson(shape)) return undefined
  if (!SIGNED.test(shape) && (!speaksOfItsReader(shape) || sells(shape) || deals(shape))) return undefined
  const said = shape.replace(/[^\p{L}]/gu, '')
  return said.length < LEAST ? undefined : `${said} ${SIGNED.exec(shape)?.[0] ?? ''}`
}

const FEWEST_LETTERS = 4
/** Who asks about an offer makes none. */
const IS_ASKED = /[?吗呢]|怎么|什么|哪|多少|(?<![a-z])(?:how|what|where|which|when|why)(?![a-z])/u

/** The letters of so few words that sell that no likeness can tell: they are one with the same ones alone. */
export function saleOfFew(shape: string): string | undefined {
  if (IS_ASKED.test(shape) || (luresIn(shape) < 2 && !deals(shape))) return undefined
  const said = shape.replace(/[^\p{L}]/gu, '')
  return said.length < FEWEST_LETTERS ? undefined : said
}
