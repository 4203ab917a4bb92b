import { z } from 'zod'
import type { Tokens } from '#evidence'
import { callerOf, Problem, staffCookie } from '#http'
import { type Deps, settled } from '#service'

import type { Person } from './domain/person-state.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { personOf } from './person-of.ts'
import { type FactorBox, newTotp, stepOf } from './second-factor.ts'
import { factorsOf, prove, renewRecovery } from './sign-in.ts'
import { tellPerson, tellSession } from './told.ts'

const MINUTE = 60_000

/** A secret for an authenticator app that its owner has not proved to have yet. */
interface Beginning {
  readonly totp: string
  readonly person: string
  readonly until: number
}

const self = { needs: ['self', 'own_account'] } as const

/** A person’s own account: who they are, their password, second factors and sessions. */
export function meRoutes(deps: Deps, box: FactorBox, tokens: Tokens): void {
  const { http, clock, policy, staff } = deps
  const mine = async (id: string): Promise<Person> => {
    const person = await personOf(deps, id)
    if (!person) throw new Problem('session.missing')
    return person
  }

  http.get(
    '/console/api/me',
    {
      config: self,
      schema: {
        hide: true,
        response: {
          200: z.object({
            id: z.string(),
            name: z.string(),
            role: z.string(),
            zone: z.string().describe('The operator’s: days and months are its'),
            purposes: z.array(z.string()),
            must_change: z.boolean(),
            has_password: z.boolean(),
            factors: z.array(z.string()),
            recovery_left: z.number(),
            passkeys: z.array(z.object({ id: z.string(), name: z.string(), added_at: z.iso.datetime() })),
          }),
        },
      },
    },
    async (request) => {
      const { keyId: id, purposes } = callerOf(request)
      const person = await mine(id)
      return {
        id,
        name: person.name,
        role: person.role,
        zone: policy.policy.timeZone,
        purposes: [...purposes],
        must_change: person.password?.temporary ?? false,
        has_password: person.password !== undefined,
        factors: factorsOf(person),
        recovery_left: person.recovery.length,
        passkeys: person.passkeys.map((each) => ({
          id: each.id,
          name: each.name,
          added_at: new Date(each.addedAt).toISOString(),
        })),
      }
    },
  )

  http.post(
    '/console/api/password',
    {
      config: self,
      schema: { hide: true, body: z.object({ old: z.string().max(400), new: z.string().max(400) }) },
    },
    async (request, reply) => {
      const { keyId: id } = callerOf(request)
      const person = await mine(id)
      await prove(deps, id, person.password?.hash, request.body.old)
      checkPassword(request.body.new, id, policy.policy.staff.passwordLength)
      if (request.body.new === request.body.old) throw new Problem('password.weak', 'It must be another one.')
      const hash = await hashPassword(request.body.new)
      await tellPerson(deps, id, 'password.set', { hash, temporary: false, by: id }, request.id)
      await settled<Person>(deps, 'staff', id, (state) => state?.password?.hash === hash)
      const session = staff.sessionOf(request)
      if (session) await endFirst(session, request.id)
      return reply.code(204).send()
    },
  )

  http.delete('/console/api/session', { config: self, schema: { hide: true } }, async (request, reply) => {
    const session = staff.sessionOf(request)
    if (session) {
      await tellSession(deps, session, 'session.ended', {}, request.id)
      await settled(deps, 'staff-sessions', session, (state) => state === undefined)
    }
    return signedOut(reply, request.protocol === 'https')
  })

  http.delete('/console/api/sessions', { config: self, schema: { hide: true } }, async (request, reply) => {
    const { keyId: id } = callerOf(request)
    const before = await mine(id)
    await tellPerson(deps, id, 'signed-out', { by: id }, request.id)
    await settled<Person>(deps, 'staff', id, (state) => (state?.signedOutBefore ?? 0) > before.signedOutBefore)
    return signedOut(reply, request.protocol === 'https')
  })

  http.post(
    '/console/api/totp',
    {
      config: self,
      schema: {
        hide: true,
        response: { 200: z.object({ token: z.string(), secret: z.string(), uri: z.string() }) },
      },
    },
    async (request) => {
      const { keyId: person } = callerOf(request)
      const { secret: totp, uri } = newTotp(person)
      // The token is sealed: it goes through the browser, whose history is no place for a secret.
      const beginning: Beginning = { totp: box.seal(totp, person), person, until: clock.now() + 15 * MINUTE }
      return { token: tokens.sign(beginning), secret: totp, uri }
    },
  )

  http.put(
    '/console/api/totp',
    {
      config: self,
      schema: {
        hide: true,
        body: z.object({ token: z.string().max(800), code: z.string().max(20), password: z.string().max(400) }),
        response: { 200: z.object({ recovery: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const { keyId: id } = callerOf(request)
      await prove(deps, id, (await mine(id)).password?.hash, request.body.password)
      const beginning = tokens.read(request.body.token) as Beginning | undefined
      const totp =
        beginning?.person === id && beginning.until > clock.now() ? box.open(beginning.totp, id)?.text : undefined
      if (!beginning || totp === undefined) throw new Problem('sign-in.over')
      if ((await stepOf(totp, request.body.code, clock.now())) === undefined) throw new Problem('code.wrong')
      await tellPerson(deps, id, 'totp.set', { box: beginning.totp, by: id }, request.id)
      return { recovery: await renewRecovery(deps, id, request.id) }
    },
  )

  http.delete(
    '/console/api/totp',
    { config: self, schema: { hide: true, body: z.object({ password: z.string().max(400) }) } },
    async (request, reply) => {
      const { keyId: id } = callerOf(request)
      await prove(deps, id, (await mine(id)).password?.hash, request.body.password)
      await tellPerson(deps, id, 'totp.set', { by: id }, request.id)
      if ((await mine(id)).passkeys.length === 0)
        await tellPerson(deps, id, 'recovery.set', { digests: [], by: id }, request.id)
      await settled<Person>(deps, 'staff', id, (state) => state?.totp === undefined)
      return reply.code(204).send()
    },
  )

  http.post(
    '/console/api/recovery',
    {
      config: self,
      schema: {
        hide: true,
        body: z.object({ password: z.string().max(400) }),
        response: { 200: z.object({ recovery: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const { keyId: id } = callerOf(request)
      await prove(deps, id, (await mine(id)).password?.hash, request.body.password)
      return { recovery: await renewRecovery(deps, id, request.id) }
    },
  )

  /** A session that was opened with a first password is a whole one now. */
  async function endFirst(session: string, corr: string): Promise<void> {
    await tellSession(deps, session, 'session.changed', { mustChange: false }, corr)
    await settled<{ mustChange: boolean }>(deps, 'staff-sessions', session, (state) => state?.mustChange !== true)
  }

  function signedOut(
    reply: { header(name: string, value: string): { code(status: number): { send(): unknown } } },
    isSecure: boolean,
  ) {
    return reply
      .header('set-cookie', staffCookie('', isSecure, 0))
      .code(204)
      .send()
  }
}
