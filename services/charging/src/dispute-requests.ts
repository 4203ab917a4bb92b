import { z } from 'zod'
import { chargeId, chargingCommands, type Language } from '#contracts'
import { callerOf, idempotencyHeader, Problem } from '#http'
import { callId, type Deps, doneByBoth, edgeRecord, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'

interface Asked {
  readonly id: string
  readonly fingerprint: string
  readonly at: number
  readonly key: string
  readonly msisdn: string
  readonly charge: string
  readonly language: Language
  readonly channel: string
}

/** `POST /account/api/disputes`, `POST /v1/disputes`: a dispute that names its charge; the phone is answered by SMS. */
export function disputeRequestRoutes(deps: Deps): void {
  const { http, bus, keyOf, config, policy } = deps
  const accepted = z.object({ accepted: z.literal(true) })
  const language = z.enum(['zh-CN', 'en']).default('zh-CN')
  const publish = async ({ id, at, key, charge, ...asked }: Asked) => {
    const data = { ...asked, chargeId: charge, name: '', from: policy.policy.shortCodes.query[0], silent: false }
    const message = { id, at, corr: id, type: 'dispute.requested', data }
    await publishFromEdge(bus, [edgeRecord(chargingCommands, bus, key, message)])
    return { accepted: true as const }
  }
  doneByBoth(deps, 'disputes', {
    body: z.object({ charge: chargeId, language }),
    response: accepted,
    what: ({ charge }) => `dispute ${charge}`,
    act: ({ tenure: _, ...call }, body) => publish({ ...call, ...body }),
  })
  http.post(
    '/v1/disputes',
    {
      config: { needs: ['messages', 'subscriber'], problems: ['number.invalid'] },
      schema: {
        summary: 'A dispute by web, voice menu or counter',
        description:
          'The same as 退费 by SMS, of the charge that is named. A charge that is not the subscriber’s changes nothing. The phone is told.',
        tags: ['disputes'],
        headers: idempotencyHeader,
        body: z.object({ subscriber: z.string().max(40), charge: chargeId, language }),
        response: { 202: accepted },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { channel } = callerOf(request)
      const msisdn = parseMsisdn(body.subscriber, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const { id, at, fingerprint } = await callId(deps, request)
      const { charge, language } = body
      const asked = { id, fingerprint, at, key: keyOf(msisdn), msisdn, charge, language, channel }
      return reply.code(202).send(await publish(asked))
    },
  )
}
