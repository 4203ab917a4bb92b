import type { WholePolicy } from '#policy'
import { largest, namedOf, type Tally, weighted } from './tally.ts'

export interface Point {
  readonly rule: string
  readonly figure: number
  readonly of?: number
}

/** What speaks for acting on it, and what against, each with its figures. Nothing of it acts by itself. */
export function points(
  tally: Tally,
  now: number,
  refs: Pick<WholePolicy, 'campaigns'>,
): { speaksFor: Point[]; speaksAgainst: Point[] } {
  const { recent, size, honest, campaigns, senders } = tally
  const all = recent.length
  const sum = recent.reduce((total, { weight }) => total + weight, 0)
  const value = weighted(tally, now, refs)
  const first = recent.filter((each) => each.first).length
  const proved = recent.filter(({ weight }) => weight > 1).length
  const inAnHour = recent.reduce(
    (most, { at }) => Math.max(most, recent.filter((each) => Math.abs(each.at - at) < 1_800_000).length),
    0,
  )
  const [, most] = largest(namedOf(campaigns)) ?? ['', 0]
  const texts = Object.keys(campaigns).length
  const speaksFor: Point[] = [{ rule: 'weighted-reporters', figure: round(value), of: refs.campaigns.reporters }]
  if (proved > 0) speaksFor.push({ rule: 'reporters-proved-right', figure: proved, of: all })
  if (size >= 3 && most / size >= 0.5) speaksFor.push({ rule: 'one-text', figure: most, of: size })
  const speaksAgainst: Point[] = []
  if (first / all >= 0.6) speaksAgainst.push({ rule: 'first-reports', figure: first, of: all })
  if (size >= 5 && texts > 1 && most / size < 0.5) speaksAgainst.push({ rule: 'texts-differ', figure: most, of: size })
  if (value < 0.7 * sum) speaksAgainst.push({ rule: 'reported-together', figure: round(value), of: round(sum) })
  if (all >= 5 && inAnHour / all >= 0.7) speaksAgainst.push({ rule: 'within-an-hour', figure: inAnHour, of: all })
  const fake = senders['fake'] ?? 0
  if (fake > 0) speaksAgainst.push({ rule: 'never-carried', figure: fake, of: size })
  if (honest / size >= 0.3) speaksAgainst.push({ rule: 'honest-texts', figure: honest, of: size })
  return { speaksFor, speaksAgainst }
}

const round = (figure: number): number => Math.round(figure * 10) / 10
