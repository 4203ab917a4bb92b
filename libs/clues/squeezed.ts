import { Converter } from 'opencc-js/t2cn'
import { plainly } from './plainly.ts'

const toSimplified = Converter({ from: 't', to: 'cn' })

/**
 * A text to look for words in: narrow, lower case, simplified, one space for white space; and `tight`, without anything that
 * stands between letters: `加 薇-信` is `加薇信`.
 */
export function squeezed(text: string): { readonly loose: string; readonly tight: string } {
  const lower = plainly(text).toLowerCase()
  const loose = (/\p{Script=Han}/u.test(lower) ? toSimplified(lower) : lower).replace(/\s+/g, ' ')
  return { loose, tight: loose.replace(/[^\p{L}\p{N}%]/gu, '') }
}
