import { type Envelope, type MessageOf, requestOutcomes } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

const KEEP_REQUEST_MS = 200 * 86_400_000

type Outcome = MessageOf<typeof requestOutcomes>['data']
/** A request as a partner can look it up: its last state, and when it came to it. */
export type RequestRecord = Outcome & { readonly at: number }

/** Keeps what became of each request, to be queried by its id. */
export const requests: ProcessDefinition<RequestRecord> = {
  name: 'requests',
  inputs: [requestOutcomes],
  decide: (state, message: Envelope | Wake, { now }: Context): Decision<RequestRecord> => {
    if (message.type === 'wake') return { state: undefined }
    const { data } = message as MessageOf<typeof requestOutcomes>
    return { state: { ...state, ...data, at: now }, wakeAt: now + KEEP_REQUEST_MS }
  },
}
