import { z } from 'zod'

/** How the monitor’s figures are tried before they hold. */
export const trialsSchema = z.strictObject({
  waiting: z.number().int().min(1).max(100).describe('Replays of drafts that wait or run at once, of all people'),
  perPerson: z.number().int().min(1).max(100).describe('The same of one person'),
  perHour: z.number().int().min(1).max(1000).describe('Replays that one person asks for in an hour'),
  shadows: z
    .number()
    .int()
    .min(1)
    .max(5)
    .describe('Drafts that are in shadow at once: each takes the memory of two monitors'),
  shadowDays: z.number().int().min(1).max(60).describe('Days that a draft is in shadow at most'),
  releaseHours: z
    .number()
    .int()
    .min(1)
    .max(720)
    .describe('Hours after which a draft is no longer released by a replay: whom it touches may be others since'),
})

/** A replay reads the whole archive twice: a few at a time, so that everybody gets one. */
export const defaultTrials: z.infer<typeof trialsSchema> = {
  waiting: 8,
  perPerson: 3,
  perHour: 30,
  shadows: 1,
  shadowDays: 30,
  releaseHours: 24,
}
