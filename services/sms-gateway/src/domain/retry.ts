import { type Envelope, type MessageOf, smsRetry } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

type Deferred = MessageOf<typeof smsRetry>

export interface RetryState {
  readonly topic: string
  readonly key: string
  readonly mt: Deferred['data']['mt']
}

export interface RetryRefs {
  readonly pausesMs: readonly number[]
}

/**
 * An MT that the SMSC could not take for a reason of its own waits here, not at the head of a partition, and is queued
 * again after each pause of the policy; after the last it is a dead letter.
 */
function decide(
  state: RetryState | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<RetryRefs>,
): Decision<RetryState> {
  if (message.type === 'wake') {
    if (!state) return { state }
    const { topic, key, mt } = state
    const { request: requestId, attempt } = mt
    // What it says of the time to answer is true no more: who asks words it anew, if it is still open.
    if (requestId !== undefined) {
      const data = { requestId, attempt }
      return { state: undefined, emit: [{ topic: 'confirmation.requests', key, type: 'prompt.unsent', data }] }
    }
    return { state: undefined, emit: [{ topic, key, type: 'mt.queued', data: mt }] }
  }
  const { topic, key, mt, status } = (message as Deferred).data
  const attempt = mt.attempt ?? 0
  const pause = refs.pausesMs[attempt]
  if (pause === undefined)
    return {
      state,
      deadLetter: `the SMSC refused it ${attempt + 1} times, the last with command_status 0x${status.toString(16)}`,
    }
  return { state: { topic, key, mt: { ...mt, attempt: attempt + 1 } }, wakeAt: now + pause }
}

export const retry: ProcessDefinition<RetryState, Envelope, RetryRefs> = { name: 'retry', inputs: [smsRetry], decide }
