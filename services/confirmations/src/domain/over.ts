import type { ConfirmationState, Prompt, Refusal, Turn } from './state.ts'

/**
 * A prompt whose window is over for this message, while its timer has not come: an older answer may still be under way, so
 * only the timer makes it run out (decision 15). The message itself finds it refused by silence.
 */
export function withoutOver(state: ConfirmationState, now: number) {
  const over = state.prompts.filter((each) => each.asked && each.asked.expiresAt <= now)
  if (over.length === 0) return { state, putBack: (turn: Turn) => turn }
  const silences = over.map(({ serviceId, partnerId, asked }): Refusal => {
    const { expiresAt } = asked as NonNullable<Prompt['asked']>
    return { serviceId, partnerId, at: expiresAt, reason: 'silence' }
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
