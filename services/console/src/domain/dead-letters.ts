import { deadLetters, type Envelope, type MessageOf, topicByName } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'

type Message = MessageOf<typeof deadLetters>
type Added = Extract<Message, { type: 'dead-letter.added' }>['data']

export interface DeadLetter extends Added {
  readonly status: 'open' | 'replayed'
  readonly at: number
  readonly replayedAt?: number
  readonly replayedBy?: string
}

export interface DeadLetterRefs {
  readonly policy: Pick<Policy, 'keepDays'>
}

const DAY = 86_400_000

/** Keeps what could not be handled, and puts it back into its topic as a new input when somebody asks. */
function decide(
  state: DeadLetter | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<DeadLetterRefs>,
): Decision<DeadLetter> {
  if (message.type === 'wake') return { state: undefined }
  const input = message as Message
  const keepMs = refs.policy.keepDays.deadLetters * DAY
  if (input.type === 'dead-letter.added') {
    if (state) return { state, wakeAt: state.at + keepMs }
    return { state: { ...input.data, status: 'open', at: now }, wakeAt: now + keepMs }
  }
  const emit = state && state.status === 'open' ? replayOf(state) : undefined
  if (!state || !emit) return { state, ...(state ? { wakeAt: state.at + keepMs } : {}) }
  return {
    state: { ...state, status: 'replayed', replayedAt: now, replayedBy: input.data.by },
    emit: [emit],
    wakeAt: state.at + keepMs,
  }
}

/** The message as it stood, for its topic; undefined when it never was one, or when only its beginning was kept. */
export function replayOf(letter: Pick<DeadLetter, 'topic' | 'key' | 'value' | 'cut'>): Emit | undefined {
  if (letter.cut || !topicByName.has(letter.topic) || letter.key === '') return undefined
  try {
    const { type, data } = JSON.parse(letter.value) as { type?: unknown; data?: unknown }
    return typeof type === 'string' ? { topic: letter.topic, key: letter.key, type, data } : undefined
  } catch {
    return undefined
  }
}

export const deadLetterBox: ProcessDefinition<DeadLetter, Envelope, DeadLetterRefs> = {
  name: 'dead-letters',
  inputs: [deadLetters],
  decide,
  index: ({ status, process }) => ({ status, of: `${process}|${status}` }),
  sort: ({ at }) => new Date(at).toISOString(),
}
