import { type Envelope, type MessageOf, webhookDeliveries } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { letterDue, letterOfEvent, letterTold } from './cases-told.ts'
import type { WebhookRecord } from './requests.ts'

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
  /** It was taken once, though it was asked for again since. */
  readonly taken?: true
}

export interface DeliveryRefs {
  readonly policy: Policy
  /** Whether a key of the partner’s may look at its cases. */
  readonly hasKey: (partnerId: string) => boolean
  readonly webhooksOf: (partnerId: string) => readonly Pick<WebhookRecord, 'webhookId'>[]
}

const DAY = 86_400_000

/**
 * One event for one endpoint: tried at once, again after each pause of the policy (about a day in all), then failed: to be
 * seen, and replayed by hand. The receiver knows a repetition by its webhook-id. Where its endpoint was removed meanwhile the
 * partner’s others take it.
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
    const taken = state.status === 'delivered' ? { taken: true as const } : {}
    const again: Delivery = { ...rest, ...taken, attempts: 0, status: 'pending' }
    return { state: again, emit: due(again) }
  }
  const { ok, result, removed } = input.data
  const attempts = state.attempts + 1
  const pause = removed ? undefined : refs.policy.webhookRetryMinutes[attempts - 1]
  const isOver = ok || pause === undefined
  const dueAt = now + (isOver ? refs.policy.keepDays.deliveries * DAY : pause * 60_000)
  const status = ok ? 'delivered' : isOver ? 'failed' : 'pending'
  const next: Delivery = { ...state, attempts, result, status, dueAt }
  const emit = state.taken ? [] : follows(next, refs, removed ? elsewhere(key, state, refs) : [])
  return { state: next, wakeAt: dueAt, emit }
}

/** What a partner must hear is told to its case once it was taken; what it cannot know of by itself goes to it by letter. */
function follows(next: Delivery, refs: DeliveryRefs, others: Emit[]): Emit[] {
  const letter = letterOfEvent(JSON.parse(next.body))
  if (letter && next.status === 'delivered') return [letterTold(letter)]
  const isUnheard = letter !== undefined && others.length === 0 && !refs.hasKey(next.partnerId)
  return next.status === 'failed' && isUnheard ? [letterDue(letter, 'failed')] : others
}

/** The same event for the partner’s endpoints that there are: once each, those that it was made for anyway are told no more. */
function elsewhere(key: string, { webhookId, partnerId, body }: Delivery, refs: DeliveryRefs): Emit[] {
  const event = key.slice(0, -webhookId.length)
  return refs.webhooksOf(partnerId).map((each) => ({
    topic: 'webhook.deliveries',
    key: `${event}${each.webhookId}`,
    type: 'delivery.made',
    data: { webhookId: each.webhookId, partnerId, body },
  }))
}

export const deliveries: ProcessDefinition<Delivery, Envelope, DeliveryRefs> = {
  name: 'deliveries',
  inputs: [webhookDeliveries],
  decide,
  index: ({ partnerId, status }) => ({ status, partner: `${partnerId}|${status}` }),
  sort: ({ madeAt }) => new Date(madeAt).toISOString(),
}
