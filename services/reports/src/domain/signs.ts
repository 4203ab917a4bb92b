/** Why a text is taken for what it is: the rule, and what of the text it is about. */
export interface Reason {
  readonly rule: string
  readonly words: string
}

/** A text as `squeezed` gives it. */
export interface Shapes {
  readonly loose: string
  readonly tight: string
}

/** Words that are looked for in a text: those with Han without anything between its characters, the others as words of their own. */
interface Signs {
  readonly tight: RegExp | undefined
  readonly loose: RegExp | undefined
}

const known = new WeakMap<readonly string[], Signs>()
const CURRENCY = '[$£€₹]|rs\\.? ?'
const NUMERALS = '[一二两三四五六七八九十百千万几]'
/** As long as a sum is: a text of nothing but digits is tried from each of them. */
const DIGITS = '\\d[\\d,.]{0,15}[kmb]?'
const SPELLED = `${NUMERALS}{1,16}`
/** One that a word begins with is sought where it begins, and not within it. */
const FIRST = `(?:(?:${CURRENCY})(?:${DIGITS}|${SPELLED})|(?<!\\d|\\d[,.])${DIGITS}|(?<!${NUMERALS})${SPELLED})`
const LATER = `(?:${CURRENCY})?(?:${DIGITS}|${SPELLED})`
const HAN = /\p{Script=Han}/u

/** What of a text is one of these words, each once, as it stands there. `…` of a word is a few characters, `#` a figure, `?` one character; `^` before it is where the text begins. */
export function signsIn(words: readonly string[], { loose, tight }: Shapes): string[] {
  const signs = known.get(words) ?? compiled(words)
  const found = [...matches(signs.tight, tight), ...matches(signs.loose, loose)]
  return found.length > 1 ? [...new Set(found)] : found
}

const matches = (pattern: RegExp | undefined, text: string): string[] => (pattern && text.match(pattern)) || []

function compiled(words: readonly string[]): Signs {
  const han = words.filter((word) => HAN.test(word)).map((word) => patternOf(word.replace(/\s/g, ''), '.{0,10}?', '.'))
  const others = words.filter((word) => !HAN.test(word)).map((word) => patternOf(word, '[^.!?]{0,24}?', '[a-z]'))
  const signs = {
    tight: han.length > 0 ? new RegExp(han.join('|'), 'gu') : undefined,
    loose: others.length > 0 ? new RegExp(`(?<![a-z])(?:${others.join('|')})(?![a-z])`, 'gu') : undefined,
  }
  known.set(words, signs)
  return signs
}

const patternOf = (word: string, few: string, one: string): string =>
  word
    .split(/([…#?]|^\^)/)
    .map(
      (piece, place) =>
        ({ '…': few, '#': place === 1 && word.startsWith('#') ? FIRST : LATER, '?': one, '^': '^' })[piece] ??
        piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .join('')
