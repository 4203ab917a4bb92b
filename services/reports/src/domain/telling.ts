import { reportKey } from '#contracts'
import { answering, helping } from '#policy'
import type { Emit } from '#process'
import { textsIn } from '#texts'
import { sms, tellHeld, tellLater } from './hearing.ts'
import type { Change, Report, Situation, Turn, Voice } from './reporter.ts'

/** Answers, unless this subscriber got too many this hour; what was asked for is done all the same. */
export function say(turn: Turn, text: string, { from, silent }: Voice, { key, now, refs }: Situation): Turn {
  if (silent) return turn
  const { manners: state, say } = answering(turn.state, now, refs.policy)
  if (say === 'silence') return turn
  const said = say === 'last' ? textsIn(state.language).tooMany : text
  return { state, emit: [...turn.emit, sms(said, 'answer', from, state, key)] }
}

/** A help text, at most once in a while and a few times a day. */
export function help(turn: Turn, text: string, voice: Voice, situation: Situation): Turn {
  const state = helping(turn.state, situation.now, situation.refs.policy, turn.state.pending !== undefined)
  return state ? say({ ...turn, state }, text, voice, situation) : turn
}

export const notify = (turn: Turn, report: Pick<Report, 'tenure'>, text: string, situation: Situation): Turn =>
  tellLater(turn, report, text, senderIn(situation), situation)

export const tellWaiting = (turn: Turn, situation: Situation): Turn => tellHeld(turn, senderIn(situation), situation)

const senderIn = ({ refs }: Situation): string => refs.policy.shortCodes.reports[0] as string

/** A report as it is now, told to who keeps the lists, and what changed to who counts. */
export function change(
  turn: Turn,
  after: Report,
  { step, what }: Change,
  situation: Situation,
  more: object = {},
): Turn {
  const reports = turn.state.reports.map((each) => (each.number === after.number ? after : each))
  return {
    state: { ...turn.state, reports },
    emit: [...turn.emit, ...told(after, { ...(step ? { step } : {}), ...(what ? { what } : {}) }, situation, more)],
  }
}

/** @param more what only the first telling of a report has */
export function told(report: Report, { step, what }: Change, { key }: Situation, more: object = {}): Emit[] {
  const { number, kind, sender, dueAt, important, owner, answeredAt, closed, reopened, solved } = report
  const shown = {
    subscriber: key,
    number,
    dueAt,
    important,
    reopened: reopened === true,
    ...(owner ? { owner } : {}),
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(closed ? { closed } : {}),
    ...(solved === undefined ? {} : { solved }),
    ...(step ? { step } : {}),
    ...more,
  }
  const changed = { topic: 'report.cases', key: reportKey(key, number), type: 'case.changed', data: shown }
  if (!what) return [changed]
  const data = {
    number,
    subscriber: key,
    change: what,
    kind,
    sender: sender.kind,
    ...(sender.port ? { port: sender.port } : {}),
    ...(sender.partnerId ? { partnerId: sender.partnerId } : {}),
    ...(closed ? { proven: closed.proven } : {}),
  }
  return [changed, { topic: 'report.events', key, type: 'report.changed', data }]
}
