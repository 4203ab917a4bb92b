import { z } from 'zod'
import { address, channel, language, msisdn, portClass, serviceId, subscription } from './parts.ts'
import { topic } from './topic.ts'

export const mtDecisions = topic({
  name: 'mt.decisions',
  key: 'message',
  owner: 'subscriptions',
  summary: 'Whether a port’s message was let through, and by which rule.',
  keep: 7,
  messages: {
    'mt.decided': z.object({
      mt: z.string(),
      subscriber: z.string(),
      port: address,
      class: portClass,
      allow: z.boolean(),
      rule: z.string(),
      policy: z.string(),
    }),
  },
})

const marketingConsent = z.object({ serviceId, receiptId: z.string() })

/** What became true about a subscriber's subscriptions and blocks. */
export const subscriberEvents = topic({
  name: 'subscriber.events',
  key: 'subscriber',
  owner: 'subscriptions',
  summary: 'Subscriptions cancelled, restored, blocks set and lifted; what other services project.',
  keep: 200,
  messages: {
    'subscriptions.activated': z.object({
      subscriber: z.string(),
      msisdn,
      subscriptions: z.array(subscription),
      cause: z.string(),
    }),
    /** `chosen`: by `语言`, so that it stays until it is set again; else it is what was heard last. */
    'language.set': z.object({ subscriber: z.string(), language, chosen: z.boolean().optional() }),
    'subscriptions.cancelled': z.object({
      subscriber: z.string(),
      subscriptions: z.array(subscription),
      channel,
      cause: z.string(),
    }),
    'subscriptions.restored': z.object({
      subscriber: z.string(),
      subscriptions: z.array(subscription),
      cause: z.string(),
    }),
    /** A consent to marketing ended, or came back with an undo. */
    'marketing.ended': z.object({ subscriber: z.string(), consents: z.array(marketingConsent), cause: z.string() }),
    'marketing.restored': z.object({ subscriber: z.string(), consents: z.array(marketingConsent), cause: z.string() }),
    /** `dismissed`: by `00000` or a full block, which end the port's open prompts and keep its requests away. */
    'port.blocked': z.object({
      subscriber: z.string(),
      port: address,
      scope: z.enum(['marketing', 'full']),
      dismissed: z.boolean().optional(),
    }),
    'port.unblocked': z.object({ subscriber: z.string(), port: address }),
  },
})

/** Numbers are given to new people: rare, and heard by everybody who keeps something of a subscriber. */
export const subscriberTenures = topic({
  name: 'subscriber.tenures',
  key: 'subscriber',
  owner: 'subscriptions',
  summary: 'A number was released, carried away or assigned anew: what belongs to its former owner ends.',
  keep: 200,
  messages: {
    'tenure.ended': z.object({ subscriber: z.string(), tenure: z.number().int(), reason: z.string() }),
  },
})

/** All blocks of one subscriber: what a check without the state needs to know. */
export const subscriberBlocks = topic({
  name: 'subscriber.blocks',
  key: 'subscriber',
  owner: 'subscriptions',
  summary: 'The blocks that a subscriber has set, whole, each time they change.',
  keep: 'compact',
  messages: {
    'blocks.set': z.object({ blocks: z.array(z.object({ port: address, scope: z.enum(['marketing', 'full']) })) }),
  },
})
