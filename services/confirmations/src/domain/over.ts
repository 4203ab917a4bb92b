import type { ConfirmationState, Duty, Prompt, Refusal, Turn } from './state.ts'

/** When its time is over: its window, or what ends it before. */
export const closesAt = ({ asked, ends }: Pick<Prompt, 'asked' | 'ends'>): number =>
  Math.min(asked?.expiresAt ?? Number.POSITIVE_INFINITY, ends?.at ?? Number.POSITIVE_INFINITY)

/** Ended by a lock or a change of the guardian, not by silence. */
export const endedEarly = ({ asked, ends }: Pick<Prompt, 'asked' | 'ends'>): boolean =>
  ends !== undefined && ends.at < (asked?.expiresAt ?? Number.POSITIVE_INFINITY)

export const dutyClosesAt = ({ expiresAt, ends }: Duty): number => Math.min(expiresAt, ends?.at ?? expiresAt)

/** When a prompt wants to be looked at next: to be put, or because its time is over. */
export const nextOf = (prompt: Prompt): readonly number[] =>
  prompt.closing ? [] : [prompt.asked || prompt.ends ? closesAt(prompt) : prompt.askAt]

/**
 * A prompt whose time is over for this message, while its timer has not come: an older answer may still be under way, so
 * only the timer makes it run out (decision 15). The message itself finds it refused by silence, or ended.
 */
export function withoutOver(state: ConfirmationState, now: number) {
  const over = state.prompts.filter((each) => closesAt(each) <= now)
  if (over.length === 0) return { state, putBack: (turn: Turn) => turn }
  const silences = over.flatMap((each): Refusal[] => {
    const { serviceId, partnerId, asked } = each
    return asked && !endedEarly(each) ? [{ serviceId, partnerId, at: asked.expiresAt, reason: 'silence' }] : []
  })
  return {
    state: {
      ...state,
      prompts: state.prompts.filter((each) => !over.includes(each)),
      refusals: [...state.refusals, ...silences],
    },
    putBack: (turn: Turn): Turn => ({
      ...turn,
      state: {
        ...turn.state,
        prompts: [...over, ...turn.state.prompts],
        refusals: turn.state.refusals.filter((each) => !silences.includes(each)),
      },
    }),
  }
}
