import { seeded } from '../../../../libs/process/simulation/world.ts'
import { clustersOf } from './station.ts'

const MINUTE = 60_000
/** Places of the city. */
export const CELLS = 200
const DAYS = 7
const STATIONS = 40
/** How long it stands at one cell, minutes. */
const STAY = 50
const BEGINS = Date.parse('2026-11-26T04:00:00Z')

/** Texts of ordinary spam at a time, the commonest of which is a sixth of all. */
const TEXTS = 300
/** Days that each goes round. */
const TEXT_DAYS = 3

/** A sighting at a cell, so many minutes after the first. */
export const sighting = (minute: number, reporter: string, more: { sender?: string; text?: string } = {}) => ({
  number: String(100_000_000 + minute * 100 + reporter.length),
  reporter,
  sender: '95588',
  text: `of-${reporter}`,
  receivedAt: BEGINS + minute * MINUTE,
  ...more,
})

let sum = 0
const sums = Array.from({ length: TEXTS }, (_, rank) => {
  sum += 1 / (rank + 1)
  return sum
})

/** The text of an ordinary report: a few are common, most are rare, and in some days all are others (Zipf). */
function ordinaryText(random: () => number, minute: number): string {
  const at = random() * sum
  const rank = sums.findIndex((each) => each >= at)
  return `ordinary-${rank}-${Math.floor((minute / 1440 + (rank % TEXT_DAYS)) / TEXT_DAYS)}`
}

/** A minute of the week: four times as many by day as at night. */
function ordinaryMinute(random: () => number): number {
  for (;;) {
    const minute = Math.floor(random() * DAYS * 1440)
    if (random() < 0.625 + 0.375 * Math.sin((2 * Math.PI * minute) / 1440)) return minute
  }
}

/**
 * A week of a city: stations that stand at a cell for an hour and send one text, each reported by so many `victims`, among
 * single messages that seem not to be carried, everywhere, of the texts that go round.
 * @returns how many there were, were found, and found though there was none
 */
export function plantedStations(
  seed: number,
  noise: number,
  rule: Parameters<typeof clustersOf>[1],
  victims = 5,
): { planted: number; found: number; falseOnes: number } {
  const random = seeded(seed)
  const byCell = new Map<number, ReturnType<typeof sighting>[]>()
  const put = (cell: number, minute: number, reporter: string, text: string) =>
    byCell.set(cell, [...(byCell.get(cell) ?? []), sighting(minute, reporter, { text })])
  for (let n = 0; n < noise; n++) {
    const minute = ordinaryMinute(random)
    put(Math.floor(random() * CELLS), minute, `noise-${n}`, ordinaryText(random, minute))
  }
  const stations = Array.from({ length: STATIONS }, (_, n) => {
    const start = Math.floor(random() * (DAYS * 1440 - STAY))
    return {
      cell: (n * CELLS) / STATIONS,
      from: BEGINS + start * MINUTE,
      until: BEGINS + (start + STAY) * MINUTE,
      start,
    }
  })
  for (const { cell, start } of stations)
    for (let n = 0; n < victims; n++)
      put(cell, start + Math.floor(random() * STAY), `victim-${cell}-${n}`, `station-${cell}`)
  const clusters = [...byCell].flatMap(([cell, all]) =>
    clustersOf(all, rule, BEGINS + DAYS * 1440 * MINUTE).map((each) => ({ cell, ...each })),
  )
  type Span = { readonly cell: number; readonly from: number; readonly until: number }
  const meet = (a: Span, b: Span) => a.cell === b.cell && a.from <= b.until && a.until >= b.from
  return {
    planted: stations.length,
    found: stations.filter((each) => clusters.some((cluster) => meet(each, cluster))).length,
    falseOnes: clusters.filter((cluster) => !stations.some((each) => meet(each, cluster))).length,
  }
}
