import type {
  Envelope,
  Language,
  MessageOf,
  Place,
  ReportChannel,
  ReportedSender,
  ReportStep,
  reportCommands,
  reportOutcomes,
  SpamKind,
  smsReports,
  subscriberEvents,
  subscriberTenures,
} from '#contracts'
import type { Acted, Heard, Manners, PolicyAt, WholePolicy } from '#policy'
import type { Emit } from '#process'
import type { Command } from '#sms'
import type { Sender } from './sender.ts'
import type { SortingRefs } from './sorting.ts'

/** One report of a subscriber, without its text: that lies with the report itself (report-case.ts). */
export interface Report {
  readonly number: string
  readonly tenure: number
  /** As the subscriber reads it; none where nobody knows. */
  readonly from?: string
  readonly sender: ReportedSender
  readonly kind: SpamKind
  /** Stands for the text, to know it again. */
  readonly mark: string
  /** Of its text and sender, under a secret: its row in the list can be changed in the database (decision 71). */
  readonly proof?: string
  readonly channel: ReportChannel
  readonly madeAt: number
  /** When its time to be answered began: when it was made, or reopened. */
  readonly since: number
  /** When its first answer is due. */
  readonly dueAt: number
  /** After how many hours staff are warned, by what held when its time began; absent of those of before 27 November 2026. */
  readonly warns?: Warns
  readonly important: boolean
  /** Who took it first keeps it until it is closed. */
  readonly owner?: string
  readonly answeredAt?: number
  readonly warned?: true
  readonly overdue?: true
  /** `withdrawn`: who made it took it back. */
  readonly closed?: { readonly at: number; readonly by: string; readonly proven: boolean; readonly withdrawn?: true }
  readonly reopened?: true
  /** Of one that was reopened: it had been found true. */
  readonly proven?: true
  readonly solved?: boolean
  /** When it was last said that it was reported already. */
  readonly saidAt?: number
  /** Campaigns in which it was decided. */
  readonly campaign?: string
}

/** Hours until staff are warned: of any report, of an important one. */
type Warns = Pick<WholePolicy['reports'], 'warnHours' | 'warnImportantHours'>
export const warnsOf = ({ reports: { warnHours, warnImportantHours } }: WholePolicy): Warns => ({
  warnHours,
  warnImportantHours,
})

/** What waits for its other half: a text for its sender, or a sender for its text. */
export interface Pending {
  readonly number: string
  readonly text?: string
  readonly sender?: Sender
  /** Of which one was asked for. */
  readonly senders?: readonly Sender[]
  readonly at: number
  /** The number of ours that was texted. */
  readonly code: string
  readonly incomplete?: true
  /** Staff’s or an app’s word for where it was received. */
  readonly place?: Place
}

/** One subscriber who reports, the oldest report first. */
export interface ReporterState extends Manners {
  readonly msisdn: string
  /** Reports of a former owner are worked on, and nobody else is told of them. */
  readonly tenure: number
  readonly tenureSince?: number
  readonly language: Language
  readonly languageChosen?: true
  readonly reports: readonly Report[]
  readonly pending?: Pending
  /** What is said at night, until the morning. */
  readonly held: readonly { readonly text: string; readonly dueAt: number }[]
  readonly acted: readonly Acted[]
  readonly heard?: Heard
  /** Reports that proved right and that did not: what the next one weighs. */
  readonly proven: number
  readonly disproven: number
  /** Points that were written down for proven reports, and how often. */
  readonly points?: { readonly total: number; readonly times: number }
  /** When reports were taken, of the last day. */
  readonly taken: readonly number[]
}

export interface ReporterRefs extends SortingRefs {
  readonly policyAt: PolicyAt
  readonly parse: (text: string) => Command
  readonly country: string
  /** A digest that only the gateway makes. */
  readonly proofOf: (text: string) => string
}

export type Mo = Extract<MessageOf<typeof smsReports>, { type: 'mo.received' }>['data']
export type ReportCommand = MessageOf<typeof reportCommands>
export type Outcome = MessageOf<typeof reportOutcomes>
export type Input =
  | Envelope<'mo.received', Mo>
  | ReportCommand
  | Outcome
  | MessageOf<typeof subscriberTenures>
  | MessageOf<typeof subscriberEvents>

export interface Turn {
  readonly state: ReporterState
  readonly emit: readonly Emit[]
}

export interface Situation {
  readonly now: number
  readonly key: string
  readonly cause: string
  readonly refs: ReporterRefs
}

/** To whom it is said, and from which number. */
export interface Voice {
  readonly from: string
  readonly silent: boolean
}

export const newReporter = (msisdn: string): ReporterState => ({
  msisdn,
  language: 'zh-CN',
  tenure: 1,
  reports: [],
  held: [],
  acted: [],
  helped: [],
  proven: 0,
  disproven: 0,
  taken: [],
})

export const own = ({ reports, tenure }: ReporterState): readonly Report[] =>
  reports.filter((each) => each.tenure === tenure)

export const isUnanswered = (each: Report): boolean => !each.closed && each.answeredAt === undefined

export const stateOf = (each: Report): 'open' | 'answered' | 'closed' | 'reopened' | 'withdrawn' => {
  if (each.closed) return each.closed.withdrawn ? 'withdrawn' : 'closed'
  if (each.answeredAt !== undefined) return 'answered'
  return each.reopened ? 'reopened' : 'open'
}

/** Its outcome was told not long ago: whether it satisfies is still a question. */
export const isRatable = ({ closed }: Pick<Report, 'closed'>, now: number, reopenDays: number): boolean =>
  closed !== undefined && !closed.withdrawn && now - closed.at < reopenDays * 86_400_000

/**
 * How much a reporter’s word counts: 1 of whom nobody knows yet, towards 2 of who proved right, towards 0 of who did not
 * (docs/rules.md, "Spam reports").
 */
export const weightOf = ({ proven, disproven }: Pick<ReporterState, 'proven' | 'disproven'>): number =>
  Math.round((200 * (proven + 1)) / (proven + disproven + 2)) / 100

/** A report that changed, and what was done with it. */
export interface Change {
  readonly step?: ReportStep
  readonly what?:
    | 'opened'
    | 'due-soon'
    | 'overdue'
    | 'answered'
    | 'closed'
    | 'reopened'
    | 'solved'
    | 'not-solved'
    | 'withdrawn'
}
