import { setTimeout } from 'node:timers/promises'
import type { Client } from './client.ts'

/** What is kept behind other lanes may come so much later than what it follows from. */
const PATIENCE_MS = 30_000
const PAUSE_MS = 500
const DAY = 86_400_000
/** Lines of so long ago are there, whatever policy was in force since; clocks of all zones. */
const LEAST_KEPT_DAYS = 185

/** So many lines, and what they come to, fen. */
interface Sum {
  readonly count: number
  readonly fen: number
}
export type Rows = ReadonlyMap<string, Sum>
const NONE: Sum = { count: 0, fen: 0 }

/** Looks again, for as long as something seems wrong and it may still come. */
export async function patiently<Found>(
  first: readonly Found[],
  again: (former: readonly Found[]) => Promise<readonly Found[]>,
  patienceMs = PATIENCE_MS,
): Promise<readonly Found[]> {
  let found = first
  for (const end = Date.now() + patienceMs; found.length > 0 && Date.now() < end; ) {
    await setTimeout(PAUSE_MS)
    found = await again(found)
  }
  return found
}

interface Line {
  readonly id: string
  readonly row: string
  readonly moved_fen: number
  readonly changed?: true
  readonly unreadable?: true
}

/** All lines that are kept, or those of one row, added up by their rows; and those that somebody changed. */
export async function keptRows(client: Client, only?: string) {
  const rows = new Map<string, Sum>()
  const changed: string[] = []
  let keepDays = LEAST_KEPT_DAYS
  const of = only === undefined ? '' : `&row=${encodeURIComponent(only)}`
  for (let after: string | undefined = ''; after !== undefined; ) {
    const path = `/v1/ledger/lines?limit=1000&after=${encodeURIComponent(after)}${of}`
    const page = (await client.json('GET', path)) as { items: Line[]; next?: string; keep_days?: number }
    for (const { id, row, moved_fen, ...line } of page.items) {
      if (line.changed || line.unreadable) changed.push(`line ${id}: it was changed`)
      if (line.unreadable) continue
      const { count, fen } = rows.get(row) ?? NONE
      rows.set(row, { count: count + 1, fen: fen + moved_fen })
    }
    keepDays = Math.min(keepDays, page.keep_days ?? keepDays)
    after = page.next
  }
  return { rows, changed, keepDays }
}

/**
 * Rows whose lines are not those that were posted: fewer, where all must still be there, more, or of another sum. What was
 * posted while the lines were read may be among them.
 */
export function differingRows(before: Rows, kept: Rows, now: Rows, keepDays: number): string[] {
  const since = Date.now() - keepDays * DAY
  return [...new Set([...now.keys(), ...kept.keys()])].filter((row) => {
    const [was, has, is] = [before.get(row) ?? NONE, kept.get(row) ?? NONE, now.get(row) ?? NONE]
    if (has.count > is.count) return true
    if (has.count === is.count) return has.fen !== is.fen
    return Date.parse(`${row.split('|')[1]}-02`) > since && has.count < was.count
  })
}

/** As one says it: of how many lines of a row how many are there. */
export const toldOfRow = (row: string, kept: Rows, now: Rows): string => {
  const [has, is] = [kept.get(row) ?? NONE, now.get(row) ?? NONE]
  return `${row.replaceAll('|', ' ').trim()}: ${has.count} lines of ${has.fen} fen are kept, ${is.count} of ${is.fen} fen were posted`
}
