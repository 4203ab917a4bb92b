import type { FastifyRequest } from 'fastify'
import { subscriberOf } from '#http'
import { callId } from './call-id.ts'
import type { Deps } from './service.ts'

/** What a signed-in subscriber does on their own page: who, when, and what a repetition of it is recognised by. */
export interface OwnCall {
  readonly id: string
  readonly at: number
  readonly key: string
  readonly msisdn: string
  readonly fingerprint: string
}

/**
 * Who calls, and the id of what they do. With an Idempotency-Key it acts once, also when its first answer was lost on the
 * way, or came to a session that has ended. @throws Problem `idempotency.conflict`, `session.missing`
 */
export async function ownCall(
  deps: Pick<Deps, 'store' | 'clock' | 'policy'>,
  request: Pick<FastifyRequest, 'headers' | 'body' | 'url'>,
): Promise<OwnCall> {
  const { key, msisdn, tenure } = subscriberOf(request as FastifyRequest)
  const { id, at, fingerprint } = await callId(deps, request, [request.url, request.body], `own\n${key}\n${tenure}`)
  return { id: `web-${id}`, at, key, msisdn, fingerprint }
}
