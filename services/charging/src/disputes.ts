import { z } from 'zod'
import { chargingCommands } from '#contracts'
import type { OpaqueIds } from '#evidence'
import { callerOf, nextOf, Problem, pageQuery } from '#http'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import { dueAt } from './domain/dispute.ts'
import type { AccountState, Judged, Refs } from './domain/state.ts'

const dispute = z.object({
  id: z.string(),
  charge: z.string(),
  service: z.string(),
  partner: z.string(),
  amount_fen: z.number(),
  charged_at: z.iso.datetime(),
  disputed_at: z.iso.datetime(),
  channel: z.string(),
  due_at: z.iso.datetime(),
  refunded: z.boolean().describe('Refunded at once, before anybody looked'),
})

const show = (
  refs: Pick<Refs, 'policy'>,
  ids: OpaqueIds,
  key: string,
  { id, serviceId, partnerId, amountFen, at, dispute: opened }: Judged,
) => ({
  id: ids.seal('dispute', 'staff', `${key}|${id}`),
  charge: id,
  service: serviceId,
  partner: partnerId,
  amount_fen: amountFen,
  charged_at: new Date(at).toISOString(),
  disputed_at: new Date(opened?.at ?? at).toISOString(),
  channel: opened?.channel ?? '',
  due_at: new Date(dueAt({ at: opened?.at ?? at }, refs)).toISOString(),
  refunded: opened?.instant ?? false,
})

/** `GET /v1/disputes`, `POST /v1/disputes/{id}/decision`: what a person decides. It names no subscriber. */
export function disputeRoutes({ http, store, bus, clock, ids }: Deps, refs: Pick<Refs, 'policy'>): void {
  http.get(
    '/v1/disputes',
    {
      config: { needs: ['review', 'dispute'] },
      schema: {
        summary: 'Disputes that wait for a decision',
        tags: ['disputes'],
        querystring: pageQuery(500, 100),
        response: { 200: z.object({ items: z.array(dispute), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('account', { tag: 'dispute=open', after, limit })
      const items = found.flatMap(({ key, body }) =>
        (body as AccountState).charges
          .filter((each) => each.dispute?.status === 'open')
          .map((each) => show(refs, ids, key, each)),
      )
      return { items, ...nextOf(found, limit) }
    },
  )
  http.post(
    '/v1/disputes/:id/decision',
    {
      config: { needs: ['review', 'dispute'] },
      schema: {
        summary: 'Decide a dispute',
        description:
          'Proven: made up to twice the amount, the partner pays. Disproven: what was refunded stands, the operator pays. The subscriber is told.',
        tags: ['disputes'],
        params: z.object({ id: z.string().max(200) }),
        body: z.object({ proven: z.boolean() }),
        response: { 202: z.object({ accepted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const [key = '', chargeId = ''] = ids.open('dispute', request.params.id)?.id.split('|') ?? []
      const account = (await store.load('account', [key])).get(key)?.body as AccountState | undefined
      const charge = account?.charges.find((each) => each.id === chargeId)
      if (!charge?.dispute) throw new Problem('not-found', 'No dispute has this id.')
      if (charge.dispute.status !== 'open') throw new Problem('decided', `It was decided: ${charge.dispute.status}.`)
      const data = { chargeId, proven: request.body.proven, by: callerOf(request).keyId }
      const message = { id: request.id, at: clock.now(), corr: request.id, type: 'dispute.decided', data }
      await publishFromEdge(bus, [edgeRecord(chargingCommands, bus, key, message)])
      return reply.code(202).send({ accepted: true as const })
    },
  )
}
