import { z } from 'zod'
import { flagSignal } from '#contracts'
import { type Deps, listPage, listQuery, listWays } from '#service'
import { type FlagRecord, type PartnerFlags, weightOf } from './domain/flags.ts'

export const shownFlag = z.object({
  flag: z.string().describe('Names the finding for as long as it stands'),
  at: z.iso.datetime(),
  service: z.string().optional(),
  port: z.string().optional(),
  app: z.string().optional().describe('The handset software that it is of'),
  way: z.string().optional().describe('By which page, address (hashed) or app those came whose figures these are'),
  signals: z
    .array(flagSignal)
    .describe('The strongest first: what was seen, what is usual, and the evidence in log units'),
  stop_first: z.boolean().describe('Charging was frozen at once'),
  shadow: z.boolean().describe('By a rule on trial: nothing follows from it'),
  clears: z.string().describe('What it would take to clear it'),
  policy: z.string().describe('Version of the policy that it was found by'),
  charges: z.array(z.string()).describe('Ids of charges that show it best'),
  cleared_at: z.iso.datetime().optional().describe('Since when it does not stand any more'),
})

export const show = ({
  at,
  clearedAt,
  flag,
  service,
  port,
  app,
  way,
  signals,
  stop_first,
  shadow,
  clears,
  policy,
  charges,
}: FlagRecord) => ({
  flag,
  at: new Date(at).toISOString(),
  ...(service ? { service } : {}),
  ...(port ? { port } : {}),
  ...(app ? { app } : {}),
  ...(way ? { way } : {}),
  signals,
  stop_first,
  shadow,
  clears,
  policy,
  charges,
  ...(clearedAt === undefined ? {} : { cleared_at: new Date(clearedAt).toISOString() }),
})

/** `/v1/flags`: what the monitor found, the partners with most evidence first. */
export function flagRoutes(deps: Deps): void {
  deps.http.get(
    '/v1/flags',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Partners that the monitor flags, the strongest evidence first',
        description: 'A flag punishes nobody: it opens a case, and a person looks.',
        tags: ['cases'],
        querystring: listQuery(200, 50).extend({
          order: z.enum(['asc', 'desc']).default('desc').describe('`asc` begins with the weakest'),
          status: z.enum(['standing', 'past', 'all']).default('standing').describe('`past`: none stands any more'),
        }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                partner: z.string(),
                weight: z.number().describe('Log units of evidence that stand'),
                flags: z.array(shownFlag).describe('What stands, and what stood lately'),
              }),
            ),
            ...listWays,
          }),
        },
      },
    },
    async (request) => {
      const { status, ...page } = request.query
      const tag = status === 'all' ? {} : { tag: `status=${status}` }
      const { found, ways } = await listPage(deps, 'flags', { ...page, ...tag })
      const items = found.map(({ body }) => {
        const state = body as PartnerFlags
        return { partner: state.partner, weight: Math.round(weightOf(state) * 10) / 10, flags: state.flags.map(show) }
      })
      return { items, ...ways }
    },
  )
}
