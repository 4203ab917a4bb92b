import { type caseCommands, type MessageOf, MOST_VOIDED } from '#contracts'
import { noted } from './case-notes.ts'
import {
  appealUntil,
  type CaseRefs,
  type CaseState,
  deadline,
  ITSELF,
  isRedressed,
  mayAnswer,
  type Turn,
} from './case-state.ts'
import { answerWanted, changed, noticeOf, outcomeTold, penaltyOf, voidedWanted } from './case-told.ts'

type Command = MessageOf<typeof caseCommands>
type Data<T extends Command['type']> = Extract<Command, { type: T }>['data']
interface At {
  readonly now: number
  readonly refs: CaseRefs
}

const DAY = 86_400_000

/**
 * Within ten working days of the verdict, once, by the partner itself; by the day on which it came, where it was entered for
 * it with its paper. Who was entered for says beside it what it has to say itself, until that is decided.
 */
export function appealed(
  { state, emit }: Turn,
  { partnerId, text, written }: Data<'appeal.made'>,
  { now, refs }: At,
): Turn {
  const until = appealUntil(state, refs)
  const at = Math.min(now, written?.on ?? now)
  if (state.subject.partnerId !== partnerId || until === undefined || at >= until) return { state, emit }
  if (state.appeal) {
    const { by, own, decided } = state.appeal
    if (written || by === undefined || own || decided) return { state, emit }
    return { state: { ...state, appeal: { ...state.appeal, own: { at, text } } }, emit }
  }
  if (written && written.by === state.decided?.by) return { state, emit }
  const { by, paper } = written ?? {}
  if (paper !== undefined && !state.files?.some((each) => each.name === paper && each.by !== ITSELF))
    return { state, emit }
  // Somebody else than who decided it takes it now.
  const { closedAt: _, owner: __, ...open } = state
  const appeal = { at, text, ...(by === undefined ? {} : { by }), ...(paper === undefined ? {} : { paper }) }
  // A paper has waited since it came; whoever answers it has a day at least.
  const policy = refs.policyAt(now)
  const dueAt = Math.max(at + policy.cases.decideDays * DAY, now + DAY)
  const next: CaseState = { ...open, appeal, ...deadline(dueAt, false, policy) }
  const { warned: ___, ...fresh } = next
  return { state: fresh, emit: [...emit, changed(fresh, 'appealed')] }
}

/**
 * What was entered is not its partner’s, or is no appeal: it goes, and what it said stays as a note. The partner has its time
 * as if there had been none; what it said itself beside it is its appeal. By whoever may answer it; the partner hears of it.
 */
export function appealVoided({ state, emit }: Turn, { by, reason }: Data<'appeal.voided'>, { now, refs }: At): Turn {
  const { appeal, voided = [], ...rest } = state
  if (appeal?.by === undefined || appeal.decided || !mayAnswer(state, by)) return { state, emit }
  if (voided.length >= MOST_VOIDED) return { state, emit }
  const { text, by: entered, paper, own } = appeal
  const isOver = !own && now >= (appealUntil(rest, refs) ?? 0) && (!rest.redress || isRedressed(rest.redress))
  const next: CaseState = {
    ...rest,
    ...(own ? { appeal: own } : {}),
    voided: [...voided, { nth: voided.length + 1, at: now, appealedAt: appeal.at, reason }],
    ...(isOver ? { closedAt: now } : {}),
  }
  const told = [
    ...voidedWanted(next, refs),
    changed(next, 'appeal-voided'),
    ...(isOver ? [changed(next, 'closed')] : []),
  ]
  const said = `${reason} [${entered}${paper === undefined ? '' : `, ${paper}`}: ${text}]`
  return noted({ state: next, emit: [...emit, ...told] }, { by, text: said, step: 'appeal-voided' }, now)
}

/** Decided by somebody else than who gave the verdict, or entered the appeal. Granted, the penalty is undone; what went back to subscribers stays. */
export function appealDecided({ state, emit }: Turn, data: Data<'appeal.decided'>, { now }: At): Turn {
  const { by, granted, reason } = data
  const { appeal, decided, subject } = state
  if (!appeal || appeal.decided || !decided || !mayAnswer(state, by)) return { state, emit }
  const next: CaseState = {
    ...state,
    appeal: { ...appeal, decided: { at: now, by, granted, reason } },
    closedAt: now,
  }
  const undone =
    granted && subject.partnerId !== undefined
      ? [penaltyOf('penalty.undone', subject.partnerId, { case: state.number })]
      : []
  const corrected = granted && decided.verdict.publish ? [noticeOf(next)] : []
  const told = granted ? outcomeTold(next, true) : []
  const answer = answerWanted(next)
  return { state: next, emit: [...emit, ...undone, ...corrected, ...answer, ...told, changed(next, 'appeal-decided')] }
}
