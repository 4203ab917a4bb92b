import { z } from 'zod'
import { confirmationRequests, type ReceiptContent, receiptContent } from '#contracts'
import { holds } from '#evidence'
import { believed, ofTenure, Problem, subscriberOf } from '#http'
import { type Deps, edgeRecord, publishFromEdge, type Subject, seenByBoth } from '#service'
import { maskNumber } from '#sms'
import { localNumber } from '#texts'
import { openDuties } from './domain/duties.ts'
import { closesAt } from './domain/over.ts'
import type { ReceiptRecord } from './domain/records.ts'
import type { ConfirmationState } from './domain/state.ts'
import { isChanged } from './receipts.ts'

/** Prompts that wait for the subscriber, answered in a session that a code sent to their phone opened; and their receipts. */
export function accountRoutes(deps: Deps): void {
  const { http, store, clock, bus, log, catalogue } = deps
  const stateOf = async ({ key, tenure }: Subject): Promise<ConfirmationState | undefined> =>
    ofTenure(await believed<ConfirmationState>(store, 'confirmation', key), tenure)
  /** As the service was called when it was agreed to. */
  const namesOf = (content: ReceiptContent) => {
    const { serviceId, partnerId, answeredAt } = content
    const service = catalogue.service(serviceId, answeredAt)
    const partner = catalogue.partner(partnerId, answeredAt)
    return {
      service_zh: service?.nameZh ?? serviceId,
      service_en: service?.nameEn ?? serviceId,
      partner_zh: partner?.nameZh ?? partnerId,
      partner_en: partner?.nameEn ?? partnerId,
      content,
    }
  }
  seenByBoth(
    deps,
    'prompts',
    z.object({
      items: z.array(
        z.object({
          id: z.string(),
          text: z.string(),
          asked_at: z.iso.datetime(),
          expires_at: z.iso.datetime(),
          agreed: z.literal(true).optional().describe('Said yes to; the guardian’s is missing'),
          as_guardian: z
            .enum(['request', 'guardianship'])
            .optional()
            .describe('Asked as a guardian: of a ward’s request, or to become one'),
        }),
      ),
    }),
    async (session, isStaff) => {
      const state = await stateOf(session)
      const now = clock.now()
      const own = (state?.prompts ?? []).flatMap((each) => {
        const { requestId, asked, yes } = each
        return asked && closesAt(each) > now
          ? [
              {
                id: requestId,
                text: asked.text,
                asked_at: new Date(asked.at).toISOString(),
                expires_at: new Date(asked.expiresAt).toISOString(),
                ...(yes ? { agreed: true as const } : {}),
              },
            ]
          : []
      })
      const asGuardian = openDuties(state ?? {}, now).map(({ id, number, text, at, expiresAt, request }) => ({
        id,
        text: isStaff ? text.replaceAll(localNumber(number), maskNumber(localNumber(number))) : text,
        asked_at: new Date(at).toISOString(),
        expires_at: new Date(expiresAt).toISOString(),
        as_guardian: request ? ('request' as const) : ('guardianship' as const),
      }))
      return { items: [...own, ...asGuardian] }
    },
  )
  http.post(
    '/account/api/prompts',
    {
      config: { needs: ['own', 'account'] },
      schema: { hide: true, response: { 202: z.object({ waiting: z.number() }) } },
    },
    async (request, reply) => {
      const session = subscriberOf(request)
      const state = await stateOf(session)
      const waiting = state?.prompts.filter((each) => !each.asked).length ?? 0
      if (waiting > 0) {
        const id = `web-${request.id}`
        const message = { id, at: clock.now(), corr: id, type: 'prompts.wanted', data: { session: session.id } }
        await publishFromEdge(bus, [edgeRecord(confirmationRequests, bus, session.key, message)])
      }
      return reply.code(202).send({ waiting })
    },
  )
  http.post(
    '/account/api/prompts/:id',
    {
      config: { needs: ['own', 'consent'] },
      schema: {
        hide: true,
        params: z.object({ id: z.string().max(200) }),
        body: z.object({ yes: z.boolean() }),
        response: { 202: z.object({ accepted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const session = subscriberOf(request)
      const state = await stateOf(session)
      const isIt = ({ id, requestId = id }: { id?: string; requestId?: string }) => requestId === request.params.id
      if (![...(state?.prompts ?? []), ...(state?.duties ?? [])].some(isIt))
        throw new Problem('not-found', 'This prompt does not wait any more.')
      const id = `web-${request.id}`
      const data = { requestId: request.params.id, yes: request.body.yes, session: session.id }
      const message = { id, at: clock.now(), corr: id, type: 'prompt.answered', data }
      await publishFromEdge(bus, [edgeRecord(confirmationRequests, bus, session.key, message)])
      return reply.code(202).send({ accepted: true as const })
    },
  )
  seenByBoth(
    deps,
    'receipts',
    z.object({
      items: z.array(
        z.object({
          id: z.string(),
          number: z.number(),
          service_zh: z.string(),
          service_en: z.string(),
          partner_zh: z.string(),
          partner_en: z.string(),
          content: receiptContent,
        }),
      ),
    }),
    async (session) => {
      const found = await store.find('consents', { tag: `chain=${session.key}.${session.tenure}`, limit: 200 })
      const items = found.flatMap(({ key, body }) => {
        const record = body as ReceiptRecord
        const { number, content } = record
        if (isChanged(record, clock.now()))
          log.error({ receipt: key }, 'a receipt was changed in the store: verify receipts')
        return holds(record) ? [{ id: key, number, ...namesOf(receiptContent.parse(content)) }] : []
      })
      return { items: items.sort((a, b) => b.number - a.number) }
    },
  )
}
