import { z } from 'zod'
import { language, terms } from '#contracts'
import { ofTenure, Problem } from '#http'
import { type Deps, seenByBoth } from '#service'
import { parseAddress } from '#sms'
import { deedsOf } from './domain/deeds.ts'
import { lineOf } from './domain/names.ts'
import { idOf } from './domain/one-off.ts'
import type { Refs, SubscriberState } from './domain/state.ts'
import { refundAsked } from './domain/subscribe.ts'

/** What a subscriber sees of services, blocks and ports on their own page. */
export function accountRoutes(deps: Deps, refs: Refs): void {
  const { http, store, clock } = deps
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
  const action = z.object({
    code: z.string(),
    at: z.iso.datetime(),
    until: z.iso.datetime(),
    cancelled: z.array(service.pick({ name_zh: true, name_en: true })),
    port: z.string().optional(),
    became: z.enum(['marketing', 'full', 'none']).optional(),
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
      actions: z.array(action).describe('What can still be undone, the latest first'),
      refund: service
        .pick({ name_zh: true, name_en: true })
        .extend({ told_at: z.iso.datetime() })
        .optional()
        .describe('The refund, or outcome of a dispute, that was told last: whether it is solved is still a question'),
      language,
    }),
    async (session) => {
      const found = (await store.load('subscriber', [session.key])).get(session.key)?.body as
        | SubscriberState
        | undefined
      const state = ofTenure(found, session.tenure)
      const now = clock.now()
      const names = (each: { serviceId: string }) => ({
        name_zh: lineOf(each, 0, { refs, now, language: 'zh-CN' }).service,
        name_en: lineOf(each, 0, { refs, now, language: 'en' }).service,
      })
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
          ...names({ serviceId }),
          port,
          per_week: perWeek,
          until: new Date(until).toISOString(),
        }))
      const actions = (state ? deedsOf(state, now, refs) : []).map(({ code, at, until, cancelled, port }) => ({
        code,
        at: new Date(at).toISOString(),
        until: new Date(until).toISOString(),
        cancelled: cancelled.map(names),
        ...(port ? { port: port.port, became: port.block } : {}),
      }))
      const told = state && refundAsked(state, now, refs.policy)
      const refund = told && { ...names(told), told_at: new Date(told.at).toISOString() }
      const language = state?.language ?? 'zh-CN'
      return { services, blocks, marketing, actions, ...(refund ? { refund } : {}), language }
    },
  )
  http.get(
    '/account/api/ports/:port',
    {
      config: { needs: ['own', 'account'] },
      schema: {
        hide: true,
        params: z.object({ port: z.string().max(30) }),
        response: {
          200: z.object({
            port: z.string(),
            partner_zh: z.string().optional(),
            partner_en: z.string().optional(),
            services: z.array(
              service
                .pick({ id: true, name_zh: true, name_en: true, tariff_fen: true, period: true })
                .extend({ per_week: z.number().optional() }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const now = clock.now()
      const port = refs.catalogue.portOf(portOf(request.params.port, refs), now)
      const services = refs.catalogue.port(port, now)
      const owner = refs.catalogue.approval(port, now)?.partnerId ?? services[0]?.partnerId
      const partner = owner === undefined ? undefined : refs.catalogue.partner(owner, now)
      return {
        port,
        ...(partner ? { partner_zh: partner.nameZh, partner_en: partner.nameEn } : {}),
        services: services.map((each) => ({
          id: each.serviceId,
          name_zh: each.nameZh,
          name_en: each.nameEn,
          tariff_fen: each.tariffFen,
          period: each.period,
          ...(each.perWeek === undefined ? {} : { per_week: each.perWeek }),
        })),
      }
    },
  )
}

/** A port, as it is typed. @throws Problem `address.invalid` for what is none: a short code of ours, say */
export function portOf(typed: string, { policy }: Pick<Refs, 'policy'>): string {
  const port = parseAddress(typed)
  const { query, prompts, reports } = policy.shortCodes
  if (!port || !/^\d{5,21}$/.test(port) || [...query, prompts, ...reports].includes(port))
    throw new Problem('address.invalid')
  return port
}
