import { honestOf } from './honest.ts'
import { particularsIn } from './particulars.ts'
import type { Reading } from './reading.ts'

/** Of the piece that is shared so much is, from its first token to its last. */
const DENSE = 0.8
const FEWEST_TOKENS = 7

/**
 * Whether what a notice shares with spam stands beside the notice in one piece, and is no notice itself: half a text of
 * which the other half is somebody's code or booking. What only imitates a notice shares its words.
 * @param covered which tokens of the text the other has
 */
export function standsBesideNotice(
  { narrow: { text }, tokens: { sounds, soundsAt, lettersAt } }: Reading,
  covered: Uint8Array,
): boolean {
  let from = text.length
  let to = 0
  let tokens = 0
  const see = (at: number): void => {
    from = Math.min(from, at)
    to = Math.max(to, at + 1)
    tokens++
  }
  for (const [token, at] of soundsAt.entries()) if (covered[token] === 1) see(at)
  for (const [token, at] of lettersAt.entries()) if (covered[sounds.length + token] === 1) see(at)
  const within = (places: Uint32Array) => places.filter((at) => at >= from && at < to).length
  if (tokens < FEWEST_TOKENS || tokens < DENSE * (within(soundsAt) + within(lettersAt))) return false
  const piece = text.slice(from, to)
  return particularsIn(piece) === 0 && !isNotice(piece) && isNotice(`${text.slice(0, from)}\n${text.slice(to)}`)
}

const isNotice = (text: string): boolean => honestOf(text, { links: [], phones: [], accounts: [] }) !== undefined
