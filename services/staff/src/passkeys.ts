import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Tokens } from '#evidence'
import { callerOf, Problem, perAddress, refuseOtherSites } from '#http'
import { type Deps, settled } from '#service'
import { noteStranger } from './audited.ts'
import { isCopied, type Person } from './domain/person-state.ts'
import { personOf } from './person-of.ts'
import { limitTries, openSession, prove, renewRecovery } from './sign-in.ts'
import { tellPerson } from './told.ts'

const WHILE = 5 * 60_000
/** EdDSA, ES256, RS256 (COSE). */
const ALGORITHMS = [-8, -7, -257]

/** What an authenticator is asked to sign; signed by us, so that no process need know what another one asked. */
interface Challenge {
  readonly challenge: string
  /** Whose passkey is registered; absent: somebody signs in. */
  readonly person?: string
  readonly until: number
}

const id = z.string().min(1).max(400)
/** As the browser’s `toJSON()` gives it; what it holds is checked by the library. */
const credential = z.looseObject({ id, response: z.looseObject({}) })
const token = z.string().max(600)
const begun = z.object({ options: z.looseObject({}), token: z.string() })
const self = { needs: ['self', 'own_account'] } as const

/**
 * Passkeys (WebAuthn): registered from one’s own account, and a sign-in of their own. They are held by a device and opened
 * by its PIN or finger, which is demanded: two factors at once. They hold on the host name that they were made on.
 */
