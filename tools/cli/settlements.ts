import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvRow } from '#csv'
import { CliError, type Client } from './client.ts'
import { pages } from './pages.ts'

interface Settlement {
  readonly partner: string
  readonly month: string
  readonly owed_fen: number
  readonly closed_at?: string
}

/** A partner’s month as CSV with totals. */
export async function settlementCsv(client: Client, partner: string, month: string): Promise<string> {
  const response = await client.call('GET', `/v1/settlements/${encodeURIComponent(partner)}/${month}/csv`)
  return response.text()
}

/** All partners of a month: a CSV each, and one that says what is owed to whom. Gives how many there were. */
export async function exportMonth(client: Client, month: string, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const owed = [csvRow(['partner_id', 'owed_fen', 'closed_at'])]
  for await (const { partner, owed_fen, closed_at } of pages<Settlement>(client, `/v1/settlements?month=${month}`)) {
    owed.push(csvRow([partner, owed_fen, closed_at ?? '']))
    writeFileSync(join(folder, `${month}-${partner}.csv`), await settlementCsv(client, partner, month))
  }
  writeFileSync(join(folder, `${month}.csv`), owed.join(''))
  return owed.length - 1
}

/** What closing came to: months that are being closed, and proposals that wait for a second person. */
export interface Closing {
  readonly closed: number
  readonly waiting: readonly string[]
}

/** Closes the month of one partner, or of all that are still open. */
export async function closeMonth(client: Client, partner: string, month: string): Promise<Closing> {
  const waiting: string[] = []
  let closed = 0
  const close = async (each: string): Promise<void> => {
    const path = `/v1/settlements/${encodeURIComponent(each)}/${month}/close`
    const { proposal, status } = (await client.json('POST', path)) as { proposal: string; status: string }
    if (status === 'open') waiting.push(proposal)
    else closed++
  }
  if (partner !== 'all') {
    await close(partner)
    return { closed, waiting }
  }
  for await (const each of pages<Settlement>(client, `/v1/settlements?month=${month}`)) {
    if (each.closed_at !== undefined) continue
    await close(each.partner)
  }
  return { closed, waiting }
}

/** @throws CliError when it is no month */
export const monthNamed = (text: string): string => {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text
  throw new CliError(2, `${text} is no month: give it as 2026-11.`)
}
