import { type Envelope, type MessageOf, webhookDeliveries } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

export interface Delivery {
  readonly webhookId: string
  readonly partnerId: string
  readonly body: string
  readonly madeAt: number
  readonly attempts: number
  readonly status: 'pending' | 'delivered' | 'failed'
  /** What came of the last attempt: an HTTP status, or why there was none. */
  readonly result?: string
}

export interface DeliveryRefs {
  readonly policy: Policy
}

const DAY = 86_400_000

/**
 * One event for one endpoint: tried at once, again after each pause of the policy (about a day in all), then failed: to be
 * seen, and replayed by hand. The receiver knows a repetition by its webhook-id.
 */
function decide(
  state: Delivery | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<DeliveryRefs>,
): Decision<Delivery> {
  const due = ({ webhookId, body }: Delivery) => [
    { topic: 'webhook.calls', key, type: 'call.due', data: { webhookId, body } },
  ]
  if (message.type === 'wake') {
    if (state?.status !== 'pending') return { state: undefined }
    return { state, emit: due(state) }
  }
  const input = message as MessageOf<typeof webhookDeliveries>
  if (input.type === 'delivery.made') {
    if (state) return { state }
    const made: Delivery = { ...input.data, madeAt: now, attempts: 0, status: 'pending' }
    return { state: made, emit: due(made) }
  }
  if (!state) return { state, deadLetter: 'there is no such delivery' }
  if (input.type === 'delivery.replay') {
    const again: Delivery = { ...state, attempts: 0, status: 'pending' }
    return { state: again, emit: due(again) }
  }
  const { ok, result } = input.data
  const keepMs = refs.policy.keepDays.deliveries * DAY
  const tried: Delivery = { ...state, attempts: state.attempts + 1, result }
  if (ok) return { state: { ...tried, status: 'delivered' }, wakeAt: now + keepMs }
  const pause = refs.policy.webhookRetryMinutes[tried.attempts - 1]
  if (pause === undefined) return { state: { ...tried, status: 'failed' }, wakeAt: now + keepMs }
  return { state: tried, wakeAt: now + pause * 60_000 }
}

export const deliveries: ProcessDefinition<Delivery, Envelope, DeliveryRefs> = {
  name: 'deliveries',
  inputs: [webhookDeliveries],
  decide,
  index: ({ partnerId, status }) => ({ status, partner: `${partnerId}|${status}` }),
}
