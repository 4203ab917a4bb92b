import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KeyKind, keyKinds, purposesOf, purposesOfPerson, resources, roles, scopeOf } from '#access'
import type { Needs } from '#http'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { acting } from './rights-acting.ts'
import { judging } from './rights-cases.ts'
import { reporting } from './rights-reporting.ts'
import { until } from './until.ts'

/** A partner with one thing of each kind. */
interface Side {
  readonly partner: string
  readonly port: string
  readonly service: string
  readonly subscriber: string
}
const own: Side = { partner: 'sp-huayu', port: '10661234', service: 'joke-daily', subscriber: '8613500135701' }
const foreign: Side = { partner: 'sp-mellow', port: '10663456', service: 'ring-month', subscriber: '8613500135702' }

interface Things extends Side {
  readonly request: string
  readonly decision: string
  readonly delivery: string
  /** A case about it that was decided. */
  readonly decided: string
  readonly webhook: () => Promise<string>
}

interface Sample {
  readonly path: (things: Things) => string | Promise<string>
  readonly body?: (things: Things) => unknown
  readonly type?: string
  /** How another’s thing is refused; usually as if it were not there. */
  readonly refusal?: (answer: { status: number; text: string }, others: Things) => void
}

const month = new Date().toISOString().slice(0, 7)
const showsNothingOf = ({ status, text }: { status: number; text: string }, { partner, service }: Things) => {
  expect(status).toBe(200)
  expect(text).not.toContain(partner)
  expect(text).not.toContain(service)
}
const plain = (path: string, body?: unknown): Sample => ({
  path: () => path,
  ...(body === undefined ? {} : { body: () => body }),
})
const charge = ({ subscriber, service, partner }: Things) => ({
  id: `matrix-${partner}`,
  subscriber,
  service,
  amount_fen: 100,
  charged_at: `${month}-01T00:00:00Z`,
})

