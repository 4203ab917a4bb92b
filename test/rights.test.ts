import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KeyKind, keyKinds, purposesOf, purposesOfPerson, resources, roles, scopeOf } from '#access'
import type { Needs } from '#http'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { acting } from './rights-acting.ts'
import { judging, tuning } from './rights-cases.ts'
import { atTheCounter } from './rights-counter.ts'
import { inTheOffice } from './rights-office.ts'
import { ofPartners } from './rights-partners.ts'
import { ofPeople } from './rights-people.ts'
import { reporting } from './rights-reporting.ts'
import { charge, month, type Sample, type Samples, type Side, type Things } from './rights-sample.ts'
import { ofSubscribers } from './rights-subscribers.ts'
import { until } from './until.ts'

const own: Side = { partner: 'sp-huayu', port: '10661234', service: 'joke-daily', subscriber: '8613500135701' }
const foreign: Side = { partner: 'sp-mellow', port: '10663456', service: 'ring-month', subscriber: '8613500135702' }

/** A request for each route, for the things of one partner. A route that is not here fails the test. */
const samples: Samples = {
  ...ofSubscribers,
  ...atTheCounter,
  ...ofPeople,
  ...ofPartners,
  ...inTheOffice,
  ...acting,
  ...reporting,
  ...judging,
  ...tuning,
}

