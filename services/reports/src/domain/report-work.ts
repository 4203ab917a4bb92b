import { reportKey } from '#contracts'
import { reportTextsIn, tellTime } from '#texts'
import { senderWords } from './filing.ts'
import {
  isUnanswered,
  type Outcome,
  own,
  type Report,
  type ReportCommand,
  type ReporterState,
  type Situation,
  type Turn,
  warnsOf,
} from './reporter.ts'
import { change, notify } from './telling.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Who closes what its campaign decided. */
const CAMPAIGN = 'campaign'

type Staffed = Extract<ReportCommand, { type: 'report.taken' | 'report.answered' | 'report.closed' }>

/** What staff do. Who took it first keeps it until it is closed. */
export function work(turn: Turn, report: Report, input: Staffed, situation: Situation): Turn {
  const { now } = situation
  const { by } = input.data
  if (report.closed || (report.owner !== undefined && report.owner !== by)) return turn
  const texts = reportTextsIn(turn.state.language)
  const taken = report.owner !== undefined
  const owned: Report = taken ? report : { ...report, owner: by }
  if (input.type === 'report.taken')
    return taken ? turn : change(turn, owned, { step: { at: now, what: 'taken', by } }, situation)
  const { number } = report
  if (input.type === 'report.answered') {
    const { text } = input.data
    const answered = { ...owned, answeredAt: now }
    const next = change(turn, answered, { step: { at: now, what: 'answered', by, text }, what: 'answered' }, situation)
    return notify(next, report, texts.answered({ number, text }), situation)
  }
  const { proven, text } = input.data
  const closed: Report = { ...owned, answeredAt: report.answeredAt ?? now, closed: { at: now, by, proven } }
  const next = change(turn, closed, { step: { at: now, what: 'closed', by, text }, what: 'closed' }, situation)
  return notify(judged(next, report, proven), report, texts.closed({ number, text, proven }), situation)
}

/** How often a reporter proved right is counted once a report. */
const judged = (turn: Turn, before: Report, proven: boolean): Turn => {
  if (before.reopened || before.tenure !== turn.state.tenure) return turn
  const { state } = turn
  return {
    ...turn,
    state: proven ? { ...state, proven: state.proven + 1 } : { ...state, disproven: state.disproven + 1 },
  }
}

/** A campaign said that it was no spam, and one says by now that it is. */
const provesRight = ({ closed }: Report, proven: boolean): boolean =>
  proven && closed?.by === CAMPAIGN && !closed.proven

const unjudged = (turn: Turn, { tenure, reopened }: Report): Turn =>
  reopened || tenure !== turn.state.tenure
    ? turn
    : { ...turn, state: { ...turn.state, disproven: Math.max(0, turn.state.disproven - 1) } }

/** Said by the campaign: each of its reporters is told, and rewarded once if it was proven. */
export function hearOutcome(turn: Turn, { type, data }: Outcome, situation: Situation): Turn {
  const report = turn.state.reports.find((each) => each.number === data.number)
  // It is not kept any more, or was reported by the former owner of a number and erased.
  if (!report) return turn
  if (type === 'points.earned') return earned(turn, data)
  if (type === 'report.grown') {
    if (report.important || report.closed) return turn
    return change(turn, { ...report, important: true }, {}, situation)
  }
  // It was reported as a port’s, and no network carried it: what is decided of the port is not about it.
  if (report.sender.kind === 'fake' && data.campaign.startsWith('p')) return turn
  if (report.closed && !provesRight(report, data.proven)) return turn
  const { refs, now, key } = situation
  const { language, tenure } = turn.state
  const points = data.proven && report.tenure === tenure ? refs.policy.reports.points : 0
  const what = data.what ?? (report.from && report.sender.kind !== 'person' ? senderWords(report.from) : undefined)
  const text = reportTextsIn(language).decided({
    number: report.number,
    outcome: data.outcome,
    ...(what === undefined ? {} : { what }),
    others: data.reporters - 1,
    at: tellTime(data.at, refs.policy.timeZone, language),
    points,
  })
  const closed: Report = {
    ...report,
    campaign: data.campaign,
    answeredAt: report.answeredAt ?? now,
    closed: { at: now, by: CAMPAIGN, proven: data.proven },
  }
  const told = change(turn, closed, { step: { at: now, what: 'decided', text }, what: 'closed' }, situation)
  const before = report.closed ? unjudged(told, report) : told
  const next = notify(judged(before, report, data.proven), report, text, situation)
  if (points === 0) return next
  const reward = {
    topic: 'report.rewards',
    key: `${data.campaign}.${key}.${tenure}`,
    type: 'reward.earned',
    data: {
      campaign: data.campaign,
      subscriber: key,
      tenure,
      msisdn: turn.state.msisdn,
      number: report.number,
      points,
    },
  }
  return { ...next, emit: [...next.emit, reward] }
}

