import { z } from 'zod'
import { blockReason, blockScope, blockTarget } from './enforcement.ts'
import { address, msisdn, time } from './parts.ts'
import { reportOutcomes, senderKind, sortedReports, spamKind, textClues } from './reports.ts'
import { topic } from './topic.ts'

/**
 * What reports are gathered under: `c…` the same text however it was varied, `p…` the same port whatever the text. Both are
 * put before operations alike.
 */
export const campaignId = z.string().regex(/^(?:c[A-Za-z0-9_-]{6,70}|p\d{3,21})$/)
export const portCampaign = (port: string): string => `p${port}`

const reportId = z.string().max(80)
const person = { reporter: z.string().max(60), tenure: z.number().int().min(1), number: z.string().max(20) }

/** Why a report was taken for one of its campaign. */
const why = z.object({
  /** The report that it is most alike. */
  with: reportId.optional(),
  /** 1 is just enough. */
  score: z.number().optional(),
  /** Of the shorter text, rarer words counting more (percent). */
  share: z.number().optional(),
  /** Links, numbers and ids that both have. */
  evidence: z.array(z.string().max(120)).max(20),
})

/** A text that others are compared with, by every process that groups. What is older than it is kept for is forgotten. */
export const campaignExemplars = topic({
  name: 'campaign.exemplars',
  key: 'campaign',
  owner: 'campaigns',
  summary: 'Texts that reports are compared with, of the last 30 days; and where staff moved them.',
  keep: 30,
  messages: {
    'exemplar.kept': z.object({
      campaign: campaignId,
      report: reportId,
      text: z.string().max(4000),
      ...textClues.shape,
      /** The first of its campaign. */
      first: z.boolean(),
      /** From somebody’s number, here or abroad: it is nobody’s notice. */
      fromPerson: z.literal(true).optional(),
    }),
    /** By staff: this exemplar, or all of a campaign, belong elsewhere from now on. */
    'exemplar.moved': z.object({ campaign: campaignId, report: reportId.optional(), into: campaignId }),
  },
})

/** A report and the campaign of its text, on its way by whoever made it: one subscriber counts once. */
export const campaignPlacings = topic({
  name: 'campaign.placings',
  key: 'subscriber',
  owner: 'campaigns',
  summary: 'The campaign of each report, by its reporter.',
  keep: 7,
  messages: {
    'report.placed': z.object({
      campaign: campaignId,
      variant: reportId,
      why,
      report: sortedReports.messages['report.sorted'],
    }),
    /** The network carried no such message: whoever it named did not send it. */
    'placed.resorted': z.object({
      campaign: campaignId,
      variant: reportId,
      report: sortedReports.messages['report.resorted'].pick({
        ...{ number: true, reporter: true, tenure: true, sender: true, former: true },
        ...{ kind: true, honest: true, place: true, at: true },
      }),
    }),
    /** Who made it took it back. */
    'placed.withdrawn': z.object({
      campaign: campaignId,
      variant: reportId,
      report: sortedReports.messages['report.withdrawn'],
    }),
  },
})

const memberSender = z.object({
  kind: senderKind,
  port: address.optional(),
  id: z.string().max(60).optional(),
  /** Of a person or one abroad: what a block would be of. Personal data. */
  number: msisdn.optional(),
})

const member = z.object({
  ...person,
  /** Told already: the same subscriber reported it before. */
  again: z.boolean(),
  /** Never reported anything before. */
  first: z.boolean(),
  /** How much the reporter’s word counts. */
  weight: z.number().min(0).max(2),
  /** What else this reporter reported of late, of the same sort: campaigns, or ports. */
  beside: z.array(z.string().max(80)).max(8),
  sender: memberSender,
  kind: spamKind,
  /** A code or service notice that is honest by its words. */
  honest: z.boolean(),
  place: z.string().max(60).optional(),
  text: z.string().max(600),
  /** The campaign of its text. */
  of: campaignId,
  /** The exemplar that its text is most alike, or itself. */
  variant: reportId,
  why: why.optional(),
  at: time,
})
export type CampaignMember = z.infer<typeof member>
export type MemberSender = z.infer<typeof memberSender>

