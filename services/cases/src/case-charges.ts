import { z } from 'zod'
import { chargeKind, chargeRule, serviceId } from '#contracts'
import { callerOf } from '#http'
import { namesOf, serviceNames } from '#reference'
import { type Deps, lastFirst, listPage, listQuery, listWays, subjectRef } from '#service'
import type { KnownCharge } from './domain/victims.ts'
import { caseParams, findCase } from './routes.ts'
import { iso } from './shown.ts'

const shownCharge = z.object({
  charge: z.string().describe('Id of the charge'),
  service: serviceNames,
  amount_fen: z.number(),
  charged_at: z.iso.datetime(),
  kind: chargeKind.optional(),
  rule: chargeRule.optional().describe('Why it was wrong; absent: by the rules'),
  refund_fen: z.number().describe('What had gone back when it was judged, fen'),
  subject: z
    .string()
    .optional()
    .describe('`/console/api/subscribers/{subject}/…` tells how it came about: request, prompt, answer, receipt'),
})

/** `GET /v1/cases/{number}/charges`: the charges that its findings name; `GET /v1/partner-charges/{partner}`: all of one. */
export function caseChargeRoutes(deps: Deps): void {
  const { http, store, catalogue } = deps
  const show = (
    caller: ReturnType<typeof callerOf>,
    { chargeId, subscriber, tenure, serviceId, amountFen, chargedAt, kind, rule, refundFen }: KnownCharge,
  ): z.infer<typeof shownCharge> => ({
    charge: chargeId,
    service: namesOf(catalogue, serviceId, chargedAt),
    amount_fen: amountFen,
    charged_at: iso(chargedAt),
    ...(kind ? { kind } : {}),
    ...(rule ? { rule } : {}),
    refund_fen: refundFen,
    ...(tenure === undefined ? {} : { subject: subjectRef(deps, caller, { key: subscriber, tenure }) }),
  })
  http.get(
    '/v1/cases/:number/charges',
    {
      config: { needs: ['look', 'case_file'], problems: ['not-found'] },
      schema: {
        summary: 'The charges that show it best, as its findings name them',
        description: 'Whose they are stays masked: `subject` opens for who asked, and for nobody else.',
        tags: ['cases'],
        params: caseParams,
        response: {
          200: z.object({
            items: z.array(shownCharge),
            missing: z
              .array(z.string())
              .describe('Charges that are named and not kept (any more), or were changed in the database'),
          }),
        },
      },
    },
    async (request) => {
      const { findings } = await findCase(deps, request.params.number)
      const named = [...new Set(findings.flatMap(({ charges }) => charges))]
      const found = await store.load('case-charges', named)
      const caller = callerOf(request)
      const items = named.flatMap((id) => {
        const charge = found.get(id)?.body as KnownCharge | undefined
        return charge ? show(caller, charge) : []
      })
      return { items, missing: named.filter((id) => !found.get(id)?.body) }
    },
  )

  http.get(
    '/v1/partner-charges/:partner',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Charges of one partner as they were judged, the latest first',
        description: 'As long as charges are kept. Whose they are stays masked: `subject` opens for who asked.',
        tags: ['cases'],
        params: z.object({ partner: z.string().max(40) }),
        querystring: listQuery(200, 50).extend({
          order: lastFirst,
          of: z.enum(['all', 'wrong']).default('all').describe('`wrong`: those that broke a rule, or were found wrong'),
          service: serviceId.optional().describe('Of this service only'),
        }),
        response: {
          200: z.object({
            items: z.array(
              shownCharge.extend({ cases: z.array(z.string()).describe('Numbers of the cases that name it') }),
            ),
            ...listWays,
          }),
        },
      },
    },
    async (request) => {
      const { partner } = request.params
      const { of, service, ...page } = request.query
      const names = of === 'wrong' ? (['wrong', 'wrong-of'] as const) : (['partner', 'service'] as const)
      const tag = service === undefined ? `${names[0]}=${partner}` : `${names[1]}=${partner}|${service}`
      const { found, ways } = await listPage(deps, 'case-charges', { ...page, tag })
      const caller = callerOf(request)
      const items = found.map(({ body }) => {
        const charge = body as KnownCharge
        return { ...show(caller, charge), cases: [...(charge.cases ?? [])] }
      })
      return { items, ...ways }
    },
  )
}
