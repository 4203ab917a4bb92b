import { Converter } from 'opencc-js/t2cn'

const toSimplified = Converter({ from: 't', to: 'cn' })

/** A language guess from what somebody wrote: Chinese characters → zh-CN, Latin words → en, else unknown (digits only). */
export function languageOf(text: string): 'zh-CN' | 'en' | undefined {
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN'
  if (/[a-z]{2,}/i.test(text.normalize('NFKC').replace(/\b[Oo]+\b/g, ''))) return 'en'
  return undefined
}

/** Words of politeness that say nothing: taken off both ends. */
const POLITE =
  /^(?:请问|请|麻烦(?:你|您)?|你好|您好|谢谢(?:你|您)?|客服|(?:hi|hello|please|pls|dear sir)(?![a-z]))[\s,，.。!！]*|[\s,，.。!！]*(?:谢谢(?:你|您|了|啦)?|多谢|拜托了?|辛苦了|麻烦(?:你|您)?了?|好吗|好不好|行吗|可以吗|(?<![a-z])(?:thanks?(?: you)?|thank you|thx|please|pls))[\s,，.。!！~～]*$/giu
const EDGES = /^[\s"'‘’()[\]<>,.。!：:;；、，*#~]+|[\s"'‘’()[\]<>。.!！?？,，、;；:：~～…^_*#]+$/gu

/** ①, ⑴, ㈠ and keycaps are numbers of their own: two of them side by side are no number of two digits. */
const ENCIRCLED = /[\u2460-\u249b\u3220-\u3229\u3280-\u3289]|[0-9\uff10-\uff19]\ufe0f?\u20e3/gu
export const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{So}]/gu
const NUMERAL = /[一二三四五六七八九十]/u

/**
 * What people really type, in one shape to compare: full-width to narrow, traditional to simplified, lower case, one
 * space for any white space and none inside Chinese words, emoji, quotes, trailing punctuation and politeness gone. Never
 * longer than 200 characters; a shape is its own shape.
 */
export function normalizeText(text: string): string {
  // The common case first: a short code or numbers need none of the rest.
  if (/^[0-9][0-9, ]*$/.test(text)) return text.slice(0, 200).replace(/[, ]+$/, '')
  let shape = text
    .slice(0, 2000)
    .toWellFormed()
    .replace(ENCIRCLED, (each) => ` ${each.replace(/[\ufe0f\u20e3]/g, '')} `)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\u20e3|\ufffd/gu, '')
    .replace(PICTURES, ' ')
    .replace(/["“”「」『』【】《》]/gu, ' ')
    .toLowerCase()
  const isHan = /\p{Script=Han}/u.test(shape)
  if (isHan) shape = toSimplified(shape)
  shape = shape
    .replace(/\s+/g, ' ')
    .replace(/(?<=(\p{Script=Han})) (?=(\p{Script=Han}))/gu, (space, before: string, after: string) =>
      NUMERAL.test(before) && NUMERAL.test(after) ? space : '',
    )
    .trim()
  for (let before = ''; before !== shape; ) {
    before = shape
    shape = shape.replace(POLITE, '').replace(EDGES, '').slice(0, 200).trim()
    // Until nothing changes: 乾圖 becomes 乾图, which by itself becomes 干图, and what stood apart may be a word now.
    if (isHan) shape = toSimplified(shape)
  }
  return shape
}

const QUESTION_MARK = /[?\u00bf\u061f\u2753\u2754]/u
const ASKING =
  /(?:吗|嘛|么|呢)[\s\p{P}\p{S}]*$|好吗|行吗|可以吗|好不好|行不行|是不是|能不能|可不可以|要不要|为什么|为何|为啥|怎么|怎样|如何|什么|多少|哪|谁|^\s*(?:why|what|how|when|who|where)\b/iu
/** What leads a question, whatever stands between its characters. */
const MAY_I_ASK = /[请敢想]问/u
const BETWEEN = /[^\p{L}\p{N}]+/gu
const POLITE_QUESTION =
  /(?:好吗|好不好|行吗|可以吗)[\s\p{P}\p{S}]*(?:(?:谢谢|多谢|拜托|辛苦|麻烦|thank|thx|please|pls).{0,9})?$/iu

/** A text that asks something is no yes: `是？`, `10?`, `是吗`, `请问是`. */
export function isQuestion(text: string): boolean {
  const narrow = toSimplified(text.slice(0, 2000).normalize('NFKC'))
  return QUESTION_MARK.test(narrow) || ASKING.test(narrow) || MAY_I_ASK.test(narrow.replace(BETWEEN, ''))
}

/** The same, but for somebody who asks politely that something be done: `退订2好吗？`. */
export const asksInstead = (text: string): boolean =>
  isQuestion(toSimplified(text.slice(0, 2000).normalize('NFKC')).replace(POLITE_QUESTION, ''))
