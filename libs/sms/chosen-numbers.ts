/** Takes one number off a text: `2`, `12`, `1o`, `三`, `十一`, `二十`, each also as `第2个`. */
const DIGITS = '[1-9][0-9o]{0,2}(?![0-9o])'
const HAN = '(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?![一二三四五六七八九十百千万])'
const ITEM = new RegExp(`(第\\s*)?(${DIGITS}|${HAN})(?:\\s*(号|项|个|条|种|款))?`, 'uy')
const TO = /\s*(?:[-–—―~]{1,3}|到|至|to)\s*/uy
const SEPARATOR = /\s*(?:[,、;.。/&+|·]|以及|还有|和|跟|与|及|and)\s*|\s+/uy

const REPLY = '(?:回复|回|发送|发|选择|选)'
const CANCEL = '(?:退订|取消|退掉|退|关闭|关掉|停掉|停用|删除|删掉|去掉|cancel|unsubscribe|unsub|stop|remove)'
const NOUN = '(?:的?(?:业务|服务|套餐|功能)|序号|编号|numbers?|items?|#)'
/** At most one verb that cancels stands before or after the numbers: `取消退订2` takes back, and is not understood. */
const BEFORE = new RegExp(`^(把|将)?\\s*${REPLY}?\\s*(?:(${CANCEL})(?:一下|\\s*no\\.)?)?\\s*${NOUN}?\\s*[:,]?\\s*`, 'u')
const GIVEN_UP = '不要了|不想要了|不需要了|不订了'
/** `2，3，退订`, `2和3一起退`, `第2个给我退掉`, `2不要了`; `2都退了` is a wish, `2退了` tells what was done. */
const AFTER = new RegExp(
  `^[\\s,、;:]*${NOUN}?[\\s,、;:]*(全部都|全部|全都|都|全|一起|一并)?\\s*(?:(?:给我|帮我|替我|我)?\\s*(${CANCEL}|${GIVEN_UP}))?(掉|了)?[吧啊呀啦]?(?: for me)?$`,
  'u',
)

/** `the second one`, `2nd and 3rd`. */
const ORDINAL =
  /(?:the )?(?<![a-z0-9])(?:(\d{1,2})(?:st|nd|rd|th)|(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))(?![a-z])(?: (?:one|item|service))?/gu
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

const MOST = 100
const NUMERALS = '一二三四五六七八九'

/**
 * The numbers of a list that a text chooses: `2`, `2,3,5`, `三、四`, `1-3`, `退订2和3`, `取消第二个`, `2退订`. Undefined
 * when anything else stands in it, and for a count (`2个` may be any two). Each number once, in the order in which it came.
 * @param typed what `normalizeText` made of the text
 * @param said only where a verb says that they are to be cancelled, or where none does
 */
export function chosenNumbers(typed: string, said?: 'to cancel' | 'alone'): number[] | undefined {
  const shape = /[a-z]/.test(typed)
    ? typed.replace(ORDINAL, (_, digits, word) => `第${digits ?? ORDINALS.indexOf(word) + 1}`)
    : typed
  const before = BEFORE.exec(shape) as RegExpExecArray
  const chosen = new Set<number>()
  let at: number | undefined = before[0].length
  let counting = false
  while (at !== undefined) {
    const item = itemAt(shape, at, counting)
    if (!item) return undefined
    for (let number = item.first; number <= item.last; number++) chosen.add(number)
    counting = item.counting
    const after = AFTER.exec(shape.slice(item.end))
    if (after) return chosen.size <= MOST && isWish(before, after, said) ? [...chosen] : undefined
    at = behindSeparators(shape, item.end)
  }
  return undefined
}

interface Item {
  readonly first: number
  readonly last: number
  /** Where it ends. */
  readonly end: number
  /** Its unit stands behind the last of several: `第2、3项`. */
  readonly counting: boolean
}

/** A number of a list, or several from one to another; undefined for what is none, or counts. */
function itemAt(shape: string, at: number, isCounting: boolean): Item | undefined {
  const from = take(ITEM, shape, at)
  if (!from) return undefined
  const [whole, ordinal, number, unit] = from
  const counts = ordinal === undefined && unit !== undefined && unit !== '号'
  if (counts && !isCounting) return undefined
  const counting = unit === undefined && (isCounting || ordinal !== undefined)
  const middle = at + whole.length
  const first = numberIn(number as string)
  const to = take(TO, shape, middle)
  const until = to && take(ITEM, shape, middle + to[0].length)
  if (!until) return { first, last: first, end: middle, counting }
  const last = numberIn(until[2] as string)
  if (last < first || last - first >= MOST) return undefined
  return { first, last, end: middle + to[0].length + until[0].length, counting }
}

/** Whether the words around the numbers, one verb at most, wish for them. */
function isWish(before: RegExpExecArray, after: RegExpExecArray, said: 'to cancel' | 'alone' | undefined): boolean {
  const [, taken, verbBefore] = before
  const [, all, verbAfter, end] = after
  if (verbBefore && verbAfter) return false
  // `2退了` tells what was done.
  if (end === '了' && !taken && !all) return false
  if (end && !verbAfter) return false
  const cancels = verbBefore !== undefined || verbAfter !== undefined
  return said === undefined || cancels === (said === 'to cancel')
}

/** Where the next number begins; undefined where nothing separates it from the last. */
function behindSeparators(shape: string, end: number): number | undefined {
  let at = end
  for (let gap = take(SEPARATOR, shape, at); gap; gap = take(SEPARATOR, shape, at)) at += gap[0].length
  return at > end || shape[at] === '第' ? at : undefined
}

/** What is counted with the units of a list, and is nothing of one: `第二个月`, `第三条短信`, `第一 时间`. */
const NOT_LISTED =
  /^\s*(?:年|月|日|天|周|星期|礼拜|季|小时|钟头|时间|次|回|遍|方(?!案)|者|人(?!脸)|客服|电话|来电|短信|信息|消息|链接|工单|问题|疑问|原因|理由|投诉|公司|商家|平台)/u

/** `第二个 乱扣费` as `2 乱扣费`: what stands first, where it is said to be of a list; `第三方` and `第一时间` are not. */
export function numberFirst(shape: string): string {
  const item = take(ITEM, shape, 0)
  const rest = shape.slice(item?.[0].length ?? 0)
  if (!item?.[1] || (!item[3] && /^\S/u.test(rest)) || NOT_LISTED.test(rest)) return shape
  return `${numberIn(item[2] as string)} ${rest.trim()}`.trim()
}

function take(what: RegExp, text: string, at: number): RegExpExecArray | null {
  what.lastIndex = at
  return what.exec(text)
}

function numberIn(number: string): number {
  if (/^\d/.test(number)) return Number(number.replaceAll('o', '0'))
  const [tens, ones] = number.includes('十') ? number.split('十') : ['', number]
  const ten = number.includes('十') ? (tens ? NUMERALS.indexOf(tens) + 1 : 1) : 0
  return ten * 10 + (ones ? NUMERALS.indexOf(ones) + 1 : 0)
}