export function passkeyRoutes(deps: Deps, tokens: Tokens): void {
  const { http, store, clock, policy } = deps
  const mine = async (request: FastifyRequest): Promise<[string, Person]> => {
    const { keyId } = callerOf(request)
    const person = await personOf(deps, keyId)
    if (!person) throw new Problem('session.missing')
    return [keyId, person]
  }
  const sign = (challenge: string, person?: string): string =>
    tokens.sign({
      challenge,
      until: clock.now() + WHILE,
      ...(person === undefined ? {} : { person }),
    } satisfies Challenge)

  /** The challenge of a token of ours, for one answer. @throws Problem `sign-in.over` */
  async function once(given: string, person?: string): Promise<string> {
    const asked = tokens.read(given) as Challenge | undefined
    if (!asked?.challenge || asked.until <= clock.now() || asked.person !== person) throw new Problem('sign-in.over')
    if ((await store.remember(`passkey:${asked.challenge}`, '', asked.until)) !== 'new')
      throw new Problem('sign-in.over')
    return asked.challenge
  }

  http.post(
    '/console/api/passkeys/options',
    {
      config: self,
      schema: { hide: true, body: z.object({ password: z.string().max(400) }), response: { 200: begun } },
    },
    async (request) => {
      const [person, { name, password, passkeys }] = await mine(request)
      await prove(deps, person, password?.hash, request.body.password)
      if (passkeys.length >= policy.policy.staff.passkeys) throw new Problem('passkey.too-many')
      const options = await generateRegistrationOptions({
        rpName: 'Quadzero',
        rpID: request.hostname,
        userID: new Uint8Array(Buffer.from(person)),
        userName: person,
        userDisplayName: name,
        timeout: WHILE,
        excludeCredentials: passkeys.map((each) => ({ id: each.id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: ALGORITHMS,
      })
      return { options: { ...options }, token: sign(options.challenge, person) }
    },
  )

  http.post(
    '/console/api/passkeys',
    {
      config: self,
      schema: {
        hide: true,
        body: z.object({ token, name: z.string().trim().min(1).max(60), response: credential }),
        response: { 201: z.object({ id, recovery: z.array(z.string()) }) },
      },
    },
    async (request, reply) => {
      const [person, { recovery }] = await mine(request)
      const { name, response } = request.body
      const {
        publicKey,
        counter,
        id: made,
      } = await verified(async () => {
        const { registrationInfo } = await verifyRegistrationResponse({
          ...(await asked(request, await once(request.body.token, person))),
          response: response as unknown as RegistrationResponseJSON,
          supportedAlgorithmIDs: ALGORITHMS,
        })
        return registrationInfo?.credential
      })
      const passkey = { id: made, publicKey: Buffer.from(publicKey).toString('base64url'), counter, name }
      await tellPerson(deps, person, 'passkey.added', { passkey, by: person }, request.id)
      await settled<Person>(deps, 'staff', person, (state) => state?.passkeys.some((each) => each.id === made) ?? false)
      // From now on the password alone opens nothing: who loses the device needs another way.
      const codes = recovery.length === 0 ? await renewRecovery(deps, person, request.id) : []
      return reply.code(201).send({ id: made, recovery: codes })
    },
  )

  http.delete(
    '/console/api/passkeys/:id',
    {
      config: self,
      schema: { hide: true, params: z.object({ id }), body: z.object({ password: z.string().max(400) }) },
    },
    async (request, reply) => {
      const [person, { password, passkeys }] = await mine(request)
      await prove(deps, person, password?.hash, request.body.password)
      const gone = request.params.id
      if (!passkeys.some((each) => each.id === gone)) throw new Problem('not-found')
      await tellPerson(deps, person, 'passkey.removed', { id: gone, by: person }, request.id)
      await settled<Person>(deps, 'staff', person, (state) => !state?.passkeys.some((each) => each.id === gone))
      return reply.code(204).send()
    },
  )

  const open = { needs: ['open', 'sign_in'], rateLimit: perAddress(300) } as const
  http.post(
    '/console/api/passkey/options',
    { config: open, schema: { hide: true, response: { 200: begun } } },
    async (request) => {
      refuseOtherSites(request)
      const options = await generateAuthenticationOptions({
        rpID: request.hostname,
        userVerification: 'required',
        timeout: WHILE,
      })
      return { options: { ...options }, token: sign(options.challenge) }
    },
  )

  http.post(
    '/console/api/passkey/sign-in',
    {
      config: open,
      schema: {
        hide: true,
        body: z.object({ token, response: credential }),
        response: { 201: z.object({ person: z.string(), must_change: z.boolean() }) },
      },
    },
    async (request, reply) => {
      refuseOtherSites(request)
      const challenge = await once(request.body.token)
      const response = request.body.response as unknown as AuthenticationResponseJSON
      // It is discoverable: the authenticator says whose it is, and the signature proves it.
      const person = Buffer.from(String(response.response.userHandle ?? ''), 'base64url').toString()
      const known = (await personOf(deps, person))?.passkeys.find((each) => each.id === response.id)
      if (!known) {
        await noteStranger(deps, request, 'passkey', 'no such passkey')
        throw new Problem('sign-in.wrong')
      }
      await limitTries(deps, person)
      const counter = await verified(async () => {
        const expected = await asked(request, challenge)
        const publicKey = new Uint8Array(Buffer.from(known.publicKey, 'base64url'))
        // The counter is judged by the account’s process, in one order.
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          ...expected,
          response,
          credential: { id: known.id, publicKey, counter: 0 },
        })
        return verified ? { value: authenticationInfo.newCounter } : undefined
      }).catch(() => undefined)
      const tried = counter && { id: known.id, counter: counter.value }
      const how = 'passkey'
      if (!tried) return reply.code(201).send(await openSession(deps, request, reply, person, { how, ok: false }))
      if (isCopied(known, tried.counter)) {
        const data = { how, ok: true, passkey: tried, address: request.ip }
        await tellPerson(deps, person, 'sign-in.tried', data, request.id)
        throw new Problem('passkey.copied')
      }
      return reply.code(201).send(await openSession(deps, request, reply, person, { how, ok: true, passkey: tried }))
    },
  )
}

/** What must be in what was signed: our challenge, by this very page, with PIN or finger. */
const asked = async (request: FastifyRequest, expectedChallenge: string) => ({
  expectedChallenge,
  expectedOrigin: `${request.protocol}://${request.host}`,
  expectedRPID: request.hostname,
  requireUserVerification: true,
})

/** @throws Problem `passkey.wrong` for whatever the library finds */
async function verified<Found>(check: () => Promise<Found | undefined>): Promise<Found> {
  let found: Found | undefined
  try {
    found = await check()
  } catch (error) {
    if (error instanceof Problem) throw error
  }
  if (found === undefined) throw new Problem('passkey.wrong')
  return found
}
