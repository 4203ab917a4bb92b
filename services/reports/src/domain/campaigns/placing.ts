import {
  campaignCommands,
  campaignExemplars,
  campaignPlacings,
  type Envelope,
  type MessageOf,
  portCampaign,
  type ReportedSender,
  type SortedReport,
  sortedReports,
} from '#contracts'
import type { Decision, Emit, ProcessDefinition, Wake } from '#process'
import { isFromPerson } from '../sender.ts'

/** Where the text of a report belongs. */
export interface Placing {
  readonly campaign: string
  readonly kind: 'first' | 'joined'
  /** The report whose text it is most alike; itself of a first one. */
  readonly variant: string
  readonly why: {
    readonly with?: string
    readonly score?: number
    readonly share?: number
    readonly evidence: string[]
  }
  /** It is compared with from now on. */
  readonly isExemplar: boolean
  /** Campaigns that are one with it, as this text shows. */
  readonly alike: readonly string[]
}

/** Texts that reports are compared with, as this process knows them. The same report is placed in the same campaign however often it is asked. */
export interface TextIndex {
  /** Undefined: it is compared with nothing (a code, a notice, too few words). */
  place(report: string, sorted: SortedReport): Placing | undefined
}

/** The campaign that a report is the first of. */
export function campaignOf(report: string): string {
  let [a, b] = [0x811c9dc5, 0x1b873593]
  for (let i = 0; i < report.length; i++) {
    a = Math.imul(a ^ report.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ report.charCodeAt(i), 0x85ebca6b) + i
  }
  const part = (half: number) => (half >>> 0).toString(36).padStart(7, '0')
  return `c${part(a)}${part(b ^ (b >>> 15))}`
}

/** Who joins campaigns when a text shows that they are one. */
export const SYSTEM = 'system'

/** What became of a report here: it is placed once. */
export interface PlacedState {
  readonly campaign: string
  /** Absent: it is the first of its kind. */
  readonly variant?: string
}

/** Finds the campaign of a report’s text, and hands it on by its reporter. A text that is alone is a campaign of one. */
export function placed(key: string, report: SortedReport, index: TextIndex): { state: PlacedState; emit: Emit[] } {
  const placing = index.place(key, report)
  const campaign = placing?.campaign ?? (report.sender.port ? portCampaign(report.sender.port) : campaignOf(key))
  const variant = placing?.variant ?? key
  const data = { campaign, variant, why: placing?.why ?? { evidence: [] }, report }
  const emit: Emit[] = [{ topic: campaignPlacings.name, key: report.reporter, type: 'report.placed', data }]
  for (const other of placing?.alike ?? [])
    emit.push({
      topic: campaignCommands.name,
      key: other,
      type: 'campaign.join',
      data: { by: SYSTEM, note: 'a text came that is like both', into: campaign },
    })
  if (placing?.isExemplar) {
    const { text, links, phones, accounts, amounts } = report
    emit.push({
      topic: campaignExemplars.name,
      key: campaign,
      type: 'exemplar.kept',
      data: {
        ...{ campaign, report: key, text, links, phones, accounts, amounts, first: placing.kind === 'first' },
        ...(isFromPerson(report.sender) ? { fromPerson: true } : {}),
      },
    })
  }
  return { state: { campaign, ...(variant === key ? {} : { variant }) }, emit }
}

type Withdrawn = Extract<MessageOf<typeof sortedReports>, { type: 'report.withdrawn' }>['data']
type Resorted = SortedReport & { readonly former: ReportedSender }

/** Its campaign hears that its reporter took it back. */
export function withdrawn(key: string, { campaign, variant = key }: PlacedState, report: Withdrawn): Emit {
  const data = { campaign, variant, report }
  return { topic: campaignPlacings.name, key: report.reporter, type: 'placed.withdrawn', data }
}

/** Its campaign hears that nobody who was named sent it. */
export function resorted(key: string, { campaign, variant = key }: PlacedState, resorted: Resorted): Emit {
  const { number, reporter, tenure, sender, former, kind, honest, place, at } = resorted
  const report = { number, reporter, tenure, sender, former, kind, honest, place, at }
  return {
    topic: campaignPlacings.name,
    key: reporter,
    type: 'placed.resorted',
    data: { campaign, variant, report },
  }
}

/**
 * Places what other operators reported: it is no case here. What subscribers report is placed where its case is kept
 * (report-case.ts), and what becomes of it is told there; what an earlier build placed here, here.
 */
export const campaignPlacing: ProcessDefinition<PlacedState, Envelope, { index: TextIndex; keepMs: number }> = {
  name: 'campaign-placing',
  inputs: [sortedReports],
  decide: (state, message: Envelope | Wake, { key, now, refs }): Decision<PlacedState> => {
    const input = message as MessageOf<typeof sortedReports> | Wake
    if (input.type === 'wake') return { state: undefined }
    const wakeAt = now + refs.keepMs
    if (input.type === 'report.withdrawn')
      return state ? { state, emit: [withdrawn(key, state, input.data)], wakeAt } : { state }
    if (input.type === 'report.resorted')
      return state ? { state, emit: [resorted(key, state, input.data)], wakeAt } : { state }
    if (input.data.channel !== 'exchange') return { state }
    return state ? { state, wakeAt } : { ...placed(key, input.data, refs.index), wakeAt }
  },
}
