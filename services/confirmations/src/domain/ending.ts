import { closesAt, endedEarly } from './over.ts'
import { outcome } from './say.ts'
import type { ConfirmationState, Ends, Prompt, Refusal, Situation, Standing, Turn } from './state.ts'

/** More than all partners together can ask for in a year. */
const KEPT_REFUSALS = 2000

/** To the process of another number. */
export const tellOther = (key: string, type: string, data: object) => ({ topic: 'guardianships', key, type, data })

/**
 * All prompts end at that moment: what was said before it, and is heard of later, still counts; what was said since does
 * not, though it was heard before (docs/rules.md, "Double confirmation"). The timer says what became of them.
 * @param until prompts that were put from then on stay
 */
export function endPrompts(turn: Turn, ends: Ends, situation: Situation, until = Number.POSITIVE_INFINITY): Turn {
  const emit = [...turn.emit]
  const prompts = turn.state.prompts.map((prompt): Prompt => {
    if (closesAt(prompt) <= ends.at || (prompt.asked?.at ?? prompt.askAt) >= until) return prompt
    const { yes, vouched, ...rest } = prompt
    if (prompt.guarded)
      emit.push(
        tellOther(prompt.guarded, 'ward.over', { ward: situation.key, requestId: prompt.requestId, at: ends.at }),
      )
    return {
      ...rest,
      ends,
      ...(yes && yes.at < ends.at ? { yes } : {}),
      ...(vouched && vouched.at < ends.at ? { vouched } : {}),
    }
  })
  return { state: { ...turn.state, prompts }, emit }
}

/** Prompts whose time is over and that nothing older can answer any more, except a guardian who may have said yes in time. */
export function letExpire(turn: Turn, situation: Situation): Turn {
  const { now } = situation
  const over = turn.state.prompts.filter((each) => !each.closing && closesAt(each) <= now)
  if (over.length === 0) return turn
  const waits = ({ guarded, yes, spoken }: Prompt) => guarded !== undefined && yes !== undefined && !spoken
  const prompts = turn.state.prompts.map(
    (each): Prompt => (over.includes(each) && waits(each) ? { ...each, closing: true } : each),
  )
  const done = over.filter((each) => !waits(each))
  return done.reduce<Turn>((next, each) => finish(next, each, situation), {
    ...turn,
    state: { ...turn.state, prompts },
  })
}

/** It comes to nothing: by silence, or by what ended it. */
export function finish({ state, emit }: Turn, prompt: Prompt, situation: Situation): Turn {
  if (!endedEarly(prompt))
    return {
      state: withoutPrompts(state, [prompt], 'silence', situation),
      emit: [...emit, outcome(prompt, 'expired')],
    }
  const { rule } = prompt.ends as Ends
  return {
    state: { ...state, prompts: state.prompts.filter((each) => each.requestId !== prompt.requestId) },
    emit: [...emit, outcome(prompt, 'ended', rule ? { rule } : {})],
  }
}

/** A no or a silence: these are gone, and not put again. */
export function withoutPrompts(
  state: ConfirmationState,
  prompts: readonly Prompt[],
  reason: Refusal['reason'],
  { now }: Situation,
): ConfirmationState {
  const ids = new Set(prompts.map((each) => each.requestId))
  const refusals = prompts.map(({ serviceId, partnerId }): Refusal => ({ serviceId, partnerId, at: now, reason }))
  const others = state.refusals.filter((each) => !refusals.some((refusal) => refusal.serviceId === each.serviceId))
  return {
    ...state,
    prompts: state.prompts.filter((each) => !ids.has(each.requestId)),
    refusals: [...others, ...refusals].slice(-KEPT_REFUSALS),
  }
}

/**
 * Consents that do not hold after all, by the stamps of what was heard of later. Whoever acts by them is told; so is who
 * asked for them. @returns how many there were
 */
export function voidConsents(
  turn: Turn,
  isVoid: (each: Standing) => boolean,
  situation: Situation,
  more: { rule?: 'locked'; lost?: { since: number; case: string } } = {},
): { turn: Turn; undone: number } {
  const { rule, lost } = more
  const voided = turn.state.standing.filter((each) => !each.voided && isVoid(each))
  if (voided.length === 0 && !lost) return { turn, undone: 0 }
  const standing = turn.state.standing.map(
    (each): Standing => (voided.includes(each) ? { ...each, voided: true } : each),
  )
  const receiptIds = voided.map((each) => each.receiptId)
  const data = { msisdn: turn.state.msisdn, receiptIds, ...(lost ? { lost } : {}) }
  const told = voided.flatMap(({ requestId, serviceId, partnerId }) =>
    requestId === undefined ? [] : [outcome({ requestId, serviceId, partnerId }, 'ended', rule ? { rule } : {})],
  )
  return {
    turn: {
      state: { ...turn.state, standing },
      emit: [
        ...turn.emit,
        { topic: 'confirmation.events', key: situation.key, type: 'consents.voided', data },
        ...told,
      ],
    },
    undone: voided.length,
  }
}
