import type { FastifyRequest } from 'fastify'
import { identifyCall, subscriberOf } from '#http'
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
  { store, clock, policy }: Pick<Deps, 'store' | 'clock' | 'policy'>,
  request: Pick<FastifyRequest, 'headers' | 'body' | 'url'>,
): Promise<OwnCall> {
  const { key, msisdn, tenure } = subscriberOf(request as FastifyRequest)
  const at = clock.now()
  const header = request.headers['idempotency-key']
  const { id, fingerprint } = await identifyCall(store, {
    caller: `own\n${key}\n${tenure}`,
    key: typeof header === 'string' ? header : undefined,
    content: [request.url, request.body],
    now: at,
    hours: policy.policy.idempotencyHours,
  })
  return { id: `web-${id}`, at, key, msisdn, fingerprint }
}
