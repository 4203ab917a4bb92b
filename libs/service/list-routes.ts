import { z } from 'zod'
import { callerOf, type Needs } from '#http'
import { csvOf, MOST_ROWS, PAGE, sendCsv } from './list-csv.ts'
import { listQuery, listWays } from './list-page.ts'
import type { Deps } from './service.ts'

interface Page {
  readonly after: string
  readonly order: 'asc' | 'desc'
  readonly limit: number
}

/** A list that staff work through. */
interface WorkList<Filters extends z.ZodObject, Row extends z.ZodObject> {
  /** What stands in it: its tag in /docs, the name of its file, and of what the log says who read it. */
  readonly of: string
  readonly path: string
  readonly needs: Needs
  readonly summary: string
  readonly description?: string
  /** What the file does to what it has, besides that it ends somewhere. */
  readonly csvAbout: string
  readonly filters: Filters
  readonly row: Row
  readonly columns: readonly string[]
  readonly cells: (row: z.infer<Row>) => readonly (string | number)[]
  readonly page: (
    caller: ReturnType<typeof callerOf>,
    filters: z.infer<Filters>,
    page: Page,
  ) => Promise<{ items: z.infer<Row>[]; ways: { next?: string; previous?: string } }>
  /** A row as the list has it, where the file has more. */
  readonly shortened?: (row: z.infer<Row>) => z.infer<Row>
}

/** `GET {path}`, page by page, and `GET {path}/csv`, the same whole: narrowed by the same, of the same rows. */
export function listRoutes<Filters extends z.ZodObject, Row extends z.ZodObject>(
  { http, log }: Pick<Deps, 'http' | 'log'>,
  list: WorkList<Filters, Row>,
): void {
  const { of, path, needs, summary, description, csvAbout, filters, row, columns, cells, page } = list
  const { shortened = (each: z.infer<Row>) => each } = list
  http.get(
    path,
    {
      config: { needs },
      schema: {
        summary,
        ...(description === undefined ? {} : { description }),
        tags: [of],
        querystring: listQuery(200, 50).extend(filters.shape),
        response: { 200: z.object({ items: z.array(row), ...listWays }) },
      },
    },
    async (request) => {
      const { after, order, limit, ...narrowed } = request.query as Page & z.infer<Filters>
      const caller = callerOf(request)
      const { items, ways } = await page(caller, narrowed as z.infer<Filters>, { after, order, limit })
      log.info({ by: caller.keyId, [of]: items.length }, `${of} read`)
      return { items: items.map(shortened), ...ways } as never
    },
  )
  http.get(
    `${path}/csv`,
    {
      config: { needs },
      schema: {
        summary: 'The same list as CSV',
        description: `At most ${MOST_ROWS} rows. ${csvAbout}`,
        tags: [of],
        querystring: filters.extend({ order: z.enum(['asc', 'desc']).default('asc') }),
      },
    },
    async (request, reply) => {
      const { order, ...narrowed } = request.query as Pick<Page, 'order'> & z.infer<Filters>
      const caller = callerOf(request)
      log.info({ by: caller.keyId }, `${of} are exported`)
      const pages = (after: string) => page(caller, narrowed as z.infer<Filters>, { after, order, limit: PAGE })
      return sendCsv(reply, of, csvOf(columns, pages, cells))
    },
  )
}
