import { createHash } from 'node:crypto'
import { z } from 'zod'
import { address, channel, language, msisdn, time } from './parts.ts'
import { topic } from './topic.ts'

/** Nine digits: a complaint has eight, so that one word asks for either. */
export const reportNumber = z
  .string()
  .regex(/^\d{9}$/)
  .meta({ example: '826493608' })
/** How a report came: as any message does, or from the regulator’s centre (12321), or from another operator. */
export const reportChannel = z.enum([...channel.options, 'regulator', 'exchange'])
export type ReportChannel = z.infer<typeof reportChannel>

/** A report among all: its number is its reporter’s, and two reporters may have the same. */
export const reportKey = (reporter: string, number: string): string => `${reporter}.${number}`

/** What a reported message is. */
export const spamKind = z.enum([
  'fraud',
  'impersonation',
  'minors',
  'porn',
  'gambling',
  'loan',
  'invoice',
  'marketing',
  'other',
])
export type SpamKind = z.infer<typeof spamKind>

/** Who sent it: a partner’s port, a number of the operator’s, a person, one abroad, nobody knows; `fake`: the network carried no such message. */
export const senderKind = z.enum(['port', 'own', 'person', 'foreign', 'unknown', 'fake'])
export type SenderKind = z.infer<typeof senderKind>

export const reportedSender = z.object({
  kind: senderKind,
  /** As it was reported: digits of a port or a number (E.164), or a name such as `ICBC`. Personal data where it is a person’s. */
  address: address.optional(),
  /** The same for the same sender, and tells nobody whose it is. */
  id: z.string().max(60).optional(),
  /** The port of the catalogue that its address begins with, and whose it is. */
  port: address.optional(),
  partnerId: z.string().max(60).optional(),
})
export type ReportedSender = z.infer<typeof reportedSender>

export const accountKind = z.enum(['wechat', 'qq', 'telegram', 'whatsapp', 'line', 'alipay', 'card'])
/** What is in a text besides its words. */
export const textClues = z.object({
  /** `domain`: registrable, lower case, in ASCII; of an address of digits, the address. */
  links: z.array(z.object({ url: z.string().max(500), domain: z.string().max(253) })).max(20),
  /** Digits; E.164 where the country is known. */
  phones: z.array(z.string().max(20)).max(20),
  accounts: z.array(z.object({ kind: accountKind, id: z.string().max(64) })).max(20),
  /** Fen. */
  amounts: z.array(z.number().int().min(0)).max(20),
})
export type TextClues = z.infer<typeof textClues>

/** Where a message was received, as far as the network or the handset says. */
export const place = z.object({ cell: z.string().max(40).optional(), district: z.string().max(60).optional() })
export type Place = z.infer<typeof place>

/** As much of a reported text as is kept. */
export const REPORTED_TEXT = 4000
const reportedText = z.string().max(REPORTED_TEXT)
const by = z.string().max(60)
/** A case of the regulator’s centre or of another operator, by its own id there. */
const foreignCase = z.object({ from: z.string().max(40), id: z.string().max(80) })
const staff = { number: reportNumber, by }
const said = {
  msisdn,
  channel: reportChannel,
  language,
  fingerprint: z.string().max(64),
  /** The phone is not told by SMS: whoever asked shows it. */
  silent: z.boolean(),
}

export const reportCommands = topic({
  name: 'report.commands',
  key: 'subscriber',
  owner: 'reports',
  summary:
    'A message is reported by HTTP, and said whether its outcome satisfies; staff take, answer and close; was it carried?',
  keep: 30,
  messages: {
    'report.made': z.object({
      ...said,
      /** As it was typed or forwarded; absent where nobody knows. */
      sender: z.string().max(60).optional(),
      text: reportedText,
      /** When the reported message came, ms. */
      receivedAt: time.optional(),
      place: place.optional(),
      /** Of a case of the regulator’s or of another operator: its own number there, and until when it wants an answer. */
      foreign: foreignCase.extend({ answerBy: time.optional() }).optional(),
    }),
    /** How it stands; without a number, all that are open. */
    'status.asked': z.object({ ...said, number: reportNumber.optional(), from: address }),
    'report.rated': z.object({ ...said, number: reportNumber, solved: z.boolean() }),
    /** Who made it takes it back. `what`: its number, or who sent the message, as typed; without it, the last one. */
    'report.withdrawn': z.object({ ...said, what: z.string().max(30).optional(), from: address }),
    'report.taken': z.object(staff),
    'report.answered': z.object({ ...staff, text: z.string().min(1).max(500) }),
    'report.closed': z.object({ ...staff, proven: z.boolean(), text: z.string().min(1).max(500) }),
    /** What the network’s record of carried messages says of it (`enforcement` answers a `report.sorted` that has a `carried`). */
    'report.checked': z.object({ number: reportNumber, carried: z.boolean() }),
  },
})

