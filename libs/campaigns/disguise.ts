import { narrow } from './narrow.ts'

/** What Cantonese is written with besides. */
const CANTONESE = '嘅喺咗哋咁嚟冇啲嘢攞揾佢嗰噉嘥咩喇啩嗌瞓'

/** Characters that keyboards of handsets offer: those of GB 2312. A traditional one is asked for as its simplified one. */
const KEYBOARD = (() => {
  const decoder = new TextDecoder('gb2312')
  const found = new Set<string>(CANTONESE)
  for (let row = 0xb0; row <= 0xf7; row++)
    for (let cell = 0xa1; cell <= 0xfe; cell++) found.add(decoder.decode(Uint8Array.of(row, cell)))
  return found
})()

const EMOJI = -1
const SPACE = 0
const SYMBOL = 1
const SIGN = 2
const UNSEEN = 3
const DIGIT = 4
/** From here on they are letters. */
const LATIN = 5
const LOOKS_LATIN = 6
const LETTER = 7
const HAN = 8
const RARE = 9
const PRINTED = 10

/** What cannot be seen, and lines and circles that are drawn over letters. */
const HIDDEN = /\p{Default_Ignorable_Code_Point}|[\u0334-\u0338]|[\u20d0-\u20e8]|[\u202a-\u202e]/u
const SIGNS = /[\s\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Sc}_.,:;!?…、。，：；！？．'"&@/=+%℃]/u
/** Letters that only mathematicians and printers of lists use. */
const OF_PRINTERS = /[\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f189}\u2460-\u24ff]/u

const kinds = new Map<number, number>()
function kindOf(code: number): number {
  const known = kinds.get(code)
  if (known !== undefined) return known
  const kind = kindOfLetter(String.fromCodePoint(code))
  kinds.set(code, kind)
  return kind
}
function kindOfLetter(letter: string): number {
  if (HIDDEN.test(letter)) return UNSEEN
  if (OF_PRINTERS.test(letter)) return PRINTED
  if (/\p{Script=Han}/u.test(letter)) return KEYBOARD.has(letter) || KEYBOARD.has(narrow(letter).text) ? HAN : RARE
  if (/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(letter)) return LOOKS_LATIN
  if (/\p{L}/u.test(letter)) return /\p{Script=Latin}/u.test(letter) ? LATIN : LETTER
  if (/\p{N}/u.test(letter)) return DIGIT
  if (/[\s.]/u.test(letter)) return SPACE
  if (/\p{Extended_Pictographic}/u.test(letter)) return EMOJI
  return SIGNS.test(letter) ? SIGN : SYMBOL
}

/** Digits that are drawn like letters. */
const isDrawn = (code: number): boolean =>
  code === 0x30 || code === 0x31 || code === 0x33 || code === 0x34 || code === 0x35 || code === 0x37

/**
 * Whether somebody took pains that a text should be read by people and by no machine: strewn it with what is no writing or
 * cannot be seen, wrote it in letters that are drawn like others, or in characters that nobody types. Who sends a notice, or
 * writes to a friend, has nothing to hide.
 */
export function isDisguised(text: string): boolean {
  let unseen = 0
  let printed = 0
  let mixed = 0
  let within = 0
  let strewn = 0
  let faces = 0
  let spaces = 0
  let gaps = 0
  let han = 0
  let rare = 0
  let apart = 0
  let drawn = 0
  /** The last letter or digit, what stands since, and how many of those. */
  let last = 0
  let since = 0
  let sinceKind = SIGN
  let hid = false
  /** What was hidden since only makes a digit a keycap; the point of a list (`①`, `②`) that was last. */
  let isKeycap = false
  let point = 0
  /** Letters of a Latin word, words of one letter so far, digits since its last letter. */
  let word = 0
  let singles = 0
  let digits = 0
  let isWordDrawn = false
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at)!
    if (code > 0xffff) at++
    const kind = kindOf(code)
    if (kind === UNSEEN) {
      isKeycap = last === DIGIT && since === 0 && (code === 0xfe0f || code === 0x20e3) && (isKeycap || !hid)
      hid = true
      continue
    }
    if (kind < DIGIT) {
      since++
      sinceKind = since === 1 ? kind : SIGN
      if (since === 1) singles = word === 1 ? singles + 1 : 0
      else singles = 0
      if (singles === SINGLES) apart++
      word = 0
      digits = 0
      isWordDrawn = false
      hid = false
      continue
    }
    if (hid && since === 0 && last !== 0 && !(isKeycap && kind !== DIGIT)) unseen++
    hid = false
    isKeycap = false
    if (kind === PRINTED) {
      if (code === FIRST_POINT + point && last !== PRINTED) point++
      else printed++
    }
    if (kind === DIGIT) digits = isDrawn(code) ? digits + 1 : DIGITS + 1
    else {
      if (kind === LATIN && last === DIGIT && word > 0 && digits > 0 && digits <= DIGITS && !isWordDrawn) {
        drawn++
        isWordDrawn = true
      }
      digits = 0
      word = kind === LATIN || kind === LOOKS_LATIN ? word + 1 : 0
      if (since === 0 && last + kind === LATIN + LOOKS_LATIN) mixed++
      if (since === 1 && (sinceKind === SYMBOL || sinceKind === EMOJI) && last === LATIN && kind === LATIN) within++
    }
    if (kind === HAN || kind === RARE) {
      han++
      if (kind === RARE) rare++
      if ((last === HAN || last === RARE) && since <= 1) {
        gaps++
        if (since === 1 && sinceKind === SYMBOL) strewn++
        if (since === 1 && sinceKind === EMOJI) faces++
        if (since === 1 && sinceKind === SPACE) spaces++
      }
    }
    last = kind
    since = 0
    sinceKind = SIGN
  }
  if (singles === SINGLES - 1 && word === 1) apart++
  return (
    unseen >= 3 ||
    printed >= 4 ||
    mixed >= 3 ||
    within >= 3 ||
    apart >= 2 ||
    drawn >= 4 ||
    (strewn >= 4 && strewn * 12 >= gaps) ||
    (faces >= 5 && faces * 5 >= gaps) ||
    (spaces >= 8 && spaces * 4 >= gaps) ||
    (rare >= 3 && rare * 25 >= han)
  )
}
const FIRST_POINT = 0x2460
/** So many letters apart are a word that was taken apart, and so many digits within one stand for letters. */
const SINGLES = 4
const DIGITS = 3
