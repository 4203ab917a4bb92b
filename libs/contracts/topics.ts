import { z } from 'zod'
import { accountSessions } from './account.ts'
import {
  billingCharges,
  chargeId,
  chargeRule,
  charges,
  chargingCommands,
  chargingEvents,
  ledgerPostings,
  subscriberCharges,
} from './charging.ts'
import { complaintCommands, complaintEvents } from './complaints.ts'
import { confirmationEvents, confirmationRequests, consentReceipts, requestOutcomes } from './consent.ts'
import { deadLetter } from './dead-letters.ts'
import { chainHeads, evidenceSeals } from './evidence.ts'
import { laneProgress } from './lanes.ts'
import { address, channel, language, messageClass, msisdn, portClass, serviceId, subscription, terms } from './parts.ts'
import {
  auditEntries,
  auditRecords,
  proposalPages,
  staffCommands,
  staffProposals,
  staffRoster,
  staffSessions,
} from './staff.ts'
import { topic } from './topic.ts'
import { webhookCalls, webhookDeliveries, webhooks } from './webhooks.ts'

/** As much as one PDU can carry: 64 KiB of message_payload, one character an octet. */
const moText = z.string().max(70_000)

/** How an SMSC link brought an MO: what tells a repetition by the network from a second wish (docs/rules.md, "Parsing"). */
const brought = z.object({
  /** The SMSC, whichever of its binds it came by. */
  smsc: z.string().max(300),
  /** One bind of one link, from its beginning to its end. */
  session: z.string().max(60),
  /** The edge’s answer to the same bytes failed, was late, or is not given yet. */
  answerInDoubt: z.literal(true).optional(),
  /** As far as the edge knows, something else came from this subscriber since the same bytes did. */
  afterAnother: z.literal(true).optional(),
})

/** MO segments of long messages, as the links bring them; assembled by `assembly` within 10 minutes. */
export const smsSegments = topic({
  name: 'sms.segments',
  key: 'subscriber',
  owner: 'sms-gateway',
  summary: 'One segment of a long MO, as it came over a link.',
  keep: 7,
  messages: {
    'segment.received': z.object({
      from: msisdn,
      to: address,
      text: moText,
      reference: z.number().int().min(0).max(65535),
      total: z.number().int().min(2).max(255),
      part: z.number().int().min(1).max(255),
      link: z.string().max(60),
      fingerprint: z.string().max(64),
      brought,
    }),
  },
})

const mo = z.object({
  from: msisdn,
  to: address,
  text: moText,
  channel,
  /** The link or API key that brought it. */
  via: z.string().max(60),
  /** Of a link’s, the same for the same bytes of one SMSC; `key:` and more under an Idempotency-Key; else its own. */
  fingerprint: z.string().max(64),
  /** Missing where no SMSC link brought it. */
  brought: brought.optional(),
  /** Set when a segment never came: what was there is handled, and it is said. */
  incomplete: z.boolean().optional(),
})

/** Whole MO messages: what a subscriber texted, to whom, over which channel. */
export const smsMo = topic({
  name: 'sms.mo',
  key: 'subscriber',
  owner: 'sms-gateway',
  summary: 'A subscriber’s whole message to a query code or a port, from an SMS link or by HTTP.',
  keep: 7,
  messages: { 'mo.received': mo },
})

/** The edge sorts by the number that was texted, so that nobody reads what others answer. */
export const smsReplies = topic({
  name: 'sms.replies',
  key: 'subscriber',
  owner: 'sms-gateway',
  summary: 'A subscriber’s whole message to the number that prompts come from.',
  keep: 7,
  messages: { 'mo.received': mo },
})

const outbound = z.object({
  to: msisdn,
  from: address,
  text: z.string().max(40_000),
  class: messageClass,
  language: language.optional(),
  attempt: z.number().int().min(0).max(100).optional(),
  /** The text is encrypted: it holds a code that opens something. */
  sealed: z.literal(true).optional(),
})

/** MT messages that answer people. Sent before anything in bulk. */
export const smsOutbound = topic({
  name: 'sms.outbound',
  key: 'subscriber',
  owner: 'sms-gateway',
  summary: 'A message to a subscriber: answers, prompts, reminders and notices.',
  keep: 3,
  messages: { 'mt.queued': outbound },
})

/** MT messages of partners in bulk: never ahead of an answer. */
export const smsBulk = topic({
  name: 'sms.bulk',
  key: 'subscriber',
  owner: 'sms-gateway',
  summary: 'A partner’s message to a subscriber, allowed and waiting its turn behind the answers.',
  keep: 3,
  messages: { 'mt.queued': outbound },
})

/** What the links said of each MT: accepted, to be tried again, refused; and the delivery receipts. */
export const smsSent = topic({
  name: 'sms.sent',
  key: 'message',
  owner: 'sms-gateway',
  summary: 'Outcome of a submit_sm, and delivery receipts, keyed by link and message_id.',
  keep: 7,
  messages: {
    'mt.submitted': z.object({
      mt: z.string(),
      link: z.string(),
      messageId: z.string().max(80),
      segments: z.number().int(),
    }),
    'mt.receipt': z.object({
      link: z.string(),
      messageId: z.string().max(80),
      state: z.enum(['delivered', 'expired', 'deleted', 'undeliverable', 'accepted', 'unknown', 'rejected', 'enroute']),
      error: z.string().max(10).optional(),
    }),
  },
})

/** MT that the SMSC could not take now for a reason of this one message; waits in the store, not in the partition. */
export const smsRetry = topic({
  name: 'sms.retry',
  key: 'message',
  owner: 'sms-gateway',
  summary: 'An MT refused for now (recipient’s queue full, system error), to be tried again later.',
  keep: 3,
  messages: { 'mt.deferred': z.object({ topic: z.string(), key: z.string(), mt: outbound, status: z.number().int() }) },
})

