import { type Envelope, type MessageOf, type ReportStep, reportCases, type SortedReport } from '#contracts'
import { type Context, type Decision, type Emit, NOBODY, type ProcessDefinition, queued, type Wake } from '#process'

type Changed = Extract<MessageOf<typeof reportCases>, { type: 'case.changed' }>['data']

/** One report with its text, as lists and its page show it. */
export interface ReportCase extends Omit<Changed, 'sorted' | 'step'> {
  readonly sorted: SortedReport
  /** The campaign that it stands in. */
  readonly campaign?: string
  /** What was done with it, the oldest first. */
  readonly steps: readonly ReportStep[]
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
  { key, now }: Context<unknown>,
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
  const campaign = known?.campaign
  const kept = { ...(foreign ? { foreign } : {}), ...(campaign ? { campaign } : {}) }
  const after = { ...changed, sorted, ...kept, steps }
  const isLeft = changed.closed?.withdrawn === true && !state?.closed?.withdrawn
  return { state: after, emit: isLeft ? [left(sorted, key)] : [] }
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
  const told = { topic: 'reports.sorted', key, type: 'report.resorted', data: { ...sorted, former } }
  return { state: { ...state, sorted }, emit: [told] }
}

/** Its reporter took it back: who joined it with others hears of whom, and what it was. */
function left({ number, reporter, tenure, sender, kind, honest, place, at }: SortedReport, key: string): Emit {
  const data = { number, reporter, tenure, sender, kind, honest, place, at }
  return { topic: 'reports.sorted', key, type: 'report.withdrawn', data }
}

const queuesOf = ({ answeredAt, closed }: ReportCase): readonly string[] => {
  if (closed) return closed.withdrawn ? ['closed', 'withdrawn'] : ['closed']
  return ['open', answeredAt === undefined ? 'waiting' : 'answered']
}

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

/** Reports, each by itself, found by their number and listed by their deadline. */
export const reportCaseList: ProcessDefinition<ReportCase | Ahead, Envelope, unknown> = {
  name: 'report-cases',
  inputs: [reportCases],
  decide,
  index: (state) => {
    const each = caseIn(state)
    if (!each) return {}
    return {
      number: each.number,
      ...(each.foreign ? { from: each.foreign.from } : {}),
      ...(each.sorted.sender.port ? { port: each.sorted.sender.port } : {}),
      ...(each.campaign ? { campaign: each.campaign } : {}),
      ...(each.closed?.proven ? { proven: '1' } : {}),
      ...(each.closed && each.solved !== undefined ? { rated: each.solved ? 'yes' : 'no' } : {}),
      ...queued(queuesOf(each), {
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
