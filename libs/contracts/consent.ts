import { z } from 'zod'
import { lineRequests } from './lines.ts'
import { channel, language, msisdn, origin, serviceId, terms, time } from './parts.ts'
import { topic } from './topic.ts'

/** What is asked of `confirmations` about one subscriber. */
export const confirmationRequests = topic({
  name: 'confirmation.requests',
  key: 'subscriber',
  owner: 'confirmations',
  summary: 'Somebody asks for a subscription or a one-off purchase, answers a prompt on the web, or wants the proof.',
  keep: 7,
  messages: {
    'subscription.requested': z.object({
      requestId: z.string().max(100),
      msisdn,
      serviceId,
      /** Who started it: what the subscriber starts is always prompted. */
      by: z.enum(['subscriber', 'partner']),
      origin,
      language: language.optional(),
      fingerprint: z.string().max(64),
    }),
    /** In a web session that was opened by a code sent to this phone. */
    'prompt.answered': z.object({
      requestId: z.string().max(100),
      yes: z.boolean(),
      session: z.string().max(64),
      /** On the page of this one request, where it is answered also before it was put by SMS. */
      page: z.boolean().optional(),
    }),
    /** The subscriber looks at their own page: what quiet hours hold back is put to them now. */
    'prompts.wanted': z.object({ session: z.string().max(64) }),
    /**
     * A yes or no that was texted to where nothing of that number is asked: it may be meant for a prompt. `noList`: a number
     * as prompts are answered with, where no list was sent to choose from.
     */
    'answer.astray': z.object({
      msisdn,
      language,
      from: z.string().max(21),
      fingerprint: z.string().max(64),
      noList: z.union([z.literal(true), z.literal('old')]).optional(),
    }),
    /** The SMSC did not take its prompt so far, and it is time to try again. */
    'prompt.unsent': z.object({ requestId: z.string().max(100), attempt: z.number().int().min(1).max(100) }),
    'proof.requested': z.object({ msisdn, language, from: z.string().max(21), fingerprint: z.string().max(64) }),
    ...lineRequests,
  },
})

/** Why a request is never put to the subscriber. */
export const refusalRule = z.enum([
  'service.unknown',
  'partner.restrained',
  'app.barred',
  'locked',
  'already.subscribed',
  'already.open',
  'port.blocked',
  'refused.before',
  'refused.similar',
  'limit.partner',
  'limit.subscriber',
  'limit.open',
])
export type RefusalRule = z.infer<typeof refusalRule>

/** What became of requests, in the subscriber's own order. */
export const confirmationEvents = topic({
  name: 'confirmation.events',
  key: 'subscriber',
  owner: 'confirmations',
  summary:
    'A confirmed request: what a subscription is activated by, a one-off charge is allowed by, and marketing is sent by.',
  keep: 200,
  messages: {
    'consent.given': z.object({
      requestId: z.string(),
      receiptId: z.string(),
      msisdn,
      serviceId,
      partnerId: z.string(),
      ...terms.shape,
      origin,
      /** When it was put: what ended the port's prompts since then ends this too, whatever came first. */
      askedAt: time,
      /** When the later yes of two was said, where a guardian had to agree as well; else when the message is stamped. */
      agreedAt: time.optional(),
    }),
    /**
     * Consents do not hold after all: given while the line was locked, or without the guardian’s yes, by the stamps of what
     * was heard of later; or since a phone was lost.
     */
    'consents.voided': z.object({
      msisdn,
      /** Those of these receipts. */
      receiptIds: z.array(z.string().max(80)).max(100),
      /** And all from this moment on: the phone was lost then. */
      lost: z.object({ since: time, case: z.string().max(100) }).optional(),
    }),
    /** Who hears of the charges, and is asked as well; none: nobody any more. */
    'guardian.changed': z.object({ msisdn, guardian: z.string().max(64).optional() }),
    /** A no to marketing from a port: as if the subscriber had texted `T` to it. */
    'marketing.refused': z.object({ requestId: z.string(), msisdn, serviceId }),
  },
})

export const requestStatus = z.enum(['waiting', 'asked', 'confirmed', 'refused', 'expired', 'rejected', 'ended'])
export type RequestStatus = z.infer<typeof requestStatus>

/** One request's life, keyed by its id: what a partner asks for, and what its webhook is told. */
export const requestOutcomes = topic({
  name: 'request.outcomes',
  key: 'request',
  owner: 'confirmations',
  summary: 'A request was put to the subscriber, confirmed, refused, ran out, or was rejected with its rule.',
  keep: 200,
  messages: {
    'request.changed': z.object({
      requestId: z.string(),
      partnerId: z.string(),
      serviceId,
      status: requestStatus,
      rule: refusalRule.optional(),
      /** When an open prompt runs out, ms. */
      expiresAt: time.optional(),
      receiptId: z.string().optional(),
      /** Who started it, and where it came from: the monitor counts refusals and silence by it. */
      by: z.enum(['subscriber', 'partner']).optional(),
      origin: origin.optional(),
    }),
  },
})

/** The stored proof of a yes: what was asked, what was answered, when, through which channel. */
export const receiptContent = z.object({
  requestId: z.string(),
  serviceId,
  partnerId: z.string(),
  ...terms.shape,
  /** When it was asked for; quiet hours may hold the prompt back. Not known of the oldest. */
  requestedAt: time.optional(),
  /** The prompt, word for word. */
  asked: z.string(),
  askedAt: time,
  /** The answer, word for word; of a web session, its id. */
  answer: z.string().max(2000),
  answeredAt: time,
  channel,
  via: z.string().max(64),
  by: z.enum(['subscriber', 'partner']),
  origin,
  /** Versions of the rules and of the service’s record that it was asked under. */
  policy: z.string(),
  serviceVersion: z.number().int(),
  guardian: z
    .object({
      subscriber: z.string().max(64),
      answer: z.string().max(2000),
      answeredAt: time,
      channel,
      via: z.string().max(64),
    })
    .optional()
    .describe('The second yes, where there was a guardian'),
})
export type ReceiptContent = z.infer<typeof receiptContent>

export const consentReceipts = topic({
  name: 'consent.receipts',
  key: 'receipt',
  owner: 'confirmations',
  summary: 'Consent receipts, each chained to the one before it of the same subscriber and tenure.',
  keep: 200,
  messages: {
    'receipt.made': z.object({
      subscriber: z.string(),
      tenure: z.number().int(),
      /** Place in the chain, from 1. */
      number: z.number().int().min(1),
      before: z.string(),
      salt: z.string(),
      content: receiptContent,
      digest: z.string(),
    }),
    /** The subscription ended: after the retention the content is erased, the digest stays. */
    'receipt.retired': z.object({ subscriber: z.string(), endedAt: time }),
    /** It did not: the cancel was undone. */
    'receipt.restored': z.object({ subscriber: z.string() }),
  },
})
