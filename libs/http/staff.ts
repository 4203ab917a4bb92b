import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { purposesOfPerson } from '#access'
import type { MessageOf, staffRoster } from '#contracts'
import type { Store } from '#store'
import { cookieOf } from './cookie.ts'
import type { Caller } from './keys.ts'
import { Problem } from './problem.ts'

export type RosterEntry = MessageOf<typeof staffRoster>['data']

/** A session of a person as its process keeps it. */
interface StoredSession {
  readonly personId: string
  readonly openedAt: number
  readonly seenAt: number
  readonly mustChange: boolean
}

export interface StaffOptions {
  readonly store: Pick<Store, 'load'>
  readonly now: () => number
  readonly idleMs: number
  readonly wholeMs: number
  /** A session was used; told at most once a minute, so that it goes on. */
  readonly seen: (digest: string) => Promise<void>
}

const MINUTE = 60_000
const ROSTER_PATIENCE_MS = 2000
/** With TLS the browser is told to keep it from everything but this very host. */
const NAMES = ['__Host-quadzero_staff', 'quadzero_staff'] as const

/** The operator's people, fed from their roster, and who of them is signed in. */
export class Staff {
  readonly #people = new Map<string, RosterEntry>()
  readonly #options: StaffOptions

  constructor(options: StaffOptions) {
    this.#options = options
  }

  apply(entry: RosterEntry): void {
    this.#people.set(entry.id, entry)
  }

  get(id: string): RosterEntry | undefined {
    return this.#people.get(id)
  }

  list(): RosterEntry[] {
    return [...this.#people.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  /**
   * The person whose session the request's cookie names, as a caller with all purposes of their role; undefined without a
   * cookie. Every request asks the store and the roster: a session that was ended, an account that was disabled and a role
   * that was taken away hold nowhere any more.
   * @throws Problem `session.missing`, `csrf` when another site made the browser send it, `password.change` when a first
   * password is to be changed first
   */
  async of(request: FastifyRequest): Promise<Caller | undefined> {
    const secret = cookieOf(request, NAMES)
    if (secret === undefined) return undefined
    const { store, now, seen } = this.#options
    const digest = digestOfSession(secret)
    const session = (await store.load('staff-sessions', [digest])).get(digest)?.body as StoredSession | undefined
    const person = session && (await this.#known(session.personId))
    const at = now()
    const holds = person && this.#holds(session, person, at)
    if (!holds) throw new Problem('session.missing')
    if (!isSafe(request)) refuseOtherSites(request)
    if (session.mustChange && !MAY_CHANGE.includes(request.routeOptions.url ?? '')) throw new Problem('password.change')
    // What a page asks by itself while nobody is at it keeps no session going, nor does a stream that opens itself again.
    const isAttended = request.headers['x-attended'] !== 'no' && request.routeOptions.url !== LIVE
    if (at - session.seenAt > MINUTE && isAttended) await seen(digest)
    return {
      keyId: person.id,
      personId: person.id,
      kind: person.role,
      channel: person.role === 'counter' ? 'counter' : 'operator',
      purposes: purposesOfPerson(person.role),
      perMinute: 600,
    }
  }

  #holds(session: StoredSession, person: RosterEntry, at: number): boolean {
    const { idleMs, wholeMs } = this.#options
    return (
      !person.disabled &&
      session.openedAt > person.signedOutBefore &&
      at < session.seenAt + idleMs &&
      at < session.openedAt + wholeMs
    )
  }

  /** Which of these sessions, by digest, hold no more: what stays open beside requests asks for all at once. */
  async ended(digests: readonly string[]): Promise<Set<string>> {
    const found = await this.#options.store.load('staff-sessions', digests)
    const at = this.#options.now()
    const isEnded = (digest: string): boolean => {
      const session = found.get(digest)?.body as StoredSession | undefined
      const person = session && this.#people.get(session.personId)
      return !person || !this.#holds(session, person, at)
    }
    return new Set(digests.filter(isEnded))
  }

  /**
   * That a service account’s person is there and has its role still: a key of a person ends with the person.
   * @throws Problem `auth.unknown`
   */
  checkKey({ personId, kind }: Caller): void {
    if (personId === undefined) return
    const person = this.#people.get(personId)
    if (!person || person.disabled || person.role !== kind) throw new Problem('auth.unknown')
  }

  /** Whoever has a session is on the roster; of somebody new it may be a moment behind the store. */
  async #known(id: string): Promise<RosterEntry | undefined> {
    const until = performance.now() + ROSTER_PATIENCE_MS
    while (!this.#people.has(id) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20))
    return this.#people.get(id)
  }

  /** The digest of the session that a request carries, to end it. */
  sessionOf(request: FastifyRequest): string | undefined {
    const secret = cookieOf(request, NAMES)
    return secret === undefined ? undefined : digestOfSession(secret)
  }
}

/** The console’s stream of news: a browser opens it anew by itself, and can say nothing in a header. */
const LIVE = '/console/api/live'

/** What somebody may do who has still to change a first password. */
const MAY_CHANGE = ['/console/api/me', '/console/api/password', '/console/api/session']

export const digestOfSession = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** The Set-Cookie header that opens a session of staff, or ends it when the secret is empty. */
export function staffCookie(secret: string, secure: boolean, seconds: number): string {
  const name = secure ? NAMES[0] : NAMES[1]
  return `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${secret === '' ? 0 : seconds}${secure ? '; Secure' : ''}`
}

const isSafe = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

/**
 * A change that a cookie carries must come from our own page: browsers say so by Sec-Fetch-Site, older ones by Origin.
 * @throws Problem `csrf`
 */
export function refuseOtherSites(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const own = origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.host
  if (site === undefined ? !own : site !== 'same-origin' || (origin !== undefined && !own)) throw new Problem('csrf')
}
