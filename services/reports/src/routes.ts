import { z } from 'zod'
import { complainedAgainst, complaintCommands, complaintNumberOf, serviceId } from '#contracts'
import { believed, callerOf, idempotencyHeader, Problem } from '#http'
import { callId, type Deps, edgeRecord, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'
import { isFull } from './domain/complaint.ts'
import type { ComplaintState } from './domain/state.ts'

/** `POST /v1/complaints`: a complaint by web, voice menu or counter. */
export function complaintRoutes(deps: Deps): void {
  const { http, store, bus, keyOf, ids, config, policy } = deps
  /** Whose and which complaint: what staff and channels see of it tells neither. */
  const idOf = (key: string, number: string) => ids.seal('complaint', 'staff', `${key}|${number}`)

  http.post(
    '/v1/complaints',
    {
      config: { needs: ['messages', 'subscriber'], problems: ['number.invalid', 'complaint.too-many'] },
      schema: {
        summary: 'A complaint by web, voice menu or counter',
        description: 'The same as 投诉 by SMS. 202 with its number when it is durable; the phone is told as well.',
        tags: ['complaints'],
        headers: idempotencyHeader,
        body: z.object({
          subscriber: z.string().max(40),
          text: z.string().min(1).max(2000),
          about: serviceId.optional().describe('The service that it is about'),
          against: complainedAgainst
            .optional()
            .describe('Where it is about no one service; absent: whom the text names'),
          language: z.enum(['zh-CN', 'en']).default('zh-CN'),
        }),
        response: { 202: z.object({ id: z.string(), number: z.string() }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const caller = callerOf(request)
      const msisdn = parseMsisdn(body.subscriber, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const { id, at, fingerprint } = await callId(deps, request)
      const key = keyOf(msisdn)
      const known = await believed<ComplaintState>(store, 'complaints', key)
      const number = complaintNumberOf(id)
      if (known && isFull(known) && !known.cases.some((each) => each.number === number))
        throw new Problem('complaint.too-many')
      const { text, about, against, language } = body
      const data = {
        msisdn,
        channel: caller.channel,
        language,
        from: policy.policy.shortCodes.query[0],
        fingerprint,
        silent: false,
        text,
        ...(about ? { about } : {}),
        ...(against ? { against } : {}),
      }
      await publishFromEdge(bus, [
        edgeRecord(complaintCommands, bus, key, { id, at, corr: id, type: 'complaint.made', data }),
      ])
      return reply.code(202).send({ id: idOf(key, number), number })
    },
  )
}
