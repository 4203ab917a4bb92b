import { Webhook } from 'standardwebhooks'
import { type MessageOf, webhookCalls, webhookDeliveries, webhooks } from '#contracts'
import { type Effect, EffectWork } from '#process'
import { followTopic } from '#reference'
import { type Deps, decides, edgeRecord, refuseRecord, type Service } from '#service'
import { callWebhook } from './call.ts'
import { alarmsTold } from './domain/alarms.ts'
import { casesTold } from './domain/cases-told.ts'
import { deliveries } from './domain/deliveries.ts'
import { requests } from './domain/requests.ts'
import { requestRoutes } from './requests.ts'
import { secretOf } from './secret.ts'
import { Webhooks, webhookRoutes } from './webhooks.ts'

const PATIENCE_MS = 5000

/** What partners call, and how they are told: requests for subscriptions, and webhooks about what became of them. */
export function partnerApi(deps: Deps): Service {
  const endpoints = new Webhooks()
  const { policy } = deps.policy
  const requestRefs = {
    policy,
    idFor: (kind: string, partnerId: string, id: string) => deps.ids.seal(kind, partnerId, id),
    webhooksOf: (partnerId: string) => endpoints.of(partnerId),
  }
  const hasKey = (partnerId: string) => deps.keys.answersFor(partnerId)
  const deliveryRefs = { policy, hasKey, webhooksOf: requestRefs.webhooksOf }
  let unfollow: (() => Promise<void>) | undefined
  return {
    name: 'partner-api',
    lanes: () => ({
      assignments: [
        decides(requests, deps, () => requestRefs),
        decides(alarmsTold, deps, () => requestRefs),
        decides(casesTold, deps, () => ({ ...requestRefs, hasKey })),
        decides(deliveries, deps, () => deliveryRefs),
        {
          name: 'webhook-calls',
          inputs: [webhookCalls.name],
          batch: 64,
          work: () => new EffectWork(calls(deps, endpoints)),
        },
      ],
    }),
    edges() {
      requestRoutes(deps)
      webhookRoutes(deps, endpoints)
      return {}
    },
    async start() {
      unfollow = await followTopic(deps.bus, webhooks, ({ data }) => endpoints.apply(data))
    },
    stop: async () => unfollow?.(),
  }
}

/** Calls what is due, all of a batch at once: an endpoint that hangs holds the others up for its patience, no longer. */
const calls = (deps: Deps, endpoints: Webhooks): Effect => ({
  name: 'webhook-calls',
  inputs: [webhookCalls],
  carryOut: async ({ key, message }) => {
    const { webhookId, body } = (message as MessageOf<typeof webhookCalls>).data
    const endpoint = endpoints.get(webhookId)
    const at = new Date(deps.clock.now())
    const delivery = deps.ids.seal('delivery', endpoint?.partnerId ?? '', key)
    const tried = endpoint
      ? await callWebhook(
          endpoint.url,
          body,
          {
            'content-type': 'application/cloudevents+json',
            'user-agent': 'quadzero',
            'webhook-id': delivery,
            'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
            'webhook-signature': new Webhook(secretOf(deps, endpoint)).sign(delivery, at, body),
          },
          { timeoutMs: PATIENCE_MS, allowInside: deps.config.WEBHOOK_INSIDE === 'allow' },
        )
      : { ok: false, result: 'webhook removed', removed: true as const }
    deps.metrics.webhooks.inc({ outcome: tried.ok ? 'delivered' : endpoint ? 'refused' : 'removed' })
    return [
      edgeRecord(webhookDeliveries, deps.bus, key, {
        id: `${message.id}/w`,
        at: at.getTime(),
        corr: message.corr,
        type: 'delivery.tried',
        data: tried,
      }),
    ]
  },
  refuse: (record, reason) => refuseRecord(deps, 'webhook-calls', record, reason),
})
