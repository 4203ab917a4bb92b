import { createHash, randomBytes, randomInt } from 'node:crypto'
import { z } from 'zod'
import { smsMo, smsOutbound } from '#contracts'
import { readToken, signToken } from '#evidence'
import { Problem, type Session, stillOwns } from '#http'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import { parseAddress, parseMsisdn } from '#sms'
import { accountTextsIn } from '#texts'
import type { Tenure } from './domain/tenures.ts'

interface Asked {
  readonly id: string
  readonly msisdn: string
  readonly until: number
}

const MINUTE = 60_000
const language = z.enum(['zh-CN', 'en']).default('zh-CN')

/**
 * Signing in by a code that is sent to the phone: the proof that a web session may confirm (domain.md, "Double
 * confirmation"). Codes hold ten minutes, five tries, once; a phone gets a few an hour.
 */
export function signInRoutes(deps: Deps): void {
  const { http, config, clock, bus, store, keyOf, policy, sessions } = deps
  const { codeMinutes, codesPerHour, triesPerCode, sessionMinutes } = policy.policy.account
  const secret = keyOf('web-sign-in')
  const digest = (text: string): string => createHash('sha256').update(`${secret}\n${text}`).digest('base64url')

  /** The first of some numbered places that is free; undefined when all are taken. Durable, and the same for all replicas. */
  const take = async (name: string, places: number, until: number): Promise<number | undefined> => {
    for (let place = 1; place <= places; place++)
      if ((await store.remember(`${name}:${place}`, '', until)) === 'new') return place
    return undefined
  }

  http.post(
    '/account/api/code',
    {
      schema: {
        hide: true,
        body: z.object({ subscriber: z.string().max(40), language }),
        response: { 202: z.object({ token: z.string(), minutes: z.number() }) },
      },
    },
    async (request, reply) => {
      const msisdn = parseMsisdn(request.body.subscriber, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const now = clock.now()
      const key = keyOf(msisdn)
      const hour = Math.floor(now / (60 * MINUTE))
      if ((await take(`codes:${key}:${hour}`, codesPerHour, now + 60 * MINUTE)) === undefined)
        throw new Problem('code.too-many')
      const asked: Asked = { id: randomBytes(12).toString('base64url'), msisdn, until: now + codeMinutes * MINUTE }
      const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
      await store.remember(`code:${asked.id}`, digest(`${asked.id}${code}`), asked.until)
      const text = accountTextsIn(request.body.language).signInCode({ code, minutes: codeMinutes })
      const from = policy.policy.shortCodes.query[0]
      const data = { to: msisdn, from, text, class: 'answer', language: request.body.language }
      const id = `code-${asked.id}`
      await publishFromEdge(bus, [
        edgeRecord(smsOutbound, bus, key, { id, at: now, corr: id, type: 'mt.queued', data }),
      ])
      return reply.code(202).send({ token: signToken(secret, asked), minutes: codeMinutes })
    },
  )

  http.post(
    '/account/api/session',
    {
      schema: {
        hide: true,
        body: z.object({ token: z.string().max(400), code: z.string().max(20) }),
        response: { 201: z.object({ number: z.string(), until: z.iso.datetime() }) },
      },
    },
    async (request, reply) => {
      const now = clock.now()
      const asked = readToken(secret, request.body.token) as Asked | undefined
      if (!asked || asked.until <= now) throw new Problem('code.over')
      if ((await take(`tries:${asked.id}`, triesPerCode, asked.until)) === undefined) throw new Problem('code.over')
      const code = request.body.code.normalize('NFKC').replace(/\D/g, '')
      const isRight = (await store.remember(`code:${asked.id}`, digest(`${asked.id}${code}`), asked.until)) === 'same'
      if (!isRight) throw new Problem('code.wrong')
      if ((await take(`used:${asked.id}`, 1, asked.until)) === undefined) throw new Problem('code.over')
      const { msisdn } = asked
      const session: Session = {
        id: asked.id,
        key: keyOf(msisdn),
        msisdn,
        at: now,
        until: now + sessionMinutes * MINUTE,
      }
      const isSecure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https'
      return reply
        .header('set-cookie', sessions.open(session, isSecure))
        .code(201)
        .send({ number: msisdn, until: new Date(session.until).toISOString() })
    },
  )

  http.get(
    '/account/api/session',
    { schema: { hide: true, response: { 200: z.object({ number: z.string(), until: z.iso.datetime() }) } } },
    async (request) => {
      const { msisdn, until } = sessions.of(request)
      return { number: msisdn, until: new Date(until).toISOString() }
    },
  )

  http.delete('/account/api/session', { schema: { hide: true } }, (_request, reply) =>
    reply.header('set-cookie', sessions.close()).code(204).send(),
  )

  http.post(
    '/account/api/text',
    {
      schema: {
        hide: true,
        body: z.object({ to: z.string().max(30), text: z.string().min(1).max(2000) }),
        response: { 202: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const opened = sessions.of(request)
      const { key, msisdn, id: session } = opened
      stillOwns(opened, ((await store.load('tenures', [key])).get(key)?.body as Tenure | undefined)?.since)
      const to = parseAddress(request.body.to)
      if (!to || to === policy.policy.shortCodes.prompts) throw new Problem('address.invalid')
      const id = `web-${request.id}`
      const data = {
        from: msisdn,
        to,
        text: request.body.text.toWellFormed(),
        channel: 'web',
        via: `session-${session}`.slice(0, 60),
        fingerprint: id.slice(0, 64),
      }
      await publishFromEdge(bus, [
        edgeRecord(smsMo, bus, key, { id, at: clock.now(), corr: id, type: 'mo.received', data }),
      ])
      return reply.code(202).send({ id })
    },
  )
}
