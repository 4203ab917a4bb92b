import { z } from 'zod'
import { campaignsSchema } from './campaigns.ts'
import { casesSchema } from './cases.ts'
import { enforcementPolicy } from './enforcement.ts'
import { monitorPolicySchema } from './monitor.ts'
import { reportsSchema } from './reports.ts'
import { trialsSchema } from './trials.ts'

const words = z.array(z.string().min(1)).min(1)
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const days = (text: string) => z.number().int().min(1).describe(text)
const minutes = (text: string) => z.number().int().min(1).describe(`${text} (minutes)`)

export const disputesSchema = z.strictObject({
  perMonth: z.number().int().min(0).describe('Disputes a month that are refunded at once; beyond it a person decides'),
  amountFen: z.number().int().min(0).describe('Largest charge that is refunded at once (fen)'),
  warnHours: z.number().int().min(1).describe('Staff are warned of a dispute that nobody decided (hours)'),
  decideHours: z.number().int().min(1).describe('A dispute that nobody decided is overdue (hours)'),
  withinDays: z.number().int().min(1).describe('How old a charge can be disputed (days)'),
})

export const complaintsSchema = z.strictObject({
  answerHours: z.number().int().min(1).describe('First answer to a complaint (hours)'),
  warnHours: z.number().int().min(1).describe('Staff are warned of one without an answer (hours)'),
  reopenDays: z.number().int().min(1).describe('How long a closed complaint can be reopened, once (days)'),
})

