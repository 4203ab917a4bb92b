import { type Envelope, subscriberTenures } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

/** When a number's present tenure began, kept for as long as a session could have been opened before it. */
export interface Tenure {
  readonly since: number
}

const KEEP_MS = 86_400_000

/** Numbers are given to new people: who signed in before is signed out. */
export const tenures: ProcessDefinition<Tenure> = {
  name: 'tenures',
  inputs: [subscriberTenures],
  decide: (_state, message: Envelope | Wake, { now }: Context): Decision<Tenure> => {
    if (message.type === 'wake') return { state: undefined }
    return { state: { since: now }, wakeAt: now + KEEP_MS }
  },
}