/** A port's request to send, judged by the subscriber's blocks. */
export const mtRequests = topic({
  name: 'mt.requests',
  key: 'subscriber',
  owner: 'sms-gateway',
  summary: 'A port asks to send a message to a subscriber.',
  keep: 3,
  messages: {
    'mt.requested': z.object({
      to: msisdn,
      from: address,
      text: z.string().max(40_000),
      class: portClass,
      by: z.string().max(60),
      fingerprint: z.string().max(64),
    }),
  },
})

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

/** What systems and staff ask about one subscriber, keyed like the subscriber's own messages. */
export const subscriberCommands = topic({
  name: 'subscriber.commands',
  key: 'subscriber',
  owner: 'catalogue',
  summary: 'Imports and number changes of one subscriber.',
  keep: 7,
  messages: {
    'subscription.import': z.object({
      msisdn,
      serviceId,
      package: z.string().max(60).optional(),
      since: z.number().int(),
    }),
    /** Cancelled by web, voice menu or counter, by name instead of by the number of a list. */
    'services.cancel': z.object({
      msisdn,
      /** Services; of a one-off, since there may be two of a service, its receipt. */
      serviceIds: z.array(serviceId).min(1).max(100),
      channel,
      language,
      fingerprint: z.string().max(64),
    }),
    /** A charge is coming, was made, or was refunded: told with numbers that stop it. */
    'reminder.due': z.object({
      msisdn,
      kind: z.enum(['before', 'after', 'refund', 'disproven']),
      items: z
        .array(
          z.object({
            serviceId,
            /** Of a charge that was made. */
            chargeId: chargeId.optional(),
            amountFen: z.number().int().min(0),
            at: z.number().int(),
            refundFen: z.number().int().optional(),
            rule: chargeRule.optional(),
          }),
        )
        .min(1),
    }),
    /** A one-off was charged: from now on there is nothing of it to cancel. */
    'purchase.charged': z.object({ msisdn, receiptId: z.string().max(80) }),
    'number.released': z.object({ msisdn, reason: z.enum(['released', 'ported-out']) }),
    'number.assigned': z.object({ msisdn }),
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

const dated = { version: z.number().int().min(1), from: z.number().int(), retired: z.boolean().optional() }

/** Reference data: partners, services, ports, in force from a date. Each service reads it to its end before it works. */
export const catalogueTopic = topic({
  name: 'catalogue',
  key: 'service',
  owner: 'catalogue',
  summary: 'Partners, their services and ports, each with a version and the date it holds from.',
  keep: 'compact',
  messages: {
    'partner.set': z.object({
      ...dated,
      partnerId: z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/),
      nameZh: z.string().min(1).max(60),
      nameEn: z.string().min(1).max(60),
      kind: z.string().max(40),
    }),
    'service.set': z.object({
      ...dated,
      serviceId,
      partnerId: z.string(),
      port: address,
      nameZh: z.string().min(1).max(60),
      nameEn: z.string().min(1).max(60),
      ...terms.shape,
      window: z.enum(['24h', '60m']),
      code: z.string().max(20),
    }),
    /** Whose a port is, and what was approved to be sent from it; of no class: nothing. */
    'port.set': z.object({
      ...dated,
      port: address,
      partnerId: z.string(),
      category: z.string().max(40),
      classes: z.array(portClass),
    }),
  },
})

export const apiKeys = topic({
  name: 'api-keys',
  key: 'api-key',
  owner: 'console',
  summary: 'API keys by id: digest of the secret, kind, purposes; never the secret.',
  keep: 'compact',
  messages: {
    'key.set': z.object({
      keyId: z.string(),
      digest: z.string(),
      /** The partner that the key speaks for. */
      partnerId: z.string().max(40).optional(),
      /** The person whose service account it is. */
      personId: z.string().max(40).optional(),
      name: z.string().max(60),
      /** What it is a key of; one that was made before there were kinds opens nothing any more. */
      kind: z.string().max(20).optional(),
      purposes: z.array(z.string()),
      createdAt: z.number().int(),
      revokedAt: z.number().int().optional(),
      perMinute: z.number().int().min(1),
    }),
  },
})

/** What could not be handled, with its reason: looked at and replayed with `quadzero dead-letters`. */
export const deadLetters = topic({
  name: 'dead-letters',
  key: 'dead-letter',
  owner: 'console',
  summary: 'A message that no rule accepts, with the reason; a replay is a new input.',
  keep: 200,
  messages: {
    'dead-letter.added': deadLetter,
    'dead-letter.replay-requested': z.object({ by: z.string() }),
  },
})

export const allTopics = [
  smsSegments,
  smsMo,
  smsReplies,
  smsOutbound,
  smsBulk,
  smsSent,
  smsRetry,
  mtRequests,
  mtDecisions,
  subscriberCommands,
  subscriberEvents,
  subscriberTenures,
  subscriberBlocks,
  confirmationRequests,
  confirmationEvents,
  requestOutcomes,
  consentReceipts,
  chainHeads,
  evidenceSeals,
  billingCharges,
  charges,
  subscriberCharges,
  chargingCommands,
  chargingEvents,
  ledgerPostings,
  complaintCommands,
  complaintEvents,
  webhooks,
  webhookDeliveries,
  webhookCalls,
  accountSessions,
  catalogueTopic,
  apiKeys,
  staffCommands,
  staffRoster,
  staffSessions,
  staffProposals,
  proposalPages,
  auditEntries,
  auditRecords,
  deadLetters,
  laneProgress,
] as const

export const topicByName: ReadonlyMap<string, (typeof allTopics)[number]> = new Map(
  allTopics.map((each) => [each.name, each]),
)
