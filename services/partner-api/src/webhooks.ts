import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Owned } from '#access'
import { OPERATOR, refusalRule, requestStatus, webhookDeliveries, webhooks } from '#contracts'
import { accessOf, callerOf, Problem } from '#http'
import { type Deps, edgeRecord, lastFirst, listPage, listQuery, listWays, publishFromEdge } from '#service'
import { flawOfUrl } from './call.ts'
import type { Delivery } from './domain/deliveries.ts'
import type { WebhookRecord } from './domain/requests.ts'
import { secretOf } from './secret.ts'

/** The endpoints that are in force, fed from their topic. */
export class Webhooks {
  readonly #records = new Map<string, WebhookRecord>()

  apply(record: WebhookRecord): void {
    this.#records.set(record.webhookId, record)
  }

  get(id: string): WebhookRecord | undefined {
    const found = this.#records.get(id)
    return found?.removedAt === undefined ? found : undefined
  }

  of(partnerId: string): WebhookRecord[] {
    return [...this.#records.values()].filter((each) => each.partnerId === partnerId && each.removedAt === undefined)
  }

  all(): WebhookRecord[] {
    return [...this.#records.values()].filter((each) => each.removedAt === undefined)
  }
}

const shown = z.object({ id: z.string(), partner: z.string(), url: z.string(), created_at: z.iso.datetime() })

const show = ({ webhookId, partnerId, url, createdAt }: WebhookRecord): z.infer<typeof shown> => ({
  id: webhookId,
  partner: partnerId,
  url,
  created_at: new Date(createdAt).toISOString(),
})

const delivery = z.object({
  id: z.string(),
  partner: z.string(),
  webhook: z.string(),
  status: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.number(),
  result: z.string().optional().describe('HTTP status of the last attempt, or why there was none'),
  made_at: z.iso.datetime(),
  event: z.unknown(),
})

/** What a partner’s endpoint is sent: a CloudEvent (1.0, JSON). */
export const eventSchema = z.object({
  specversion: z.literal('1.0').describe('Version of CloudEvents'),
  id: z.string().describe('Id of the event'),
  source: z.literal('/quadzero/subscription-requests').describe('What it comes from'),
  type: z.templateLiteral(['quadzero.subscription-request.', requestStatus]).meta({
    description: '`quadzero.subscription-request.` and what became of it',
    example: 'quadzero.subscription-request.waiting',
  }),
  subject: z.string().describe('Id of the request, as you were given it'),
  time: z.iso.datetime().describe('When it happened'),
  datacontenttype: z.literal('application/json').describe('Type of `data`'),
  data: z
    .object({
      request: z.string().describe('Id of the request, as you were given it'),
      service: z.string(),
      status: requestStatus,
      rule: refusalRule.optional(),
      expires_at: z.iso.datetime().optional(),
      receipt: z.string().optional().describe('Id of the consent receipt'),
    })
    .describe('What became of which request'),
})

/** That a case about a partner was decided, or its appeal. */
export const caseEventSchema = eventSchema.extend({
  source: z.literal('/quadzero/cases').describe('What it comes from'),
  type: z
    .enum([
      'quadzero.case.decided',
      'quadzero.case.appealed',
      'quadzero.case.appeal-decided',
      'quadzero.case.appeal-voided',
    ])
    .describe('What became of it'),
  subject: z.string().describe('Number of the case'),
  data: z
    .object({
      case: z
        .string()
        .describe('Number of the case: `GET /v1/own-cases/{number}` says what was decided, and until when to appeal'),
      service: z.string().optional(),
      outcome: z.enum(['proven', 'cleared']).optional(),
      points: z.number().int().optional().describe('Credit points that the verdict took'),
      written: z
        .literal(true)
        .optional()
        .describe('An appeal was entered for you, as it came in writing: what you did not write, say so at once'),
      granted: z.boolean().optional().describe('Of an appeal: points and sanctions are taken back'),
      voided: z
        .number()
        .int()
        .optional()
        .describe('Which appeal that was entered for you was taken out: `GET /v1/own-cases/{number}` says why'),
    })
    .describe('What was decided'),
})

/** `POST|GET /v1/webhooks`, `DELETE …/{id}`, `GET /v1/webhook-deliveries`, `POST …/{id}/replay`. */
export function webhookRoutes(deps: Deps, endpoints: Webhooks): void {
  const { http, bus, clock, store, config, ids } = deps
  http.webhookDocs.push({
    name: 'subscriptionRequestChanged',
    summary: 'What became of a request for a subscription',
    description:
      'Signed as Standard Webhooks says. Answer 2xx within five seconds, and know repetitions by `webhook-id`: they come after a lost answer. It names the request and never the subscriber.',
    body: eventSchema,
  })
  http.webhookDocs.push({
    name: 'caseDecided',
    summary: 'A case about you was decided, or your appeal',
    description:
      'Sent and signed as `subscriptionRequestChanged`. You may appeal within ten working days: `POST /v1/cases/{number}/appeal`.',
    body: caseEventSchema,
  })
  const save = async (record: WebhookRecord): Promise<void> => {
    const at = clock.now()
    const id = `webhook-${record.webhookId}-${at}`
    await publishFromEdge(bus, [
      edgeRecord(webhooks, bus, record.webhookId, { id, at, corr: id, type: 'webhook.set', data: record }),
    ])
    endpoints.apply(record)
  }
  http.post(
    '/v1/webhooks',
    {
      config: { needs: ['subscribe', 'webhook'], problems: ['not-found', 'webhook.url', 'webhook.too-many'] },
      schema: {
        summary: 'Have the outcomes of requests, and of cases about you, told to a URL',
        description:
          'CloudEvents (1.0, JSON), signed as Standard Webhooks says: check webhook-signature with the secret, which is shown this once, and know repetitions by webhook-id. Tried for about a day.',
        tags: ['partners'],
        body: z.object({
          url: z.url({ protocol: /^https?$/ }).max(500),
          partner: z
            .string()
            .max(40)
            .optional()
            .describe('Whose endpoint it is: your own, unless you are an administrator; `operator`: is told of alarms'),
        }),
        response: { 201: shown.extend({ secret: z.string() }) },
      },
    },
    async (request, reply) => {
      const partnerId = request.body.partner ?? callerOf(request).partnerId ?? ''
      const isOperator = partnerId === OPERATOR && accessOf(request).partner() === undefined
      const partner = isOperator ? {} : deps.catalogue.partner(partnerId, clock.now())
      accessOf(request).open(
        partner && new Owned(partnerId, partner),
        new Problem('not-found', 'No partner has this id.'),
      )
      const flaw = config.WEBHOOK_INSIDE === 'allow' ? undefined : flawOfUrl(request.body.url)
      if (flaw) throw new Problem('webhook.url', flaw)
      if (endpoints.of(partnerId).length >= deps.policy.policy.webhooksPerPartner) throw new Problem('webhook.too-many')
      const record = {
        webhookId: randomBytes(8).toString('hex'),
        partnerId,
        url: request.body.url,
        createdAt: clock.now(),
      }
      await save(record)
      return reply.code(201).send({ ...show(record), secret: secretOf(deps, record) })
    },
  )
  http.get(
    '/v1/webhooks',
    {
      config: { needs: ['read', 'webhook'] },
      schema: { summary: 'Your webhooks', tags: ['partners'], response: { 200: z.object({ items: z.array(shown) }) } },
    },
    async (request) => {
      const partnerId = accessOf(request).partner()
      return { items: (partnerId === undefined ? endpoints.all() : endpoints.of(partnerId)).map(show) }
    },
  )
  http.delete(
    '/v1/webhooks/:id',
    {
      config: { needs: ['subscribe', 'webhook'], problems: ['not-found'] },
      schema: {
        summary: 'Remove a webhook',
        tags: ['partners'],
        params: z.object({ id: z.string() }),
        response: { 200: shown },
      },
    },
    async (request) => {
      const known = endpoints.get(request.params.id)
      const record = accessOf(request).open(
        known && new Owned(known.partnerId, known),
        new Problem('not-found', 'No webhook has this id.'),
      )
      await save({ ...record, removedAt: clock.now() })
      return show(record)
    },
  )
  http.get(
    '/v1/webhook-deliveries',
    {
      config: { needs: ['read', 'delivery'] },
      schema: {
        summary: 'What was delivered, waits, or failed; by the time it was made',
        tags: ['partners'],
        querystring: listQuery(500, 100).extend({
          order: lastFirst,
          status: z.enum(['pending', 'delivered', 'failed']).default('failed'),
          partner: z.string().max(40).optional().describe('Of one partner; your own, unless you see all'),
        }),
        response: { 200: z.object({ items: z.array(delivery), ...listWays }) },
      },
    },
    async (request) => {
      const { status, after, limit, order, partner: wanted } = request.query
      const partnerId = accessOf(request).partner() ?? wanted
      const tag = partnerId === undefined ? `status=${status}` : `partner=${partnerId}|${status}`
      const { found, ways } = await listPage(deps, 'deliveries', { tag, after, limit, order })
      const items = found.map(({ key, body }) => {
        const { webhookId, partnerId: owner, attempts, result, madeAt, body: event, status: now } = body as Delivery
        return {
          id: ids.seal('delivery', owner, key),
          partner: owner,
          webhook: webhookId,
          status: now,
          attempts,
          ...(result ? { result } : {}),
          made_at: new Date(madeAt).toISOString(),
          event: JSON.parse(event) as unknown,
        }
      })
      return { items, ...ways }
    },
  )
  http.post(
    '/v1/webhook-deliveries/:id/replay',
    {
      config: { needs: ['subscribe', 'delivery'], problems: ['not-found'] },
      schema: {
        summary: 'Deliver it again',
        tags: ['partners'],
        params: z.object({ id: z.string().max(800) }),
        response: { 202: z.object({ accepted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const id = ids.open('delivery', request.params.id)?.id ?? ''
      const found = (await store.load('deliveries', [id])).get(id)?.body as Delivery | undefined
      accessOf(request).open(
        found && new Owned(found.partnerId, found),
        new Problem('not-found', 'No delivery has this id.'),
      )
      const message = {
        id: request.id,
        at: clock.now(),
        corr: request.id,
        type: 'delivery.replay',
        data: { by: callerOf(request).keyId },
      }
      await publishFromEdge(bus, [edgeRecord(webhookDeliveries, bus, id, message)])
      return reply.code(202).send({ accepted: true as const })
    },
  )
}