const sorted = z.object({
  number: reportNumber,
  /** Key of the reporter, and whose it was then. One subscriber is (reporter, tenure). */
  reporter: z.string().max(60),
  tenure: z.number().int().min(1),
  sender: reportedSender,
  text: reportedText,
  kind: spamKind,
  /** Why it is taken for that kind: the rule’s name, and the words of the text that it is about. */
  reasons: z.array(z.object({ rule: z.string().max(40), words: z.string().max(80) })).max(20),
  ...textClues.shape,
  /** A one-time password or an honest service notice: counted, never joined with others. */
  honest: z.enum(['otp', 'service']).optional(),
  /** How much the reporter’s word counts: 1 of whom nobody knows yet, up to 2 of who always proved right, towards 0 of who never did. */
  weight: z.number().min(0).max(2),
  language,
  channel: reportChannel,
  place: place.optional(),
  /** When the reported message was received, ms, if it is known. */
  receivedAt: time.optional(),
  /** When it was reported, ms. */
  at: time,
  /**
   * `carriedDigest` of the reported message as it came, its reader’s number and all, where sender and receiver are known: the
   * network’s record has it or has not.
   */
  carried: z.string().max(64).optional(),
})
export type SortedReport = z.infer<typeof sorted>

/** Each report once it is whole. Its key is `reportKey(reporter, number)`. */
export const sortedReports = topic({
  name: 'reports.sorted',
  key: 'report',
  owner: 'reports',
  summary:
    'A report with its sender, evidence and kind, to be joined into campaigns; again when the sender turned out to be fake; that it was withdrawn.',
  keep: 30,
  messages: {
    'report.sorted': sorted,
    /** The network carried no such message: its sender is `fake` from now on. Told after its `report.sorted`. */
    'report.resorted': sorted.extend({
      /** Who was taken for its sender until now: what was counted of them is taken back. */
      former: reportedSender,
    }),
    /** Who made it took it back: it counts nowhere any more. */
    'report.withdrawn': sorted.pick({
      ...{ number: true, reporter: true, tenure: true, sender: true },
      ...{ kind: true, honest: true, place: true, at: true },
    }),
  },
})

/** What became of a report, for whoever made it. `campaigns` tells it to each reporter of a campaign that was decided. */
export const reportOutcomes = topic({
  name: 'report.outcomes',
  key: 'subscriber',
  owner: 'campaigns',
  summary: 'The outcome of a report: its reporter is told, and rewarded once a campaign if it was proven.',
  keep: 30,
  messages: {
    'report.decided': z.object({
      number: reportNumber,
      campaign: z.string().max(80),
      outcome: z.enum(['blocked', 'limited', 'warned', 'authorities', 'dismissed']),
      /** What was blocked, as reporters read it: a port, a domain; never a person’s number. */
      what: z.string().max(100).optional(),
      /** Subscribers who reported it, this one among them. */
      reporters: z.number().int().min(1),
      /** Whoever reported it was right: counts for their weight, and is rewarded. */
      proven: z.boolean(),
      /** When it was decided, ms. */
      at: time,
    }),
    /** So many reported the same that it is important: staff are warned earlier. */
    'report.grown': z.object({
      number: reportNumber,
      campaign: z.string().max(80),
      reporters: z.number().int().min(1),
    }),
    /** Points were written down for it, once a campaign. */
    'points.earned': z.object({
      number: reportNumber,
      tenure: z.number().int().min(1),
      points: z.number().int().min(1),
    }),
  },
})

