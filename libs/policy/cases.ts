import { z } from 'zod'

/** Figures of cases and verdicts (docs/rules.md, "Partners"). */
export const casesSchema = z.strictObject({
  decideDays: z.number().int().min(1).max(90).describe('A case that nobody decided is overdue (days)'),
  warnDays: z.number().int().min(0).max(90).describe('Staff are warned of it so long before (days)'),
  stopFirstHours: z.number().int().min(1).max(48).describe('The same where charging was stopped first (hours)'),
  snoozeDays: z
    .number()
    .int()
    .min(1)
    .max(30)
    .describe('A case can be put off for so long, never beyond its deadline (days)'),
  appealWorkingDays: z.number().int().min(1).max(60).describe('A partner can appeal for so many working days'),
  holidays: z
    .array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/))
    .describe('Days beside Saturdays and Sundays that are no working days'),
  startPoints: z.number().int().min(1).max(100).describe('Credit points of a partner at the start of a year'),
  stingPoints: z.number().int().min(1).max(100).describe('From so many points on a verdict takes two people'),
  aloneFen: z
    .number()
    .int()
    .min(0)
    .describe(
      'A verdict that refunds more than this takes two people, alone or with others of one person each: of the same partner within `aloneDays`, or by the same person within a day (fen)',
    ),
  aloneSubscribers: z.number().int().min(0).describe('The same by how many subscribers get money back'),
  aloneDays: z
    .number()
    .int()
    .min(1)
    .max(90)
    .describe('For so long refunds of one partner that one person decided count together (days)'),
  banYears: z.number().int().min(1).max(20).describe('A partner that is terminated is banned for so long (years)'),
  sanctionDays: z
    .number()
    .int()
    .min(1)
    .max(180)
    .describe('A suspension or a freeze of a verdict lasts so long at most, and where nothing is said (days)'),
  toldDays: z
    .number()
    .int()
    .min(1)
    .max(730)
    .describe('Whoever complained so long before a verdict hears its outcome (days)'),
  issuedBy: z
    .strictObject({ zh: z.string().min(1).max(60), en: z.string().min(1).max(60) })
    .describe('Who signs penalty letters, and takes appeals against them'),
  pagesPerMinute: z.number().int().min(1).describe('Public pages and feeds a minute that one address may ask for'),
  pageCharges: z.number().int().min(1).max(2000).describe('Charges that a refund of victims walks over in one step'),
})

/** The ladder of penalties and its points: the operator’s promise 违规合作方严厉处罚和公示; appeals within ten working days. */
export const defaultCases: z.infer<typeof casesSchema> = {
  decideDays: 7,
  warnDays: 2,
  stopFirstHours: 2,
  snoozeDays: 7,
  appealWorkingDays: 10,
  holidays: [],
  startPoints: 100,
  stingPoints: 60,
  aloneFen: 1_000_000,
  aloneSubscribers: 1000,
  aloneDays: 30,
  banYears: 2,
  sanctionDays: 90,
  toldDays: 180,
  issuedBy: { zh: '合作方管理部', en: 'Partner Management' },
  pagesPerMinute: 300,
  pageCharges: 500,
}
