import { z } from 'zod'
import { MOST_RESTRAINTS, restraint } from './catalogue.ts'
import { chargeId, chargeKind, chargeRule } from './charging.ts'
import { appName, serviceId, time } from './parts.ts'
import { topic } from './topic.ts'

/** Short enough to be read out: eight digits. */
export const caseNumber = z.string().regex(/^\d{8}$/)
const partnerId = z.string().max(40)
export const who = z.string().max(60)

/** Whom a case is about: a partner, or handset software that asks for subscriptions through several. */
export const caseSubject = z.object({
  partnerId: partnerId.optional(),
  serviceId: serviceId.optional(),
  /** The software. */
  app: appName.optional(),
})
export type CaseSubject = z.infer<typeof caseSubject>

const daily = z.array(z.number()).max(64)

/** How what a finding is of stood then, at the end of its day, beside its peers and day by day. */
export const lookedThen = z.object({
  at: time,
  kind: z.enum(['service', 'way', 'port', 'app', 'together']),
  name: z.string().max(500),
  signals: z
    .array(
      z.object({
        name: z.string().max(60),
        figure: z.number(),
        baseline: z.number(),
        evidence: z.number(),
        peers: z
          .object({
            rate: z.number().describe('The mean rate of its peers'),
            shape: z.number().describe('How much alike they are (Gamma shape; small: they differ much)'),
          })
          .describe('What was usual among peers of its kind and size'),
        cases: daily.describe('Cases day by day, the oldest first'),
        of: daily.describe('What they are of, day by day'),
      }),
    )
    .max(4),
})
export type LookedThen = z.infer<typeof lookedThen>

/** What is pinned to a case as it was then: a flag of the monitor, or what a person found. */
export const caseFinding = z.object({
  id: z.string().max(200),
  at: time,
  /** `monitor`, or who entered it. */
  by: who,
  signals: z
    .array(z.object({ name: z.string().max(60), figure: z.number(), baseline: z.number(), evidence: z.number() }))
    .max(60),
  /** Charges that show it best. */
  charges: z.array(chargeId).max(10),
  /** What would clear it. */
  clears: z.string().max(1000),
  text: z.string().max(2000).optional(),
  policyVersion: z.string().max(40),
  /** Of the monitor: pinned at the end of the day that it is of, and never changed. Absent from builds of 26 November. */
  looked: lookedThen
    .optional()
    .describe('How it stood at the end of the day that it is of; what stopped first, of the day before'),
})
export type CaseFinding = z.infer<typeof caseFinding>

/** The charges of a proven pattern, by what can be read: of a partner, from a moment until another. */
export const victimRule = z.object({
  partnerId,
  /** Absent: of all its services. */
  services: z.array(serviceId).min(1).max(50).optional(),
  from: time,
  until: time,
  kind: chargeKind.optional(),
  /** From this amount on, fen. */
  minFen: z.number().int().min(1).optional(),
  /** Hours of the day in the operator’s zone, 0–23, both ends among them; `from` after `until` goes over midnight. */
  hours: z.object({ from: z.number().int().min(0).max(23), until: z.number().int().min(0).max(23) }).optional(),
  /** Only those that were judged wrong by one of these; absent: also those that were right by the rules. */
  judged: z.array(chargeRule).min(1).max(10).optional(),
})
export type VictimRule = z.infer<typeof victimRule>

/** Rungs of the ladder, points (docs/rules.md, "Partners"). */
export const penaltyPoints = z.union([z.literal(0), z.literal(5), z.literal(20), z.literal(60), z.literal(80)])
export const sanction = z.object({
  what: z.enum(['warning', 'freeze-orders', 'freeze-settlement', 'suspend', 'terminate', 'bar-app']),
  /** Of one service; absent: of all. A termination is of the partner. */
  serviceId: serviceId.optional(),
  /** Of `bar-app`: the software, for whatever partner it asks. */
  app: appName.optional(),
  /** Until when, ms; absent: until it is lifted. */
  until: time.optional(),
})
export type Sanction = z.infer<typeof sanction>

export const verdict = z.object({
  outcome: z.enum(['cleared', 'proven']),
  points: penaltyPoints,
  sanctions: z.array(sanction).max(10),
  /** Whom it refunds, and how often the amount. */
  refund: z
    .object({
      rule: victimRule,
      times: z.number().int().min(1).max(10),
      goesOn: z
        .literal(true)
        .optional()
        .describe('No end was said: also what is charged until the verdict holds, whoever has to approve it meanwhile'),
    })
    .optional(),
  /** What was done wrong, as the public reads it. */
  reasonZh: z.string().min(1).max(500),
  reasonEn: z.string().min(1).max(500),
  /** For the file. */
  note: z.string().max(2000),
  publish: z.boolean(),
})
export type Verdict = z.infer<typeof verdict>