/** A reporter of a proven report has points coming. Keyed by campaign, subscriber and tenure: paid once, whatever happens. */
export const reportRewards = topic({
  name: 'report.rewards',
  key: 'reward',
  owner: 'reports',
  summary: 'Points earned by a proven report, by campaign and subscriber; and that they were handed over.',
  keep: 30,
  messages: {
    'reward.earned': z.object({
      campaign: z.string().max(80),
      /** Key of the subscriber. */
      subscriber: z.string().max(60),
      tenure: z.number().int().min(1),
      msisdn,
      number: reportNumber,
      points: z.number().int().min(1),
    }),
    /** It stands in an export for whoever keeps the points. */
    'reward.exported': z.object({ export: z.string().max(60), by }),
  },
})

/** What became of reports, without their texts: for alarms, figures and the console. The monitor counts `reports.sorted`. */
export const reportEvents = topic({
  name: 'report.events',
  key: 'subscriber',
  owner: 'reports',
  summary: 'Reports opened, due soon, overdue, answered, closed, reopened, rated and withdrawn; never their texts.',
  keep: 200,
  messages: {
    'report.changed': z.object({
      number: reportNumber,
      subscriber: z.string(),
      change: z.enum([
        ...['opened', 'due-soon', 'overdue', 'answered', 'closed', 'reopened', 'solved', 'not-solved'],
        'withdrawn',
      ] as const),
      kind: spamKind.optional(),
      sender: senderKind.optional(),
      port: address.optional(),
      partnerId: z.string().max(60).optional(),
      proven: z.boolean().optional(),
    }),
  },
})

/** It is over: by staff, by its campaign, or because who made it took it back. */
export const reportClosed = z.object({
  at: time,
  by,
  proven: z.boolean(),
  withdrawn: z.literal(true).optional(),
})

/** One thing that was done with a report, and what its reporter was told. */
export const reportStep = z.object({
  at: time,
  what: z.enum(['taken', 'answered', 'closed', 'reopened', 'solved', 'not-solved', 'decided', 'sent', 'withdrawn']),
  /** Who of staff; nobody where the reporter did it. */
  by: by.optional(),
  text: z.string().max(700).optional(),
})
export type ReportStep = z.infer<typeof reportStep>

/** Each report as it stands, with its text, keyed by itself: what lists are made of. */
export const reportCases = topic({
  name: 'report.cases',
  key: 'report',
  owner: 'reports',
  summary: 'A report as it stands, each time it changes; and that it is not kept any more.',
  keep: 30,
  messages: {
    'case.changed': z.object({
      subscriber: z.string(),
      number: reportNumber,
      /** With the first: what was reported. */
      sorted: sorted.optional(),
      foreign: foreignCase.optional(),
      /** When its first answer is due, ms. */
      dueAt: time,
      important: z.boolean(),
      owner: by.optional(),
      answeredAt: time.optional(),
      closed: reportClosed.optional(),
      reopened: z.boolean(),
      solved: z.boolean().optional(),
      step: reportStep.optional(),
    }),
    /** Its text is one of this campaign, or its port’s where it is compared with none; also after staff split or joined them. */
    'case.placed': z.object({ campaign: z.string().max(80) }),
    /** The network carried no such message. */
    'case.uncarried': z.object({}),
    'case.ended': z.object({}),
  },
})

/** The number of a report, from the id of the message that made it: whoever knows the id knows the number at once. */
export function reportNumberOf(id: string): string {
  let hash = 0x811c9dc5
  for (let i = id.length - 1; i >= 0; i--) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return String(100_000_000 + ((hash >>> 0) % 900_000_000))
}

/**
 * The name of a message in the network’s record: SHA-256 (hex) over sender, receiver and text, a line each; numbers as E.164
 * digits, the text without white space. What was forwarded by hand keeps its words, not its spaces.
 */
export const carriedDigest = (sender: string, receiver: string, text: string): string =>
  createHash('sha256')
    .update([sender, receiver, text.normalize('NFC').replace(/\s+/gu, '')].join('\n'))
    .digest('hex')
