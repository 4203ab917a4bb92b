import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Store } from '#store'
import { cookieOf } from './cookie.ts'
import { Problem } from './problem.ts'
import { tenureOf } from './tenure.ts'

/** A subscriber who signed in on the web by a code that was sent to their phone. */
export interface Session {
  readonly id: string
  readonly key: string
  readonly msisdn: string
  /** The tenure in which the code was asked for: the session is its owner’s and nobody else’s. */
  readonly tenure: number
  readonly until: number
}

export const SESSION_COOKIE = 'quadzero_session'

/**
 * The names under which a session may be kept, the one of the newest secret first: who reads the database cannot sign in
 * by them, and who writes it makes none.
 */
export const sessionNames = (secrets: readonly string[], secret: string): string[] =>
  secrets.map((each) => createHmac('sha256', each).update(`web-session\n${secret}`).digest('base64url'))

/** The Set-Cookie header: a secret that says nothing, which only our pages send (HttpOnly, SameSite=Strict). */
export const sessionCookie = (secret: string, seconds: number, isSecure: boolean): string =>
  `${SESSION_COOKIE}=${secret}; Path=/account; HttpOnly; SameSite=Strict; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`

/** The secret that a request’s cookie holds. */
export const sessionSecretOf = (request: Pick<FastifyRequest, 'headers'>): string | undefined =>
  cookieOf(request, [SESSION_COOKIE])

/**
 * The subscriber whose session a request’s cookie names. Every route of theirs passes here, and each time the store is
 * asked: what was signed out, or begun in another tenure, holds at no process any more.
 * @throws Problem `session.missing`
 */
export async function sessionOf(
  { store, secrets, now }: { store: Pick<Store, 'load'>; secrets: readonly string[]; now: number },
  request: FastifyRequest,
): Promise<Session> {
  const secret = sessionSecretOf(request)
  if (secret === undefined) throw new Problem('session.missing')
  const found = await store.load('web-sessions', sessionNames(secrets, secret))
  const [id, record] = [...found][0] ?? []
  const session = record?.body as Omit<Session, 'id'> | undefined
  if (!id || !session || session.until <= now || session.tenure !== (await tenureOf(store, session.key)))
    throw new Problem('session.missing')
  return { ...session, id: id.slice(0, 24) }
}
