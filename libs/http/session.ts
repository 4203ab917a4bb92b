import type { FastifyRequest } from 'fastify'
import { Tokens } from '#evidence'
import { Problem } from './problem.ts'

/** A subscriber who signed in on the web by a code that was sent to their phone. */
export interface Session {
  readonly id: string
  readonly key: string
  readonly msisdn: string
  /** When it was opened, ms. */
  readonly at: number
  readonly until: number
}

export const SESSION_COOKIE = 'quadzero_session'

/**
 * Sessions of subscribers, as signed cookies that only our pages send (HttpOnly, SameSite=Strict). No replica needs to
 * know what another one has signed in.
 */
export class Sessions {
  readonly #tokens: Tokens
  readonly #now: () => number

  /** @param secrets the newest first */
  constructor(secrets: readonly string[], now: () => number) {
    this.#tokens = new Tokens(secrets, 'web-session')
    this.#now = now
  }

  /** The Set-Cookie header that opens it. */
  open(session: Session, secure: boolean): string {
    const seconds = Math.floor((session.until - session.at) / 1000)
    return `${SESSION_COOKIE}=${this.#tokens.sign(session)}; Path=/account; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`
  }

  /** The Set-Cookie header that ends it. */
  close(): string {
    return `${SESSION_COOKIE}=; Path=/account; HttpOnly; SameSite=Strict; Max-Age=0`
  }

  /** Who is signed in. @throws Problem `session.missing` when nobody is, or not any more */
  of(request: FastifyRequest): Session {
    const cookies = request.headers.cookie ?? ''
    const token = cookies
      .split(/;\s*/)
      .find((each) => each.startsWith(`${SESSION_COOKIE}=`))
      ?.slice(SESSION_COOKIE.length + 1)
    const session = token ? (this.#tokens.read(token) as Session | undefined) : undefined
    if (!session || session.until <= this.#now()) throw new Problem('session.missing')
    return session
  }
}

/** A session ends with the tenure in which it was opened. @throws Problem `session.missing` */
export function stillOwns(session: Session, tenureSince: number | undefined): void {
  if (tenureSince !== undefined && session.at < tenureSince) throw new Problem('session.missing')
}
