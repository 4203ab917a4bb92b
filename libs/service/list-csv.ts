import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { csvRow } from '#csv'

/** Rows of one export, at most. */
export const MOST_ROWS = 100_000
/** Rows that are read at once. */
export const PAGE = 200

/** A list as CSV, page by page, as far as the most rows; formulas are defused by `csvRow`. */
export async function* csvOf<Item>(
  columns: readonly string[],
  pageAfter: (after: string) => Promise<{ items: readonly Item[]; ways: { next?: string } }>,
  rowOf: (item: Item) => readonly (string | number)[],
): AsyncGenerator<string> {
  yield csvRow(columns)
  let after = ''
  for (let rows = 0; rows < MOST_ROWS; rows += PAGE) {
    const { items, ways } = await pageAfter(after)
    yield items.map((each) => csvRow(rowOf(each))).join('')
    if (ways.next === undefined) return
    after = ways.next
  }
}

export const sendCsv = (reply: FastifyReply, name: string, rows: AsyncIterable<string>): FastifyReply =>
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(rows))
