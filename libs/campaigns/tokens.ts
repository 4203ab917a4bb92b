import { MOST_LETTERS, MOST_SOUNDS } from './grams.ts'
import type { Narrow } from './narrow.ts'
import { soundOf, spelt } from './sounds.ts'

/**
 * What is compared of a text: the sounds of its Han characters, and its letters. Spaces, symbols, emoji, digits, numerals,
 * links, numbers and ids are no part of it, nor is what is doubled. Token i stands at unit `at[i]` of the narrow text.
 */
export interface Tokens {
  readonly sounds: Uint16Array
  readonly soundsAt: Uint32Array
  readonly letters: Uint16Array
  readonly lettersAt: Uint32Array
  /** How many of the sounds, and of the letters, the last ones, are those of before in the order of its columns. */
  readonly again: readonly [number, number]
}

/** Tokens that are no sound of Mandarin begin here. */
const OTHER = 1024
const other = (codePoint: number): number => OTHER + ((Math.imul(codePoint, 0x9e3779b1) >>> 0) % (65535 - OTHER))

const SYLLABIC = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const HAN = /\p{Script=Han}/u
/** Strokes, and parts of characters that nobody writes alone but who takes characters apart, or strews them in. */
const PARTS = new Set([
  ...'丶丿乀乁乚乛亅丨亠亻冂冖冫凵刂勹匚卩厶囗夂夊宀尢巛幺彐彡彳忄扌攵氵灬爫牜犭疒礻禸糹纟罒耂艹衤覀讠辶釒钅阝隹飠饣丷𠂇龶龵',
])
const LETTER = /\p{L}/u
const NUMERALS = new Set(
  [...'一二三四五六七八九十百千万亿零〇两壹贰叁肆伍陆柒捌玖拾佰仟'].map((each) => each.charCodeAt(0)),
)
const WORD = /[a-z0-9@$!|]+/y
/** The same where bars stand between all letters, and for none. */
const UNBARRED = /[a-z0-9@$!]+/y
const BARRED = /[^|\s]\|(?=[^|]\|)/gu
const BARS = 8
/** A Latin word that was torn: pieces of few letters with nothing but signs between, no Han. */
const TORN = /[a-z]{1,3}(?:[^\p{L}\p{N}]{1,6}[a-z]{1,3}){2,}(?![a-z0-9])/uy

/** 1 Han, 2 another letter, 3 what else is written in syllables, 0 the rest; found once for each. */
const kinds = new Map<number, 0 | 1 | 2 | 3>()
function kindOf(codePoint: number): 0 | 1 | 2 | 3 {
  const known = kinds.get(codePoint)
  if (known !== undefined) return known
  const letter = String.fromCodePoint(codePoint)
  const isNothing = NUMERALS.has(codePoint) || PARTS.has(letter)
  const kind = HAN.test(letter) ? (isNothing ? 0 : 1) : SYLLABIC.test(letter) ? 3 : LETTER.test(letter) ? 2 : 0
  kinds.set(codePoint, kind)
  return kind
}

/** Digits and symbols that stand in a word for a letter; i, l and 1 are one. */
const DRAWN: Readonly<Record<string, string>> = {
  i: 'l',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'l',
  '|': 'l',
}

/** A letter of a word that is drawn otherwise, with letters on both sides; where many are, all are. */
const DRAWN_WORD = /[a-z][013457@$!|]{1,3}[a-z]/g
const DRAWN_WORDS = 3