export const campaignMembers = topic({
  name: 'campaign.members',
  key: 'campaign',
  owner: 'campaigns',
  summary: 'Reports as their campaign, and their port, counts them; what another campaign hands over.',
  keep: 30,
  messages: {
    'report.joined': member,
    /** A report of this text came from nobody who was named: what was counted of its sender is taken back. */
    'report.resorted': z.object({
      number: person.number,
      /** As it was joined. */
      variant: reportId,
      former: memberSender,
      sender: memberSender,
      /** By the campaign that its text was split off from. */
      moved: z.literal(true).optional(),
    }),
    /** A report counts here no more: it was taken back, or is none of this port, since the network never carried its message. */
    'report.left': z.object({
      reporter: person.reporter,
      number: person.number,
      /** They reported nothing else of it: a reporter less, too. */
      last: z.boolean(),
      kind: spamKind,
      honest: z.boolean(),
      place: z.string().max(60).optional(),
      of: campaignId,
      /** As it was joined. */
      variant: reportId.optional(),
      sender: memberSender.optional(),
      /** By the campaign that its text was split off from. */
      moved: z.literal(true).optional(),
      at: time,
    }),
    'members.moved': z.object({
      from: campaignId,
      /** As the other one counted them. */
      tally: z.unknown(),
      variants: z.array(z.unknown()).max(8),
      rolls: z.array(z.object({ key: z.string().max(90), pages: z.number().int().min(0) })).max(50),
    }),
  },
})

const by = z.string().max(60)
const note = z.string().min(1).max(500)
const outcome = reportOutcomes.messages['report.decided'].shape.outcome

export const campaignCommands = topic({
  name: 'campaign.commands',
  key: 'campaign',
  owner: 'campaigns',
  summary:
    'Staff split and join campaigns, decide them and unblock; all of it stays. Enforcement answers what became of a block.',
  keep: 30,
  messages: {
    /** What is alike this variant is a campaign of its own. */
    'campaign.split': z.object({ by, note, variant: reportId }),
    /** All of it belongs to another. */
    'campaign.join': z.object({ by, note, into: campaignId }),
    /** `blocked` and `limited` name what is blocked: reporters are told once it holds. */
    'campaign.decide': z.object({
      by,
      note,
      outcome,
      proven: z.boolean(),
      block: z
        .object({
          targets: z.array(blockTarget).min(1).max(10),
          scope: blockScope,
          until: time.optional(),
          reason: blockReason,
        })
        .optional(),
      /** Two people said so: else a sender of the white list is not blocked. */
      twoPeople: z.literal(true).optional(),
    }),
    /** What it blocked is blocked no more. */
    'campaign.unblock': z.object({ by, note }),
    /** By enforcement: a block that this campaign asked for holds, or was refused (the white list). */
    'block.answered': z.object({ target: blockTarget, holds: z.boolean() }),
    /** By enforcement: it was lifted, or its time is over. */
    'block.ended': z.object({ target: blockTarget, by }),
  },
})

/** For or against acting: the rule’s name and its figures, as percent or counts. */
const point = z.object({ rule: z.string().max(40), figure: z.number(), of: z.number().optional() })

export const campaignEvents = topic({
  name: 'campaign.events',
  key: 'campaign',
  owner: 'campaigns',
  summary: 'Campaigns as they grow, are proposed, split, joined and decided; never their texts or who reported.',
  keep: 200,
  messages: {
    'campaign.changed': z.object({
      campaign: campaignId,
      size: z.number().int(),
      reporters: z.number().int(),
      weighted: z.number(),
      kind: spamKind,
      port: address.optional(),
    }),
    /** Enough trusted reporters within the time: a person decides. Nothing is blocked by it. */
    'campaign.proposed': z.object({
      campaign: campaignId,
      port: address.optional(),
      weighted: z.number(),
      reporters: z.number().int(),
      speaksFor: z.array(point),
      speaksAgainst: z.array(point),
      /** Version of the policy by which it is over the threshold. */
      policy: z.string().max(60).optional(),
    }),
    'campaign.split': z.object({ campaign: campaignId, from: campaignId, by }),
    'campaign.merged': z.object({ campaign: campaignId, into: campaignId, by }),
    'campaign.decided': z.object({
      campaign: campaignId,
      by,
      outcome,
      proven: z.boolean(),
      reporters: z.number().int(),
    }),
    /** None of the blocks of a decision could be placed: it is open again, and nobody was told anything. */
    'campaign.undecided': z.object({ campaign: campaignId, by }),
    /** Nothing that it blocked is blocked any more. */
    'campaign.unblocked': z.object({ campaign: campaignId, by }),
  },
})

/** Who reported a campaign, two hundred a page, so that each is told its outcome. */
export const campaignRolls = topic({
  name: 'campaign.rolls',
  key: 'roll',
  owner: 'campaigns',
  summary: 'Who is to be told the outcome of a campaign, page by page.',
  keep: 30,
  messages: {
    'roll.add': z.object(person),
    /** So many reported it that each report of it is important. */
    'roll.grown': z.object({ campaign: campaignId, reporters: z.number().int().min(1) }),
    /** What those on it reported stands in another campaign by now. */
    'roll.moved': z.object({ into: campaignId }),
    'roll.tell': z.object({
      campaign: campaignId,
      outcome,
      what: z.string().max(100).optional(),
      proven: z.boolean(),
      reporters: z.number().int().min(1),
      at: time,
    }),
  },
})
