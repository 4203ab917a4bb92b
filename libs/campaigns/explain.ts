import { Comparison } from './comparison.ts'
import { Rarity } from './rarity.ts'
import type { Reading } from './reading.ts'

/** A piece of a text, by the units of its string: from, and up to without. */
export type Span = readonly [number, number]

/** What two texts have in common, marked in both, and what only one has. */
export interface Explained {
  readonly shared: readonly Span[]
  readonly sharedThere: readonly Span[]
  readonly differs: readonly Span[]
  readonly differsThere: readonly Span[]
}

const comparison = new Comparison(new Rarity())

/** Marks what a text shares with another, however it is written in either. */
export function explain(mine: Reading, theirs: Reading): Explained {
  comparison.begin(mine.tokens.sounds, mine.tokens.letters)
  comparison.with(theirs.tokens.sounds, theirs.tokens.letters)
  const { here, there } = comparison.covered
  const [shared, differs] = spans(mine, here, theirs.narrow.text)
  const [sharedThere, differsThere] = spans(theirs, there, mine.narrow.text)
  return { shared, sharedThere, differs, differsThere }
}

/** What stands between words and is compared as it is written: numbers, numerals, links and ids. */
const NUMERAL = '零一二三四五六七八九十百千万亿〇两'
const BETWEEN = new RegExp(`[a-z0-9${NUMERAL}](?:[\\x21-\\x7e${NUMERAL}]*[a-z0-9${NUMERAL}])?`, 'gu')

function spans({ tokens, narrow }: Reading, covered: Uint8Array, other: string): [Span[], Span[]] {
  const { text, from, to } = narrow
  const isShared = new Int8Array(text.length).fill(-1)
  const units = [...tokens.soundsAt, ...tokens.lettersAt]
  for (const [token, unit] of units.entries()) isShared[unit] = Math.max(isShared[unit]!, covered[token]!)
  for (const found of text.matchAll(BETWEEN)) {
    const end = found.index + found[0].length
    if (isShared.subarray(found.index, end).some((known) => known !== -1)) continue
    isShared.fill(other.includes(found[0]) ? 1 : 0, found.index, end)
  }
  const shared: Span[] = []
  const differs: Span[] = []
  for (let unit = 0; unit < text.length; unit++) {
    const first = unit
    const known = isShared[first]!
    if (known === -1) continue
    let last = first
    for (; unit < text.length && (isShared[unit] === known || isShared[unit] === -1); unit++)
      if (isShared[unit] === known) last = unit
    ;(known === 1 ? shared : differs).push([from[first]!, to[last]!])
    unit--
  }
  return [shared, differs]
}
