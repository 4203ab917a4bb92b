import type { Counter } from './counters.ts'
import { mark, type Sample } from './sample.ts'

/** Whoever pays and wants it has used it within so many hours. */
const LONG = 28 * 24

/** Since when use of a service is told, and the longest pause in that. */
interface Told {
  readonly since: number
  readonly pause: number
}

/**
 * Once of each who has paid, still stands, and has had four weeks (and a pause of the telling): whether they ever used it. A
 * charge of the second month tells the same of that month; who is charged for once or twice is told by this alone.
 */
export function countUse(sample: Sample, hour: number, told: Told, add: (counter: Counter) => void): void {
  sample.forEach((cell) => {
    const since = sample.since(cell)
    const isOpen = sample.has(cell, mark.paid) && !sample.has(cell, mark.cancelled) && !sample.has(cell, mark.known)
    if (!isOpen || since < told.since || hour - since < LONG + told.pause) return
    sample.set(cell, mark.known)
    add('settled')
    if (!sample.has(cell, mark.using)) add('unused')
  })
}

/** Somebody used it; `fast` hears of one who agreed to it, at that hour, faster than anybody reads. */
export function isUsed(sample: Sample, sub: number, hour: number, fast: (cell: number, came: number) => void): void {
  const cell = sample.place(sub, hour)
  if (cell < 0) return
  if (sample.has(cell, mark.fast)) fast(cell, sample.since(cell))
  sample.set(cell, mark.fast, false)
  sample.set(cell, mark.used | mark.using)
}
