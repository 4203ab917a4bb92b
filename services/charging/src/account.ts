import { z } from 'zod'
import { chargeRule } from '#contracts'
import { believed, ofTenure } from '#http'
import { type Deps, seenByBoth } from '#service'
import { backFen } from './domain/refund.ts'
import type { AccountState } from './domain/state.ts'

const SIX_MONTHS_MS = 184 * 86_400_000

/** 近6个月清单: a subscriber's charges, reminders and refunds of six months, on their own page. */
export function accountRoutes(deps: Deps): void {
  const { store, clock, catalogue } = deps
  const names = (serviceId: string, at: number) => {
    const service = catalogue.service(serviceId, at)
    return { name_zh: service?.nameZh ?? serviceId, name_en: service?.nameEn ?? serviceId }
  }
  seenByBoth(
    deps,
    'charges',
    z.object({
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
      reminders: z.array(
        z.object({
          at: z.iso.datetime(),
          kind: z.enum(['before', 'after', 'refund', 'disproven']),
          items: z.array(
            z.object({
              name_zh: z.string(),
              name_en: z.string(),
              amount_fen: z.number(),
              refund_fen: z.number(),
            }),
          ),
        }),
      ),
    }),
    async (session) => {
      const found = await believed<AccountState>(store, 'account', session.key)
      const state = ofTenure(found, session.tenure)
      const since = clock.now() - SIX_MONTHS_MS
      const items = (state?.charges ?? [])
        .filter((each) => each.tenure === state?.tenure && each.at >= since)
        .sort((a, b) => b.at - a.at)
        .map((each) => ({
          id: each.id,
          service: each.serviceId,
          ...names(each.serviceId, each.at),
          amount_fen: each.amountFen,
          at: new Date(each.at).toISOString(),
          ...(each.rule ? { rule: each.rule } : {}),
          refund_fen: backFen(each),
          ...(each.dispute ? { dispute: each.dispute.status } : {}),
        }))
      const reminders = (state?.reminders ?? [])
        .filter((each) => each.at >= since)
        .toReversed()
        .map(({ at, kind, items }) => ({
          at: new Date(at).toISOString(),
          kind,
          items: items.map(({ serviceId, amountFen, refundFen = 0 }) => ({
            ...names(serviceId, at),
            amount_fen: amountFen,
            refund_fen: refundFen,
          })),
        }))
      return { items, reminders }
    },
  )
}
