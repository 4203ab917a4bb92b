import { type Envelope, type MessageOf, type ReportStep, reportCases, type SortedReport } from '#contracts'
import { type Context, type Decision, type Emit, NOBODY, type ProcessDefinition, queued, type Wake } from '#process'
import { type PlacedState, placed, resorted, type TextIndex, withdrawn } from './campaigns/placing.ts'
import { ratedAs } from './complaint-case.ts'

type Changed = Extract<MessageOf<typeof reportCases>, { type: 'case.changed' }>['data']

/** One report with its text, as lists and its page show it. */
export interface ReportCase extends Omit<Changed, 'sorted' | 'step'> {
  readonly sorted: SortedReport
  /** The campaign that it stands in, and as which text of it. */
  readonly campaign?: string
  readonly variant?: string
  /** The one that it was placed in here; absent from an earlier build, whose placings `campaign-placing` keeps and tells. */
  readonly first?: string
  /** What was done with it, the oldest first. */
  readonly steps: readonly ReportStep[]
}

export interface ReportCaseRefs {
  /** Texts that it is compared with. */
  readonly index: TextIndex
}

/** The campaign of a report whose case is not there yet. */
interface Ahead {
  readonly campaign: string
  readonly until: number
}

/** So long its case is waited for; what was erased meanwhile never comes. */
const WAIT = 7 * 86_400_000

/** A case, where it is there: of one that is still to come only its campaign may be known. */
export const caseIn = (state: unknown): ReportCase | undefined =>
  state !== undefined && 'sorted' in (state as object) ? (state as ReportCase) : undefined

/** As much as is kept of what was done with one. */
const MOST_STEPS = 12

function decide(
  known: ReportCase | Ahead | undefined,
  message: Envelope | Wake,
  { key, now, refs }: Context<ReportCaseRefs>,
): Decision<ReportCase | Ahead> {
  const input = message as MessageOf<typeof reportCases> | Wake
  const state = caseIn(known)
  if (known && 'until' in known) {
    if (input.type === 'wake') return { state: undefined }
    if (input.type !== 'case.changed' && input.type !== 'case.ended' && input.type !== 'case.placed')
      return { state: known, wakeAt: known.until }
  }
  if (input.type === 'case.ended') return { state: undefined }
  if (input.type === 'case.uncarried') return state ? uncarried(state, key) : { state }
  if (input.type === 'case.placed') {
    const { campaign } = input.data
    const until = now + WAIT
    return state ? { state: { ...state, campaign } } : { state: { campaign, until }, wakeAt: until }
  }
  if (input.type !== 'case.changed') return { state }
  const { sorted = state?.sorted, foreign = state?.foreign, step, ...changed } = input.data
  if (!sorted) return { state, deadLetter: 'the report’s text is not known' }
  const steps = [...(state?.steps ?? []), ...(step ? [step] : [])].slice(-MOST_STEPS)
  const whole = { ...changed, sorted, ...(foreign ? { foreign } : {}), steps }
  if (state) {
    const { campaign, variant, first } = state
    const stands = { ...(campaign ? { campaign } : {}), ...(variant ? { variant } : {}), ...(first ? { first } : {}) }
    const isLeft = changed.closed?.withdrawn === true && !state.closed?.withdrawn
    return { state: { ...whole, ...stands }, emit: isLeft ? left(state, key) : [] }
  }
  const { state: placing, emit } = placed(key, sorted, refs.index)
  const { campaign: first } = placing
  return { state: { ...whole, ...placing, campaign: known?.campaign ?? first, first }, emit }
}

/** The network carried no such message: who joins reports into campaigns hears it with all that is known of it. */
function uncarried(state: ReportCase, key: string): Decision<ReportCase> {
  const former = state.sorted.sender
  const { port: _, partnerId: __, ...sender } = former
  const sorted: SortedReport = {
    ...state.sorted,
    sender: { ...sender, kind: 'fake' },
    reasons: [{ rule: 'sender.fake', words: '' }, ...state.sorted.reasons].slice(0, 20),
  }
  const data = { ...sorted, former }
  const emit: Emit[] = [{ topic: 'reports.sorted', key, type: 'report.resorted', data }]
  const stood = placingOf(state)
  if (stood) emit.push(resorted(key, stood, data))
  return { state: { ...state, sorted }, emit }
}

/** Its reporter took it back: who joined it with others hears of whom, and what it was. */
function left(state: ReportCase, key: string): Emit[] {
  const { number, reporter, tenure, sender, kind, honest, place, at } = state.sorted
  const data = { number, reporter, tenure, sender, kind, honest, place, at }
  const stood = placingOf(state)
  const told = { topic: 'reports.sorted', key, type: 'report.withdrawn', data }
  return stood ? [told, withdrawn(key, stood, data)] : [told]
}

/** Where it was placed here, whatever it was joined to since. */
const placingOf = ({ first, variant }: ReportCase): PlacedState | undefined =>
  first === undefined ? undefined : { campaign: first, ...(variant ? { variant } : {}) }

/** What waits for an answer stands first, by its deadline; then what was answered, by when; then what is closed. */
export const sortOfReport = ({
  answeredAt,
  closed,
  dueAt,
}: Pick<ReportCase, 'answeredAt' | 'closed' | 'dueAt'>): string => {
  if (closed) return `2${iso(closed.at)}`
  return answeredAt === undefined ? `0${iso(dueAt)}` : `1${iso(answeredAt)}`
}

const iso = (at: number): string => new Date(at).toISOString()

/** In one list stand all; how they stand is where in it. */
export const LISTED = 'reports'

/** Where in the list those are that stand so. */
export const STANDING = {
  open: { until: '2' },
  waiting: { until: '1' },
  answered: { from: '1', until: '2' },
  closed: { from: '2' },
  withdrawn: {},
} as const

/** Reports, each by itself, found by their number, listed by their deadline, and placed in the campaign of their text. */
export const reportCaseList: ProcessDefinition<ReportCase | Ahead, Envelope, ReportCaseRefs> = {
  name: 'report-cases',
  inputs: [reportCases],
  // Others say what changes of it.
  saysAll: ({ type }) => type === 'case.ended',
  decide,
  listed: 2,
  index: (state) => {
    const each = caseIn(state)
    if (!each) return {}
    return {
      number: each.number,
      ...(each.foreign ? { from: each.foreign.from } : {}),
      ...(each.sorted.sender.port ? { port: each.sorted.sender.port } : {}),
      ...(each.campaign ? { campaign: each.campaign } : {}),
      ...(each.closed?.proven ? { proven: '1' } : {}),
      ...ratedAs(each.closed !== undefined, each.solved),
      ...queued(each.closed?.withdrawn ? [LISTED, 'withdrawn'] : [LISTED], {
        owner: each.owner ?? NOBODY,
        kind: each.sorted.kind,
        sender: each.sorted.sender.kind,
      }),
    }
  },
  sort: (state) => {
    const each = caseIn(state)
    return each ? sortOfReport(each) : ''
  },
}