/** The rules' figures and words as data. Each has its home here, its default in `defaults.ts` and its source beside it. */
export const policySchema = z.strictObject({
  shortCodes: z.strictObject({
    query: z.array(z.string()).describe('Numbers that answer 0000, lists and commands; the first sends the lists'),
    prompts: z.string().describe('Number that sends prompts'),
    reports: z.array(z.string()).describe('Numbers that take spam reports'),
  }),
  words: z
    .strictObject({
      list: words,
      block: words,
      unblock: words,
      subscribe: words,
      marketingOff: words,
      cancelAll: words,
      fullBlock: words,
      undo: words,
      more: words,
      proof: words,
      refund: words,
      complain: words,
      status: words,
      reopen: words,
      solved: words,
      language: words,
      lock: words,
      unlock: words,
      guardian: words,
      noGuardian: words,
      help: words,
      yes: words,
      agree: words,
      no: words,
      decline: words,
    })
    .describe('What people may type: commands, and answers to questions'),
  timeZone: z.string().describe('IANA zone in which times are told to subscribers'),
  listValidMinutes: minutes('How long the numbers of a list hold'),
  undoMinutes: minutes('How long a cancel or block can be undone'),
  secondYesMinutes: minutes('How long the second yes to cancel-all is waited for'),
  helpEveryMinutes: minutes('Help text, at most once in this time per subscriber'),
  help: z.strictObject({
    perDay: z.number().int().min(0).describe('Help texts a day and subscriber, so that two machines never talk'),
    whileAsked: z
      .number()
      .int()
      .min(1)
      .describe('The same while a question to this subscriber is open: each answer that is not understood is told so'),
  }),
  answersPerHour: z
    .number()
    .int()
    .min(1)
    .describe('Answers of any kind an hour and subscriber; beyond it none, until the hour is over'),
  repetitionSeconds: z
    .number()
    .int()
    .min(0)
    .describe(
      'Within this time the same bytes may be brought twice and meant once: over another session, or after an answer in doubt',
    ),
  answerLateSeconds: z
    .number()
    .int()
    .min(1)
    .describe('A deliver_sm that is answered later than this may be brought again by the SMSC'),
  idempotencyHours: z.number().int().min(1).describe('How long an Idempotency-Key is remembered'),
  assemblyMinutes: minutes('How long the segments of a long message are waited for'),
  segments: z.strictObject({
    list: z.number().int().min(1).describe('Segments of one page of a list'),
    answer: z.number().int().min(1).describe('Segments of any other answer'),
  }),
  otp: z.strictObject({
    code: z
      .strictObject({ from: z.number().int().min(3), to: z.number().int().max(12) })
      .describe('Length of the code that a one-time password carries'),
    domains: z
      .array(z.string())
      .min(1)
      .describe('Last labels of names that are links, which a one-time password never carries'),
    wordDomains: z.array(z.string()).min(1).describe('The same, of labels that are words as well'),
    nativeDomains: z.array(z.string()).min(1).describe('The same, of labels in other scripts'),
  }),
  quietHours: z
    .strictObject({ from: clock, to: clock })
    .describe('What can wait is not sent between these, in the time zone above'),
  confirmation: z.strictObject({
    windowHours: z.number().int().min(1).describe('A prompt that nobody answers within this means no (hours)'),
    shortWindowMinutes: minutes('The same for services whose window is `60m`'),
    freeHours: z.number().int().min(0).describe('Before the first charge of a monthly service (hours)'),
    purchaseHours: z.number().int().min(1).describe('How long a confirmed one-off purchase may be charged (hours)'),
    restDays: z
      .number()
      .int()
      .min(0)
      .describe('After a no or a silence a partner’s request for it is not put again for so many days; 0: never again'),
    similarPercent: z
      .number()
      .int()
      .min(1)
      .max(100)
      .describe('Another service of that partner whose name is as much alike is the same question'),
    perPartnerDay: z.number().int().min(1).describe('Prompts that one partner can cause a subscriber in 24 hours'),
    perSubscriberDay: z.number().int().min(1).describe('Prompts that all partners together can cause in 24 hours'),
    open: z
      .number()
      .int()
      .min(1)
      .max(50)
      .describe('Prompts that wait for a subscriber’s answer at once, beyond which partners cannot ask'),
  }),
  lock: z.strictObject({
    unlockHours: z.number().int().min(1).describe('An unlock by SMS holds after so many hours; told at once'),
    lostDays: z.number().int().min(1).max(180).describe('How long ago a phone can have been lost (days)'),
  }),
  guardian: z.strictObject({
    asksPerDay: z.number().int().min(1).describe('Phones that one subscriber can ask a day to be their guardian'),
    wards: z.number().int().min(1).max(50).describe('Wards of one guardian'),
    newDays: z
      .number()
      .int()
      .min(0)
      .describe(
        'A guardian whom an adult has for fewer days when the line is locked opens it as an SMS does, not at once',
      ),
    childYears: z.number().int().min(1).max(30).describe('A child comes of age within so many years at most'),
  }),
  marketing: z.strictObject({
    needsConsent: z
      .boolean()
      .describe('true: marketing goes only to those who agreed to it; false: to all who did not refuse it'),
  }),
  reminders: z.strictObject({
    hoursBefore: z.number().int().min(0).max(168).describe('Reminder before a recurring charge (hours); 0: none'),
    chargedAt: clock.describe('When the charges of a day are told, in one message'),
    answerHours: z.number().int().min(1).describe('How long the numbers of a reminder hold (hours)'),
    refundSeconds: z
      .number()
      .int()
      .min(0)
      .describe('How long a refund waits to be told, so that those of one moment are one message (seconds)'),
  }),
  charging: z.strictObject({
    grantMinutes: minutes('How long the signed grant of an authorization is valid'),
    whenUnknown: z.enum(['deny', 'allow']).describe('What is answered when the gate cannot know'),
    staleSeconds: z.number().int().min(2).describe('The gate cannot know when accounts are older than this (seconds)'),
    settleSeconds: z
      .number()
      .int()
      .min(1)
      .describe('What looks wrong is judged after so many seconds: the consent may be on its way'),
    lateDays: z.number().int().min(1).describe('A charge older than this is a dead letter (days)'),
    futureMinutes: minutes('A charge later than this from now is a dead letter'),
    refundTimes: z.number().int().min(1).max(10).describe('A wrong charge is refunded so many times its amount'),
    keepMonths: z.number().int().min(6).describe('How long charges can be looked up (months)'),
  }),
  disputes: disputesSchema,
  complaints: complaintsSchema,
  campaigns: campaignsSchema,
  cases: casesSchema,
  reports: reportsSchema,
  account: z.strictObject({
    codesPerAddressHour: z.number().int().min(1).describe('Codes an hour that are asked for from one address'),
    codeMinutes: minutes('How long a sign-in code holds'),
    codesPerHour: z.number().int().min(1).describe('Codes of any kind an hour and number'),
    codesPerDay: z.number().int().min(1).describe('Codes of any kind a day and number'),
    codesPerRequest: z.number().int().min(1).describe('Codes to confirm one request on the web'),
    triesPerCode: z.number().int().min(1).describe('Tries a sign-in code'),
    sessionMinutes: minutes('How long a subscriber stays signed in'),
  }),
  traffic: z.strictObject({
    everySeconds: z.number().int().min(1).max(60).describe('How often each process tells what it counted'),
    minuteDays: days('Days for which the figures of each minute are kept'),
    hourDays: days('Days for which the figures of each hour are kept'),
  }),
  staff: z.strictObject({
    idleMinutes: minutes('A person’s session ends when it was not used for so long'),
    sessionHours: z.number().int().min(1).max(24).describe('It ends after so many hours, used or not'),
    failures: z.number().int().min(1).describe('Wrong passwords or codes in a row until an account is locked'),
    lockMinutes: minutes('How long it is locked'),
    triesPerQuarter: z.number().int().min(1).describe('Sign-ins tried for one account in a quarter of an hour'),
    passkeys: z.number().int().min(1).max(20).describe('Passkeys of one person'),
    passwordLength: z.number().int().min(10).describe('Characters of a password, at least'),
    providerClockSeconds: z
      .number()
      .int()
      .min(0)
      .max(600)
      .describe('How far the clock of the provider that people sign in with (OIDC) may be from ours (seconds)'),
    proposalHours: z.number().int().min(1).describe('A proposal that nobody decides expires (hours)'),
    presentDays: z
      .number()
      .int()
      .min(1)
      .max(90)
      .describe('Days for which somebody whose account was closed or narrowed still counts as a second person'),
    lookUpMinutes: minutes('How long a number that was looked up can be acted for'),
    sightsPerHour: z
      .number()
      .int()
      .min(1)
      .max(500)
      .describe('Numbers an hour that one person opens or looks up; beyond it a second person agrees'),
  }),
  webhookRetryMinutes: z
    .array(z.number().int().min(0))
    .min(1)
    .describe('Pauses before a webhook that was not heard is tried again; after the last it has failed'),
  webhooksPerPartner: z.number().int().min(1).describe('Webhooks that a partner may have at once'),
  enforcement: enforcementPolicy,
  evidence: z.strictObject({
    sealMinutes: z
      .number()
      .min(0.01)
      .max(60)
      .describe('Chains that grew are signed so long after the first of them did, at the latest (minutes)'),
    sealHeads: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .describe('So many times that chains grew are signed at once, without waiting'),
  }),
  keepDays: z
    .strictObject({
      requests: days('Requests for subscriptions, as partners look them up'),
      deliveries: days('Webhook deliveries that were heard, or failed'),
      deadLetters: days('What could not be handled, whole'),
      messages: days('Decisions about ports’ messages, and delivery receipts'),
      ledgerLines: days('Lines of the ledger, one by one; a month’s sums stay'),
      lineCases: days('What was put right after a phone was lost'),
      complaints: days('Complaints, with their texts, after they were closed'),
      reports: days('Spam reports, with their texts, after they were closed'),
      proposals: days('Proposals of staff, after they were decided'),
      audit: days('What the audit says of an action; its digest stays'),
      archive: days('What the monitor observed, without numbers and texts: what its figures are tried on'),
    })
    .describe('How long records are kept before they are erased (days)'),
  receiptMonths: z
    .number()
    .int()
    .min(6)
    .describe('How long a consent receipt is kept after its subscription ended (months; the law: 6)'),
  deliveryReceiptsFor: z
    .array(z.enum(['answer', 'prompt', 'reminder', 'notice', 'service', 'otp', 'marketing']))
    .describe('Classes for which the SMSC is asked for a receipt'),
  serviceType: z
    .record(z.string(), z.string().max(5))
    .describe('service_type on the link per class of message: what makes it free of charge'),
  sendRetryMinutes: z
    .array(z.number().int().min(1))
    .min(1)
    .describe('Pauses before an MT that was refused for now is tried again'),
  trials: trialsSchema,
  monitor: monitorPolicySchema.describe(
    'What the monitor counts, what of it is usual, and when it flags; see libs/policy/monitor.ts for each source',
  ),
})

export type WholePolicy = z.infer<typeof policySchema>
