import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Store } from '#store'
import { Problem } from './problem.ts'

/** What a call’s Idempotency-Key comes to. */
export interface CallId {
  /** The same key of the same caller gives the same id, from which everything downstream derives. */
  readonly id: string
  /** Recognised by the subscriber’s process, so that a repetition acts once, also when the first try was never answered. */
  readonly fingerprint: string
}

/**
 * The id of a call. With an Idempotency-Key it is remembered for the policy’s hours, durably and for all replicas, and
 * its content is compared. @throws Problem `idempotency.conflict` when the key was used for another content
 */
export async function identifyCall(
  store: Store,
  call: { caller: string; key: string | undefined; content: unknown; now: number; hours: number },
): Promise<CallId> {
  if (call.key === undefined) {
    const id = randomUUID()
    return { id, fingerprint: id }
  }
  const id = hash(`${call.caller}\n${call.key}`).slice(0, 27)
  const known = await store.remember(
    `call:${id}`,
    hash(JSON.stringify(call.content)),
    call.now + call.hours * 3_600_000,
  )
  if (known === 'other') throw new Problem('idempotency.conflict')
  return { id, fingerprint: `key:${id}` }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')

export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The same key with the same body acts once, for 24 h.'),
})
