import { z } from 'zod'
import { caseNumber, caseSubject, penaltyPoints, sanction, who } from './cases.ts'
import { time } from './parts.ts'
import { topic } from './topic.ts'

/** Subscribers who got money back so far, and how much, fen. */
const refunds = z.object({ subscribers: z.number().int().min(0), fen: z.number().int().min(0), done: z.boolean() })

/** What a case wants the public to read, before it is worded. */
export const noticeCommands = topic({
  name: 'notice.commands',
  key: 'case',
  owner: 'cases',
  summary: 'A verdict is to be announced, its figures are final, it was corrected or taken back.',
  keep: 30,
  messages: {
    'notice.wanted': z.object({
      number: caseNumber,
      subject: caseSubject,
      reasonZh: z.string().max(500),
      reasonEn: z.string().max(500),
      points: penaltyPoints,
      sanctions: z.array(sanction).max(10),
      refunds: refunds.optional(),
      withdrawn: z.boolean(),
    }),
    /** What was wrong in it is put right, and said. */
    'notice.corrected': z.object({
      number: caseNumber,
      by: who,
      reasonZh: z.string().min(1).max(500),
      reasonEn: z.string().min(1).max(500),
      correctionZh: z.string().min(1).max(500),
      correctionEn: z.string().min(1).max(500),
    }),
  },
})

/** What the public reads: kept for ever, corrected and never silently changed. No subscriber’s number in it. */
export const publicNotices = topic({
  name: 'public.notices',
  key: 'notice',
  owner: 'cases',
  summary: 'A public notice, whole, each version by itself.',
  keep: 'compact',
  messages: {
    'notice.published': z.object({
      number: caseNumber,
      /** 1, and one more with each correction. */
      version: z.number().int().min(1),
      publishedAt: time,
      correctedAt: time.optional(),
      /** What a correction is of. */
      correctionZh: z.string().max(500).optional(),
      correctionEn: z.string().max(500).optional(),
      subject: caseSubject,
      partnerZh: z.string().max(60),
      partnerEn: z.string().max(60),
      serviceZh: z.string().max(60).optional(),
      serviceEn: z.string().max(60).optional(),
      reasonZh: z.string().max(500),
      reasonEn: z.string().max(500),
      points: z.number().int().min(0).max(100),
      sanctions: z.array(sanction).max(10),
      /** Absent where nothing is refunded. */
      refunds: refunds
        .extend({
          /** Since when it is so many. */
          at: time.optional(),
        })
        .optional(),
      withdrawn: z.boolean(),
    }),
  },
})
