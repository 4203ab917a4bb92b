import { type Envelope, type MessageOf, policyDrafts } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

type Message = MessageOf<typeof policyDrafts>
type Saved = Extract<Message, { type: 'draft.saved' }>['data']

/** Figures that somebody works on, as they differ from those in force. */
export interface Draft extends Saved {
  readonly at: number
  /** Id of the message that made it so: whoever said another one was not first. */
  readonly said: string
  /** All who saved it, the last ones: what it flags is of their making. */
  readonly writers: readonly string[]
}

const WRITERS = 50
/** A draft that nobody touched for so long is gone. */
const KEPT_MS = 400 * 86_400_000

function decide(state: Draft | undefined, message: Envelope | Wake, { now, cause }: Context): Decision<Draft> {
  if (message.type === 'wake') return { state: undefined }
  const input = message as Message
  const next = (state?.revision ?? 0) + 1
  // Two who save at once both had the one before: the first of them made the next, and the other is told by what stands.
  if (input.data.revision !== next) return { state, ...(state ? { wakeAt: state.at + KEPT_MS } : {}) }
  if (input.type === 'draft.dropped') return { state: undefined }
  const writers = [...new Set([...(state?.writers ?? []), input.data.by])].slice(-WRITERS)
  return { state: { ...input.data, at: now, said: cause, writers }, wakeAt: now + KEPT_MS }
}

export const drafts: ProcessDefinition<Draft, Envelope> = {
  name: 'policy-drafts',
  inputs: [policyDrafts],
  decide,
  index: () => ({ all: '1' }),
  sort: ({ at }) => String(at).padStart(15, '0'),
}
