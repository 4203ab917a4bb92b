import { type Envelope, type MessageOf, webhookDeliveries } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { letterDue } from './cases-told.ts'

export interface Delivery {
  readonly webhookId: string
  readonly partnerId: string
  readonly body: string
  readonly madeAt: number
  readonly attempts: number
  readonly status: 'pending' | 'delivered' | 'failed'
  /** What came of the last attempt: an HTTP status, or why there was none. */
  readonly result?: string
  /** When it is tried again, ms: whatever is heard meanwhile. */
  readonly dueAt?: number
}

export interface DeliveryRefs {
  readonly policy: Policy
  /** Whether a key of the partner’s may look at its cases. */
  readonly hasKey: (partnerId: string) => boolean
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
    // Called and not answered yet: what came of it sets the next time.
    return { state, emit: due(state) }
  }
  const input = message as MessageOf<typeof webhookDeliveries>
  if (input.type === 'delivery.made') {
    if (state) return { state, wakeAt: state.dueAt }
    const made: Delivery = { ...input.data, madeAt: now, attempts: 0, status: 'pending' }
    return { state: made, emit: due(made) }
  }
  if (!state) return { state, deadLetter: 'there is no such delivery' }
  if (input.type === 'delivery.replay') {
    const { dueAt: _, ...rest } = state
    const again: Delivery = { ...rest, attempts: 0, status: 'pending' }
    return { state: again, emit: due(again) }
  }
  const { ok, result } = input.data
  const attempts = state.attempts + 1
  const pause = refs.policy.webhookRetryMinutes[attempts - 1]
  const isOver = ok || pause === undefined
  const dueAt = now + (isOver ? refs.policy.keepDays.deliveries * DAY : pause * 60_000)
  const status = ok ? 'delivered' : isOver ? 'failed' : 'pending'
  const emit = status === 'failed' && !refs.hasKey(state.partnerId) ? unheard(state) : []
  return { state: { ...state, attempts, result, status, dueAt }, wakeAt: dueAt, emit }
}

/** A verdict that its partner cannot know of by itself goes to it by letter. */
function unheard({ body }: Delivery): Emit[] {
  const { type, subject } = JSON.parse(body) as { type?: string; subject?: string }
  return type === 'quadzero.case.decided' && subject ? [letterDue(subject, 'failed')] : []
}

export const deliveries: ProcessDefinition<Delivery, Envelope, DeliveryRefs> = {
  name: 'deliveries',
  inputs: [webhookDeliveries],
  decide,
  index: ({ partnerId, status }) => ({ status, partner: `${partnerId}|${status}` }),
  sort: ({ madeAt }) => new Date(madeAt).toISOString(),
}
