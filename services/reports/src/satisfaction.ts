import { z } from 'zod'
import type { Deps } from '#service'
import { sortOfReport } from './domain/report-case.ts'

const DAY = 86_400_000
const MOST_COUNTED = 100_000

/** `GET /v1/report-satisfaction`: the share of reports that ended satisfied, of those whose reporters were asked and said. */
export function satisfactionRoute({ http, store, clock }: Deps): void {
  http.get(
    '/v1/report-satisfaction',
    {
      config: { needs: ['look', 'report'] },
      schema: {
        summary: 'How many of those who were asked are satisfied with what became of their report',
        description: 'As it ended: of a report that was reopened, what was said last.',
        tags: ['reports'],
        querystring: z.object({ days: z.coerce.number().int().min(1).max(180).default(30).describe('Closed since') }),
        response: {
          200: z.object({
            satisfied: z.number().int().describe('Closed reports whose reporters said that it satisfies'),
            rated: z.number().int().describe('Closed reports whose reporters said anything'),
            share: z.number().optional().describe('Percent; absent where nobody said anything'),
          }),
        },
      },
    },
    async (request) => {
      const from = sortOfReport({
        dueAt: 0,
        closed: { at: clock.now() - request.query.days * DAY, by: '', proven: false },
      })
      const ended = (rated: 'yes' | 'no') =>
        store.count('report-cases', { tag: `rated=${rated}`, from, most: MOST_COUNTED })
      const [satisfied, not] = await Promise.all([ended('yes'), ended('no')])
      const rated = satisfied + not
      return { satisfied, rated, ...(rated > 0 ? { share: Math.round((1000 * satisfied) / rated) / 10 } : {}) }
    },
  )
}
