import { type Envelope, type MessageOf, mtDecisions } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

export type MtDecision = MessageOf<typeof mtDecisions>['data'] & { readonly at: number }

const KEEP_MS = 7 * 86_400_000

/** Keeps each decision about a port's message for a week, to be queried by its id. */
function decide(_state: MtDecision | undefined, message: Envelope | Wake, { now }: Context): Decision<MtDecision> {
  if (message.type === 'wake') return { state: undefined }
  return { state: { ...(message as MessageOf<typeof mtDecisions>).data, at: now }, wakeAt: now + KEEP_MS }
}

export const decisions: ProcessDefinition<MtDecision> = { name: 'mt-decisions', inputs: [mtDecisions], decide }
