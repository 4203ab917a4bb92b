import { type Envelope, type MessageOf, policyReplays } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

type Message = MessageOf<typeof policyReplays>
type Asked = Extract<Message, { type: 'replay.asked' }>['data']
type Done = Extract<Message, { type: 'replay.done' }>['data']

/** A replay of a draft over the archive, and how far it is; with `until` it goes on in shadow. */
export interface Replay extends Asked {
  readonly status: 'waiting' | 'running' | 'shadow' | 'done' | 'failed' | 'stopped'
  readonly at: number
  /** When it was heard of last. */
  readonly heardAt: number
  readonly messages: number
  readonly share: number
  readonly found?: Done
  readonly why?: string
  readonly stoppedBy?: string
}

const KEPT_MS = 90 * 86_400_000

const HOUR = 3_600_000

/** Whether it still tells whom a release touches: it read the archive as far as that went when it was asked for. */
export const isFresh = ({ at }: Pick<Replay, 'at'>, now: number, { releaseHours }: { readonly releaseHours: number }) =>
  now - at <= releaseHours * HOUR

/** It waits, runs, or goes on in shadow. */
export const isOpen = ({ status }: Pick<Replay, 'status'>): boolean => ['waiting', 'running', 'shadow'].includes(status)

function decide(state: Replay | undefined, message: Envelope | Wake, { now }: Context): Decision<Replay> {
  if (message.type === 'wake') return { state: undefined }
  const input = message as Message
  if (input.type === 'replay.asked') {
    const begun: Replay = { ...input.data, status: 'waiting', at: now, heardAt: now, messages: 0, share: 0 }
    return kept(state ?? begun)
  }
  // After a takeover two may run it for a moment: both find the same, and the first that is done stands.
  if (!state || state.status === 'done' || state.status === 'stopped') return state ? kept(state) : { state }
  switch (input.type) {
    case 'replay.moved': {
      const status = state.status === 'shadow' ? 'shadow' : 'running'
      return kept({ ...state, ...input.data, status, heardAt: now })
    }
    case 'replay.failed':
      return kept({ ...state, status: 'failed', why: input.data.why, heardAt: now })
    case 'replay.stopped':
      return kept({ ...state, status: 'stopped', stoppedBy: input.data.by, heardAt: now })
    case 'replay.found':
    case 'replay.done': {
      const status = input.type === 'replay.done' ? 'done' : 'shadow'
      return kept({ ...state, status, messages: input.data.messages, share: 1, found: input.data, heardAt: now })
    }
  }
}

const kept = (state: Replay): Decision<Replay> => ({ state, wakeAt: state.at + KEPT_MS })

interface Trials {
  readonly waiting: number
  readonly perPerson: number
  readonly shadows: number
}

/** Why somebody cannot have one more; undefined: they can. @param open those that wait or run, or are in shadow */
export function whyBusy(
  open: readonly Pick<Replay, 'by' | 'title'>[],
  by: string,
  kind: 'replay' | 'shadow',
  { waiting, perPerson, shadows }: Trials,
): string | undefined {
  if (kind === 'shadow') {
    const titles = open.map(({ title }) => title).join(', ')
    return open.length < shadows ? undefined : `In shadow already: ${titles}. Stop it first.`
  }
  const own = open.filter((each) => each.by === by).length
  if (own >= perPerson) return `You have ${own} that wait or run.`
  return open.length >= waiting ? `${open.length} wait or run.` : undefined
}

/** Finds those that wait or run, and those that go on in shadow. */
export const openTag = (kind: 'replay' | 'shadow'): string => `open=${kind}`

export const replays: ProcessDefinition<Replay, Envelope> = {
  name: 'policy-replays',
  inputs: [policyReplays],
  decide,
  index: (state) => ({
    draft: state.draft,
    ...(isOpen(state) ? { open: state.until === undefined ? 'replay' : 'shadow' } : {}),
  }),
  sort: ({ at }) => String(at).padStart(15, '0'),
}
