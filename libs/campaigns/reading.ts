import { cluesIn } from '#clues'
import type { TextClues } from '#contracts'
import { columnsOf } from './columns.ts'
import { isDisguised } from './disguise.ts'
import { type Evidence, evidenceOf, evidenceOfFew, placesOfEvidence } from './evidence.ts'
import { type Honest, honestOf } from './honest.ts'
import { isLittle } from './joining.ts'
import { type Narrow, narrow } from './narrow.ts'
import { pastedIn } from './pasted.ts'
import { isPersonal } from './personal.ts'
import { quietOf, saleOfFew } from './quiet.ts'
import { type Tokens, tokensOf } from './tokens.ts'

/** What is seen in one text, however it is written: all that is compared, and where it stands. */
export interface Reading {
  readonly narrow: Narrow
  readonly tokens: Tokens
  readonly evidence: readonly Evidence[]
  readonly clues: TextClues
  /** What it is instead of spam: it is joined with nothing. */
  readonly honest?: Honest
  /** Whether it looks like what one person writes to another: two such texts are no campaign, however alike. */
  readonly personal: boolean
  /** The words of a text that leads nowhere, or of so few that likeness tells nothing: with the same ones alone it is one. */
  readonly quiet?: string
}

/**
 * Reads a text; `clues` where they are known already, `sender` as it was reported, `judged` where it was judged elsewhere what
 * it is; `fromPerson`: from a number of somebody, who sends nobody’s notices.
 */
export function read(
  text: string,
  {
    clues = cluesIn(text),
    sender,
    judged,
    fromPerson = false,
  }: { clues?: TextClues; sender?: string | undefined; judged?: Honest | 'none'; fromPerson?: boolean } = {},
): Reading {
  const shape = narrow(text)
  const hides = isDisguised(text)
  const honest = judgedHonest(judged, () => (hides ? undefined : honestOf(shape.text, clues, sender)))
  const places = placesOfEvidence(shape.text)
  const taken = honest ? places : withoutOverlap(places, pastedIn(shape.text))
  const tokens = tokensOf(shape, taken, columnsOf(text, shape))
  const known = evidenceOf(clues)
  const isFew = !honest && isLittle(tokens)
  const evidence = isFew ? evidenceOfFew(shape.text, known) : known
  const quiet = hides || honest || fromPerson ? undefined : quietOf(text, shape.text, clues)
  const sale = isFew && evidence.length === 0 ? saleOfFew(shape.text) : undefined
  const again = quiet ?? sale
  return {
    narrow: shape,
    tokens,
    evidence,
    clues,
    personal: !hides && sale === undefined && isPersonal(shape.text, clues),
    ...(honest ? { honest } : {}),
    ...(again === undefined ? {} : { quiet: again }),
  }
}

const judgedHonest = (judged: Honest | 'none' | undefined, found: () => Honest | undefined): Honest | undefined =>
  judged === undefined ? found() : judged === 'none' ? undefined : judged

type Place = readonly [number, number]

/** All places in order, and of those that meet the wider. */
function withoutOverlap(places: readonly Place[], wide: readonly Place[]): readonly Place[] {
  if (wide.length === 0) return places
  const apart = places.filter(([from, to]) => wide.every((each) => to <= each[0] || from >= each[1]))
  return [...apart, ...wide].sort((a, b) => a[0] - b[0])
}
