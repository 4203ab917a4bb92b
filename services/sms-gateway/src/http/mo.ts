import { z } from 'zod'
import { channel } from '#contracts'
import { callerOf, idempotencyHeader, Problem } from '#http'
import { callId, type Deps, edgeRecord, publishFromEdge } from '#service'
import { parseAddress, parseMsisdn } from '#sms'
import { beginTrace } from '#telemetry'
import { topicOfMo } from '../domain/route.ts'

/** @throws Problem `number.invalid` */
export function numberOf(text: string, country: string): string {
  const number = parseMsisdn(text, country)
  if (!number) throw new Problem('number.invalid')
  return number
}

/** @throws Problem `address.invalid` */
export function addressOf(text: string): string {
  const address = parseAddress(text)
  if (!address) throw new Problem('address.invalid')
  return address
}

/** `POST /v1/mo`: a subscriber's message by web, voice menu or counter. */
export function moRoutes(deps: Deps): void {
  deps.http.post(
    '/v1/mo',
    {
      config: { needs: ['messages', 'subscriber'], problems: ['number.invalid', 'address.invalid'] },
      schema: {
        summary: 'A subscriber’s message by HTTP',
        description:
          'Handled like an SMS to that number; the answer goes to the phone. 202 means that it is durable. The channel is the key’s own: a body that claims another is refused.',
        tags: ['messages'],
        headers: idempotencyHeader,
        body: z.object({
          from: z.string().max(40).describe('The subscriber’s number, in any spelling'),
          to: z.string().max(30).describe('Short code or port'),
          text: z.string().max(10_000),
          channel: channel.optional(),
        }),
        response: { 202: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { body } = request
      const from = numberOf(body.from, deps.config.COUNTRY)
      const to = addressOf(body.to)
      // An SMS link vouches for the phone; an HTTP key never can.
      const claimed = body.channel ?? caller.channel
      if (claimed === 'sms' || (claimed !== caller.channel && caller.keyId !== 'admin'))
        throw new Problem('auth.purpose', `This key speaks for the channel ${caller.channel}.`)
      const { id, at, fingerprint } = await callId(deps, request)
      const span = beginTrace('POST /v1/mo', { 'quadzero.corr': id })
      const data = { from, to, text: body.text, channel: claimed, via: caller.keyId, fingerprint }
      await publishFromEdge(deps.bus, [
        edgeRecord(topicOfMo(to, deps.policy.policy.shortCodes), deps.bus, deps.keyOf(from), {
          id,
          at,
          corr: id,
          type: 'mo.received',
          data,
          ...(span.trace ? { trace: span.trace } : {}),
        }),
      ])
      span.end()
      deps.metrics.mo.inc({ via: claimed, outcome: 'message' })
      return reply.code(202).send({ id })
    },
  )
}
