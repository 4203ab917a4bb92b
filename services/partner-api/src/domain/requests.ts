import { type Envelope, type MessageOf, requestOutcomes, type webhooks } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

const DAY = 86_400_000

type Outcome = MessageOf<typeof requestOutcomes>['data']
export type WebhookRecord = MessageOf<typeof webhooks>['data']

/** A request as a partner can look it up: its last state, and when it came to it. */
export type RequestRecord = Omit<Outcome, 'by' | 'origin'> & { readonly at: number }

export type IdFor = (kind: 'request' | 'event' | 'receipt', partnerId: string, id: string) => string

export interface RequestRefs {
  readonly policy: Pick<Policy, 'keepDays'>
  /** The id of a request, an event or a receipt as its partner sees it. */
  readonly idFor: IdFor
  /** Endpoints of a partner that are in force. */
  readonly webhooksOf: (partnerId: string) => readonly WebhookRecord[]
}

const endOf = ({ at }: RequestRecord, { policy }: Pick<RequestRefs, 'policy'>): number =>
  at + policy.keepDays.requests * DAY

/** Keeps what became of each request, to be queried by its id, and has its partner told. */
function decide(
  state: RequestRecord | undefined,
  message: Envelope | Wake,
  { now, cause, refs }: Context<RequestRefs>,
): Decision<RequestRecord> {
  if (message.type === 'wake') return { state: undefined }
  const { data } = message as MessageOf<typeof requestOutcomes>
  const emit = refs.webhooksOf(data.partnerId).map(({ webhookId, partnerId }) => ({
    topic: 'webhook.deliveries',
    key: `${cause}.${webhookId}`,
    type: 'delivery.made',
    data: { webhookId, partnerId, body: JSON.stringify(cloudEvent(data, cause, now, refs.idFor)) },
  }))
  // Where it came from is for the monitor to count.
  const { by: _, origin: __, ...record } = data
  const next = { ...state, ...record, at: now }
  return { state: next, emit, wakeAt: endOf(next, refs) }
}

/** What became of a request as a CloudEvent (1.0). It names the request and never the subscriber. */
export const cloudEvent = (outcome: Outcome, cause: string, at: number, idFor: IdFor) => ({
  specversion: '1.0',
  id: idFor('event', outcome.partnerId, cause),
  source: '/quadzero/subscription-requests',
  type: `quadzero.subscription-request.${outcome.status}`,
  subject: idFor('request', outcome.partnerId, outcome.requestId),
  time: new Date(at).toISOString(),
  datacontenttype: 'application/json',
  data: {
    request: idFor('request', outcome.partnerId, outcome.requestId),
    service: outcome.serviceId,
    status: outcome.status,
    ...(outcome.rule ? { rule: outcome.rule } : {}),
    ...(outcome.expiresAt && outcome.status === 'asked'
      ? { expires_at: new Date(outcome.expiresAt).toISOString() }
      : {}),
    ...(outcome.receiptId ? { receipt: idFor('receipt', outcome.partnerId, outcome.receiptId) } : {}),
  },
})

export const requests: ProcessDefinition<RequestRecord, Envelope, RequestRefs> = {
  name: 'requests',
  inputs: [requestOutcomes],
  decide,
  wakes: endOf,
}
