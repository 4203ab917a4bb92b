import { z } from 'zod'
import { time } from './parts.ts'
import { topic } from './topic.ts'

/** Where partners want to be told; the secret that signs is not in it. */
export const webhooks = topic({
  name: 'webhooks',
  key: 'webhook',
  owner: 'partner-api',
  summary: 'Webhook endpoints of partners; never the secret that signs their deliveries.',
  keep: 'compact',
  messages: {
    'webhook.set': z.object({
      webhookId: z.string(),
      partnerId: z.string(),
      url: z.string().max(500),
      /** Of those that were made when it was kept; now it is made from the id. */
      secret: z.string().optional(),
      createdAt: time,
      removedAt: time.optional(),
    }),
  },
})

/** One event for one endpoint, until it was heard or a day has passed. */
export const webhookDeliveries = topic({
  name: 'webhook.deliveries',
  key: 'delivery',
  owner: 'partner-api',
  summary: 'Deliveries that were made, tried, and asked for again.',
  keep: 30,
  newsDays: 7,
  messages: {
    'delivery.made': z.object({
      webhookId: z.string(),
      partnerId: z.string(),
      /** A CloudEvent as JSON: the same at each attempt. */
      body: z.string().max(8000),
    }),
    'delivery.tried': z.object({
      ok: z.boolean(),
      result: z.string().max(60),
      /** Its endpoint is no more: another one of the partner’s takes it. Absent from builds of 27 November. */
      removed: z.literal(true).optional(),
    }),
    'delivery.replay': z.object({ by: z.string() }),
  },
})

export const webhookCalls = topic({
  name: 'webhook.calls',
  key: 'delivery',
  owner: 'partner-api',
  summary: 'An attempt that is due now.',
  keep: 3,
  messages: { 'call.due': z.object({ webhookId: z.string(), body: z.string().max(8000) }) },
})
