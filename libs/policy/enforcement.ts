import { z } from 'zod'
import type { Policy } from './schema.ts'

const whole = z.number().int()

/** Figures of acting against spam: blocks for everybody, rates of ports, carried messages, surges. */
export const enforcementPolicy = z.strictObject({
  aloneMessages: whole
    .min(0)
    .describe('A block that would have stopped more messages than this in the last week needs two people'),
  protected: z
    .array(z.string().regex(/^\d{3,15}$/))
    .describe('Numbers on the white list besides the short codes: emergencies, the regulator'),
  urgentPercent: whole
    .min(0)
    .max(90)
    .describe('Of a port’s rate, what marketing never takes from its other messages (percent)'),
  shareSeconds: whole.min(1).max(30).describe('How long a leased share of a port’s rate holds (seconds)'),
  bulkHours: whole
    .min(1)
    .max(72)
    .describe('Marketing beyond the rate waits so long at most, else it is refused (hours)'),
})

export const enforcementDefaults: z.infer<typeof enforcementPolicy> = {
  aloneMessages: 10_000,
  // 110 police, 119 fire, 120 ambulance, 122 accidents, 12110 police by SMS; 12321 and 12315 take complaints.
  protected: ['110', '119', '120', '122', '12110', '12321', '12315'],
  urgentPercent: 20,
  shareSeconds: 2,
  bulkHours: 24,
}

/** Senders that are on the white list without being put there: the operator’s own numbers, emergencies. */
export const protectedSenders = ({ shortCodes, enforcement }: Pick<Policy, 'shortCodes' | 'enforcement'>): string[] => [
  ...shortCodes.query,
  shortCodes.prompts,
  ...shortCodes.reports,
  ...enforcement.protected,
]
