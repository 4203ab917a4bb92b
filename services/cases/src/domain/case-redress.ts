import type { caseCommands, MessageOf } from '#contracts'
import type { Emit } from '#process'
import { type CaseRefs, type CaseState, isRedressed, nextWalkAt, type Redress, type Turn } from './case-state.ts'
import { acquittal, askedOf, changed, noticeOf, toSubjects, walkOf } from './case-told.ts'

type Command = MessageOf<typeof caseCommands>
type Data<T extends Command['type']> = Extract<Command, { type: T }>['data']

/** As the refund of all victims is when the verdict was just given. */
export const noneRedressed: Redress = {
  named: 0,
  walked: false,
  answered: 0,
  subscribers: 0,
  refundFen: 0,
  beforeFen: 0,
  former: 0,
  gone: 0,
}

/** A page of the charges of the verdict’s rule was named: all of them, when it is done. */
export function victimsNamed(
  { state, emit }: Turn,
  { charges, done, held }: Data<'victims.named'>,
  { now }: { now: number },
): Turn {
  const { redress } = state
  if (!redress) return { state, emit }
  const next = {
    ...redress,
    named: redress.named + charges,
    walked: redress.walked || done,
    ...(held ? { held } : {}),
  }
  const asked = held && !redress.held ? restWanted(state, now) : []
  return redressed({ state: { ...state, redress: next }, emit: [...emit, ...asked] })
}

/** Whether the rest goes back is for two people to say, and for somebody to ask them. */
const restWanted = ({ subject, number }: CaseState, now: number): Emit[] => [
  toSubjects(
    subject,
    'case.wanted',
    askedOf(
      subject.partnerId ?? '',
      'refunds',
      number,
      `案件 ${number} 由一人裁定，其退费已达一人可裁定之数，其余未退：是否续退，请两人裁定。 Case ${number} was decided by one person, and its refunds came to what one person may decide; the rest did not go back: two people decide about it.`,
      now,
    ),
  ),
]

/** One charge was answered: what went back to its subscriber now, and what had gone back before. */
export function victimRedressed({ state, emit }: Turn, data: Data<'victim.redressed'>): Turn {
  const { redress } = state
  if (!redress) return { state, emit }
  const { refundFen, beforeFen, first, former, gone } = data
  const next: Redress = {
    ...redress,
    answered: redress.answered + 1,
    subscribers: redress.subscribers + (first ? 1 : 0),
    refundFen: redress.refundFen + refundFen,
    beforeFen: redress.beforeFen + beforeFen,
    former: redress.former + (former ? 1 : 0),
    gone: redress.gone + (gone ? 1 : 0),
  }
  return redressed({ state: { ...state, redress: next }, emit })
}

/** When the last charge is answered the public hears the final number. */
function redressed(turn: Turn): Turn {
  const { state, emit } = turn
  if (!state.redress || !isRedressed(state.redress)) return turn
  const publish = state.decided?.verdict.publish ? [noticeOf(state)] : []
  return { state, emit: [...emit, ...publish, changed(state, 'refunded')] }
}

/** What was told late is named by a walk of its own, once the one before is answered. */
export function walkAgain({ state, emit }: Turn, { now, refs }: { now: number; refs: CaseRefs }): Turn {
  const { redress } = state
  const at = nextWalkAt(state, refs)
  if (!redress || at === undefined || at > now || !isRedressed(redress)) return { state, emit }
  const rounds = (redress.rounds ?? 0) + 1
  return {
    state: { ...state, redress: { ...redress, walked: false, rounds } },
    emit: [...emit, ...walkOf(state, rounds)],
  }
}

export const isBorneDue = ({ appeal, redress, borne }: CaseState): boolean =>
  appeal?.decided?.granted === true && redress !== undefined && !borne && isRedressed(redress)

/**
 * An appeal was granted, and the last charge that its verdict named is answered: what went back stays with subscribers, and
 * the operator bears it instead of the partner (as of a dispute that is disproven; docs/rules.md, "Partners").
 */
export function bearWhole({ state, emit }: Turn): Turn {
  if (!isBorneDue(state)) return { state, emit }
  const none = { named: 0, walked: false, answered: 0, fen: 0, gone: 0 }
  return { state: { ...state, borne: none }, emit: [...emit, ...acquittal(state)] }
}

/** A page of these charges was put to their accounts: all of them, when it is done. */
export function victimsAcquitted({ state, emit }: Turn, { charges, done }: Data<'victims.acquitted'>): Turn {
  const { borne } = state
  if (!borne) return { state, emit }
  return { state: { ...state, borne: { ...borne, named: borne.named + charges, walked: borne.walked || done } }, emit }
}

/** One of them was answered. */
export function victimBorne({ state, emit }: Turn, { fen, gone }: Data<'victim.borne'>): Turn {
  const { borne } = state
  if (!borne) return { state, emit }
  const next = { answered: borne.answered + 1, fen: borne.fen + fen, gone: borne.gone + (gone ? 1 : 0) }
  return { state: { ...state, borne: { ...borne, ...next } }, emit }
}
