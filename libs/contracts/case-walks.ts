import { z } from 'zod'
import {
  caseFinding,
  caseNumber,
  caseSubject,
  lookedThen,
  penaltyPoints,
  sanction,
  verdict,
  victimRule,
} from './cases.ts'
import { appName, time } from './parts.ts'
import { topic } from './topic.ts'

/** What those who complained are told of a case. */
export const caseOutcome = z.object({
  number: caseNumber,
  subject: caseSubject,
  outcome: verdict.shape.outcome,
  points: penaltyPoints,
  sanctions: z.array(sanction).max(10),
  reasonZh: z.string().max(500),
  reasonEn: z.string().max(500),
  /** What the pattern took goes back to everybody. */
  refunds: z.boolean(),
  decidedAt: time,
  /** An appeal took the penalty back. */
  withdrawn: z.boolean(),
})
export type CaseOutcome = z.infer<typeof caseOutcome>

const place = { page: z.number().int().min(0), after: z.string().max(400).optional() }

/** Walks over the charges of a rule, and over those who complained, page by page. */
export const victimWalks = topic({
  name: 'victim.walks',
  key: 'case',
  owner: 'cases',
  summary: 'The next page of charges that a verdict’s rule is held against, or of subscribers who hear its outcome.',
  keep: 30,
  messages: {
    'walk.page': z.object({
      number: caseNumber,
      rule: victimRule,
      times: z.number().int().min(1).max(10),
      /** Which walk of the case it is: later ones name what was told late. */
      round: z.number().int().min(0).default(0),
      /** What its pages before this one named of one person’s refund, with what had gone back when it began, fen. */
      fen: z.number().int().min(0).optional(),
      ...place,
    }),
    /** Its appeal was granted, and nothing more goes back by it: what did is the operator’s to pay. */
    'acquit.page': z.object({ number: caseNumber, rule: victimRule, ...place }),
    /** Of those who complained about the partner; then, where it is of software, about that. */
    'tell.page': caseOutcome.extend({ ...place, byApp: z.literal(true).optional() }),
  },
})

/** What became of cases, for who complained. */
export const caseOutcomes = topic({
  name: 'case.outcomes',
  key: 'subscriber',
  owner: 'cases',
  summary: 'A partner that this subscriber complained about was judged, or an appeal took that back.',
  keep: 30,
  messages: { 'outcome.due': caseOutcome },
})

/** What one partner is suspected of, from wherever it comes: one case of each is open at a time. */
export const caseSubjects = topic({
  name: 'case.subjects',
  key: 'partner',
  owner: 'cases',
  summary: 'A person wants a case, by partner; that one ended; how a partner stood at the end of a day.',
  keep: 30,
  messages: {
    'case.wanted': z.object({
      subject: caseSubject,
      pattern: z.string().max(200),
      finding: caseFinding,
      stopFirst: z.boolean(),
    }),
    'case.ended': z.object({ number: caseNumber, pattern: z.string().max(200) }),
    /** How it stood at the end of a day, or an app that asks for it: what most speaks against each of its units. */
    'subject.looked': z.object({ app: appName.optional(), units: z.array(lookedThen).min(1).max(100) }),
  },
})
