import { z } from 'zod'
import { chargeRule } from '#contracts'
import { stillOwns } from '#http'
import type { Deps } from '#service'
import type { AccountState } from './domain/state.ts'

const SIX_MONTHS_MS = 184 * 86_400_000

/** 近6个月清单: a subscriber's charges and refunds of six months, on their own page. */
export function accountRoutes({ http, store, sessions, clock, catalogue }: Deps): void {
  http.get(
    '/account/api/charges',
    {
      schema: {
        hide: true,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                id: z.string(),
                service: z.string(),
                name_zh: z.string(),
                name_en: z.string(),
                amount_fen: z.number(),
                at: z.iso.datetime(),
                rule: chargeRule.optional(),
                refund_fen: z.number(),
                dispute: z.enum(['open', 'proven', 'disproven']).optional(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const session = sessions.of(request)
      const state = (await store.load('account', [session.key])).get(session.key)?.body as AccountState | undefined
      stillOwns(session, state?.tenureSince)
      const since = clock.now() - SIX_MONTHS_MS
      const items = (state?.charges ?? [])
        .filter((each) => each.tenure === state?.tenure && each.at >= since)
        .sort((a, b) => b.at - a.at)
        .map((each) => {
          const service = catalogue.service(each.serviceId, each.at)
          const refunded = each.dispute?.instant && each.refundFen === 0 ? each.amountFen : each.refundFen
          return {
            id: each.id,
            service: each.serviceId,
            name_zh: service?.nameZh ?? each.serviceId,
            name_en: service?.nameEn ?? each.serviceId,
            amount_fen: each.amountFen,
            at: new Date(each.at).toISOString(),
            ...(each.rule ? { rule: each.rule } : {}),
            refund_fen: refunded,
            ...(each.dispute ? { dispute: each.dispute.status } : {}),
          }
        })
      return { items }
    },
  )
}
