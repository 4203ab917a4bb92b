import { z } from 'zod'
import { Owned } from '#access'
import {
  confirmationRequests,
  type Origin,
  origin,
  packageName,
  place,
  type RefusalRule,
  refusalRule,
  requestStatus,
  serviceId,
  signerDigest,
} from '#contracts'
import { accessOf, ConfirmLinks, idempotencyHeader, Problem, tenureOf } from '#http'
import { callId, type Deps, edgeRecord, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'
import type { RequestRecord } from './domain/requests.ts'

const saidOrigin = origin.omit({ channel: true, district: true }).extend({
  place: place.optional().describe('Where the handset was, as reports name places; `cell` by itself says the same'),
  app: z
    .object({ package: packageName, version: z.string().max(40).optional(), signature: signerDigest.optional() })
    .optional(),
})

/** As it is kept: a place is its cell and its district. */
export function originOf({ place: { cell, district } = {}, ...said }: z.infer<typeof saidOrigin>): Origin {
  return { channel: 'partner', ...(cell ? { cell } : {}), ...(district ? { district } : {}), ...said }
}

/** What a rule means to the partner, and what it can do. */
const explained: Record<RefusalRule, string> = {
  'service.unknown': 'The service is not approved, or no longer.',
  'partner.restrained':
    'Nothing of this partner is put to subscribers now: GET /v1/standings/{partner} tells it what it is kept from.',
  'app.barred': 'The app that asked for it is barred, for whomever it asks: see the public notices.',
  locked: 'Nothing that costs is put to this subscriber now.',
  'already.subscribed': 'The subscriber has this service already.',
  'already.open': 'The same request waits for the subscriber’s answer.',
  'port.blocked':
    'The subscriber blocked the port. Its requests are not put to them until they ask for the service or unblock it.',
  'refused.before':
    'The subscriber said no, or nothing. It is not put again until they ask for the service themselves.',
  'refused.similar':
    'The subscriber refused a similar service of yours. It is not put again until they ask for it themselves.',
  'limit.partner': 'You asked this subscriber often enough for 24 hours.',
  'limit.subscriber': 'This subscriber was asked often enough for 24 hours.',
  'limit.open': 'Too many requests wait for this subscriber’s answer.',
}

/** `POST /v1/subscription-requests`, `GET /v1/subscription-requests/{id}`. */
export function requestRoutes(deps: Deps): void {
  const { http, catalogue, clock, bus, keyOf, config, store, ids } = deps
  const links = new ConfirmLinks(ids)
  http.post(
    '/v1/subscription-requests',
    {
      config: {
        needs: ['subscribe', 'service'],
        problems: ['number.invalid', 'service.unknown', 'tariff.other', 'return.url'],
      },
      schema: {
        summary: 'Ask for a subscription or a one-off purchase',
        description:
          'The operator puts it to the subscriber (10086901); nothing exists and nothing may be charged before their yes. 202 means that it is durable; what became of it is looked up, and told by webhook. For a purchase on the web send the subscriber to `confirm_url`: there they see the price, confirm with a code that their phone gets, also at night, and are led back to `return_url` with `request` and `outcome` (look the outcome up; anybody can type an address).',
        tags: ['partners'],
        headers: idempotencyHeader,
        body: z.object({
          subscriber: z.string().max(40).describe('The number, in any spelling'),
          service: serviceId,
          tariff_fen: z.number().int().min(0).optional().describe('When given, it must be the approved one'),
          origin: saidOrigin.default({}).describe('Where the request came from; kept with the consent'),
          return_url: z
            .url({ protocol: /^https?$/ })
            .max(500)
            .optional()
            .describe('Where the subscriber is led back to from `confirm_url`'),
        }),
        response: {
          202: z.object({ id: z.string(), confirm_url: z.string().describe('The page where the subscriber confirms') }),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      const msisdn = parseMsisdn(body.subscriber, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const at = clock.now()
      const known = catalogue.service(body.service, at)
      const service = accessOf(request).open(
        known && !known.retired ? new Owned(known.partnerId, known) : undefined,
        new Problem('service.unknown'),
      )
      if (body.tariff_fen !== undefined && body.tariff_fen !== service.tariffFen)
        throw new Problem('tariff.other', undefined, { approved_fen: service.tariffFen })
      const { return_url: back } = body
      if (back && config.WEBHOOK_INSIDE !== 'allow' && !back.startsWith('https:')) throw new Problem('return.url')
      const { id, fingerprint } = await callId(deps, request)
      const key = keyOf(msisdn)
      const data = {
        requestId: id,
        msisdn,
        serviceId: body.service,
        by: 'partner',
        origin: originOf(body.origin),
        fingerprint,
      }
      await publishFromEdge(bus, [
        edgeRecord(confirmationRequests, bus, key, { id, at, corr: id, type: 'subscription.requested', data }),
      ])
      const site = config.ACCOUNT_URL || `${request.protocol}://${request.host}`
      const tenure = await tenureOf(store, key)
      const link = { requestId: id, key, tenure, serviceId: body.service, ...(back ? { back } : {}) }
      return reply
        .code(202)
        .send({ id: ids.seal('request', service.partnerId, id), confirm_url: links.make(site, link) })
    },
  )
  http.get(
    '/v1/subscription-requests/:id',
    {
      config: { needs: ['read', 'request'], problems: ['not-found'] },
      schema: {
        summary: 'What became of a request',
        tags: ['partners'],
        params: z.object({ id: z.string().max(600) }),
        response: {
          200: z.object({
            id: z.string(),
            service: z.string(),
            status: requestStatus,
            rule: refusalRule.optional(),
            why: z.string().optional(),
            expires_at: z.iso.datetime().optional(),
            receipt: z.string().optional().describe('Id of the consent receipt'),
            at: z.iso.datetime(),
          }),
        },
      },
    },
    async (request) => {
      const opened = ids.open('request', request.params.id)
      const kept =
        opened && ((await store.load('requests', [opened.id])).get(opened.id)?.body as RequestRecord | undefined)
      const found = accessOf(request).open(
        kept && new Owned(kept.partnerId, kept),
        new Problem('not-found', 'No request of yours has this id; one that was just made is there within a second.'),
      )
      const { serviceId: service, status, rule, expiresAt, receiptId, at } = found
      return {
        id: request.params.id,
        service,
        status,
        ...(rule ? { rule, why: explained[rule] } : {}),
        ...(status === 'asked' && expiresAt ? { expires_at: new Date(expiresAt).toISOString() } : {}),
        ...(receiptId ? { receipt: ids.seal('receipt', found.partnerId, receiptId) } : {}),
        at: new Date(at).toISOString(),
      }
    },
  )
}
