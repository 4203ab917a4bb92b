import {
  type CampaignMember,
  campaignMembers,
  campaignPlacings,
  type Envelope,
  type MemberSender,
  type MessageOf,
  msisdn,
  portCampaign,
  type ReportedSender,
} from '#contracts'
import type { Decision, Emit, ProcessDefinition, Wake } from '#process'
import { cutAt } from '#sms'

const DAY = 86_400_000
/** What is remembered of one reporter: the last of what they reported. */
const MOST = 400
const NUMBERS = 20
const BESIDE = 4
const TEXT = 600

/** A number that could be blocked: of a person here or abroad. */
const isNumber = ({ kind, address = '' }: ReportedSender): boolean =>
  (kind === 'person' || kind === 'foreign') && msisdn.safeParse(address).success

const senderOf = (sender: ReportedSender): MemberSender => ({
  kind: sender.kind,
  ...(sender.port ? { port: sender.port } : {}),
  ...(sender.id ? { id: sender.id } : {}),
  ...(isNumber(sender) && sender.address ? { number: sender.address } : {}),
})

interface Reported {
  readonly id: string
  readonly at: number
  /** The last reports that it was reported by. */
  readonly numbers: readonly string[]
}

/** What somebody reported, each once, so that they count once. */
export interface ReporterHabits {
  readonly tenure: number
  readonly reported: readonly Reported[]
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
    const { campaign } = input.data
    const { tenure } = input.data.report
    // The number’s next owner is another person.
    const known = state?.tenure === tenure ? state.reported : []
    if (input.type !== 'report.placed') {
      const { emit, reported } =
        input.type === 'placed.resorted' ? resorted(input.data, known) : left(input.data, known)
      if (!state) return { state, emit }
      // What a former owner reported is nothing that this one did.
      const after = state.tenure === tenure ? { ...state, reported } : state
      return { state: after, emit, wakeAt: now + 2 * refs.days * DAY }
    }
    const { variant, why, report } = input.data
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
        sender: senderOf(report.sender),
        kind: report.kind,
        honest: report.honest !== undefined,
        ...(report.place?.district ? { place: report.place.district } : {}),
        text: cutAt(report.text, TEXT),
        of: campaign,
        variant,
        ...(subject === campaign ? { why } : {}),
        at: report.at,
      }
      return { topic: campaignMembers.name, key: subject, type: 'report.joined', data }
    })
    const others = known.filter(({ id }) => !subjects.includes(id))
    const mine = subjects.map((id): Reported => {
      const before = known.find((each) => each.id === id)?.numbers ?? []
      return { id, at: now, numbers: [...before, report.number].slice(-NUMBERS) }
    })
    const reported = [...others, ...mine].slice(-MOST)
    return { state: { tenure, reported }, emit, wakeAt: now + 2 * refs.days * DAY }
  },
}

type Placings = MessageOf<typeof campaignPlacings>
type Resorted = Extract<Placings, { type: 'placed.resorted' }>['data']
type Withdrawn = Extract<Placings, { type: 'placed.withdrawn' }>['data']
interface Less {
  readonly emit: Emit[]
  readonly reported: readonly Reported[]
}

/** Nobody who was named sent it: its text’s campaign hears who did, and a port that was blamed has one report less. */
function resorted({ campaign, variant, report }: Resorted, known: readonly Reported[]): Less {
  const { number, former, sender } = report
  const emit: Emit[] = []
  if (campaign.startsWith('c')) {
    const data = { number, variant, former: senderOf(former), sender: senderOf(sender) }
    emit.push({ topic: campaignMembers.name, key: campaign, type: 'report.resorted', data })
  }
  if (!former.port) return { emit, reported: known }
  const gone = without(portCampaign(former.port), { campaign, variant, report: { ...report, sender: former } }, known)
  return { emit: [...emit, ...gone.emit], reported: gone.reported }
}

/** Who made it took it back: its text’s campaign has one report less, and its port, unless no network carried it: then it counts there no more. */
function left(withdrawn: Withdrawn, known: readonly Reported[]): Less {
  const { campaign, report } = withdrawn
  const { port } = report.sender
  const subjects = [...(campaign.startsWith('c') ? [campaign] : []), ...(port ? [portCampaign(port)] : [])]
  return subjects.reduce<Less>(
    ({ emit, reported }, id) => {
      const gone = without(id, withdrawn, reported)
      return { emit: [...emit, ...gone.emit], reported: gone.reported }
    },
    { emit: [], reported: known },
  )
}

/** One report of a campaign or a port less, and a reporter less where it was their last. */
function without(id: string, { campaign, variant, report }: Withdrawn, known: readonly Reported[]): Less {
  const { number, reporter, kind, place, honest, sender, at } = report
  const before = known.find((each) => each.id === id)
  const numbers = before?.numbers.filter((each) => each !== number) ?? []
  const last = before?.numbers.includes(number) === true && numbers.length === 0
  const data = {
    ...{ reporter, number, last, kind, honest: honest !== undefined, of: campaign, variant, sender: senderOf(sender) },
    ...(place?.district ? { place: place.district } : {}),
    at,
  }
  return {
    emit: [{ topic: campaignMembers.name, key: id, type: 'report.left', data }],
    reported: known.flatMap((each) => (each !== before ? each : last ? [] : { ...each, numbers })),
  }
}
