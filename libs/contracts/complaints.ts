import { z } from 'zod'
import { appName, channel, language, msisdn, packageName, serviceId, time } from './parts.ts'
import { topic } from './topic.ts'

/** Short enough to be read out: eight digits. */
export const complaintNumber = z.string().regex(/^\d{8}$/)
/** How a complaint came: as any message does, or on paper and by what staff read elsewhere, and enter. */
export const complaintChannel = z.enum([...channel.options, 'mail', 'letter', 'social'])
export type ComplaintChannel = z.infer<typeof complaintChannel>

const partnerId = z.string().max(40)

/** What else than a service a complaint may be said to be about, as pages and channels say it. */
export const complainedAgainst = z.object({
  partnerId: partnerId.optional().describe('Id of the partner'),
  port: z
    .string()
    .regex(/^\d{3,21}$/)
    .optional()
    .describe('A port: whoever has it, and its service where it has one'),
  app: packageName.optional().meta({ description: 'Handset software, by its package', example: 'com.example.app' }),
})

const staff = { number: complaintNumber, by: z.string().max(60) }
const said = {
  msisdn,
  channel,
  language,
  /** The number that answers. */
  from: z.string().max(21),
  fingerprint: z.string().max(64),
  /** Answered too often this hour: what is asked is done, and not answered. */
  silent: z.boolean(),
}

export const complaintCommands = topic({
  name: 'complaint.commands',
  key: 'subscriber',
  owner: 'reports',
  summary:
    'A subscriber complains, asks how it stands, says whether it is solved; staff take, answer, hand over and close.',
  keep: 30,
  messages: {
    'complaint.made': z.object({
      ...said,
      channel: complaintChannel,
      text: z.string().max(2000),
      about: serviceId.optional(),
      /** Said to be about a partner, a port or handset software, and no service. Absent from builds of 26 November. */
      against: complainedAgainst.optional(),
      /** When it reached the operator, where it was entered later: its time to be answered began then. */
      receivedAt: time.optional(),
    }),
    'status.asked': z.object(said),
    'complaint.rated': z.object({
      ...said,
      solved: z.boolean(),
      /** Said of this complaint, on a page; by SMS it is what was told last. */
      number: complaintNumber.optional(),
      /** A refund, or what became of a dispute, that the subscriber was told of and asked whether it is solved. */
      refund: z
        .object({
          at: time,
          serviceId,
          /** Said of it on a page: no complaint that was closed since is meant. */
          named: z.literal(true).optional(),
        })
        .optional(),
    }),
    'complaint.taken': z.object(staff),
    'complaint.answered': z.object({ ...staff, text: z.string().min(1).max(500) }),
    'complaint.closed': z.object({ ...staff, upheld: z.boolean(), text: z.string().min(1).max(500) }),
    'complaint.reopened': z.object(staff),
    /** By its owner, or an administrator in their place, to somebody else. */
    'complaint.handed': z.object({
      ...staff,
      from: z.string().max(60),
      to: z.string().max(60),
      reason: z.string().min(3).max(300),
    }),
  },
})

/** What became of complaints, without their texts: for alarms and for the monitor. */
export const complaintEvents = topic({
  name: 'complaint.events',
  key: 'subscriber',
  owner: 'reports',
  summary: 'Complaints opened, due soon, overdue, closed, reopened and rated; never their texts.',
  keep: 200,
  messages: {
    'complaint.changed': z.object({
      number: complaintNumber,
      subscriber: z.string(),
      change: z.enum(['opened', 'answered', 'due-soon', 'overdue', 'closed', 'reopened', 'solved']),
      about: serviceId.optional(),
      /** Of which partner it is, where no service is known that it is about. Absent from builds of 26 November. */
      partnerId: partnerId.optional(),
      /** The software that it names; until 27 November only where it named no service and no partner. */
      app: appName.optional(),
      upheld: z.boolean().optional(),
    }),
    /** What a subscriber said of a refund. */
    'refund.rated': z.object({ subscriber: z.string(), serviceId, solved: z.boolean() }),
  },
})

/** Each complaint as it stands, keyed by itself: what lists are made of. */
export const complaintCases = topic({
  name: 'complaint.cases',
  key: 'complaint',
  owner: 'reports',
  summary: 'A complaint as it stands, without its text, each time it changes; and that it is not kept any more.',
  keep: 30,
  messages: {
    'case.changed': z.object({
      subscriber: z.string(),
      number: complaintNumber,
      about: serviceId.optional(),
      /** Where no service is known that it is about. */
      partnerId: partnerId.optional(),
      /** The software that it names, beside a service, a partner, or neither. */
      app: appName.optional(),
      channel: complaintChannel,
      madeAt: time,
      /** When its first answer is due, ms. */
      dueAt: time,
      owner: z.string().max(60).optional(),
      answeredAt: time.optional(),
      closedAt: time.optional(),
      /** What the subscriber said of its outcome. */
      solved: z.boolean().optional(),
    }),
    'case.ended': z.object({}),
  },
})

/** The number of a complaint, from the id of the message that made it: whoever knows the id knows the number at once. */
export function complaintNumberOf(id: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return String(10_000_000 + ((hash >>> 0) % 90_000_000))
}
