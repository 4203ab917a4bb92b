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
  /^(?:请问|请|麻烦(?:你|您)?|你好|您好|谢谢|hi|hello|please|pls|dear sir)[\s,，.。!！]*|[\s,，.。!！]*(?:谢谢(?:你|您)?|多谢|拜托了?|好吗|thanks?(?: you)?|thank you|thx|please|pls)[\s,，.。!！~～]*$/giu

/**
 * What people really type, in one shape to compare: full-width to narrow, traditional to simplified, lower case,
 * one space for any white space, trailing punctuation and politeness gone. Never longer than 200 characters.
 */
export function normalizeText(text: string): string {
  // The common case first: a short code or numbers need none of the rest.
  if (/^[0-9][0-9, ]*$/.test(text)) return text.trim()
  let shape = text
    .slice(0, 2000)
    .toWellFormed()
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\ufffd/gu, '')
    .toLowerCase()
  if (/\p{Script=Han}/u.test(shape)) shape = toSimplified(shape)
  shape = shape.replace(/\s+/g, ' ').trim()
  for (let before = ''; before !== shape; ) {
    before = shape
    shape = shape
      .replace(POLITE, '')
      .replace(/^["'“”‘’「」『』【】<>()\s]+|["'“”‘’「」『』【】<>()\s.。!！?？,，、;；:：~～…]+$/gu, '')
      .trim()
  }
  return shape.slice(0, 200)
}
