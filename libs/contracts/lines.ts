import { z } from 'zod'
import { amountFen, chargeId, reminderKind } from './charging.ts'
import { channel, language, msisdn, serviceId, terms, time } from './parts.ts'
import { topic } from './topic.ts'

/** Who says it, by which way, and where it is answered. */
const said = {
  msisdn,
  channel,
  /** Absent: as the subscriber’s is. */
  language: language.optional(),
  /** The number that answers. */
  from: z.string().max(21),
  fingerprint: z.string().max(64),
}
/** Id of what was put right after a phone was lost. */
const caseId = z.string().max(100)
const by = z.string().max(60)

/** What is asked about a subscriber’s line: to lock it, to open it, and by whose yes too it buys. */
export const lineRequests = {
  /** Nothing that costs is put to this subscriber by anybody. */
  'lock.requested': z.object({
    ...said,
    /** Lost or stolen: from a moment in the past, put right as one case. */
    lost: z.object({ since: time, case: caseId, by, reason: z.string().max(300) }).optional(),
  }),
  'unlock.requested': z.object({
    ...said,
    /** Signed in on the web, or at the counter: at once. By SMS it holds after a day: handset software can text too. */
    now: z.enum(['signed-in', 'counter']).optional(),
    /** The guardian opens the line of this ward. */
    ward: msisdn.optional(),
  }),
  /** The ward names a guardian, whose phone is asked. */
  'guardian.requested': z.object({ ...said, guardian: msisdn }),
  /** Of a child: counter staff saw the papers. */
  'guardian.entered': z.object({
    ...said,
    guardian: msisdn,
    /** The tenure of the guardian’s number that it was entered in. */
    guardianTenure: z.number().int().min(1),
    majorityAt: time,
  }),
  'guardian.dismissed': z.object({
    ...said,
    /** The other one’s, where it was named. */
    number: msisdn.optional(),
    /** Neither phone nor session nor counter: it is told where it is done. */
    by: z.enum(['phone', 'signed-in', 'counter']).optional(),
  }),
}

const other = z.string().max(64)
const requestId = z.string().max(100)

/**
 * Between two numbers: each message goes to the key of one and names the other. A guardian’s own process says who said yes
 * and when; the ward’s decides what that makes true.
 */
export const guardianships = topic({
  name: 'guardianships',
  key: 'subscriber',
  owner: 'confirmations',
  summary: 'Asked and answered between a ward and a guardian: the guardianship itself, and each request of the ward.',
  keep: 30,
  messages: {
    /* To the guardian. */
    'guardian.asked': z.object({ msisdn, ward: other, number: msisdn, id: requestId, expiresAt: time }),
    'guardianship.began': z.object({
      msisdn,
      ward: other,
      number: msisdn,
      /** The guardian’s tenure that said yes. */
      tenure: z.number().int().min(1),
      majorityAt: time.optional(),
    }),
    'guardianship.ended': z.object({ ward: other, number: msisdn, tell: z.boolean() }),
    'ward.prompted': z.object({
      ward: other,
      requestId,
      tenure: z.number().int().min(1),
      serviceId,
      partnerId: z.string(),
      ...terms.shape,
      by: z.enum(['subscriber', 'partner']),
      expiresAt: time,
    }),
    /** It is not waited for any more from that moment on: of one request, or what was asked about the guardianship. */
    'ward.over': z.object({ ward: other, requestId, at: time }),
    'ward.charged': z.object({
      ward: other,
      kind: reminderKind,
      items: z.array(
        z.object({
          serviceId,
          amountFen: amountFen.or(z.literal(0)),
          at: time,
          chargeId: chargeId.optional(),
        }),
      ),
    }),
    /* To the ward. */
    'guardian.answered': z.object({
      guardian: other,
      id: requestId,
      yes: z.boolean(),
      tenure: z.number().int().min(1),
    }),
    /** The guardian’s word on one request: the last one. */
    'request.vouched': z.object({
      guardian: other,
      requestId,
      word: z.enum(['yes', 'no', 'silence', 'locked']),
      answer: z.string().max(2000),
      channel,
      via: z.string().max(64),
    }),
    /** What the guardian’s number said from that moment on counts for nothing: it was locked, or is somebody else’s. */
    'guardian.out': z.object({
      guardian: other,
      since: time,
      /** It was opened then, or went to somebody else, and that was heard of before. */
      until: time.optional(),
      tenure: z.number().int().min(1),
      /** Somebody else’s: what waited for both ended with it. */
      gone: z.literal(true).optional(),
    }),
    'guardian.left': z.object({ guardian: other }),
    'ward.unlocked': z.object({ guardian: other }),
  },
})

/** What was put right after a phone was lost: parts of one case, by whoever put them right. */
export const lineCases = topic({
  name: 'line.cases',
  key: 'case',
  owner: 'confirmations',
  summary: 'A line was locked from a moment in the past: what was confirmed and charged since, put right as one case.',
  keep: 30,
  messages: {
    'case.opened': z.object({
      subscriber: z.string(),
      since: time,
      by,
      reason: z.string().max(300),
      /** Prompts that were open. */
      prompts: z.number().int().min(0),
    }),
    /** Consents that do not hold: as the prompts’ keeper, and as the subscriptions’, found them. */
    'case.cancelled': z.object({
      consents: z.array(z.object({ serviceId, receiptId: z.string().max(80), at: time })).max(200),
    }),
    'case.disputed': z.object({
      chargeId,
      serviceId,
      amountFen,
      at: time,
      refundFen: z.number().int().min(0),
      status: z.enum(['open', 'proven', 'disproven']),
    }),
  },
})
