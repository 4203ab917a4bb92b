import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

const GAP = '[ \\-.·]?'
const MOBILE = new RegExp(`(?<![\\d.])(?:(?:\\+|00)?86${GAP})?(1[3-9](?:${GAP}\\d){9})(?!\\d)`, 'gu')
const LANDLINE = /(?<![\d.])(?:(?:\+|00)?86[ -]?)?\(?(0(?:10|2\d|[3-9]\d{2}))\)?[ -]{0,3}([2-8]\d{6,7})(?!\d)/gu
const FREE = /(?<![\d.])([48]00(?:[ -]?\d){7})(?!\d)/gu
const FOREIGN = /(?<!\d)(\+|00)([1-9](?:[ \-()]{0,2}\d){7,14})(?!\d)/gu
/** What makes a short run of digits a number to call. */
const CALL =
  '(?:电话|電話|热线|熱線|拨打|撥打|致电|来电|回电|客服|询|详|联系|(?<![a-z])(?:tel|call|phone)(?![a-z]))[^\\d\\n]{0,6}'
const HOTLINE = new RegExp(`${CALL}(?<!\\d)(9[56]\\d{3,6}|1[02]\\d{3,6}|[2-8]\\d{6,7})(?!\\d)`, 'giu')
/** Eight digits at the end of an advertisement are a number of the town; behind these words they are something else. */
const LOCAL =
  /(?<![\d.\-+a-z])(?<!(?:单号|订单|編號|编号|卡号|账号|帐号|密码|验证码|尾号|代码|号码?|流水|qq|微信)[^\d\n]{0,6})([2-8]\d{7})(?!\d|[.,]\d|\s?(?:元|块|万|人|年|月|折|%|个|次))/giu

/** Seven digits are one where the text, or its body, ends with them. */
const LAST = /(?<![\d.\-+a-z/])([2-8]\d{6})(?=\s*(?:【|\[|[!！。]?\s*$))/gimu

/** Han and letters among digits that stand for digits: `1三8零...`, `138O0138OOO`. Only in runs that could be a number. */
const WRITTEN = /[0-9oOlI〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{7,15}/gu
const FIGURES: Readonly<Record<string, string>> = Object.fromEntries(
  ['0oO〇零', '1lI一壹幺', '2二贰', '3三叁', '4四肆', '5五伍', '6六陆', '7七柒', '8八捌', '9九玖'].flatMap((row) =>
    [...row].map((each) => [each, row[0] as string]),
  ),
)

/**
 * Telephone numbers, each once: mainland ones as E.164 digits, numbers of towns and hotlines as they are dialled, foreign
 * ones as E.164 digits where they are possible.
 * @param shape narrow, without links
 */
export function phonesIn(shape: string): string[] {
  const found = new Map<string, number>()
  let rest = shape.replace(WRITTEN, (run) =>
    /\d/.test(run) || /^(?:[一幺]|0)/.test(run) ? [...run].map((each) => FIGURES[each] as string).join('') : run,
  )
  const take = (pattern: RegExp, numberOf: (groups: string[]) => string | undefined) => {
    rest = rest.replace(pattern, (whole: string, ...more: unknown[]) => {
      const at = more.findIndex((each) => typeof each === 'number')
      const number = numberOf(more.slice(0, at) as string[])
      if (number === undefined) return whole
      if (!found.has(number)) found.set(number, more[at] as number)
      return ' '.repeat(whole.length)
    })
  }
  const digits = (text = '') => text.replace(/\D/g, '')
  take(MOBILE, ([number]) => `86${digits(number)}`)
  take(FREE, ([number]) => digits(number))
  take(LANDLINE, ([area = '', number]) => `86${area.slice(1)}${number}`)
  take(FOREIGN, ([, number]) => {
    const known = parsePhoneNumberFromString(`+${digits(number)}`)
    return known?.isPossible() ? known.number.slice(1) : undefined
  })
  take(HOTLINE, ([number]) => number)
  take(LOCAL, ([number]) => number)
  take(LAST, ([number]) => number)
  return [...found].sort(([, a], [, b]) => a - b).map(([number]) => number)
}
