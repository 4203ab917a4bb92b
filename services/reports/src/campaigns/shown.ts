import { z } from 'zod'
import { blockReason, blockScope, campaignId, reportOutcomes, spamKind } from '#contracts'
import { TEXTS } from '../domain/campaigns/tally.ts'
import { shownTarget } from './targets.ts'

const point = z.object({
  rule: z.string().describe('Its name, such as `first-reports` or `texts-differ`'),
  figure: z.number().describe('What was counted'),
  of: z.number().optional().describe('Out of how many, or against which threshold'),
})
const span = z.tuple([z.number(), z.number()]).meta({ example: [0, 12] })
const id = campaignId.meta({ example: 'c0k3x9fq1zt7aa' })
/** A campaign in the list. */
export const listedCampaign = z.object({
  id: id.describe('`c…` reports of one text, `p…` reports of one port'),
  status: z.enum(['proposed', 'growing', 'decided', 'merged']).describe('`proposed`: it waits for a person'),
  port: z.string().optional().describe('The port that most of its reports are about'),
  kind: spamKind.describe('What most of its reports are'),
  text: z.string().describe('How its first text begins'),
  reports: z.number().describe('Reports, also repeated ones'),
  reporters: z.number().describe('Subscribers who reported it'),
  weighted: z.number().describe('Reporters of the last days by the weight of their word'),
  since: z.iso.datetime().describe('When it was first reported'),
  last: z.iso.datetime().describe('When it was last reported'),
  sent_by: z
    .array(z.string())
    .describe('The ports, or what else senders are, that most of its reports are about')
    .meta({ example: ['10661234', 'person'] }),
})
/** A campaign by itself. */
export const wholeCampaign = listedCampaign.extend({
  variants: z
    .array(
      z.object({
        id: z.string().describe('Names it in `split`'),
        text: z.string(),
        count: z.number().describe('Reports that are most like it'),
        shared: z.array(span).describe('Pieces that the first text has too: from, and up to without'),
        differs: z.array(span).describe('Pieces that the first text has not'),
        score: z.number().optional().describe('How sure it is one of the campaign; 1 is just enough'),
        share: z.number().optional().describe('Of the shorter text, rarer words counting more (percent)'),
        evidence: z.array(z.string()).describe('Links, numbers and ids that both have'),
        joined: z
          .enum(['staff', 'system'])
          .optional()
          .describe('The first text of a campaign that was joined to this one; `system`: a text was like both'),
      }),
    )
    .describe('Its texts, as they differ'),
  days: z
    .array(
      z.object({
        day: z.iso.date().describe('The day, in UTC').meta({ example: '2026-11-26' }),
        reports: z.number().describe('Reports of that day'),
        reporters: z.number().describe('Subscribers who reported it first on that day'),
      }),
    )
    .describe('Day by day'),
  kinds: z.record(z.string(), z.number()).describe('Reports by kind'),
  senders: z.record(z.string(), z.number()).describe('Reports by port, or by what else the sender is'),
  places: z.record(z.string(), z.number()).describe('Reports by district, where it is known'),
  honest: z.number().describe('Reports of texts that are honest by their words'),
  texts: z.number().describe(`Of a port: campaigns that its reports are of; ${TEXTS} are that many or more`),
  proposal: z
    .object({
      at: z.iso.datetime(),
      speaks_for: z.array(point).describe('What speaks for acting'),
      speaks_against: z.array(point).describe('What speaks against it'),
      policy: z.string().optional().describe('Version of the policy by which it is over the threshold'),
    })
    .optional()
    .describe('Why it was put before a person'),
  now: z
    .object({
      speaks_for: z.array(point).describe('What speaks for acting'),
      speaks_against: z.array(point).describe('What speaks against it'),
    })
    .optional()
    .describe('The same as it stands now, while it is not decided'),
  decided: z
    .object({
      at: z.iso.datetime(),
      by: z.string(),
      by_name: z.string(),
      outcome: reportOutcomes.messages['report.decided'].shape.outcome,
      proven: z.boolean(),
      note: z.string(),
      scope: blockScope.optional().describe('`marketing`: nothing else is stopped'),
      until: z.iso.datetime().optional().describe('Until when it is blocked; absent: until it is lifted'),
      reason: blockReason.optional().describe('Why, as a class'),
      blocks: z
        .array(
          z.object({
            id: z.string().describe('GET /v1/blocks/{id}'),
            kind: z.enum(['port', 'number', 'prefix', 'domain']).describe('What is blocked'),
            value: z.string().describe('The port, the digits or the domain; of a number its mask'),
            state: z
              .enum(['asked', 'holds', 'refused', 'over'])
              .describe('`asked`: reporters are told once it holds; `refused`: it is on the white list'),
          }),
        )
        .optional()
        .describe('What was blocked by it'),
      unblocked: z
        .object({ at: z.iso.datetime(), by: z.string(), by_name: z.string() })
        .optional()
        .describe('Nothing of it is blocked any more: it may be decided again'),
    })
    .optional()
    .describe('What a person decided'),
  undecided: z
    .object({ at: z.iso.datetime(), by: z.string(), by_name: z.string() })
    .optional()
    .describe('The last decision came to nothing: all that it was to block is protected, or its time was over'),
  targets: z
    .array(shownTarget)
    .describe('What a block could be of, the most reported first; none where a decision holds'),
  waits: z.string().optional().describe('A decision waits for a second person: GET /v1/proposals/{id}'),
  into: id.optional().describe('The campaign that it was joined to'),
  joined: z.array(id).describe('Campaigns that were joined to it: their reports are listed with them'),
})
export type ListedCampaign = z.infer<typeof listedCampaign>
export type ShownCampaign = z.infer<typeof wholeCampaign>
