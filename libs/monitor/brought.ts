/** Hours of each count, and how many are kept: about the days that all else is counted for. */
const PART = 16 * 24
const PARTS = 5

/** So many, by parts of the time: the latest first. */
export interface Brought {
  readonly part: number
  readonly counts: readonly number[]
}

/** One more at that hour. */
export function bring(known: Brought | undefined, hour: number): Brought {
  const part = Math.max(known?.part ?? 0, Math.floor(hour / PART))
  const [now = 0, ...before] = countsAt(known, part)
  return { part, counts: [now + 1, ...before] }
}

/** So many as of that hour. */
export const broughtBy = (known: Brought, hour: number): number =>
  countsAt(known, Math.floor(hour / PART)).reduce((sum, each) => sum + each, 0)

/** The counts as they stand in a later part: what is past them is gone. */
function countsAt(known: Brought | undefined, part: number): readonly number[] {
  if (!known) return []
  const later = Math.min(PARTS, Math.max(0, part - known.part))
  return [...Array.from({ length: later }, () => 0), ...known.counts].slice(0, PARTS)
}
