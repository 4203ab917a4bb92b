import { type Envelope, type MessageOf, policyReplays } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

type Message = MessageOf<typeof policyReplays>
type Asked = Extract<Message, { type: 'replay.asked' }>['data']
type Done = Extract<Message, { type: 'replay.done' }>['data']

/** A replay of a draft, and how far it is. */
export interface Replay extends Asked {
  readonly status: 'running' | 'done' | 'failed'
  readonly at: number
  /** When it was heard of last. */
  readonly heardAt: number
  readonly messages: number
  readonly share: number
  readonly found?: Done
  readonly why?: string
}

const KEPT_MS = 90 * 86_400_000

function decide(state: Replay | undefined, message: Envelope | Wake, { now }: Context): Decision<Replay> {
  if (message.type === 'wake') return { state: undefined }
  const input = message as Message
  if (input.type === 'replay.asked') {
    const begun: Replay = { ...input.data, status: 'running', at: now, heardAt: now, messages: 0, share: 0 }
    return kept(state ?? begun)
  }
  // After a takeover two may run it for a moment: both find the same, and the first that is done stands.
  if (!state || state.status === 'done') return state ? kept(state) : { state }
  if (input.type === 'replay.moved') return kept({ ...state, ...input.data, status: 'running', heardAt: now })
  if (input.type === 'replay.failed') return kept({ ...state, status: 'failed', why: input.data.why, heardAt: now })
  const { messages } = input.data
  return kept({ ...state, status: 'done', messages, share: 1, found: input.data, heardAt: now })
}

const kept = (state: Replay): Decision<Replay> => ({ state, wakeAt: state.at + KEPT_MS })

export const replays: ProcessDefinition<Replay, Envelope> = {
  name: 'policy-replays',
  inputs: [policyReplays],
  decide,
  index: ({ status, draft }) => ({ status, draft }),
  sort: ({ at }) => String(at).padStart(15, '0'),
}
