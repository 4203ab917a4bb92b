import { honestOf, looksLikeNotice } from './honest.ts'

/** Where one sentence ends and another text may begin. */
const BORDER = /[。!;\n]\s*|(?=[【[])|[】\]]\s*/gu
const LEAST_OF_A_NOTICE = 14
/** What is left has to be a text of its own; else it belongs to the notice, as what a swindler adds to one. */
const LEAST_LEFT = 20
const MOST_BORDERS = 12
const letters = (text: string): number => text.replace(/[^\p{L}]/gu, '').length

/**
 * A code or notice that stands before or behind another text, to make it look like one: where it stands in a narrow text that
 * is none itself. Its words are those of whoever it was copied from, and make no two texts one.
 */
export function pastedIn(text: string): readonly (readonly [number, number])[] {
  if (!looksLikeNotice(text)) return []
  const nobody = { links: [], phones: [], accounts: [] }
  const borders = [...text.matchAll(BORDER)].map(({ index, 0: found }) => index + found.length).slice(-MOST_BORDERS)
  const isPasted = (from: number, to: number): boolean =>
    to - from >= LEAST_OF_A_NOTICE &&
    letters(text.slice(0, from)) + letters(text.slice(to)) >= LEAST_LEFT &&
    honestOf(text.slice(from, to), nobody) !== undefined
  for (const border of borders) {
    if (isPasted(border, text.length)) return [[border, text.length]]
    if (isPasted(0, border)) return [[0, border]]
  }
  return []
}
