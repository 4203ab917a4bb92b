import { squeezed } from '#clues'
import type { Policy } from '#policy'

type Rules = Pick<Policy['enforcement'], 'categories'>

/**
 * What a port’s marketing is about that its approved category may not send: the first of policy’s rules, by name. Words of
 * Han are found however they are spaced and written; words of letters stand alone.
 */
export function outOfCategory(text: string, category: string, { categories }: Rules): string | undefined {
  const closed = categories.filter(({ only }) => !only.some((each) => each.toLowerCase() === category.toLowerCase()))
  if (closed.length === 0) return undefined
  const { loose, tight } = squeezed(text)
  const has = (word: string) =>
    /\p{Script=Han}/u.test(word)
      ? tight.includes(word)
      : new RegExp(`(?<![a-z])${RegExp.escape(word)}(?![a-z])`).test(loose)
  return closed.find(({ words }) => words.some(has))?.name
}
