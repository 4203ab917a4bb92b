import { z } from 'zod'
import { channel, language, msisdn, serviceId, time } from './parts.ts'
import { topic } from './topic.ts'

/** An id that a billing system gives: printable, without spaces. */
export const chargeId = z.string().regex(/^[\x21-\x7e]{1,64}$/)
/** Integer fen; beyond 10,000 yuan it is a mistake, not a service. */
export const amountFen = z.number().int().min(1).max(1_000_000)
export const chargeKind = z.enum(['month', 'once'])
export type ChargeKind = z.infer<typeof chargeKind>
/** What a reminder is of. */
export const reminderKind = z.enum(['before', 'after', 'refund', 'disproven'])

const recorded = z.object({
  id: chargeId,
  msisdn,
  serviceId,
  amountFen,
  currency: z.literal('CNY'),
  /** When the subscriber was charged, ms. */
  at: time,
  kind: chargeKind,
  /** The grant of an authorization, where there was one. */
  grant: z.string().max(400).optional(),
})

/** Where billing systems write themselves: with any key, into any partition. */
export const billingCharges = topic({
  name: 'billing.charges',
  key: 'any',
  owner: 'billing systems',
  summary: 'A charge as billing recorded it, under any key and in any partition; it is sorted by its id from here.',
  keep: 30,
  messages: { 'charge.recorded': recorded },
})

/** A billing event of a partner's service, from wherever billing records it: API, file, or its topic. */
export const charges = topic({
  name: 'charges',
  key: 'charge',
  owner: 'charging',
  summary: 'A charge as billing recorded it, keyed by its id: judged once, however often it is delivered.',
  keep: 30,
  messages: {
    'charge.recorded': recorded,
  },
})

/** Charges on their way to the account of the subscriber, each for the first time. */
export const subscriberCharges = topic({
  name: 'subscriber.charges',
  key: 'subscriber',
  owner: 'charging',
  summary: 'A charge that is new, for the subscriber’s account to judge.',
  keep: 30,
  messages: {
    'charge.received': z.object({
      id: chargeId,
      msisdn,
      serviceId,
      amountFen,
      at: time,
      kind: chargeKind,
      grant: z.string().max(400).optional(),
    }),
    /** Sets a lane’s heartbeat going, which then beats by itself: the gate knows by it that accounts are current. */
    heartbeat: z.object({}),
  },
})

/** Why a charge is not allowed, or was wrong. */
export const chargeRule = z.enum([
  'disputed',
  'no.consent',
  'after.cancel',
  'free.period',
  'above.tariff',
  'too.often',
  'purchase.used',
  'purchase.over',
  'partner.ended',
  'proven',
])
export type ChargeRule = z.infer<typeof chargeRule>

/** What is asked of one subscriber's account besides charges. */
export const chargingCommands = topic({
  name: 'charging.commands',
  key: 'subscriber',
  owner: 'charging',
  summary: 'A subscriber disputes a charge; a person decides a dispute.',
  keep: 30,
  messages: {
    'dispute.requested': z.object({
      msisdn,
      /** The charge itself, wherever it can be named. */
      chargeId: chargeId.optional(),
      /** Else the service that the number of a list stands for, else what was typed as its name. */
      serviceId: serviceId.optional(),
      name: z.string().max(100),
      channel,
      language,
      /** The number that was texted, which answers. */
      from: z.string().max(21),
      fingerprint: z.string().max(64),
      /** Answered too often this hour: what is asked is done, and not answered. */
      silent: z.boolean(),
    }),
    'dispute.taken': z.object({ chargeId, by: z.string().max(60) }),
    /** By its owner, or an administrator in their place, to somebody else. */
    'dispute.handed': z.object({
      chargeId,
      by: z.string().max(60),
      from: z.string().max(60),
      to: z.string().max(60),
      reason: z.string().min(3).max(300),
    }),
    'dispute.decided': z.object({ chargeId, proven: z.boolean(), by: z.string().max(60) }),
    /** A case proved the pattern that this charge is of: it goes back, whoever complained or not. */
    'charge.condemned': z.object({ chargeId, case: z.string().max(20), times: z.number().int().min(1).max(10) }),
    /** An appeal took that verdict back: what went back by it alone stays, and the operator pays it. */
    'charge.acquitted': z.object({ chargeId, case: z.string().max(20) }),
  },
})