/** What goes back by a verdict, and to how many. */
const refunded = z.object({ subscribers: z.number().int().min(0), fen: z.number().int().min(0) })

/** What is kept with a case as it came: a penalty letter, or what somebody attached. Its digest is in the evidence of the case. */
export const caseFile = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,40}\.(pdf|png|jpg)$/)
    .meta({ description: 'Name of the file', example: 'letter-zh.pdf' }),
  type: z.enum(['application/pdf', 'image/png', 'image/jpeg']).describe('What it is, by its content'),
  bytes: z.number().int().min(1),
  /** Hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type CaseFile = z.infer<typeof caseFile>

/** Appeals on paper that are taken out of one case: after these one is granted or not. */
export const MOST_VOIDED = 10

/** Why a partner heard nothing of its verdict, or not why: there is nobody to tell; its endpoints took nothing; it has no key to read the reason. */
export const unheard = z.enum(['nobody', 'failed', 'webhook'])
export const letterWay = z.enum(['post', 'courier', 'e-mail'])

/** Of what the letter tells: what became of an appeal, or that one on paper was taken out, counted from 1; absent: the verdict. */
const ofLetter = {
  of: z.enum(['appeal', 'voided']).optional(),
  nth: z.number().int().min(1).max(MOST_VOIDED).optional(),
}

const byPerson = { number: caseNumber, by: who }

/** What people and the monitor do with cases. */
export const caseCommands = topic({
  name: 'case.commands',
  key: 'case',
  owner: 'cases',
  summary: 'A case is opened, taken, noted, decided, appealed; findings are added to it; refunds of it were made.',
  keep: 30,
  messages: {
    'case.opened': z.object({
      number: caseNumber,
      subject: caseSubject,
      /** What it is suspected of: one case of each is open at a time. */
      pattern: z.string().max(200),
      finding: caseFinding,
      /** A rule that stops first froze charging: a person must look within hours. */
      stopFirst: z.boolean(),
      /** Log units of evidence: what queues are weighed by. */
      weight: z.number().min(0),
      /** Open cases of the same subject, and ones that ended. */
      linked: z.array(caseNumber).max(20),
    }),
    'finding.added': z.object({
      number: caseNumber,
      /** Of whom and of what it was found: another case than of these takes it not. Absent from builds of 26 November. */
      subject: caseSubject.optional(),
      pattern: z.string().max(200).optional(),
      finding: caseFinding,
      stopFirst: z.boolean(),
      weight: z.number().min(0),
    }),
    /** The day of a finding is over: how it stood. */
    'finding.looked': z.object({ number: caseNumber, finding: z.string().max(200), looked: lookedThen }),
    'case.linked': z.object({ number: caseNumber, other: caseNumber }),
    'case.taken': z.object(byPerson),
    'case.handed-over': z.object({ ...byPerson, to: who, reason: z.string().min(1).max(500) }),
    'case.noted': z.object({ ...byPerson, text: z.string().min(1).max(2000) }),
    'case.snoozed': z.object({ ...byPerson, until: time, reason: z.string().min(1).max(500) }),
    /** Up a step: whoever has it cannot, or may not, decide it alone; an administrator takes it over. */
    'case.escalated': z.object({ ...byPerson, reason: z.string().min(1).max(500) }),
    /** A freeze that stopped first is lifted before a verdict, with its reason. */
    'freeze.lifted': z.object({ ...byPerson, reason: z.string().min(1).max(500) }),
    /** By one person, or by the proposal that a second one approved. */
    'verdict.given': z.object({
      ...byPerson,
      proposal: z.string().max(120).optional(),
      verdict,
      /** What one person’s refund was foreseen to come to. Absent from builds of 27 November. */
      foreseen: refunded.optional(),
    }),
    'appeal.made': z.object({
      number: caseNumber,
      partnerId,
      text: z.string().min(1).max(4000),
      /** In writing: the day on which it came, who entered it, and the file of its paper (absent from builds of 27 November). */
      written: z.object({ on: time, by: who, paper: caseFile.shape.name.optional() }).optional(),
    }),
    /** Nobody could tell the partner of its verdict, or of what became of its appeal: it has neither a webhook nor a key to look, or none answered for a day. */
    'letter.due': z.object({ number: caseNumber, heard: unheard, ...ofLetter }),
    /** A webhook of the partner’s took its verdict. */
    'letter.told': z.object({ number: caseNumber, ...ofLetter }),
    /** The penalty letter was sent by people, on that day. */
    'letter.sent': z.object({ ...byPerson, on: time, way: letterWay, ...ofLetter }),
    /** What was entered is not the partner’s, or is no appeal: it is as if there had been none. */
    'appeal.voided': z.object({ ...byPerson, reason: z.string().min(1).max(2000) }),
    'appeal.decided': z.object({ ...byPerson, granted: z.boolean(), reason: z.string().min(1).max(2000) }),
    /** Its content is kept under its name, and is what this says; the paper of an appeal always has a place. */
    'file.added': caseFile.extend({ ...byPerson, paper: z.literal(true).optional() }),
    /** The walk over the charges of its rule named so many more, and whether it came to their end. */
    'victims.named': z.object({
      number: caseNumber,
      charges: z.number().int().min(0),
      done: z.boolean(),
      /** The rest is beyond what one person may decide: it waits for two. */
      held: z.literal(true).optional(),
    }),
    /** What a page of charges came to: of so many subscribers who had none of it before. */
    'victim.redressed': z.object({
      number: caseNumber,
      refundFen: z.number().int().min(0),
      beforeFen: z.number().int().min(0),
      first: z.boolean(),
      former: z.boolean(),
      gone: z.boolean(),
    }),
    /** After an appeal was granted: so many more of its charges were put to their accounts, and whether these were all. */
    'victims.acquitted': z.object({ number: caseNumber, charges: z.number().int().min(0), done: z.boolean() }),
    /** What the operator bears of one of these since. */
    'victim.borne': z.object({ number: caseNumber, fen: z.number().int().min(0), gone: z.boolean() }),
  },
})

