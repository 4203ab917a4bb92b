import { z } from 'zod'
import { Owned } from '#access'
import { dayAt, readTime } from '#calendar'
import { portClass } from '#contracts'
import { accessOf, Problem } from '#http'
import { type Deps, lastFirst, listPage, listQuery, listWays } from '#service'
import { type MtDecision, ownerOfDecision } from '../domain/decisions.ts'
import type { ReceiptState } from '../domain/receipts.ts'

const shown = z.object({
  id: z.string(),
  port: z.string(),
  partner: z.string().describe('Whose the port was then; empty: nobody’s, or not the sender’s'),
  class: portClass,
  allow: z.boolean(),
  rule: z.string(),
  policy: z.string().describe('Version of the policy that it was judged by'),
  at: z.iso.datetime(),
})

/** `GET /v1/mt`, `GET /v1/mt/{id}`: why a port’s message was sent, or not. */
export function decisionRoutes(deps: Deps): void {
  const { http, catalogue, store, policy } = deps
  const needs = { needs: ['read', 'decision'] } as const
  const ownerOf = (decided: MtDecision): string =>
    ownerOfDecision(decided, catalogue.approval(decided.port, decided.at)?.partnerId)
  const show = (id: string, each: MtDecision): z.infer<typeof shown> => ({
    id,
    port: each.port,
    partner: ownerOf(each),
    class: each.class,
    allow: each.allow,
    rule: each.rule,
    policy: each.policy,
    at: new Date(each.at).toISOString(),
  })
  /** A moment; of a date alone, its beginning, or its end. */
  const moment = (text: string | undefined, end: boolean): string | undefined => {
    if (!text) return undefined
    const { timeZone } = policy.policy
    const at = readTime(text, timeZone)
    if (at === undefined)
      throw new Problem('request.invalid', 'from, until: a date such as 2026-11-26, or a time with its zone')
    return new Date(end && !text.includes('T') ? dayAt(at, timeZone).end : at).toISOString()
  }

  http.get(
    '/v1/mt',
    {
      config: { ...needs, problems: ['not-found'] },
      schema: {
        summary: 'Decisions about ports’ messages, the last first',
        description: 'Kept for a week. With a key of a partner, of a port of your own.',
        tags: ['messages'],
        querystring: listQuery(500, 50).extend({
          order: lastFirst,
          port: z.string().trim().max(21).optional(),
          outcome: z.enum(['refused']).optional().describe('Those that were not sent'),
          from: z.string().max(40).optional().describe('A date of the operator’s zone, or a time with its zone'),
          until: z.string().max(40).optional().describe('Before this time; of a date, to its end'),
        }),
        response: { 200: z.object({ items: z.array(shown), ...listWays }) },
      },
    },
    async (request) => {
      const { after, limit, order, outcome, from, until } = request.query
      const port = request.query.port && catalogue.portOf(request.query.port, deps.clock.now())
      const partner = accessOf(request).partner()
      if (partner !== undefined && (!port || catalogue.newestApproval(port)?.partnerId !== partner))
        throw new Problem('not-found', 'Name a port of yours: `port`.')
      const tag = outcome ? (port ? `refused-of=${port}` : 'refused=all') : port ? `port=${port}` : 'of=all'
      const [first, last] = [moment(from, false), moment(until, true)]
      const bounds = { ...(first ? { from: first } : {}), ...(last ? { until: last } : {}) }
      const { found, ways } = await listPage(deps, 'mt-decisions', { tag, after, limit, order, ...bounds })
      // What was decided while the port was another’s is not of the partner that has it now.
      const items = found
        .map(({ key, body }) => show(key, body as MtDecision))
        .filter((each) => partner === undefined || each.partner === partner)
      return { items, ...ways }
    },
  )

  http.get(
    '/v1/mt/:id',
    {
      config: { ...needs, problems: ['not-found'] },
      schema: {
        summary: 'The decision about a port’s message',
        tags: ['messages'],
        params: z.object({ id: z.string().max(100) }),
        response: {
          200: shown.extend({
            delivery: z.string().optional().describe('What the delivery receipt says, where one was asked for'),
          }),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      const kept = (await store.load('mt-decisions', [id])).get(id)?.body as MtDecision | undefined
      const found = accessOf(request).open(
        kept && new Owned(ownerOf(kept), kept),
        new Problem('not-found', 'No decision by this id; it is kept for a week, and made within a second.'),
      )
      const [receipt] = await store.find('receipts', { tag: `mt=${id}`, limit: 1 })
      const delivery = (receipt?.body as ReceiptState | undefined)?.state
      return { ...show(id, found), ...(delivery ? { delivery } : {}) }
    },
  )
}
