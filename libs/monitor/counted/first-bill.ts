import { mark, type Sample } from './sample.ts'

/** Who leaves within so many hours of the first charge did not know that there would be one. */
const FOUND_OUT = 96
/** Who comes back because they want it stays longer than so many hours. */
const SOON_AGAIN = 14 * 24

/** Whether a right charge is the first of somebody who came while the service was watched, and is told of once. */
export function isFirstBill(sample: Sample, cell: number): boolean {
  if (sample.since(cell) === 0 || sample.has(cell, mark.cancelled | mark.paidAgain)) return false
  if (!sample.has(cell, mark.paid)) return true
  sample.set(cell, mark.paidAgain)
  return false
}

/** Somebody leaves: the hour of the first charge, where it was that by which they found out. */
export function leftByFirstBill(sample: Sample, cell: number, hour: number): number | undefined {
  if (!sample.has(cell, mark.paid) || sample.has(cell, mark.paidAgain) || sample.since(cell) === 0) return undefined
  const charged = sample.last(cell)
  return hour - charged > FOUND_OUT ? undefined : charged
}

/** Somebody leaves who had been brought back: as soon as they noticed. */
export const leftAgain = (sample: Sample, cell: number, hour: number): boolean =>
  sample.has(cell, mark.again) && hour - sample.since(cell) < SOON_AGAIN
