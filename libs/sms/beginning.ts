let letters: Intl.Segmenter | undefined

/** A text up to so many UTF-16 units, and no letter cut: an emoji of several, a rare Han character, an accent stay whole. */
export function cutAt(text: string, most: number): string {
  if (text.length <= most) return text
  letters ??= new Intl.Segmenter('zh', { granularity: 'grapheme' })
  const at = letters.segment(text).containing(most)?.index ?? most
  // A heap of accents as long as the whole is no letter.
  return at > most / 2 ? text.slice(0, at) : text.slice(0, most).replace(/\p{Surrogate}$/u, '')
}

const BEGINNING = 160

/** How a text begins, as lists show it. */
export const beginningOf = (text: string, most = BEGINNING): string =>
  text.length > most ? `${cutAt(text, most)}…` : text
