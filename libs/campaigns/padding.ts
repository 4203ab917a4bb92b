import type { Overlap } from './comparison.ts'
import { deals, sells } from './personal.ts'
import type { Reading } from './reading.ts'

/** Tokens of a piece that the other text has nothing of: it is its own. */
const OWN_PIECE = 12
/** Padding is put in in few pieces, of so many tokens on the average; what is shared in shreds is a text that was varied. */
const PIECE_OF_PADDING = 9

/**
 * Is what a text shares with another only what it was hidden in: a poem, a recipe, the weather? Both have pieces of their own
 * then, what they share sells nothing and deals in nothing, the rest sells, and what is shared stands in few pieces. Where
 * nobody knows the other as a whole, the first is enough, but of a chat: strangers cost more than a miss.
 * @param covered which tokens of the text the other has
 */
export function isPadding(
  { narrow: { text }, tokens: { sounds, soundsAt, lettersAt }, personal }: Reading,
  { gap, theirGap, own, theirOwn }: Overlap,
  covered: Uint8Array,
  isKnown: boolean,
): boolean {
  const isDoubtful = !isKnown && !personal && own && theirOwn
  if (Math.min(gap, theirGap) < OWN_PIECE && !isDoubtful) return false
  const isShared = new Int8Array(text.length).fill(-1)
  for (const [token, unit] of soundsAt.entries()) isShared[unit] = Math.max(isShared[unit]!, covered[token]!)
  for (const [token, unit] of lettersAt.entries()) isShared[unit] = covered[sounds.length + token]!
  const parts = ['', '']
  let now = 0
  let pieces = 0
  let tokens = 0
  for (let unit = 0; unit < text.length; unit++) {
    const known = isShared[unit]!
    if (known === 1) tokens++
    // A border stands where a piece begins: no word is made of two.
    if (known !== -1 && known !== now) {
      now = known
      pieces += known
      parts[now] += '\n'
    }
    parts[now] += text[unit]!
  }
  const [rest, shared] = parts as [string, string]
  return !sells(shared) && !deals(shared) && (isDoubtful || (tokens >= pieces * PIECE_OF_PADDING && sells(rest)))
}
