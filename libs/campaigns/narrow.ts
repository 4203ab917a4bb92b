import { Converter } from 'opencc-js/t2cn'
import { latinOf, onItsHead, TURNED } from '#sms'
import { escapedAt, mayBeEscaped } from './escapes.ts'

const toSimplified = Converter({ from: 't', to: 'cn' })

/** A text in one narrow shape to look for things in, each of whose units knows where in the text it stood. */
export interface Narrow {
  readonly text: string
  /** Where in the text the unit begins, and where it ends. */
  readonly from: Uint32Array
  readonly to: Uint32Array
}

/** What is read of one text; what is longer is no SMS. */
export const LONGEST = 4000
/** A letter becomes at most eighteen. */
const UNITS = 18 * LONGEST
const begins = new Uint32Array(UNITS)
const ends = new Uint32Array(UNITS)

/** Marks that are written over any letter: accents, and what is heaped on letters to hide them. */
const MARKS = [
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
] as const
const isMark = (letter: string): boolean => {
  const code = letter.codePointAt(0)!
  return MARKS.some(([from, to]) => code >= from && code <= to)
}
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u
const HANGUL = /[\uac00-\ud7a3]/u

/** Where a link is, octets with percents are its own. */
const LINK = /:\/\/|www\./i

/** Each code point's shape, found once. */
const shapes = new Map<number, string>()

function shapeOf(codePoint: number): string {
  const letter = String.fromCodePoint(codePoint)
  if (/\s/u.test(letter)) return ' '
  if (UNSEEN.test(letter) || isMark(letter)) return ''
  if (HANGUL.test(letter)) return letter
  let shape = ''
  for (const each of latinOf(letter.toLowerCase()).normalize('NFKD').toLowerCase())
    if (!isMark(each) && !UNSEEN.test(each)) shape += latinOf(each)
  if (/\p{Script=Han}/u.test(shape)) shape = toSimplified(shape)
  // A digit of any script is that digit.
  const digit = /^\p{Nd}$/u.test(shape) ? digitOf(shape.codePointAt(0)!) : undefined
  return digit ?? shape.replace(/\s+/gu, ' ')
}

/** Digits stand in tens from a zero that is no digit's successor. */
function digitOf(codePoint: number): string {
  let zero = codePoint
  while (codePoint - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--
  return String((codePoint - zero) % 10)
}

/** Numerals of Han writing, where a whole number is spelt with them. */
const HAN_DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  ['零〇○', '一壹幺', '二贰', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap((same, digit) =>
    [...same].map((each) => [each, String(digit)]),
  ),
)
const SPELT_NUMBER = /[零〇○一壹幺二贰三叁四肆五伍六陆七柒八捌九玖0-9]{6,}/gu
/** A number with letters for some of its digits: `l38OOl38OOO`. */
const DRAWN_NUMBER = /(?<![a-z0-9])[0-9oilz]{6,}(?![a-z0-9])/gu
const DRAWN_DIGITS: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1', z: '2' }

const digits = (text: string): number => text.replace(/[^0-9]/g, '').length

const LETTERS_ON_THEIR_HEADS = 4

/**
 * NFKC and more, letter by letter: full-width, encircled and mathematical letters, look-alikes of other scripts, and
 * traditional characters become plain ones; accents and all that cannot be seen are gone; white space is a space.
 */
export function narrow(text: string): Narrow {
  const read = text.length > LONGEST ? text.slice(0, LONGEST) : text
  const isEscaped = mayBeEscaped(read)
  const hasLink = isEscaped && LINK.test(read)
  const isOnItsHead = (read.match(TURNED)?.length ?? 0) >= LETTERS_ON_THEIR_HEADS
  let shape = ''
  let units = 0
  for (let at = 0; at < read.length; ) {
    const escaped = isEscaped ? escapedAt(read, at, hasLink) : undefined
    const codePoint = escaped?.letter ?? read.codePointAt(at)!
    const end = at + (escaped?.length ?? (codePoint > 0xffff ? 2 : 1))
    let each = shapes.get(codePoint)
    if (each === undefined) {
      each = shapeOf(codePoint)
      shapes.set(codePoint, each)
    }
    shape += isOnItsHead ? onItsHead(each) : each
    for (let unit = 0; unit < each.length && units < UNITS; unit++, units++) {
      begins[units] = at
      ends[units] = end
    }
    at = end
  }
  shape = shape
    .replace(SPELT_NUMBER, (spelt) =>
      /^[0-9]+$/.test(spelt) ? spelt : spelt.replace(/[^0-9]/gu, (each) => HAN_DIGITS[each]!),
    )
    .replace(DRAWN_NUMBER, (drawn) =>
      digits(drawn) * 5 >= drawn.length * 2 ? drawn.replace(/[oilz]/g, (each) => DRAWN_DIGITS[each]!) : drawn,
    )
  return { text: shape, from: begins.slice(0, units), to: ends.slice(0, units) }
}