/** Campaigns that found them right: each stands in the ledger, and an earlier build told nobody here of it. */
export const rewardable = (state: ReporterState): number =>
  new Set(own(state).flatMap(({ closed, campaign }) => (closed?.proven && closed.by === CAMPAIGN ? campaign : []))).size

/** Written in the ledger: told when who earned them asks. */
function earned(turn: Turn, { points, tenure }: Extract<Outcome, { type: 'points.earned' }>['data']): Turn {
  const { state } = turn
  if (tenure !== state.tenure) return turn
  const { total, times } = state.points ?? { total: 0, times: 0 }
  return { ...turn, state: { ...state, points: { total: total + points, times: times + 1 } } }
}

/** The network’s record has no such message: the sender is none of those that it names. */
export function hearUncarried(turn: Turn, report: Report, situation: Situation): Turn {
  if (report.sender.kind === 'fake' || report.closed?.withdrawn) return turn
  const { port: _, partnerId: __, ...sender } = report.sender
  const fake: Report = { ...report, sender: { ...sender, kind: 'fake' } }
  const next = change(turn, fake, {}, situation)
  const topic = {
    topic: 'report.cases',
    key: reportKey(situation.key, report.number),
    type: 'case.uncarried',
    data: {},
  }
  return { ...next, emit: [...next.emit, topic] }
}

/** A case with a deadline of its own is warned of when half of its time is over, at the latest. */
function warnAfter({ important, since, dueAt, warns }: Report, { refs }: Pick<Situation, 'refs'>): number {
  const { warnImportantHours, warnHours } = warns ?? warnsOf(refs.policyAt(since))
  return Math.min((important ? warnImportantHours : warnHours) * HOUR, (dueAt - since) / 2)
}

/** Deadlines: staff are warned, and what nobody answered in time is said aloud. */
export function watch(turn: Turn, situation: Situation): Turn {
  const { now } = situation
  return turn.state.reports.filter(isUnanswered).reduce((next, each) => {
    if (!each.overdue && each.dueAt <= now)
      return change(next, { ...each, warned: true, overdue: true }, { what: 'overdue' }, situation)
    if (!each.warned && each.since + warnAfter(each, situation) <= now)
      return change(next, { ...each, warned: true }, { what: 'due-soon' }, situation)
    return next
  }, turn)
}

/** What was closed long ago is erased, with its text. */
export function forget(state: ReporterState, { now, key, refs }: Situation): Turn {
  const oldest = now - refs.policy.keepDays.reports * DAY
  const gone = state.reports.filter((each) => each.closed && each.closed.at <= oldest)
  const ended = ({ number }: Report) => ({
    topic: 'report.cases',
    key: reportKey(key, number),
    type: 'case.ended',
    data: {},
  })
  return { state: { ...state, reports: state.reports.filter((each) => !gone.includes(each)) }, emit: gone.map(ended) }
}

/** When something is due for this reporter: a warning, a deadline, what is to be told or erased. */
export function dueTimes(state: ReporterState, situation: Pick<Situation, 'refs'>): number[] {
  const times = state.held.map((each) => each.dueAt)
  for (const each of state.reports) {
    if (each.closed) times.push(each.closed.at + situation.refs.policy.keepDays.reports * DAY)
    if (!isUnanswered(each)) continue
    if (!each.warned) times.push(each.since + warnAfter(each, situation))
    if (!each.overdue) times.push(each.dueAt)
  }
  return times
}