/** A request for each route, for the things of one partner. A route that is not here fails the test. */
const samples: Record<string, Sample> = {
  'GET /v1/dead-letters': plain('/v1/dead-letters'),
  'GET /v1/dead-letters/:id': plain('/v1/dead-letters/x'),
  'POST /v1/dead-letters/:id/content': plain('/v1/dead-letters/x/content', { reason: 'look' }),
  'POST /v1/dead-letters/:id/replay': plain('/v1/dead-letters/x/replay', {}),
  'GET /v1/services': { path: () => '/v1/services', refusal: showsNothingOf },
  'GET /v1/keys': plain('/v1/keys'),
  'POST /v1/keys': plain('/v1/keys', { name: 'x', kind: 'web', purposes: ['messages'] }),
  'DELETE /v1/keys/:id': plain('/v1/keys/x'),
  'GET /v1/ledger/months': plain('/v1/ledger/months'),
  'GET /v1/ledger/recount': plain('/v1/ledger/recount'),
  'GET /v1/receipt-heads': plain('/v1/receipt-heads'),
  'GET /v1/receipts': plain('/v1/receipts'),
  'GET /v1/receipts/:id': plain('/v1/receipts/x'),
  'GET /v1/restorations': plain('/v1/restorations'),
  'GET /v1/seal-key': plain('/v1/seal-key'),
  'GET /v1/seals': plain('/v1/seals'),
  'GET /v1/seals/waiting': plain('/v1/seals/waiting'),
  'POST /v1/charges': {
    path: () => '/v1/charges',
    body: (things) => ({ items: [charge(things)] }),
    refusal: ({ text }) => expect(text).toContain('no service of yours'),
  },
  'POST /v1/charges/authorize': {
    path: () => '/v1/charges/authorize',
    body: ({ subscriber, service }) => ({
      items: [{ id: 'a', subscriber, service, amount_fen: 1, kind: 'month' }],
    }),
    refusal: ({ text }) => expect(text).toContain('service.foreign'),
  },
  'POST /v1/import/charges': {
    path: () => '/v1/import/charges',
    type: 'text/csv',
    body: ({ subscriber, service, partner }) =>
      `charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind\nfile-${partner},${subscriber},${service},1,CNY,${month}-01T00:00:00Z,month\n`,
    refusal: ({ text }) => expect(text).toContain('no service of yours'),
  },
  'POST /v1/mt/check': {
    path: () => '/v1/mt/check',
    body: ({ port, subscriber }) => ({ items: [{ from: port, to: subscriber, class: 'service' }] }),
    refusal: ({ text }) => expect(JSON.parse(text).items).toEqual([{ allow: false, rule: 'port.unknown' }]),
  },
  'POST /v1/mt': {
    path: () => '/v1/mt',
    body: ({ port, subscriber }) => ({ from: port, to: subscriber, class: 'service', text: '您好' }),
    refusal: ({ status, text }) => expect([status, JSON.parse(text).rule]).toEqual([403, 'port.unknown']),
  },
  'GET /v1/mt': { path: ({ port }) => `/v1/mt?port=${port}` },
  'GET /v1/mt/:id': { path: ({ decision }) => `/v1/mt/${decision}` },
  'GET /v1/export/:kind': plain('/v1/export/services'),
  'POST /v1/import/:kind': { ...plain('/v1/import/partners', 'partner_id,name_zh,name_en,kind\n'), type: 'text/csv' },
  'POST /v1/numbers': plain('/v1/numbers', { msisdn: '8613500135799', change: 'assigned' }),
  'POST /v1/disputes': plain('/v1/disputes', { subscriber: '8613500135798', charge: 'c1' }),
  'GET /v1/campaigns': plain('/v1/campaigns'),
  'GET /v1/campaigns/:id': plain('/v1/campaigns/cabcdef1'),
  'POST /v1/campaigns/:id/split': plain('/v1/campaigns/cabcdef1/split', { note: '查清', variant: 'x' }),
  'POST /v1/campaigns/:id/join': plain('/v1/campaigns/cabcdef1/join', { note: '查清', into: 'cother12' }),
  'POST /v1/campaigns/:id/decide': plain('/v1/campaigns/cabcdef1/decide', {
    note: '好',
    outcome: 'blocked',
    proven: true,
  }),
  'POST /v1/campaigns/:id/dismiss': plain('/v1/campaigns/cabcdef1/dismiss', { note: '查清' }),
  'POST /v1/complaints': plain('/v1/complaints', { subscriber: '8613500135798', text: '太贵' }),
  'POST /v1/mo': plain('/v1/mo', { from: '8613500135797', to: '10086', text: '0000' }),
  'POST /v1/voice': plain('/v1/voice', { subscriber: '8613500135796' }),
  ...acting,
  ...reporting,
  'GET /v1/catalogue/partners': plain('/v1/catalogue/partners'),
  'GET /v1/catalogue/services': plain('/v1/catalogue/services'),
  'GET /v1/catalogue/ports': plain('/v1/catalogue/ports'),
  'GET /v1/catalogue/partners/:id': plain('/v1/catalogue/partners/x'),
  'GET /v1/catalogue/services/:id': plain('/v1/catalogue/services/x'),
  'GET /v1/catalogue/ports/:id': plain('/v1/catalogue/ports/x'),
  'GET /v1/catalogue/csv/:kind': plain('/v1/catalogue/csv/ports'),
  'POST /v1/catalogue/partners': plain('/v1/catalogue/partners', {}),
  'POST /v1/catalogue/services': plain('/v1/catalogue/services', {}),
  'POST /v1/catalogue/ports': plain('/v1/catalogue/ports', {}),
  'POST /v1/catalogue/partners/preview': plain('/v1/catalogue/partners/preview', {}),
  'POST /v1/catalogue/services/preview': plain('/v1/catalogue/services/preview', {}),
  'POST /v1/catalogue/ports/preview': plain('/v1/catalogue/ports/preview', {}),
  'POST /v1/catalogue/services/:id/end': plain('/v1/catalogue/services/x/end', {}),
  'POST /v1/catalogue/ports/:id/end': plain('/v1/catalogue/ports/x/end', {}),
  'GET /v1/ledger/charges/:id': { path: ({ partner }) => `/v1/ledger/charges/matrix-${partner}` },
  'GET /v1/settlements/csv': { path: () => `/v1/settlements/csv?month=${month}`, refusal: showsNothingOf },
  'GET /v1/settlements/:partner/:month/lines': { path: ({ partner }) => `/v1/settlements/${partner}/${month}/lines` },
  'GET /v1/settlements/:partner/:month/lines/csv': {
    path: ({ partner }) => `/v1/settlements/${partner}/${month}/lines/csv`,
  },
  'GET /v1/settlements': { path: () => '/v1/settlements', refusal: showsNothingOf },
  'GET /v1/settlements/:partner/:month': { path: ({ partner }) => `/v1/settlements/${partner}/${month}` },
  'GET /v1/settlements/:partner/:month/csv': { path: ({ partner }) => `/v1/settlements/${partner}/${month}/csv` },
  'POST /v1/settlements/:partner/:month/close': { path: ({ partner }) => `/v1/settlements/${partner}/${month}/close` },
  'GET /v1/flags': plain('/v1/flags'),
  'GET /v1/monitor/partners': plain('/v1/monitor/partners'),
  'GET /v1/monitor/partners/:id': plain('/v1/monitor/partners/x'),
  'GET /v1/monitor/apps': plain('/v1/monitor/apps'),
  'GET /v1/monitor/apps/:id': plain('/v1/monitor/apps/x'),
  ...judging,
  'GET /v1/standings/:partner': { path: ({ partner }) => `/v1/standings/${partner}` },
  'GET /v1/own-cases/:number': { path: ({ decided }) => `/v1/own-cases/${decided}` },
  'POST /v1/cases/:number/appeal': {
    path: ({ decided }) => `/v1/cases/${decided}/appeal`,
    body: () => ({ text: '计费系统延迟，并非退订后扣费。' }),
  },
  'GET /v1/complaints': plain('/v1/complaints'),
  'GET /v1/complaints/csv': plain('/v1/complaints/csv'),
  'GET /v1/complaints/:id': plain('/v1/complaints/x'),
  'POST /v1/complaints/:id/take': plain('/v1/complaints/x/take', {}),
  'POST /v1/complaints/:id/answer': plain('/v1/complaints/x/answer', { text: '好' }),
  'POST /v1/complaints/:id/reopen': plain('/v1/complaints/x/reopen', {}),
  'GET /v1/disputes/:id': plain('/v1/disputes/x'),
  'POST /v1/disputes/:id/take': plain('/v1/disputes/x/take', {}),
  'POST /v1/disputes/:id/hand-over': plain('/v1/disputes/x/hand-over', { to: 'demo.reviewer', reason: '休假' }),
  'POST /v1/complaints/:id/hand-over': plain('/v1/complaints/x/hand-over', { to: 'demo.reviewer', reason: '休假' }),
  'GET /v1/disputes/csv': plain('/v1/disputes/csv'),
  'GET /console/api/colleagues': plain('/console/api/colleagues'),
  'POST /v1/complaints/:id/close': plain('/v1/complaints/x/close', { text: '好', upheld: true }),
  'GET /v1/disputes': plain('/v1/disputes'),
  'POST /v1/disputes/:id/decision': plain('/v1/disputes/x/decision', { proven: true }),
  'GET /v1/webhook-deliveries': { path: () => '/v1/webhook-deliveries', refusal: showsNothingOf },
  'POST /v1/webhook-deliveries/:id/replay': {
    path: ({ delivery }) => `/v1/webhook-deliveries/${encodeURIComponent(delivery)}/replay`,
  },
  'GET /v1/subscription-requests/:id': { path: ({ request }) => `/v1/subscription-requests/${request}` },
  'POST /v1/subscription-requests': {
    path: () => '/v1/subscription-requests',
    body: ({ subscriber, service }) => ({ subscriber, service }),
  },
  'GET /v1/webhooks': { path: () => '/v1/webhooks', refusal: showsNothingOf },
  'POST /v1/webhooks': {
    path: () => '/v1/webhooks',
    body: ({ partner }) => ({ url: 'http://127.0.0.1:9/hook', partner }),
  },
  'DELETE /v1/webhooks/:id': { path: async ({ webhook }) => `/v1/webhooks/${await webhook()}` },
  'GET /account/api/session': plain('/account/api/session'),
  'GET /account/api/ports/:port': plain('/account/api/ports/10661234'),
  'POST /account/api/undo': plain('/account/api/undo', { code: '10', language: 'en' }),
  'POST /account/api/ports/:port/silence': plain('/account/api/ports/10661234/silence', {
    how: 'marketing',
    language: 'en',
  }),
  'POST /account/api/ports/:port/unblock': plain('/account/api/ports/10661234/unblock', { language: 'en' }),
  'POST /account/api/requests': plain('/account/api/requests', { service: 'star-news', language: 'en' }),
  'POST /account/api/language': plain('/account/api/language', { language: 'en' }),
  'POST /account/api/complaints': plain('/account/api/complaints', { text: 'x', language: 'en' }),
  'POST /account/api/complaints/:number/rating': plain('/account/api/complaints/12345678/rating', {
    solved: true,
    language: 'en',
  }),
  'GET /account/api/services': plain('/account/api/services'),
  'POST /account/api/disputes': plain('/account/api/disputes', { charge: 'c1' }),
  'POST /account/api/cancel': plain('/account/api/cancel', { services: ['joke-daily'], language: 'en' }),
  'GET /account/api/charges': plain('/account/api/charges'),
  'GET /account/api/complaints': plain('/account/api/complaints'),
  'GET /account/api/prompts': plain('/account/api/prompts'),
  'POST /account/api/prompts': plain('/account/api/prompts'),
  'POST /account/api/prompts/:id': plain('/account/api/prompts/x', { yes: true }),
  'GET /account/api/receipts': plain('/account/api/receipts'),
  'GET /account/api/line': plain('/account/api/line'),
  'POST /account/api/line/lock': plain('/account/api/line/lock', {}),
  'POST /account/api/line/unlock': plain('/account/api/line/unlock', {}),
  'POST /account/api/line/guardian': plain('/account/api/line/guardian', { guardian: '8613500135795' }),
  'DELETE /account/api/line/guardian': plain('/account/api/line/guardian'),
  'DELETE /account/api/line/wards/:id': plain('/account/api/line/wards/x'),
  'POST /account/api/line/wards/:id/unlock': plain('/account/api/line/wards/x/unlock'),
  'GET /console/api/subscribers/:ref/line': plain('/console/api/subscribers/x/line'),
  'POST /console/api/subscribers/:ref/line/lock': plain('/console/api/subscribers/x/line/lock', { reason: '客户来办' }),
  'POST /console/api/subscribers/:ref/line/unlock': plain('/console/api/subscribers/x/line/unlock', {
    reason: '客户来办',
  }),
  'GET /console/api/subscribers/:ref/line/lost': plain(
    '/console/api/subscribers/x/line/lost?since=2026-05-01T00:00:00Z',
  ),
  'GET /console/api/subscribers/:ref/lost-charges': plain(
    '/console/api/subscribers/x/lost-charges?since=2026-05-01T00:00:00Z',
  ),
  'POST /console/api/subscribers/:ref/line/lost': plain('/console/api/subscribers/x/line/lost', {
    reason: '客户来办',
    since: new Date().toISOString(),
  }),
  'POST /console/api/subscribers/:ref/line/guardian': plain('/console/api/subscribers/x/line/guardian', {
    reason: '客户来办',
    guardian: '8613500135795',
    majority: '2040-01-01',
  }),
  'POST /console/api/subscribers/:ref/line/guardian/end': plain('/console/api/subscribers/x/line/guardian/end', {
    reason: '客户来办',
  }),
  'GET /console/api/line-cases': plain('/console/api/line-cases'),
  'GET /console/api/line-cases/:id': plain('/console/api/line-cases/x'),
  'GET /v1/staff': plain('/v1/staff'),
  'POST /v1/staff': plain('/v1/staff', { id: 'demo.auditor', name: 'x', role: 'auditor' }),
  'PUT /v1/staff/:id': plain('/v1/staff/nobody.here', { name: 'x', role: 'auditor' }),
  'POST /v1/staff/:id/vouch': plain('/v1/staff/nobody.here/vouch', { interests: [] }),
  'POST /v1/staff/:id/reset': plain('/v1/staff/nobody.here/reset'),
  'GET /v1/proposals': plain('/v1/proposals'),
  'GET /v1/proposals/:id': plain('/v1/proposals/x'),
  'POST /v1/proposals/:id/approve': plain('/v1/proposals/x/approve'),
  'POST /v1/proposals/:id/reject': plain('/v1/proposals/x/reject', { reason: 'x' }),
  'POST /v1/proposals/:id/withdraw': plain('/v1/proposals/x/withdraw'),
  'POST /v1/export/subscriptions': plain('/v1/export/subscriptions', { reason: 'reconciliation' }),
  'GET /v1/audit': plain('/v1/audit'),
  'GET /v1/audit/head': plain('/v1/audit/head'),
  'GET /console/api/me': plain('/console/api/me'),
  'POST /console/api/password': plain('/console/api/password', { old: 'wrong', new: 'wrong' }),
  'DELETE /console/api/session': plain('/console/api/session'),
  'DELETE /console/api/sessions': plain('/console/api/sessions'),
  'POST /console/api/totp': plain('/console/api/totp'),
  'PUT /console/api/totp': plain('/console/api/totp', { token: 'x', code: 'x', password: 'wrong' }),
  'DELETE /console/api/totp': plain('/console/api/totp', { password: 'wrong' }),
  'POST /console/api/passkeys/options': plain('/console/api/passkeys/options', { password: 'wrong' }),
  'POST /console/api/passkeys': plain('/console/api/passkeys', {
    token: 'x',
    name: 'x',
    response: { id: 'x', response: {} },
  }),
  'DELETE /console/api/passkeys/:id': plain('/console/api/passkeys/x', { password: 'wrong' }),
  'GET /console/api/live': plain(`/console/api/live?after=${'x'.repeat(8001)}`),
  'GET /console/api/traffic': plain('/console/api/traffic?from=2026-11-26T08:00:00Z&until=2026-11-26T09:00:00Z'),
  'GET /console/api/processes': plain('/console/api/processes'),
  'GET /console/api/key-kinds': plain('/console/api/key-kinds'),
  'GET /console/api/policy': plain('/console/api/policy'),
  'POST /console/api/sights': plain('/console/api/sights', { ref: 'x', reason: 'a complaint' }),
  'POST /console/api/sights/ask': plain('/console/api/sights/ask', { reason: 'a busy day' }),
  'POST /console/api/look-ups': plain('/console/api/look-ups', { number: '8613500135798', reason: 'at the counter' }),
  'POST /console/api/subscribers/:ref/cancel': plain('/console/api/subscribers/x/cancel', {
    services: ['joke-daily'],
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/undo': plain('/console/api/subscribers/x/undo', { code: '10', language: 'en' }),
  'POST /console/api/subscribers/:ref/ports/:port/silence': plain('/console/api/subscribers/x/ports/10661234/silence', {
    how: 'full',
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/ports/:port/unblock': plain('/console/api/subscribers/x/ports/10661234/unblock', {
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/language': plain('/console/api/subscribers/x/language', { language: 'en' }),
  'POST /console/api/subscribers/:ref/complaints': plain('/console/api/subscribers/x/complaints', {
    text: 'x',
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/complaints/:number/rating': plain(
    '/console/api/subscribers/x/complaints/12345678/rating',
    { solved: true, language: 'en' },
  ),
  'POST /console/api/subscribers/:ref/disputes': plain('/console/api/subscribers/x/disputes', {
    charge: 'c1',
    language: 'en',
  }),
  'GET /console/api/subscribers/:ref/services': plain('/console/api/subscribers/x/services'),
  'GET /console/api/subscribers/:ref/money': plain('/console/api/subscribers/x/money'),
  'GET /console/api/subscribers/:ref/charges': plain('/console/api/subscribers/x/charges'),
  'GET /console/api/subscribers/:ref/complaints': plain('/console/api/subscribers/x/complaints'),
  'GET /console/api/subscribers/:ref/prompts': plain('/console/api/subscribers/x/prompts'),
  'GET /console/api/subscribers/:ref/receipts': plain('/console/api/subscribers/x/receipts'),
  'POST /console/api/recovery': plain('/console/api/recovery', { password: 'wrong' }),
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
    await admin('POST', '/v1/charges', { items: [charge(side as Things)] })
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