class Stream {
  readonly #tokens: Uint16Array
  readonly #at: Uint32Array
  #count = 0
  constructor(most: number) {
    this.#tokens = new Uint16Array(most)
    this.#at = new Uint32Array(most)
  }
  get count(): number {
    return this.#count
  }
  begin(): this {
    this.#count = 0
    return this
  }
  push(token: number, at: number): void {
    const count = this.#count
    if (count === this.#tokens.length || (count > 0 && this.#tokens[count - 1] === token)) return
    this.#tokens[count] = token
    this.#at[count] = at
    this.#count = count + 1
  }
  done(): readonly [Uint16Array, Uint32Array] {
    return [this.#tokens.slice(0, this.#count), this.#at.slice(0, this.#count)]
  }
}

const soundStream = new Stream(MOST_SOUNDS)
const letterStream = new Stream(MOST_LETTERS)

/** A text's tokens, without what `taken` says is evidence; once more in the order of its `columns`, where it has some. */
export function tokensOf(
  { text }: Narrow,
  taken: readonly (readonly [number, number])[],
  columns: readonly number[] = [],
): Tokens {
  const sounds = soundStream.begin()
  const letters = letterStream.begin()
  const isHan = hanCount(text) >= 4
  const isSpelt = isHan || areSyllables(text)
  const isDrawn = !isHan && (text.match(DRAWN_WORD)?.length ?? 0) >= DRAWN_WORDS
  const word = text.includes('|') && (text.match(BARRED)?.length ?? 0) >= BARS ? UNBARRED : WORD
  let next = 0
  for (let at = 0; at < text.length; ) {
    while (next < taken.length && taken[next]![1] <= at) next++
    const range = taken[next]
    if (range && range[0] <= at) {
      at = range[1]
      continue
    }
    const code = text.codePointAt(at)!
    if (code < 0x80) {
      if (code <= 0x20) {
        at++
        continue
      }
      const torn = isHan ? tornAt(text, at, range?.[0]) : undefined
      if (torn) {
        readTorn(torn, at, sounds, letters)
        at += torn.length
        continue
      }
      word.lastIndex = at
      const found = word.exec(text)
      if (found === null) {
        at++
        continue
      }
      const until = range ? Math.min(range[0], word.lastIndex) : word.lastIndex
      readWord(text.slice(at, until), at, { isHan: isSpelt, isDrawn }, sounds, letters)
      at = until
      continue
    }
    const kind = kindOf(code)
    // Kana and Hangul amid Han are strewn in.
    if (kind === 1 || (kind === 3 && !isHan)) sounds.push(soundOf(code) || other(code), at)
    else if (kind !== 0) letters.push(other(code), at)
    at += code > 0xffff ? 2 : 1
  }
  const inOrder = [sounds.count, letters.count] as const
  for (const at of columns) {
    const code = text.codePointAt(at)!
    const kind = kindOf(code)
    if (kind === 1) sounds.push(soundOf(code) || other(code), at)
    else if (kind === 2) letters.push(other((DRAWN[text[at]!] ?? text[at]!).codePointAt(0)!), at)
  }
  const [soundTokens, soundsAt] = sounds.done()
  const [letterTokens, lettersAt] = letters.done()
  return {
    sounds: soundTokens,
    soundsAt,
    letters: letterTokens,
    lettersAt,
    again: [soundTokens.length - inOrder[0], letterTokens.length - inOrder[1]],
  }
}

function hanCount(text: string): number {
  let count = 0
  for (let at = 0; at < text.length && count < 4; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x3400 && code <= 0x9fff) count++
  }
  return count
}

/** Nearly all of many words are syllables of Mandarin: it is Chinese that was spelt. */
function areSyllables(text: string): boolean {
  const words = text.match(/[a-z]+/g) ?? []
  if (words.length < SPELT_WORDS) return false
  let others = words.length * (1 - SPELT_SHARE)
  return words.every((word) => spelt(word) !== undefined || --others >= 0)
}
const SPELT_WORDS = 10
const SPELT_SHARE = 0.85

/** The pieces of a torn word that stand here, before what is evidence. */
function tornAt(text: string, at: number, until = text.length): string | undefined {
  TORN.lastIndex = 0
  return TORN.exec(text.slice(at, until))?.[0]
}

/** Amid Chinese the pieces of a torn word are put together: none of them is strewn in, and none a syllable by itself. */
function readTorn(torn: string, at: number, sounds: Stream, letters: Stream): void {
  const places: number[] = []
  let word = ''
  for (let index = 0; index < torn.length; index++)
    if (isLetter(torn[index])) {
      word += torn[index]!
      places.push(at + index)
    }
  const heard = spelt(word)
  if (heard)
    for (const [index, sound] of heard.entries())
      sounds.push(sound, places[Math.floor((index * word.length) / heard.length)]!)
  else
    for (const [index, letter] of [...word].entries())
      letters.push(other((DRAWN[letter] ?? letter).charCodeAt(0)), places[index]!)
}

/** A Latin word: sounds where it spells them amid Chinese, else its letters; one or two letters amid Chinese are strewn in. */
function readWord(
  word: string,
  at: number,
  { isHan, isDrawn }: { isHan: boolean; isDrawn: boolean },
  sounds: Stream,
  letters: Stream,
): void {
  if (isHan) {
    const heard = spelt(toneless(word))
    if (heard) {
      for (const [index, sound] of heard.entries())
        sounds.push(sound, at + Math.floor((index * word.length) / heard.length))
      return
    }
    if (word.replace(/[^a-z]/g, '').length <= 2) return
  }
  const isAll = isDrawn && /[a-z]/.test(word) && !/[2689]|^\d{2,}[a-z]{1,3}$/.test(word)
  for (let index = 0; index < word.length; index++) {
    const each = word[index]!
    const letter = isLetter(each)
      ? (DRAWN[each] ?? each)
      : (isAll && each >= '0' && each <= '9') || standsForLetter(word, index)
        ? DRAWN[each]
        : undefined
    if (letter !== undefined) letters.push(other(letter.charCodeAt(0)), at + index)
  }
}

/** Syllables as they are typed with their tones: `wei1xin4`. */
const TONED = /^(?:[a-z]{1,6}[1-5])+$/
const toneless = (word: string): string => (TONED.test(word) ? word.replace(/[1-5]/g, '') : word)

const isLetter = (each: string | undefined): boolean => each !== undefined && each >= 'a' && each <= 'z'

/** A digit or symbol alone between letters, or with two letters beside it at an end: `fr3e`, `4ll`, `ca$h`; no price, no model. */
function standsForLetter(word: string, index: number): boolean {
  const before = isLetter(word[index - 1])
  const after = isLetter(word[index + 1])
  if (before && after) return true
  if (after) return index === 0 && isLetter(word[index + 2])
  return before && index === word.length - 1 && isLetter(word[index - 2]) && /[0-9@$]/.test(word[index]!)
}