describe('rights', () => {
  let on: TestGateway
  const keys = {} as Record<KeyKind, string>
  let ours: Things
  let theirs: Things
  let cookie = ''

  const admin = async (method: string, path: string, body?: unknown) => (await on.call(method, path, body)).body
  const makeKey = (kind: KeyKind, more: object = {}) =>
    on.call('POST', '/v1/keys', {
      name: kind,
      kind,
      purposes: purposesOf(kind),
      perMinute: 1_000_000,
      ...(kind === 'partner' ? { partnerId: own.partner } : {}),
      ...more,
    })
  /** One of each kind, made by an administrator. */
  const things = async (side: Side): Promise<Things> => {
    const { partner, port, service, subscriber } = side
    const webhook = async () => {
      const { items } = await admin('GET', '/v1/webhooks')
      const known = items.find((each: { partner: string }) => each.partner === partner)
      return (known ?? (await admin('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/hook', partner }))).id
    }
    const listening = await webhook()
    const { id: request } = await admin('POST', '/v1/subscription-requests', { subscriber, service })
    const { id: decision } = await admin('POST', '/v1/mt', {
      from: port,
      to: subscriber,
      text: '您好',
      class: 'service',
    })
    await admin('POST', '/v1/charges', { items: [charge(side)] })
    for (const path of [
      `mt/${decision}`,
      `subscription-requests/${request}`,
      `settlements/${partner}/${month}`,
      `ledger/charges/matrix-${partner}`,
    ])
      await until(path, async () => (await on.call('GET', `/v1/${path}`)).status === 200)
    const ofOurs = async () =>
      (await admin('GET', '/v1/webhook-deliveries')).items.find(
        (each: { webhook: string }) => each.webhook === listening,
      )
    await until('a delivery', async () => (await ofOurs()) !== undefined)
    const { number: decided } = await admin('POST', '/v1/cases', { partner, pattern: 'after a cancel', text: '抽查' })
    const warning = { outcome: 'proven', points: 5, reason_zh: '退订后仍扣费', reason_en: 'Charged after a cancel' }
    await admin('POST', `/v1/cases/${decided}/verdict`, warning)
    return { ...side, request, decision, decided, delivery: (await ofOurs()).id, webhook }
  }

  beforeAll(async () => {
    on = await startTestGateway('embedded', { WEBHOOK_INSIDE: 'allow' })
    for (const kind of keyKinds) keys[kind] = (await makeKey(kind)).body.key
    ours = await things(own)
    theirs = await things(foreign)
    const phone = on.phone('8613500135700')
    const asked = await on.call('POST', '/account/api/code', { subscriber: phone.number }, { key: null })
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
    const opened = await on.call('POST', '/account/api/session', { token: asked.body.token, code }, { key: null })
    cookie = opened.headers.get('set-cookie')?.split(';')[0] as string
  })
  afterAll(() => on.stop())

  const send = async (route: string, whose: Things, key: string | undefined, more: Record<string, string> = {}) => {
    const { path, body, type } = samples[route] as Sample
    const payload = body?.(whose)
    const answer = await on.gateway.deps.http.inject({
      method: route.split(' ')[0] as 'GET',
      url: await path(whose),
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(payload === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...more,
      },
      ...(payload === undefined ? {} : { payload: payload as string }),
    })
    const { code } = answer.headers['content-type']?.includes('problem') ? answer.json() : { code: undefined }
    return { status: answer.statusCode, text: answer.payload, code: code as string | undefined }
  }
  const routes = (): [string, Needs][] =>
    on.gateway.deps.http.routeNeeds
      .filter(({ method, needs }) => method !== 'HEAD' && needs?.[0] !== 'open')
      .map(({ method, url, needs }) => [`${method} ${url}`, needs as Needs])

  it('are tried on every route', () => {
    expect(
      routes()
        .map(([route]) => route)
        .sort(),
    ).toEqual(Object.keys(samples).sort())
  })

  it.each([...keyKinds])('of a key of kind %s are those of the table, on every route', async (kind) => {
    for (const [route, [purpose, resource]] of routes()) {
      const scope = scopeOf(kind, purpose, resource)
      const refused = purpose === 'own' ? 'session.missing' : 'auth.purpose'
      const mine = await send(route, ours, keys[kind])
      const others = await send(route, theirs, keys[kind])
      if (scope === undefined) {
        expect([route, mine.code, others.code]).toEqual([route, refused, refused])
        continue
      }
      // Let through: what is said then is about the thing, and ours are all there.
      const isThere = resources[resource] === 'partner' && purpose !== 'settle'
      if (isThere)
        expect([route, mine.status, mine.code]).toEqual([route, expect.toBeOneOf([200, 201, 202]), undefined])
      expect([route, mine.code, others.code]).not.toContain('auth.purpose')
      if (isThere && scope === 'any') expect([route, others.code]).toEqual([route, undefined])
      if (isThere && scope === 'own') {
        const { refusal } = samples[route] as Sample
        if (refusal) refusal(others, theirs)
        else expect([route, others.status]).toEqual([route, 404])
      }
    }
  })

  it.each([...roles])('of a person who signs in as %s are those of the table, on every route', async (role) => {
    const password = on.gateway.signIns[0]?.password
    const signIn = async () => {
      const headers = { 'sec-fetch-site': 'same-origin' }
      const login = { login: `demo.${role}`, password }
      const answer = await on.call('POST', '/console/api/sign-in', login, { key: null, headers })
      return answer.headers.get('set-cookie')?.split(';')[0] as string
    }
    let session = await signIn()
    for (const [route, [purpose, resource]] of routes()) {
      const headers = { cookie: session, 'sec-fetch-site': 'same-origin' }
      const mine = await send(route, ours, undefined, headers)
      const refused = purpose === 'own' ? 'session.missing' : 'auth.purpose'
      const may = purposesOfPerson(role).includes(purpose) && scopeOf(role, purpose, resource) !== undefined
      if (!may) expect([route, mine.code]).toEqual([route, refused])
      else expect([route, mine.status === 401, mine.code === 'auth.purpose']).toEqual([route, false, false])
      if (route.startsWith('DELETE /console/api/session')) session = await signIn()
    }
  })

  it('of nobody, and of a subscriber who is signed in, end at their own page', async () => {
    for (const [route, [purpose]] of routes()) {
      const nobody = await send(route, ours, undefined)
      expect([route, nobody.code]).toEqual([route, purpose === 'own' ? 'session.missing' : 'auth.missing'])
      const subscriber = await send(route, ours, undefined, { cookie })
      if (purpose === 'own') expect([route, subscriber.code]).not.toContain('session.missing')
      else expect([route, subscriber.code]).toEqual([route, 'auth.missing'])
    }
  })

  it.each([...keyKinds])('that a key of kind %s may not have are refused when it is made', async (kind) => {
    for (const purpose of purposesOf('administrator').concat('own', 'open')) {
      const { status, body } = await makeKey(kind, { purposes: [purpose] })
      const may = purposesOf(kind).includes(purpose)
      expect([purpose, status, body.code]).toEqual([purpose, may ? 201 : 422, may ? undefined : 'key.purpose'])
    }
  })

  it('of a partner’s key are of one partner, which every other key is not', async () => {
    expect((await makeKey('partner', { partnerId: undefined })).body.code).toBe('key.partner')
    expect((await makeKey('billing', { partnerId: own.partner })).body.code).toBe('key.partner')
    expect((await makeKey('partner', { partnerId: 'sp-none' })).status).toBe(404)
  })

  it('of a key made with fewer purposes than its kind may have are those', async () => {
    const { key } = (await makeKey('partner', { purposes: ['check'] })).body
    expect((await send('POST /v1/mt/check', ours, key)).status).toBe(200)
    expect((await send('POST /v1/mt', ours, key)).code).toBe('auth.purpose')
  })

  it('let a partner send from its own port only, and of a port only what was approved for it', async () => {
    const shop = (await makeKey('partner', { partnerId: 'sp-shop' })).body.key
    const to = '8613500135703'
    const rule = async (from: string, kind: string, text: string) =>
      (await on.call('POST', '/v1/mt', { from, to, text, class: kind }, { key: shop })).body.rule
    expect(await rule('10655588', 'otp', '江海银行 验证码 482913')).toBe('port.unknown')
    expect(await rule('10657700', 'service', '全场八折，今日有效')).toBe('port.class')
    expect(await rule('10657700', 'otp', '您的验证码是 482913')).toBeUndefined()
    expect((await on.phone(to).next()).text).toBe('您的验证码是 482913')
  })
})
