import { z } from 'zod'
import { subscriberCommands, terms } from '#contracts'
import { ofTenure, subscriberOf } from '#http'
import { type Deps, edgeRecord, publishFromEdge, seenByBoth } from '#service'
import { lineOf } from './domain/names.ts'
import { idOf } from './domain/one-off.ts'
import type { Refs, SubscriberState } from './domain/state.ts'

/** What a subscriber sees of services and blocks on their own page, and cancels there. */
export function accountRoutes(deps: Deps, refs: Refs): void {
  const { http, store, clock, bus } = deps
  const service = z.object({
    id: z.string(),
    name_zh: z.string(),
    name_en: z.string(),
    partner_zh: z.string(),
    partner_en: z.string(),
    port: z.string(),
    tariff_fen: z.number(),
    period: terms.shape.period,
    package: z.string().optional(),
    since: z.iso.datetime(),
    receipt: z.string().optional(),
  })
  seenByBoth(
    deps,
    'services',
    z.object({
      services: z.array(service),
      blocks: z.array(z.object({ port: z.string(), scope: z.enum(['marketing', 'full']), since: z.iso.datetime() })),
      marketing: z.array(
        z.object({
          name_zh: z.string(),
          name_en: z.string(),
          port: z.string(),
          per_week: z.number(),
          until: z.iso.datetime(),
        }),
      ),
      language: z.enum(['zh-CN', 'en']),
    }),
    async (session) => {
      const found = (await store.load('subscriber', [session.key])).get(session.key)?.body as
        | SubscriberState
        | undefined
      const state = ofTenure(found, session.tenure)
      const now = clock.now()
      const services = (state?.subscriptions ?? []).map((each) => {
        const zh = lineOf(each, 0, { refs, now, language: 'zh-CN' })
        const en = lineOf(each, 0, { refs, now, language: 'en' })
        return {
          id: idOf(each),
          name_zh: zh.service,
          name_en: en.service,
          partner_zh: zh.partner,
          partner_en: en.partner,
          port: refs.catalogue.service(each.serviceId, now)?.port ?? '',
          tariff_fen: each.tariffFen ?? zh.tariffFen,
          period: zh.period,
          ...(each.package ? { package: each.package } : {}),
          since: new Date(each.since).toISOString(),
          ...(each.receiptId ? { receipt: each.receiptId } : {}),
        }
      })
      const blocks = (state?.blocks ?? []).map(({ port, scope, since }) => ({
        port,
        scope,
        since: new Date(since).toISOString(),
      }))
      const marketing = (state?.marketing ?? [])
        .filter((each) => each.until > now)
        .map(({ serviceId, port, perWeek, until }) => ({
          name_zh: lineOf({ serviceId }, 0, { refs, now, language: 'zh-CN' }).service,
          name_en: lineOf({ serviceId }, 0, { refs, now, language: 'en' }).service,
          port,
          per_week: perWeek,
          until: new Date(until).toISOString(),
        }))
      return { services, blocks, marketing, language: state?.language ?? 'zh-CN' }
    },
  )
  http.post(
    '/account/api/cancel',
    {
      config: { needs: ['own', 'account'] },
      schema: {
        hide: true,
        body: z.object({ services: z.array(z.string().max(40)).min(1).max(100), language: z.enum(['zh-CN', 'en']) }),
        response: { 202: z.object({ accepted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const { key, msisdn } = subscriberOf(request)
      const id = `web-${request.id}`
      const { services, language } = request.body
      const data = { msisdn, serviceIds: services, channel: 'web', language, fingerprint: id }
      const message = { id, at: clock.now(), corr: id, type: 'services.cancel', data }
      await publishFromEdge(bus, [edgeRecord(subscriberCommands, bus, key, message)])
      return reply.code(202).send({ accepted: true as const })
    },
  )
}
