import { generate } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '#calendar'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { QUARTER_MS, until, wellWithin } from './until.ts'

describe.each(modes)('people who sign in (%s)', (mode) => {
  let gateway: TestGateway
  let first: { id: string; password: string }
  beforeAll(async () => {
    gateway = await startTestGateway(mode, { DEMO: 'off' })
    first = gateway.gateway.signIns[0] as typeof first
    const { store } = gateway.gateway.deps
    // The start waits for its account only for a while.
    await until('the first account', async () => (await store.load('staff', [first.id])).size === 1)
  })
  afterAll(() => gateway?.stop())
  const browser = () => new PersonInBrowser(gateway)

  it('begin with an administrator, whose first password opens nothing but its change', async () => {
    const page = browser()
    expect((await page.signIn(first.id, first.password)).status).toBe(201)
    expect((await page.call('GET', '/v1/staff')).body.code).toBe('password.change')
    const changed = await page.call('POST', '/console/api/password', {
      old: first.password,
      new: '山高月小 水落石出 1082',
    })
    expect(changed.status).toBe(204)
    expect((await page.call('GET', '/v1/staff')).status).toBe(200)
  })

  it('have the purposes of their role, and no others', async () => {
    const page = await PersonInBrowser.made(gateway, 'zhou.audit', 'auditor')
    expect((await page.call('GET', '/v1/seals')).status).toBe(200)
    for (const [method, path] of [
      ['GET', '/v1/keys'],
      ['POST', '/v1/complaints/x/take'],
      ['POST', '/v1/staff'],
      ['POST', '/v1/settlements/sp-huayu/2026-10/close'],
      ['GET', '/v1/proposals'],
    ] as const)
      expect((await page.call(method, path, method === 'POST' ? {} : undefined)).status, path).toBe(403)
  })

  it('are told nothing by a wrong password or name, and are locked after five', async () => {
    const { password } = await PersonInBrowser.made(gateway, 'wu.ops', 'operations')
    const page = browser()
    const unknown = await page.signIn('nobody.here', password)
    const wrong = await page.signIn('wu.ops', 'not the password')
    expect([unknown.status, unknown.body.code]).toEqual([wrong.status, wrong.body.code])
    for (let i = 0; i < 4; i++) await page.signIn('wu.ops', 'not the password')
    await expect.poll(async () => (await page.signIn('wu.ops', password)).body.code).toBe('sign-in.locked')
  })

  it('have a limit of tries that many at once cannot pass', async () => {
    await wellWithin(QUARTER_MS)
    const tries = await Promise.all(Array.from({ length: 40 }, () => browser().signIn('he.reviewer', 'guess')))
    expect(tries.filter(({ body }) => body.code === 'sign-in.too-many').length).toBeGreaterThanOrEqual(20)
  })

  it('are signed out everywhere at once', async () => {
    const page = await PersonInBrowser.made(gateway, 'feng.counter', 'counter')
    const { password } = page
    const second = browser()
    await second.signIn('feng.counter', password)
    const stolen = second.cookie
    expect((await second.call('DELETE', '/console/api/session')).status).toBe(204)
    second.cookie = stolen
    expect((await second.call('GET', '/console/api/me')).body.code).toBe('session.missing')
    expect((await page.call('GET', '/console/api/me')).status).toBe(200)
    const other = browser()
    await other.signIn('feng.counter', password)
    await page.call('DELETE', '/console/api/sessions')
    expect((await other.call('GET', '/console/api/me')).body.code).toBe('session.missing')
  })

  it('lose a right in the session in which they have it', async () => {
    const page = await PersonInBrowser.made(gateway, 'wei.ops', 'operations')
    expect((await page.call('GET', '/v1/complaints')).status).toBe(200)
    await gateway.call('PUT', '/v1/staff/wei.ops', { name: 'wei', role: 'counter' })
    await expect.poll(async () => (await page.call('GET', '/v1/complaints')).status).toBe(401)
  })

  it('are asked for the code of their app when they have one; a code holds once', async () => {
    const page = await PersonInBrowser.made(gateway, 'han.reviewer', 'reviewer')
    const { password } = page
    const begun = (await page.call('POST', '/console/api/totp')).body
    const code = await generate({ secret: begun.secret })
    const set = await page.call('PUT', '/console/api/totp', { token: begun.token, code, password })
    expect(set.body.recovery).toHaveLength(10)
    const again = browser()
    const half = await again.signIn('han.reviewer', password)
    expect(half.body).toMatchObject({ next: 'second', factors: ['totp', 'recovery'] })
    expect(again.cookie).toBe('')
    const second = (how: string, typed: string) =>
      again.call('POST', '/console/api/sign-in/second', { token: half.body.token, how, code: typed })
    expect((await second('totp', '000000')).body.code).toBe('sign-in.wrong')
    expect((await second('totp', code)).status).toBe(201)
    expect((await second('totp', code)).body.code).toBe('sign-in.wrong')
    const [recovery] = set.body.recovery
    expect((await second('recovery', recovery.toUpperCase())).status).toBe(201)
    expect((await second('recovery', recovery)).body.code).toBe('sign-in.wrong')
  })

  describe('are kept from other sites', () => {
    it.each([
      ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
      ['a sub-domain', { 'sec-fetch-site': 'same-site', origin: 'https://a.example' }],
      ['an old browser on another site', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ])('%s cannot make their browser act', async (_who, headers) => {
      const page = browser()
      await page.signIn(first.id, '山高月小 水落石出 1082')
      const answer = await page.call('POST', '/v1/staff', { id: 'x.y', name: 'x', role: 'administrator' }, headers)
      expect(answer.body.code).toBe('csrf')
      // Nor are they signed in as somebody else, to do their work there.
      const stranger = browser()
      const signIn = { login: first.id, password: '山高月小 水落石出 1082' }
      const opened = await stranger.call('POST', '/console/api/sign-in', signIn, headers)
      expect([opened.body.code, stranger.cookie]).toEqual(['csrf', ''])
    })

    it('a session that was planted before is not the one that is opened', async () => {
      const page = browser()
      page.cookie = 'quadzero_staff=planted'
      await page.signIn(first.id, '山高月小 水落石出 1082')
      expect(page.cookie).not.toContain('planted')
    })
  })

  it('are on the audit with what they did and were refused', async () => {
    const read = async (query: string) => (await gateway.call('GET', `/v1/audit?${query}`)).body.items
    await expect.poll(async () => (await read('actor=zhou.audit&limit=200')).length).toBeGreaterThan(4)
    const actions = (await read('actor=zhou.audit&limit=200')).map(
      ({ content }: { content: { action: string; outcome: string } }) => `${content.action} ${content.outcome}`,
    )
    expect(actions).toContain('sign-in done')
    expect(actions).toContain('GET /v1/keys refused')
    // The latest first, page by page, also narrowed by two at once.
    const page = async (query: string) => (await gateway.call('GET', `/v1/audit?actor=zhou.audit&${query}`)).body
    const all: { id: string; content: { at: number } }[] = (await read('actor=zhou.audit&limit=200')).reverse()
    const first = await page('order=desc&limit=2')
    const second = await page(`order=desc&limit=2&after=${first.next}`)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 4).map(({ id }) => id))
    const [{ number, content }] = first.items
    const day = dayOf(content.at, 'Asia/Shanghai')
    const older = await page(`order=desc&limit=1&day=${day}&from=${number - 1}`)
    expect(older.items.map(({ id }: { id: string }) => id)).toEqual([all[1]?.id])
    // A day of the operator’s calendar, from both ends; of no other anything.
    const ids = async (query: string) =>
      (await page(`limit=200&day=${query}`)).items.map(({ id }: { id: string }) => id)
    for (const each of [-1, 0, 1].map((days) => dayOf(content.at + days * 86_400_000, 'Asia/Shanghai'))) {
      const its = all.filter(({ content }) => dayOf(content.at, 'Asia/Shanghai') === each).map(({ id }) => id)
      expect([await ids(`${each}&order=desc`), (await ids(each)).reverse()]).toEqual([its, its])
    }
  })
})
