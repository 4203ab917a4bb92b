import { type Envelope, type MessageOf, smsSent } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import { endOf, type MessageRefs } from './decisions.ts'

/** What is known of one message_id of one link; submission and receipt may come in either order. */
export interface ReceiptState {
  readonly mt?: string
  readonly state: string
  readonly error?: string
  readonly at: number
}

/** Joins `submit_sm_resp` and delivery receipts by (link, message_id), and forgets after some days. */
function decide(
  state: ReceiptState | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<MessageRefs>,
): Decision<ReceiptState> {
  if (message.type === 'wake') return { state: undefined }
  const input = message as MessageOf<typeof smsSent>
  const kept = (next: ReceiptState): Decision<ReceiptState> => ({ state: next, wakeAt: endOf(next, refs) })
  if (input.type === 'mt.submitted') return kept({ ...(state ?? { state: 'accepted' }), mt: input.data.mt, at: now })
  const { state: delivery, error } = input.data
  // A receipt on the way never overwrites a final one that overtook it.
  if (state && isFinal(state.state) && !isFinal(delivery)) return kept(state)
  return kept({ ...state, state: delivery, ...(error ? { error } : {}), at: now })
}

const isFinal = (state: string): boolean => state !== 'accepted' && state !== 'enroute' && state !== 'unknown'

export const receipts: ProcessDefinition<ReceiptState, Envelope, MessageRefs> = {
  name: 'receipts',
  inputs: [smsSent],
  decide,
  wakes: endOf,
  index: (state): Record<string, string> => (state.mt ? { mt: state.mt } : {}),
}
