import { z } from 'zod'
import { believed, ofTenure } from '#http'
import { namesOf, serviceNames } from '#reference'
import { type Deps, subjectOf, subjectParams } from '#service'
import { wouldDispute } from './domain/lost.ts'
import { backFen } from './domain/refund.ts'
import type { AccountState, Refs } from './domain/state.ts'

/** Which charges a lost phone would have disputed, and what of them goes back at once: beside `…/line/lost`. */
export function lostChargeRoutes(deps: Deps, refs: Refs): void {
  const { http, store, clock, catalogue } = deps
  http.get(
    '/console/api/subscribers/:ref/lost-charges',
    {
      config: { needs: ['see', 'subject'] },
      schema: {
        hide: true,
        params: subjectParams,
        querystring: z.object({ since: z.iso.datetime({ offset: true }) }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                id: z.string(),
                service: serviceNames,
                amount_fen: z.number(),
                at: z.iso.datetime(),
                refund_fen: z.number().describe('What would have gone back then; the rest is decided by a person'),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { key, tenure } = subjectOf(deps, request)
      const found = await believed<AccountState>(store, 'account', key)
      const state = ofTenure(found, tenure)
      if (!state) return { items: [] }
      const would = wouldDispute(state, Date.parse(request.query.since), { now: clock.now(), key, refs })
      return {
        items: would.map((each) => ({
          id: each.id,
          service: namesOf(catalogue, each.serviceId, each.at),
          amount_fen: each.amountFen,
          at: new Date(each.at).toISOString(),
          refund_fen: backFen(each),
        })),
      }
    },
  )
}
