import { Readable } from 'node:stream'
import { z } from 'zod'
import { reportNumber, reportRewards } from '#contracts'
import { csvRow } from '#csv'
import { callerOf, tenureOf } from '#http'
import {
  askForSight,
  checkFile,
  type Deps,
  edgeRecord,
  headsRoute,
  lastFirst,
  listPage,
  listQuery,
  listWays,
  masked,
  maskedNumber,
  proposed,
  publishFromEdge,
} from '#service'
import { contentOf, type Reward } from './domain/reward.ts'

/** Rewards of one export, at most; what is left over is in the next. */
const MOST = 10_000
const PAGE = 200
const COLUMNS = ['subscriber', 'points', 'report', 'campaign', 'earned_at', 'owner']
/** What two people agree to show. */
const sightOf = (name: string): string => `points ${name}`
const iso = (at: number): string => new Date(at).toISOString()

/** The ledger of points for proven reports, and its export for whoever keeps the points. */
export function rewardRoutes(deps: Deps): void {
  const { http, store, bus, clock, log, keyOf } = deps

  headsRoute<Reward>(deps, {
    path: '/v1/reward-heads',
    summary: 'Which version each line of the ledger of points is, by what is stored now',
    process: 'report-rewards',
    contentOf,
    isOwn: ({ campaign, subscriber, tenure, msisdn }, key) =>
      keyOf(msisdn) === subscriber && key === `${campaign}.${subscriber}.${tenure}`,
  })

  http.get(
    '/v1/report-rewards',
    {
      config: { needs: ['look', 'report'] },
      schema: {
        summary: 'Points for proven reports, once a campaign and subscriber',
        description: 'Numbers are masked.',
        tags: ['reports'],
        querystring: listQuery(200, 50).extend({
          order: lastFirst,
          state: z.enum(['all', 'due', 'exported']).default('all').describe('`due`: in no export yet'),
        }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                subscriber: maskedNumber,
                number: reportNumber,
                points: z.number().int().describe('Points for it'),
                campaign: z.string().describe('The campaign that was proven'),
                earned_at: z.iso.datetime().describe('When it was earned'),
                export: z.string().optional().describe('The export that it went out with'),
              }),
            ),
            ...listWays,
          }),
        },
      },
    },
    async (request) => {
      const { state, ...page } = request.query
      const { found, ways } = await listPage(deps, 'report-rewards', {
        ...page,
        tag: state === 'all' ? 'all=1' : `state=${state}`,
      })
      const items = found.map(({ body }) => {
        const { msisdn, number, points, campaign, at, exported } = body as Reward
        return {
          subscriber: masked(deps, callerOf(request), msisdn),
          number,
          points,
          campaign,
          earned_at: iso(at),
          ...(exported ? { export: exported.export } : {}),
        }
      })
      return { items, ...ways }
    },
  )

  http.post(
    '/v1/report-rewards/exports',
    {
      config: { needs: ['settle', 'reward'] },
      schema: {
        summary: 'Put the points that are due into an export',
        description: `At most ${MOST} at once, the oldest first; each stands in one export, whatever happens. Its file is at /v1/report-rewards/exports/{export}.`,
        tags: ['reports'],
        body: z.object({}).default({}),
        response: {
          200: z.object({
            export: z.string().describe('Id of the export'),
            rewards: z.number().int().describe('How many are in it'),
          }),
        },
      },
    },
    async (request) => {
      const by = callerOf(request).keyId
      const at = clock.now()
      const name = `${iso(at).slice(0, 10)}-${request.id}`.slice(0, 60)
      let rewards = 0
      for (let after: string | undefined; rewards < MOST; ) {
        const found = await store.find('report-rewards', {
          tag: 'state=due',
          limit: PAGE,
          ...(after === undefined ? {} : { after }),
        })
        const records = found.map(({ key }) =>
          edgeRecord(reportRewards, bus, key, {
            id: `${request.id}-${key}`,
            at,
            corr: request.id,
            type: 'reward.exported',
            data: { export: name, by },
          }),
        )
        if (records.length > 0) await publishFromEdge(bus, records)
        rewards += records.length
        if (found.length < PAGE) break
        after = found.at(-1)?.cursor
      }
      request.noted = { target: `export ${name}`, reason: `${rewards} rewards` }
      return { export: name, rewards }
    },
  )

  const exportName = z.object({ export: z.string().max(60).describe('Id of the export') })
  /** Points stay with the tenure that earned them. */
  const ownerOf = async ({ subscriber, tenure }: Reward): Promise<string> =>
    (await tenureOf(store, subscriber)) === tenure ? 'present' : 'former'
  http.post(
    '/v1/report-rewards/exports/:export',
    {
      config: { needs: ['settle', 'reward'], problems: ['proposal.key', 'proposal.refused', 'not-ready'] },
      schema: {
        operationId: 'askForExportedNumbers',
        summary: 'Ask for the file of an export with many numbers',
        description: 'A second person agrees; then GET with `proposal` gives it to you for a day.',
        tags: ['reports'],
        params: exportName,
        body: z.object({ reason: z.string().trim().min(3).max(300) }),
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      const what = sightOf(request.params.export)
      return reply.code(202).send(await askForSight(deps, callerOf(request), what, reason, request.id))
    },
  )

  http.get(
    '/v1/report-rewards/exports/:export',
    {
      config: { needs: ['settle', 'reward'], problems: ['sight.missing', 'sight.many'] },
      schema: {
        summary: 'The file of an export (CSV)',
        description:
          'With whole numbers, for whoever keeps the points: who took it is on the audit, and for more numbers than one person may see of an hour a second one agrees (`proposal`). `owner` is `former` where the number has gone to somebody else since: those points are not theirs.',
        tags: ['reports'],
        params: exportName,
        querystring: z.object({
          proposal: z.string().max(100).optional().describe('By which two people agreed to show that many numbers'),
        }),
      },
    },
    async (request, reply) => {
      const { export: name } = request.params
      const tag = `export=${name}`
      const numbers = await store.count('report-rewards', { tag, most: MOST })
      await checkFile(deps, callerOf(request), { numbers, what: sightOf(name) }, request.query.proposal)
      log.info({ by: callerOf(request).keyId, export: name }, 'rewards are exported')
      request.noted = { target: `export ${name}`, reason: 'handed over' }
      const lines = async function* () {
        yield csvRow(COLUMNS)
        for (let after: string | undefined; ; ) {
          const found = await store.find('report-rewards', {
            tag,
            limit: PAGE,
            ...(after === undefined ? {} : { after }),
          })
          const rewards = found.map(({ body }) => body as Reward)
          const owners = await Promise.all(rewards.map((each) => ownerOf(each)))
          yield rewards
            .map(({ msisdn, points, number, campaign, at }, n) =>
              csvRow([msisdn, points, number, campaign, iso(at), owners[n] as string]),
            )
            .join('')
          if (found.length < PAGE) return
          after = found.at(-1)?.cursor
        }
      }
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rewards.csv"')
        .send(Readable.from(lines()))
    },
  )
}