/** What the monitor counts: every charge with its verdict. */
export const chargingEvents = topic({
  name: 'charging.events',
  key: 'subscriber',
  owner: 'charging',
  summary: 'Charges judged right or wrong, refunds, and charge ids that came with other content.',
  keep: 200,
  messages: {
    'charge.judged': z.object({
      chargeId,
      subscriber: z.string(),
      serviceId,
      partnerId: z.string(),
      amountFen,
      chargedAt: time,
      kind: chargeKind.optional(),
      rule: chargeRule.optional(),
      refundFen: z.number().int().min(0),
      granted: z.boolean(),
      /** Whose the number was: its charges are explained by that tenure’s consents. */
      tenure: z.number().int().min(1).optional(),
      /** Of a recurring charge that is right: was the subscriber reminded before it? If not, that is a signal against us. */
      reminded: z.boolean().optional(),
    }),
    'dispute.opened': z.object({
      chargeId,
      subscriber: z.string(),
      serviceId,
      partnerId: z.string(),
      amountFen,
      /** Refunded at once; else a person decides first. */
      instant: z.boolean(),
      channel,
    }),
    'dispute.decided': z.object({
      chargeId,
      subscriber: z.string(),
      serviceId,
      partnerId: z.string(),
      proven: z.boolean(),
      by: z.string(),
    }),
    /** Nobody decided it yet. */
    'dispute.waiting': z.object({
      chargeId,
      subscriber: z.string(),
      serviceId,
      partnerId: z.string(),
      change: z.enum(['due-soon', 'overdue']),
    }),
    'charge.conflict': z.object({ chargeId, serviceId }),
    /** What a verdict did to one charge: what went back by it, and what had gone back before. */
    'charge.redressed': z.object({
      chargeId,
      subscriber: z.string(),
      case: z.string(),
      partnerId: z.string(),
      refundFen: z.number().int().min(0),
      beforeFen: z.number().int().min(0),
      /** The number is somebody else’s now: it goes to the former owner’s account by export. */
      former: z.boolean(),
      /** The charge is not kept any more: a person must look. */
      gone: z.boolean(),
    }),
    /** What the operator bears of a charge instead of the partner, since a verdict was taken back. */
    'charge.borne': z.object({
      chargeId,
      subscriber: z.string(),
      case: z.string(),
      partnerId: z.string(),
      fen: z.number().int().min(0),
      gone: z.boolean(),
    }),
  },
})

/** Each dispute as it stands, keyed by itself: what lists are made of. */
export const disputeCases = topic({
  name: 'dispute.cases',
  key: 'dispute',
  owner: 'charging',
  summary: 'A dispute as it stands, each time it changes; and that its charge is not kept any more.',
  keep: 30,
  messages: {
    'case.changed': z.object({
      subscriber: z.string(),
      chargeId,
      serviceId,
      partnerId: z.string(),
      amountFen,
      chargedAt: time,
      channel,
      disputedAt: time,
      /** When staff must have decided it, ms. */
      dueAt: time,
      instant: z.boolean(),
      status: z.enum(['open', 'proven', 'disproven']),
      owner: z.string().max(60).optional(),
      decidedAt: time.optional(),
    }),
    'case.ended': z.object({}),
  },
})

/** The ledger's accounts: who was charged, whom the operator owes, what is disputed, and what the operator pays itself. */
export const account = z.enum(['subscribers', 'partner', 'disputed', 'operator'])
export type Account = z.infer<typeof account>
export const postingKind = z.enum([
  'charge',
  'refund',
  'compensation',
  'dispute',
  'dispute-proven',
  'dispute-disproven',
  'dispute-reversed',
  'appeal-granted',
])
export type PostingKind = z.infer<typeof postingKind>

/** What each kind of posting takes from whom, for whom. */
export const postingAccounts: Readonly<Record<PostingKind, readonly [debit: Account, credit: Account]>> = {
  charge: ['subscribers', 'partner'],
  refund: ['partner', 'subscribers'],
  compensation: ['partner', 'subscribers'],
  dispute: ['disputed', 'subscribers'],
  'dispute-proven': ['partner', 'disputed'],
  'dispute-disproven': ['operator', 'disputed'],
  // The operator paid for what turned out wrong after all.
  'dispute-reversed': ['partner', 'operator'],
  // A verdict was taken back: what it gave back stays, at the operator’s cost.
  'appeal-granted': ['operator', 'partner'],
}

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

const posted = z.object({
  partnerId: z.string(),
  month,
  serviceId,
  chargeId,
  kind: postingKind,
  debit: account,
  credit: account,
  amountFen,
  /** The closed month that this belongs to, when it had to be booked in a later one. */
  correctionOf: month.optional(),
})

/** Double entry: each posting takes an amount from one account and gives it to another. */
export const ledgerPostings = topic({
  name: 'ledger.postings',
  key: 'settlement',
  owner: 'charging',
  summary: 'The journal: postings by partner and month, and the closing of a month.',
  keep: 400,
  messages: {
    'posting.made': posted,
    'month.close': z.object({ partnerId: z.string(), month, by: z.string() }),
  },
})

/** What a month’s sums are made of, for whoever looks into them. */
export const ledgerLines = topic({
  name: 'ledger.lines',
  key: 'message',
  owner: 'charging',
  summary: 'Each posting in the month that it was booked in, one by one.',
  keep: 30,
  messages: { 'line.booked': posted },
})
