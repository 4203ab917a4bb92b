import { type Begun, type Envelope, evidenceBaselines, type MessageOf } from '#contracts'
import { type ProcessDefinition, type Proven, sealed } from '#process'

type Made = Extract<MessageOf<typeof evidenceBaselines>, { type: 'baseline.made' }>['data']

/** That a baseline was begun, or made in one lane: a fact that is signed, so that none is begun anew unseen. */
export type Fact = Proven &
  (Begun | Made) & {
    /** It was told again, and states were taken that had been none of it: nobody ordered that. */
    readonly again?: number
  }

/** What is signed of a fact: all of it. */
export const contentOf = ({ proof: _, ...content }: Fact): object => content

const unsigned: ProcessDefinition<Fact, Envelope, unknown> = {
  name: 'baselines',
  inputs: [evidenceBaselines],
  decide(state, message) {
    if (message.type === 'wake') return { state }
    const { data } = message as MessageOf<typeof evidenceBaselines>
    if (!state) return { state: data }
    // Whoever was stopped before it was heard looks once more, and finds nothing to take.
    const isAnew = 'taken' in data && data.taken > 0 && data.at !== (state as Made).at
    return { state: isAnew ? { ...state, again: (state.again ?? 0) + 1 } : state }
  },
}

export const baselines = sealed('baselines', unsigned, contentOf)
