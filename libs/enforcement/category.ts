import { squeezed } from '#clues'
import type { Policy } from '#policy'

/** Signs between all characters of a longer word are put there: `秒.下.款`. */
const STREWN = '[^\\p{L}\\p{N}]{1,3}'
const LONG = 3
/** What may stand between two characters of a word: one space or sign, and none that ends a clause. */
const APART = '[^\\p{L}\\p{N},.;:!?，。；：！？、…]?'

type Rules = Pick<Policy['enforcement'], 'categories'>

/**
 * What a port’s marketing is about that its approved category may not send: the first of policy’s rules, by name. Words of
 * Han are found though each character stands apart, and never over the end of a clause; words of letters stand alone.
 */
export function outOfCategory(text: string, category: string, { categories }: Rules): string | undefined {
  const closed = categories.filter(({ only }) => !only.some((each) => each.toLowerCase() === category.toLowerCase()))
  if (closed.length === 0) return undefined
  const { loose } = squeezed(text)
  const has = (word: string) => patternOf(word).test(loose)
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
