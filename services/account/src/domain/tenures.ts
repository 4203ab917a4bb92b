import { type Envelope, type MessageOf, rowOver, subscriberTenures } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

/** A number’s present tenure, for every edge. Kept for good: it is small, and what was begun in another may come late. */
export interface Tenure {
  readonly tenure: number
}

/** Whatever is begun in a tenure (a code, a session, a link to confirm) is over by itself after that. */
const LASTS_MS = 2 * 86_400_000

/** Numbers are given to new people: what the former owner began ends. */
export const tenures: ProcessDefinition<Tenure> = {
  name: 'tenures',
  inputs: [subscriberTenures],
  decide: (state, message: Envelope | Wake, { now, key }: Context): Decision<Tenure> => {
    if (message.type === 'wake') return { state }
    const { data } = message as MessageOf<typeof subscriberTenures>
    const tenure = Math.max(state?.tenure ?? 1, data.tenure + 1)
    return { state: { tenure }, emit: [rowOver('tenures', key, now + LASTS_MS, { tenure })] }
  },
}
