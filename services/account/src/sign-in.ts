import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { accountSessions, language } from '#contracts'
import { Problem, perAddress, type Session, sessionCookie, sessionNames, sessionSecretOf, subscriberOf } from '#http'
import { type Deps, edgeRecord, PhoneCodes, publishFromEdge, settled } from '#service'
import { parseMsisdn } from '#sms'
import { accountTextsIn } from '#texts'

const MINUTE = 60_000
const signed = z.object({
  number: z.string(),
  until: z.iso.datetime(),
  zone: z.string().describe('IANA zone in which times are told'),
})

/**
 * Signing in by a code that is sent to the phone: the proof that a web session may confirm (docs/rules.md, "Double
 * confirmation").
 */
export function signInRoutes(deps: Deps): void {
  const { http, config, clock, bus, keyOf, policy, secrets } = deps
  const { codesPerAddressHour, sessionMinutes } = policy.policy.account
  const tellSession = async (name: string, corr: string, type: string, data: object) => {
    const message = { id: `${corr}/${type}`, at: clock.now(), corr, type, data }
    await publishFromEdge(bus, [edgeRecord(accountSessions, bus, name, message)])
  }
  const show = ({ msisdn, until }: Pick<Session, 'msisdn' | 'until'>) => ({
    number: msisdn,
    until: new Date(until).toISOString(),
    zone: policy.policy.timeZone,
  })
  const codes = new PhoneCodes(deps, 'web-sign-in')

  http.post(
    '/account/api/code',
    {
      config: { needs: ['open', 'sign_in'], rateLimit: perAddress(codesPerAddressHour) },
      schema: {
        hide: true,
        body: z.object({ subscriber: z.string().max(40), language: language.default('zh-CN') }),
        response: { 202: z.object({ token: z.string(), minutes: z.number() }) },
      },
    },
    async (request, reply) => {
      const msisdn = parseMsisdn(request.body.subscriber, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const text = accountTextsIn(request.body.language).signInCode
      return reply.code(202).send(await codes.send({ msisdn, language: request.body.language, about: msisdn, text }))
    },
  )

  http.post(
    '/account/api/session',
    {
      config: { needs: ['open', 'sign_in'] },
      schema: {
        hide: true,
        body: z.object({ token: z.string().max(600), code: z.string().max(20) }),
        response: { 201: signed },
      },
    },
    async (request, reply) => {
      const { about: msisdn, tenure } = await codes.check(request.body.token, request.body.code)
      const session = { key: keyOf(msisdn), msisdn, tenure, until: clock.now() + sessionMinutes * MINUTE }
      // A new secret at each sign-in: one that was planted before is worth nothing.
      const secret = randomBytes(32).toString('base64url')
      const [name = ''] = sessionNames(secrets.sessionKeys, secret)
      await tellSession(name, request.id, 'session.opened', session)
      await settled(deps, 'web-sessions', name, (state) => state !== undefined)
      const isSecure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https'
      const cookie = sessionCookie(secret, sessionMinutes * 60, isSecure)
      return reply.header('set-cookie', cookie).code(201).send(show(session))
    },
  )

  http.get(
    '/account/api/session',
    { config: { needs: ['own', 'account'] }, schema: { hide: true, response: { 200: signed } } },
    async (request) => show(subscriberOf(request)),
  )

  http.delete(
    '/account/api/session',
    { config: { needs: ['open', 'sign_in'] }, schema: { hide: true } },
    async (request, reply) => {
      const secret = sessionSecretOf(request)
      for (const name of secret === undefined ? [] : sessionNames(secrets.sessionKeys, secret)) {
        await tellSession(name, request.id, 'session.ended', {})
        await settled(deps, 'web-sessions', name, (state) => state === undefined)
      }
      return reply
        .header('set-cookie', sessionCookie('', 0, false))
        .code(204)
        .send()
    },
  )
}