/** Cases as they stand, without texts of anybody: for lists, partners and the monitor. */
export const caseEvents = topic({
  name: 'case.events',
  key: 'case',
  owner: 'cases',
  summary: 'A case was opened, taken, is due or overdue, was decided, appealed, and closed.',
  keep: 400,
  messages: {
    'case.changed': z.object({
      number: caseNumber,
      subject: caseSubject,
      pattern: z.string().max(200),
      change: z.enum([
        'opened',
        'linked',
        'taken',
        'escalated',
        'due-soon',
        'overdue',
        'decided',
        'appealed',
        'appeal-decided',
        'appeal-voided',
        'refunded',
        'closed',
      ]),
      outcome: verdict.shape.outcome.optional(),
      points: z.number().int().optional(),
      /** Of an appeal that people entered, as it came in writing. Absent from builds of 27 November. */
      written: z.literal(true).optional(),
      /** Of an appeal that was decided. Absent from builds of 26 November. */
      granted: z.boolean().optional(),
      /** Of an appeal on paper that was taken out: which of them. Absent from builds of 27 November. */
      voided: z.number().int().min(1).optional(),
    }),
  },
})

/** What cases do to a partner; one state sums it up. */
export const partnerPenalties = topic({
  name: 'partner.penalties',
  key: 'partner',
  owner: 'cases',
  summary: 'Points and sanctions of a verdict, a freeze that stops first, and that they were taken back.',
  keep: 400,
  messages: {
    'penalty.given': z.object({
      partnerId,
      case: caseNumber,
      points: penaltyPoints,
      sanctions: z.array(sanction).max(10),
      /** Two people decided it: only then can it put the partner out. */
      two: z.literal(true).optional(),
    }),
    'penalty.undone': z.object({ partnerId, case: caseNumber }),
    'freeze.set': z.object({ partnerId, case: caseNumber, serviceId: serviceId.optional() }),
    'freeze.lifted': z.object({ partnerId, case: caseNumber, serviceId: serviceId.optional() }),
  },
})

/** How a partner stands after it changed: points, and what it is kept from. */
export const partnerStandings = topic({
  name: 'partner.standings',
  key: 'partner',
  owner: 'cases',
  summary: 'Credit points of a partner, what it is kept from, and until when it is banned.',
  keep: 'compact',
  messages: {
    'standing.changed': z.object({
      partnerId,
      points: z.number().int().min(0).max(100),
      restraints: z
        .array(
          z.object({
            what: restraint,
            serviceId: serviceId.optional(),
            app: appName.optional(),
            case: caseNumber,
          }),
        )
        .max(MOST_RESTRAINTS),
      bannedUntil: time.optional(),
      version: z.number().int().min(1),
    }),
  },
})

/** Charges by themselves, as cases name them. */
export const caseCharges = topic({
  name: 'case.charges',
  key: 'charge',
  owner: 'cases',
  summary: 'A charge that was judged, or named by a case, keyed by itself: what the rule of a verdict is held against.',
  keep: 30,
  messages: {
    'charge.known': z.object({
      chargeId,
      subscriber: z.string(),
      partnerId,
      serviceId,
      amountFen: z.number().int().min(0),
      chargedAt: time,
      kind: chargeKind.optional(),
      rule: chargeRule.optional(),
      refundFen: z.number().int().min(0),
      /** Whose the number was then. */
      tenure: z.number().int().min(1).optional(),
    }),
    /** A dispute of it was refunded at once, or proven, before any case named it. */
    'charge.returned': z.object({ chargeId, proven: z.boolean() }),
    /** A walk named it: none of the same case does so again. */
    'charge.named': z.object({ chargeId, case: caseNumber }),
  },
})
