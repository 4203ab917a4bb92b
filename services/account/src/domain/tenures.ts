import { type Envelope, type MessageOf, subscriberTenures } from '#contracts'
import type { Decision, ProcessDefinition, Wake } from '#process'

/** A number’s present tenure, for every edge. Kept for good: it is small, and what was begun in another may come late. */
export interface Tenure {
  readonly tenure: number
}

/** Numbers are given to new people: what the former owner began ends. */
export const tenures: ProcessDefinition<Tenure> = {
  name: 'tenures',
  inputs: [subscriberTenures],
  decide: (state, message: Envelope | Wake): Decision<Tenure> => {
    if (message.type === 'wake') return { state }
    const { data } = message as MessageOf<typeof subscriberTenures>
    return { state: { tenure: Math.max(state?.tenure ?? 1, data.tenure + 1) } }
  },
}
