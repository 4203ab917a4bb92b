import { type Envelope, type MessageOf, smsSent } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import type { MessageRefs } from './decisions.ts'

/** What is known of one message_id of one link; submission and receipt may come in either order. */
export interface ReceiptState {
  readonly mt?: string
  readonly state: string
  readonly error?: string
  readonly at: number
}

const DAY = 86_400_000

/** Joins `submit_sm_resp` and delivery receipts by (link, message_id), and forgets after some days. */
function decide(
  state: ReceiptState | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<MessageRefs>,
): Decision<ReceiptState> {
  if (message.type === 'wake') return { state: undefined }
  const input = message as MessageOf<typeof smsSent>
  const keepMs = refs.policy.keepDays.messages * DAY
  if (input.type === 'mt.submitted')
    return { state: { ...(state ?? { state: 'accepted' }), mt: input.data.mt, at: now }, wakeAt: now + keepMs }
  const { state: delivery, error } = input.data
  // A receipt on the way never overwrites a final one that overtook it.
  if (state && isFinal(state.state) && !isFinal(delivery)) return { state, wakeAt: now + keepMs }
  return { state: { ...state, state: delivery, ...(error ? { error } : {}), at: now }, wakeAt: now + keepMs }
}

const isFinal = (state: string): boolean => state !== 'accepted' && state !== 'enroute' && state !== 'unknown'

export const receipts: ProcessDefinition<ReceiptState, Envelope, MessageRefs> = {
  name: 'receipts',
  inputs: [smsSent],
  decide,
  index: (state): Record<string, string> => (state.mt ? { mt: state.mt } : {}),
}
