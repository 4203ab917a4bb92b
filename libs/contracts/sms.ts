import { z } from 'zod'
import { address, channel, language, messageClass, msisdn, portClass, time } from './parts.ts'
import { topic } from './topic.ts'

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
  /** When the latest other message of the last minute came to this edge from this subscriber; another edge may have had the same bytes since. */
  anotherAt: time.optional(),
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

/** The same for the numbers that take reports. */
export const smsReports = topic({
  name: 'sms.reports',
  key: 'subscriber',
  owner: 'sms-gateway',
  summary: 'A subscriber’s whole message to a number that takes spam reports.',
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
  /** The request that this prompt puts: what it says of its window is worded anew when it is sent again. */
  request: z.string().max(100).optional(),
  /** Of a port’s message: the id that its sender knows. */
  mt: z.string().max(100).optional(),
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
  newsDays: 7,
  messages: { 'mt.queued': outbound },
})

/** MT messages of partners in bulk: never ahead of an answer. */
export const smsBulk = topic({
  name: 'sms.bulk',
  key: 'subscriber',
  owner: 'sms-gateway',
  summary: 'A partner’s message to a subscriber, allowed and waiting its turn behind the answers.',
  keep: 3,
  newsDays: 7,
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
      /** The id that its sender knows, where it waited for its place. */
      mt: z.string().max(100).optional(),
    }),
  },
})
