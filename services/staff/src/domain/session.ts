import { type Envelope, type MessageOf, rowOver, staffSessions } from '#contracts'
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
export const endOf = (session: StaffSession, policy: Pick<Policy, 'staff'>): number =>
  Math.min(session.seenAt + policy.staff.idleMinutes * MINUTE, latestEndOf(session, policy))

const latestEndOf = ({ openedAt }: StaffSession, { staff }: Pick<Policy, 'staff'>): number =>
  openedAt + staff.sessionHours * 60 * MINUTE

function decide(
  state: StaffSession | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<SessionRefs>,
): Decision<StaffSession> {
  const kept = (session: StaffSession) => ({ state: session, wakeAt: endOf(session, refs.policy) })
  if (message.type === 'wake') return state && endOf(state, refs.policy) > now ? kept(state) : { state: undefined }
  const { type, data } = message as Message
  if (type === 'session.opened') return kept({ ...data, openedAt: now, seenAt: now })
  if (!state) return { state: undefined }
  if (type === 'session.ended')
    return { state: undefined, emit: [rowOver('staff-sessions', key, latestEndOf(state, refs.policy))] }
  if (type === 'session.changed') return kept({ ...state, mustChange: false })
  return kept({ ...state, seenAt: Math.max(now, state.seenAt) })
}

export const sessions: ProcessDefinition<StaffSession, Envelope, SessionRefs> = {
  name: 'staff-sessions',
  inputs: [staffSessions],
  decide,
  index: ({ personId }) => ({ person: personId }),
}
