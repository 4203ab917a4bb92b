import { accountSessions, type Envelope, type MessageOf } from '#contracts'
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
  decide: (_state, message: Envelope | Wake, { now }: Context): Decision<WebSession> => {
    const input = message as MessageOf<typeof accountSessions> | Wake
    if (input.type !== 'session.opened' || input.data.until <= now) return { state: undefined }
    return { state: input.data, wakeAt: input.data.until }
  },
}
