import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Tokens } from '#evidence'
import { digestOfSession, Problem, perAddress, refuseOtherSites, staffCookie } from '#http'
import { type Deps, settled, takePlace } from '#service'

import { noteStranger } from './audited.ts'
import type { Person } from './domain/person-state.ts'
import { isPassword } from './passwords.ts'
import { personOf } from './person-of.ts'
import { digestOfRecovery, type FactorBox, newRecoveryCodes, stepOf } from './second-factor.ts'
import { tellPerson } from './told.ts'

const MINUTE = 60_000
const QUARTER = 15 * MINUTE

/** Between password and second factor; signed, so that nobody skips the first. */
interface Half {
  readonly half: string
  readonly until: number
}

export const factorsOf = ({ totp, passkeys, recovery }: Person) => [
  ...(totp === undefined ? [] : (['totp'] as const)),
  ...(passkeys.length === 0 ? [] : (['passkey'] as const)),
  ...(recovery.length === 0 ? [] : (['recovery'] as const)),
]

const login = z
  .string()
  .max(60)
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
const signedIn = z.object({ person: z.string(), must_change: z.boolean() })
const halfway = z.object({
  next: z.literal('second'),
  token: z.string(),
  factors: z.array(z.enum(['totp', 'passkey', 'recovery'])),
})

/** Signing in of people with accounts of ours: a password, then a second factor where they have one. */
export function signInRoutes(deps: Deps, box: FactorBox, tokens: Tokens): void {
  const { http, store, clock } = deps

  http.post(
    '/console/api/sign-in',
    {
      config: { needs: ['open', 'sign_in'], rateLimit: perAddress(300) },
      schema: {
        hide: true,
        body: z.object({ login, password: z.string().max(400) }),
        response: { 200: halfway, 201: signedIn },
      },
    },
    async (request, reply) => {
      refuseOtherSites(request)
      const { login: id, password } = request.body
      await limitTries(deps, id)
      const person = await personOf(deps, id).catch(async (error: unknown) => {
        if (error instanceof Problem) await noteStranger(deps, request, 'password', 'the account is not believed')
        throw error
      })
      const ok = await isPassword(person?.disabled ? undefined : person?.password?.hash, password)
      if (!person) {
        // It is on the audit as any other, and takes as long.
        await noteStranger(deps, request, 'password', 'no such account')
        throw new Problem('sign-in.wrong')
      }
      const factors = factorsOf(person)
      if (ok && person.lockedUntil <= clock.now() && factors.length > 0) {
        const half: Half = { half: id, until: clock.now() + 5 * MINUTE }
        return reply.code(200).send({ next: 'second' as const, token: tokens.sign(half), factors })
      }
      return open(request, reply, id, { how: 'password', ok })
    },
  )

  http.post(
    '/console/api/sign-in/second',
    {
      config: { needs: ['open', 'sign_in'], rateLimit: perAddress(300) },
      schema: {
        hide: true,
        body: z.object({ token: z.string().max(400), how: z.enum(['totp', 'recovery']), code: z.string().max(40) }),
        response: { 201: signedIn },
      },
    },
    async (request, reply) => {
      refuseOtherSites(request)
      const { token, how, code } = request.body
      const half = tokens.read(token) as Half | undefined
      if (!half?.half || half.until <= clock.now()) throw new Problem('sign-in.over')
      await limitTries(deps, half.half)
      const person = await personOf(deps, half.half)
      if (!person) throw new Problem('sign-in.wrong')
      if (how === 'totp') return open(request, reply, half.half, { how, ok: await isTotp(half.half, person, code) })
      const recovery = digestOfRecovery(code)
      const ok = person.recovery.includes(recovery)
      return open(request, reply, half.half, ok ? { how, ok, recovery } : { how, ok })
    },
  )

  /** A code holds once: who looked over a shoulder is too late. */
  async function isTotp(id: string, { totp }: Person, code: string): Promise<boolean> {
    const opened = totp === undefined ? undefined : box.open(totp, id)
    const step = opened && (await stepOf(opened.text, code, clock.now()))
    if (step === undefined) return false
    if (opened?.isOld)
      await tellPerson(deps, id, 'totp.set', { box: box.seal(opened.text, id), by: id }, `reseal-${id}-${step}`)
    return (await store.remember(`totp:${id}:${step}`, '', clock.now() + 10 * MINUTE)) === 'new'
  }

  /** The account’s process counts the try and opens the session, or does not. */
  async function open(request: FastifyRequest, reply: FastifyReply, id: string, tried: Tried) {
    return reply.code(201).send(await openSession(deps, request, reply, id, tried))
  }
}

/** However many replicas are asked at once. @throws Problem `sign-in.too-many` */
export async function limitTries({ store, clock, policy }: Deps, id: string, use = 'staff-try'): Promise<void> {
  const quarter = Math.floor(clock.now() / QUARTER)
  const until = (quarter + 1) * QUARTER
  if ((await takePlace(store, `${use}:${id}:${quarter}`, policy.policy.staff.triesPerQuarter, until)) === undefined)
    throw new Problem('sign-in.too-many')
}

/**
 * Whoever sits at an open session must know the password for what changes how it is opened.
 * @throws Problem `password.wrong`, `sign-in.too-many`
 */
export async function prove(deps: Deps, id: string, hash: string | undefined, typed: string): Promise<void> {
  await limitTries(deps, id, 'staff-prove')
  if (!(await isPassword(hash, typed))) throw new Problem('password.wrong')
}

/** Gives somebody new recovery codes, to be shown once. */
export async function renewRecovery(deps: Deps, id: string, corr: string): Promise<string[]> {
  const { codes, digests } = newRecoveryCodes()
  await tellPerson(deps, id, 'recovery.set', { digests, by: id }, corr)
  await settled<Person>(deps, 'staff', id, (state) => state?.recovery[0] === digests[0])
  return codes
}

interface Tried {
  readonly how: 'password' | 'totp' | 'recovery' | 'passkey'
  readonly ok: boolean
  readonly recovery?: string
  readonly passkey?: { readonly id: string; readonly counter: number }
}

/**
 * Tells the account’s process of a try, and answers with the cookie of the session that it opened.
 * @throws Problem `sign-in.wrong`, `sign-in.locked`
 */
export async function openSession(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  { ok, ...tried }: Tried,
): Promise<{ person: string; must_change: boolean }> {
  const { clock, policy } = deps
  // A new secret at each sign-in: one that was planted before is worth nothing.
  const secret = randomBytes(32).toString('base64url')
  const session = digestOfSession(secret)
  const person = await personOf(deps, id)
  const isLocked = person !== undefined && person.lockedUntil > clock.now()
  const data = { ...tried, ok, address: request.ip, ...(ok ? { session } : {}) }
  await tellPerson(deps, id, 'sign-in.tried', data, request.id)
  if (!ok) throw new Problem('sign-in.wrong')
  if (isLocked) throw new Problem('sign-in.locked')
  const opened = await settled<{ mustChange: boolean }>(deps, 'staff-sessions', session, (state) => state !== undefined)
  const isSecure = request.protocol === 'https'
  reply.header('set-cookie', staffCookie(secret, isSecure, policy.policy.staff.sessionHours * 3600))
  return { person: id, must_change: opened?.mustChange ?? false }
}
