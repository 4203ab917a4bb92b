import { z } from 'zod'
import type { Deps } from '#service'
import { sortOf } from './domain/complaint-case.ts'
import { sortOfReport } from './domain/report-case.ts'

const DAY = 86_400_000
const MOST_COUNTED = 100_000

/** `GET /v1/complaint-satisfaction`, `GET /v1/report-satisfaction`: the share that ended satisfied, of those who were asked and said. */
export function satisfactionRoutes(deps: Deps): void {
  satisfactionRoute(deps, 'complaint', (at) => sortOf({ dueAt: 0, closedAt: at }))
  satisfactionRoute(deps, 'report', (at) => sortOfReport({ dueAt: 0, closed: { at, by: '', proven: false } }))
}

/** @param closedAt where in the list those begin that were closed then */
function satisfactionRoute(
  { http, store, clock }: Deps,
  what: 'complaint' | 'report',
  closedAt: (at: number) => string,
): void {
  http.get(
    `/v1/${what}-satisfaction`,
    {
      config: { needs: ['look', what] },
      schema: {
        summary: `How many of those who were asked are satisfied with what became of their ${what}`,
        description: `As it ended: of a ${what} that was reopened, what was said last.`,
        tags: [`${what}s`],
        querystring: z.object({ days: z.coerce.number().int().min(1).max(180).default(30).describe('Closed since') }),
        response: {
          200: z.object({
            satisfied: z.number().int().describe(`Closed ${what}s of which it was said that it satisfies`),
            rated: z.number().int().describe(`Closed ${what}s of which anything was said`),
            share: z.number().optional().describe('Percent; absent where nobody said anything'),
          }),
        },
      },
    },
    async (request) => {
      const from = closedAt(clock.now() - request.query.days * DAY)
      const ended = (rated: 'yes' | 'no') =>
        store.count(`${what}-cases`, { tag: `rated=${rated}`, from, most: MOST_COUNTED })
      const [satisfied, not] = await Promise.all([ended('yes'), ended('no')])
      const rated = satisfied + not
      return { satisfied, rated, ...(rated > 0 ? { share: Math.round((1000 * satisfied) / rated) / 10 } : {}) }
    },
  )
}
