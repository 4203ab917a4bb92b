import { type Envelope, type MessageOf, staffSessions } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

type Message = MessageOf<typeof staffSessions>

/** One session of a person, kept by the digest of its secret: signed out means gone, for every process. */
export interface StaffSession {
  readonly personId: string
  readonly how: string
  readonly openedAt: number
  readonly seenAt: number
  /** It opens nothing but the change of the password. */
  readonly mustChange: boolean
}

export interface SessionRefs {
  readonly policy: Pick<Policy, 'staff'>
}

const MINUTE = 60_000

/** When a session ends by itself: a while after it was last used, and at the end of a working day at the latest. */
export function endOf({ openedAt, seenAt }: StaffSession, { staff }: Pick<Policy, 'staff'>): number {
  return Math.min(seenAt + staff.idleMinutes * MINUTE, openedAt + staff.sessionHours * 60 * MINUTE)
}

function decide(
  state: StaffSession | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<SessionRefs>,
): Decision<StaffSession> {
  const kept = (session: StaffSession) => ({ state: session, wakeAt: endOf(session, refs.policy) })
  if (message.type === 'wake') return state && endOf(state, refs.policy) > now ? kept(state) : { state: undefined }
  const { type, data } = message as Message
  if (type === 'session.opened') return kept({ ...data, openedAt: now, seenAt: now })
  if (!state || type === 'session.ended') return { state: undefined }
  if (type === 'session.changed') return kept({ ...state, mustChange: false })
  return kept({ ...state, seenAt: Math.max(now, state.seenAt) })
}

export const sessions: ProcessDefinition<StaffSession, Envelope, SessionRefs> = {
  name: 'staff-sessions',
  inputs: [staffSessions],
  decide,
  index: ({ personId }) => ({ person: personId }),
}
