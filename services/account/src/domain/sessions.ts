import { accountSessions, type Envelope, type MessageOf, rowOver } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

/** A subscriber’s session on the web, kept by the digest of its secret: signed out means gone, for every process. */
export interface WebSession {
  readonly key: string
  readonly msisdn: string
  readonly tenure: number
  readonly until: number
}

export const webSessions: ProcessDefinition<WebSession> = {
  name: 'web-sessions',
  inputs: [accountSessions],
  decide: (state, message: Envelope | Wake, { now, key }: Context): Decision<WebSession> => {
    const input = message as MessageOf<typeof accountSessions> | Wake
    if (input.type === 'session.ended' && state)
      return { state: undefined, emit: [rowOver('web-sessions', key, state.until)] }
    if (input.type !== 'session.opened' || input.data.until <= now) return { state: undefined }
    return { state: input.data, wakeAt: input.data.until }
  },
}
