import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import { z } from 'zod'
import { cookieOf, digestOfSession, Problem, type ProblemCode, perAddress, staffCookie } from '#http'
import { type Deps, patiently, settled } from '#service'

import { noteStranger } from './audited.ts'
import { personOf } from './person-of.ts'
import { accountOf, type Identity, type Pending, Provider } from './provider.ts'
import type { FactorBox } from './second-factor.ts'
import { tellPerson } from './told.ts'

const MINUTE = 60_000
/** What somebody has to sign in at the provider, second factors and all. */
const WHILE = 10 * MINUTE
const CALLBACK = '/console/api/oidc/callback'
const NAMES = ['__Host-quadzero_oidc', 'quadzero_oidc'] as const
/** What the sealed cookie is bound to. */
const USE = 'oidc'

const rateLimit = perAddress(300)
const open = { needs: ['open', 'sign_in'], rateLimit } as const

/**
 * Signing in with the operator’s own provider (OIDC). The browser leaves for it and comes back by navigation, so what goes
 * wrong is told by the console’s page: it gets the code of a problem as `?problem=`.
 */
export function oidcRoutes(deps: Deps, box: FactorBox): void {
  const { http, store, clock, config, policy, log } = deps
  const provider = config.oidc && new Provider(config.oidc, policy.policy.staff.providerClockSeconds, () => clock.now())

  http.get(
    '/console/api/entrance',
    {
      config: { needs: ['open', 'sign_in'] },
      schema: { hide: true, response: { 200: z.object({ oidc: z.object({ name: z.string() }).nullable() }) } },
    },
    async () => ({ oidc: provider ? { name: provider.name } : null }),
  )

  http.get('/console/api/oidc/start', { config: open, schema: { hide: true } }, async (request, reply) => {
    if (!provider) throw new Problem('not-found')
    const pending: Pending = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      back: `${request.protocol}://${request.host}${CALLBACK}`,
      until: clock.now() + WHILE,
    }
    try {
      const to = await provider.begin(pending)
      reply.header('set-cookie', pendingCookie(request, box.seal(JSON.stringify(pending), USE)))
      return leave(reply, to.href)
    } catch (error) {
      return back(reply, told(error, request))
    }
  })

  http.get(CALLBACK, { config: open, schema: { hide: true } }, async (request, reply) => {
    if (!provider) throw new Problem('not-found')
    const sealed = cookieOf(request, NAMES)
    // Whatever comes of it, it is over.
    reply.header('set-cookie', pendingCookie(request, ''))
    let identity: Identity
    try {
      const pending = await once(sealed)
      identity = await provider.finish(new URL(request.url, pending.back).search, pending)
    } catch (error) {
      const code = told(error, request)
      await noteStranger(deps, request, USE, code)
      return back(reply, code)
    }
    try {
      reply.header('set-cookie', await signIn(request, identity))
      return back(reply)
    } catch (error) {
      return back(reply, told(error, request))
    }
  })

  /** A sign-in that began in this browser and did not end yet. @throws Problem `sign-in.over` */
  async function once(sealed: string | undefined): Promise<Pending> {
    const opened = sealed === undefined ? undefined : box.open(sealed, USE)
    const pending = opened && (JSON.parse(opened.text) as Pending)
    if (!pending || pending.until <= clock.now()) throw new Problem('sign-in.over')
    if ((await store.remember(`oidc:${pending.state}`, '', pending.until)) !== 'new') throw new Problem('sign-in.over')
    return pending
  }

  /** Opens a session; gives its cookie. @throws Problem `sign-in.no-role`, `sign-in.closed` */
  async function signIn(request: FastifyRequest, identity: Identity): Promise<string> {
    const id = accountOf(identity)
    const before = await personOf(deps, id)
    const secret = randomBytes(32).toString('base64url')
    const session = digestOfSession(secret)
    await tellPerson(deps, id, 'provider.vouched', { ...identity, session, address: request.ip }, request.id)
    if (!identity.role) throw new Problem('sign-in.no-role')
    if (before && (before.disabled || before.provider?.subject !== identity.subject))
      throw new Problem('sign-in.closed')
    await settled(deps, 'staff-sessions', session, (state) => state !== undefined)
    // A new account is on the roster before its page asks who it is.
    await patiently(
      async () => deps.staff.get(id),
      (entry) => entry !== undefined && entry.role === identity.role && !entry.disabled,
    )
    return staffCookie(secret, isSecure(request), policy.policy.staff.sessionHours * 3600)
  }

  function told(error: unknown, request: FastifyRequest): ProblemCode {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'sign-in.provider') {
      const { code, error: said } = (error.cause ?? {}) as { code?: string; error?: string }
      log.warn({ corr: request.id, code, said }, 'the provider that people sign in with does not answer')
    }
    if (error.code === 'sign-in.clock')
      log.error({ corr: request.id }, 'the clock of the provider that people sign in with is not ours: set them by NTP')
    return error.code
  }
}

const isSecure = ({ protocol }: FastifyRequest): boolean => protocol === 'https'

/** Sent along when the provider sends the browser back, which Strict would not be. */
function pendingCookie(request: FastifyRequest, value: string): string {
  const secure = isSecure(request)
  const seconds = value === '' ? 0 : WHILE / 1000
  return `${secure ? NAMES[0] : NAMES[1]}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`
}

const leave = (reply: FastifyReply, to: string) =>
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(to, 303)
/** To our own page, and to nowhere else. */
const back = (reply: FastifyReply, problem?: ProblemCode) =>
  leave(reply, problem === undefined ? '/console' : `/console?problem=${problem}`)
