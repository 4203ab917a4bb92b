import { z } from 'zod'
import { caseFile, caseNumber, caseSubject, penaltyPoints, sanction, verdict } from './cases.ts'
import { time } from './parts.ts'
import { topic } from './topic.ts'

/** Rules that a partner broke, as its penalty letter cites them (docs/rules.md, "Partners"). */
export const breach = z.enum(['consent', 'cancel', 'tariff', 'will', 'unwanted', 'redress', 'sending', 'records'])
export type Breach = z.infer<typeof breach>

/** What a penalty letter says, but for names, which its writer looks up as they were when the verdict was given. */
export const letterFacts = z.object({
  number: caseNumber,
  subject: caseSubject,
  decidedAt: time,
  appealUntil: time,
  points: penaltyPoints,
  sanctions: z.array(sanction).max(10),
  refund: verdict.shape.refund,
  reasonZh: verdict.shape.reasonZh,
  reasonEn: verdict.shape.reasonEn,
  breaches: z.array(breach),
})
export type LetterFacts = z.infer<typeof letterFacts>

/** What the letter says by which a partner hears what became of its appeal. */
export const answerFacts = letterFacts
  .pick({ number: true, subject: true, decidedAt: true, points: true, sanctions: true })
  .extend({
    appealedAt: time,
    answeredAt: time,
    granted: z.boolean(),
    /** It was published, and the notice says that it was withdrawn. */
    published: z.boolean(),
    /** The verdict refunds victims. Absent from builds of 27 November. */
    refunds: z.boolean().optional(),
    /** As whoever answered it wrote it. */
    reason: z.string().min(1).max(2000),
  })
export type AnswerFacts = z.infer<typeof answerFacts>

/** What the letter says by which a partner hears that an appeal on paper, which was entered for it, was taken out. */
export const voidedFacts = answerFacts
  .pick({ number: true, subject: true, decidedAt: true, appealedAt: true, reason: true })
  .extend({
    /** Which of those that were taken out. */
    nth: z.number().int().min(1),
    voidedAt: time,
    appealUntil: letterFacts.shape.appealUntil,
    /** It said its own beside, which is its appeal now. */
    own: z.boolean(),
    /** The penalty letter, by which alone it can hear of the verdict, has not gone yet: its time begins with that. */
    unsent: z.literal(true).optional(),
  })
export type VoidedFacts = z.infer<typeof voidedFacts>

/** Penalty letters (处罚通知书), and answers to appeals, that are to be written. */
export const caseLetters = topic({
  name: 'case.letters',
  key: 'case',
  owner: 'cases',
  summary:
    'A verdict, what became of an appeal, or that one on paper was taken out, is to be told to its partner by a letter, in both languages.',
  keep: 30,
  messages: { 'letter.wanted': letterFacts, 'answer.wanted': answerFacts, 'voided.wanted': voidedFacts },
})

/** Files of cases with their content: letters and attachments. */
export const caseFiles = topic({
  name: 'case.files',
  key: 'file',
  owner: 'cases',
  summary:
    'A letter that was written, or a file that somebody attached to a case, keyed by case and name, with its content.',
  keep: 30,
  messages: { 'file.kept': caseFile.extend({ number: caseNumber, content: z.base64() }) },
})
