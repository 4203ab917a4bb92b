import {
  type CampaignMember,
  campaignMembers,
  campaignPlacings,
  type Envelope,
  type MessageOf,
  msisdn,
  portCampaign,
  type ReportedSender,
} from '#contracts'
import type { Decision, Emit, ProcessDefinition, Wake } from '#process'

const DAY = 86_400_000
/** What is remembered of one reporter: the last of what they reported. */
const MOST = 400
const BESIDE = 4
const TEXT = 600

/** A number that could be blocked: of a person here or abroad. */
const isNumber = ({ kind, address = '' }: ReportedSender): boolean =>
  (kind === 'person' || kind === 'foreign') && msisdn.safeParse(address).success

/** What somebody reported, each once, so that they count once. */
export interface ReporterHabits {
  readonly tenure: number
  readonly reported: readonly { readonly id: string; readonly at: number }[]
}

/**
 * Counts a report for the campaign of its text, and for its port: whoever reported either before is no second reporter. What
 * else they reported of late goes with it: a group that always reports together is known by it.
 */
export const campaignReporters: ProcessDefinition<ReporterHabits, Envelope, { days: number }> = {
  name: 'campaign-reporters',
  inputs: [campaignPlacings],
  decide: (state, message: Envelope | Wake, { now, refs }): Decision<ReporterHabits> => {
    const input = message as MessageOf<typeof campaignPlacings> | Wake
    if (input.type === 'wake') return { state: undefined }
    const { campaign, variant, why, report } = input.data
    // The number’s next owner is another person.
    const known = state?.tenure === report.tenure ? state.reported : []
    const since = now - refs.days * DAY
    const port = report.sender.port
    const subjects = [...new Set([campaign, ...(port ? [portCampaign(port)] : [])])]
    const emit = subjects.map((subject): Emit => {
      const beside = known
        .filter(({ id, at }) => id !== subject && id[0] === subject[0] && at > since)
        .slice(-BESIDE)
        .map(({ id }) => id)
      const data: CampaignMember = {
        reporter: report.reporter,
        tenure: report.tenure,
        number: report.number,
        again: known.some(({ id }) => id === subject),
        first: known.length === 0,
        weight: report.weight,
        beside,
        sender: {
          kind: report.sender.kind,
          ...(port ? { port } : {}),
          ...(report.sender.id ? { id: report.sender.id } : {}),
          ...(isNumber(report.sender) ? { number: report.sender.address } : {}),
        },
        kind: report.kind,
        honest: report.honest !== undefined,
        ...(report.place?.district ? { place: report.place.district } : {}),
        text: report.text.slice(0, TEXT),
        of: campaign,
        variant,
        ...(subject === campaign ? { why } : {}),
        at: report.at,
      }
      return { topic: campaignMembers.name, key: subject, type: 'report.joined', data }
    })
    const others = known.filter(({ id }) => !subjects.includes(id))
    const reported = [...others, ...subjects.map((id) => ({ id, at: now }))].slice(-MOST)
    return { state: { tenure: report.tenure, reported }, emit, wakeAt: now + 2 * refs.days * DAY }
  },
}
