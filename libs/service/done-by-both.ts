import { z } from 'zod'
import type { Channel } from '#contracts'
import { callerOf, idempotencyHeader } from '#http'
import { callId } from './call-id.ts'
import { type OwnCall, ownCall } from './own-call.ts'
import type { Deps } from './service.ts'
import { actedFor, subjectParams } from './subject.ts'

/** What a subscriber does on their own page, or counter staff do for them. */
export interface BothCall extends OwnCall {
  readonly tenure: number
  readonly channel: Extract<Channel, 'web' | 'counter'>
}

interface Act<Body extends z.ZodType, Params extends z.ZodObject, Answer extends z.ZodType> {
  readonly body: Body
  readonly params?: Params
  readonly response: Answer
  /** For the audit, of what staff do. Never a number or a text of a subscriber. */
  readonly what: (body: z.output<Body>, params: z.output<Params>) => string
  readonly act: (call: BothCall, body: z.output<Body>, params: z.output<Params>) => Promise<z.input<Answer>>
}

const empty = z.object({})

/**
 * An act of a subscriber on their own page, `POST /account/api/…`, that counter staff do in the same way for whom they
 * looked up, `POST /console/api/subscribers/{ref}/…`: the same message, so the same result, and the phone is told. 202.
 */
export function doneByBoth<Body extends z.ZodType, Answer extends z.ZodType, Params extends z.ZodObject = typeof empty>(
  deps: Deps,
  path: string,
  { body, params, response, what, act }: Act<Body, Params, Answer>,
): void {
  const { http } = deps
  const schema = {
    hide: true,
    headers: idempotencyHeader,
    body: body as z.ZodType,
    response: { 202: response as z.ZodType },
  }
  const own = (params ?? empty) as Params
  http.post(
    `/account/api/${path}`,
    { config: { needs: ['own', 'account'] }, schema: { ...schema, params: own as z.ZodType } },
    async (request, reply) => {
      const call = {
        ...(await ownCall(deps, request)),
        tenure: request.subscriber?.tenure ?? 1,
        channel: 'web' as const,
      }
      return reply.code(202).send(await act(call, request.body as z.output<Body>, request.params as z.output<Params>))
    },
  )
  http.post(
    `/console/api/subscribers/:ref/${path}`,
    {
      config: { needs: ['counter', 'subject'] },
      schema: { ...schema, params: subjectParams.extend(own.shape) as z.ZodType },
    },
    async (request, reply) => {
      const given = request.body as z.output<Body>
      const rest = request.params as z.output<Params>
      const { key, msisdn, tenure } = actedFor(deps, request, what(given, rest))
      const { id, at, fingerprint } = await callId(
        deps,
        request,
        [path, rest, given],
        `${callerOf(request).keyId}\n${key}\n${tenure}`,
      )
      const call = { id: `counter-${id}`, at, key, msisdn, tenure, fingerprint, channel: 'counter' as const }
      return reply.code(202).send(await act(call, given, rest))
    },
  )
}
