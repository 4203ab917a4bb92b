import { cluesIn } from '#clues'
import type { TextClues } from '#contracts'
import { type Evidence, evidenceOf, placesOfEvidence } from './evidence.ts'
import { type Honest, honestOf } from './honest.ts'
import { type Narrow, narrow } from './narrow.ts'
import { isPersonal } from './personal.ts'
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
}

/** Reads a text; `clues` where they are known already, `sender` as it was reported. */
export function read(
  text: string,
  { clues = cluesIn(text), sender }: { clues?: TextClues; sender?: string | undefined } = {},
): Reading {
  const shape = narrow(text)
  const honest = honestOf(shape.text, clues, sender)
  return {
    narrow: shape,
    tokens: tokensOf(shape, placesOfEvidence(shape.text)),
    evidence: evidenceOf(clues),
    clues,
    personal: isPersonal(shape.text, clues),
    ...(honest ? { honest } : {}),
  }
}
