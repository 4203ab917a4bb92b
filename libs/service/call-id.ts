import type { FastifyRequest } from 'fastify'
import { type CallId, callerOf, identifyCall } from '#http'
import type { Deps } from './service.ts'

/**
 * When a call came, and the id of what it does: with an Idempotency-Key the same content of the same caller acts once.
 * @param content what it asks for, where that is more than its body
 * @param caller who asks, where that is not the key or person alone
 * @throws Problem `idempotency.conflict`
 */
export async function callId(
  { store, clock, policy }: Pick<Deps, 'store' | 'clock' | 'policy'>,
  request: Pick<FastifyRequest, 'headers' | 'body'>,
  content: unknown = request.body,
  caller = callerOf(request as FastifyRequest).keyId,
): Promise<CallId & { readonly at: number }> {
  const now = clock.now()
  const header = request.headers['idempotency-key']
  const key = typeof header === 'string' ? header : undefined
  return {
    at: now,
    ...(await identifyCall(store, { caller, key, content, now, hours: policy.policy.idempotencyHours })),
  }
}
