import { reportTextsIn } from '#texts'
import { isRatable, own, type Report, type Situation, type Turn, type Voice, warnsOf } from './reporter.ts'
import { change, say } from './telling.ts'

const HOUR = 3_600_000

interface Rated {
  readonly solved: boolean
  /** Said of this report, on a page; by SMS it is what was told last. */
  readonly number?: string
}

/** 满意 closes for good; 不满意 reopens once (docs/rules.md, "Spam reports"). */
export function rate(turn: Turn, { solved, number }: Rated, voice: Voice, situation: Situation): Turn {
  const { now, refs } = situation
  const texts = reportTextsIn(turn.state.language)
  const { reopenDays } = refs.policy.reports
  const { answerHours } = refs.policyAt(now).reports
  const isMeant = (each: Report) =>
    isRatable(each, now, reopenDays) && (number === undefined ? each.solved !== true : each.number === number)
  const last = own(turn.state)
    .filter(isMeant)
    .toSorted((a, b) => (a.closed?.at ?? 0) - (b.closed?.at ?? 0))
    .at(-1)
  if (!last) return say(turn, texts.nothingToRate, voice, situation)
  if (solved) {
    const rated = change(
      turn,
      { ...last, solved: true },
      { step: { at: now, what: 'solved' }, what: 'solved' },
      situation,
    )
    return say(rated, texts.thanks(last.number), voice, situation)
  }
  const unhappy = change(
    turn,
    { ...last, solved: false },
    { step: { at: now, what: 'not-solved' }, what: 'not-solved' },
    situation,
  )
  if (last.reopened) return say(unhappy, texts.reopenedBefore(last.number), voice, situation)
  const reopened = reopen(unhappy, { ...last, solved: false }, situation)
  return say(reopened, texts.reopened({ number: last.number, hours: answerHours }), voice, situation)
}

/** Its time to be answered begins anew; whoever had it keeps it. */
function reopen(turn: Turn, report: Report, situation: Situation): Turn {
  const { now, refs } = situation
  const { closed, warned: _, overdue: __, answeredAt: ___, ...kept } = report
  const again: Report = {
    ...kept,
    since: now,
    dueAt: now + refs.policyAt(now).reports.answerHours * HOUR,
    warns: warnsOf(refs.policyAt(now)),
    reopened: true,
    ...(closed?.proven ? { proven: true } : {}),
  }
  return change(turn, again, { step: { at: now, what: 'reopened' }, what: 'reopened' }, situation)
}
