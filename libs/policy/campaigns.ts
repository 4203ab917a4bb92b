import { z } from 'zod'

const whole = z.number().int()

/** Figures of campaigns of reported texts (docs/rules.md, "Spam reports"). */
export const campaignsSchema = z.strictObject({
  reporters: whole.min(1).max(1000).describe('So many weighted reporters put a campaign or a port before a person'),
  days: whole.min(1).max(60).describe('Weighted reporters are counted over so long (days)'),
  together: whole
    .min(1)
    .max(8)
    .describe(
      'Reporters who reported so many other things alike are a group: each of them after the first counts less',
    ),
  againPercent: whole
    .min(100)
    .max(10_000)
    .describe('What was dismissed is proposed again at this share of the threshold, in reporters since then (percent)'),
  endDays: whole.min(10).max(400).describe('A campaign that nobody reports any more is kept for so long (days)'),
})

/** The promise: five reporters in ten days put a port, or a campaign, before a human. */
export const defaultCampaigns: z.infer<typeof campaignsSchema> = {
  reporters: 5,
  days: 10,
  together: 2,
  againPercent: 300,
  endDays: 200,
}
