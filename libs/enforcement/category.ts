import { squeezed } from '#clues'
import type { Policy } from '#policy'

/** Signs between all characters of a longer word are put there: `秒.下.款`. */
const STREWN = '[^\\p{L}\\p{N}]{1,3}'
const LONG = 3
/** What may stand between two characters of a word: one space or sign, and none that ends a clause. */
const APART = '[^\\p{L}\\p{N},.;:!?，。；：！？、…]?'
/** As much of a clause as says where its words end. */
const EDGE = '[\\p{L}\\p{N}]{0,12}'

type Rules = Pick<Policy['enforcement'], 'categories'>

/**
 * What a port’s marketing is about that its approved category may not send: the first of policy’s rules, by name. Words of
 * Han are found though each character stands apart, and over the end of a clause only where both halves are no word of
 * their clauses (decision 101); words of letters stand alone.
 */
export function outOfCategory(text: string, category: string, { categories }: Rules): string | undefined {
  const closed = categories.filter(({ only }) => !only.some((each) => each.toLowerCase() === category.toLowerCase()))
  if (closed.length === 0) return undefined
  const { loose } = squeezed(text)
  const has = (word: string) => patternOf(word).test(loose) || isTorn(word, loose)
  return closed.find(({ words }) => words.some(has))?.name
}

/** Policy's words are few, and asked for with each marketing message. */
const patterns = new Map<string, RegExp>()
const spelled = (word: string, between: string): string => [...word].map((each) => RegExp.escape(each)).join(between)

function patternOf(word: string): RegExp {
  const known = patterns.get(word)
  if (known) return known
  const pattern = /\p{Script=Han}/u.test(word)
    ? new RegExp(`${spelled(word, APART)}${[...word].length < LONG ? '' : `|${spelled(word, STREWN)}`}`, 'u')
    : new RegExp(`(?<![a-z])${RegExp.escape(word)}(?![a-z])`)
  patterns.set(word, pattern)
  return pattern
}

let segmenter: Intl.Segmenter | undefined
const torn = new Map<string, RegExp>()

/** A word of two characters with the end of a clause put between: `贷。款找我`, not `信用贷。款项当天到账`. */
function isTorn(word: string, text: string): boolean {
  const [first, second, ...more] = word
  if (first === undefined || second === undefined || more.length > 0 || !/^\p{Script=Han}{2}$/u.test(word)) return false
  const known = torn.get(word) ?? new RegExp(`(?<before>${EDGE}${first})${STREWN}(?=(?<after>${second}${EDGE}))`, 'gu')
  torn.set(word, known)
  for (const { groups } of text.matchAll(known)) {
    segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
    const ends = [...segmenter.segment(groups?.['before'] ?? '')].at(-1)?.segment
    const [begins] = segmenter.segment(groups?.['after'] ?? '')
    if (ends === first && begins?.segment === second) return true
  }
  return false
}
