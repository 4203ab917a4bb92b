import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { TestProvider } from './provider.ts'
import { Tab } from './tab.ts'

const ROLES = 'groups: quadzero-ops=operations, quadzero-audit=auditor, quadzero-admin=administrator'
const environment = (issuer: string) => ({
  DEMO: 'off',
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: 'quadzero',
  OIDC_CLIENT_SECRET: 'secret-of-the-client',
  OIDC_NAME: '江海通信',
  OIDC_ROLES: ROLES,
})
const li = { sub: 'u-1001', name: '李雪', preferred_username: 'li.xue', groups: ['staff', 'quadzero-ops'] }

const START = '/console/api/oidc/start'

describe.each(modes)('people of the operator’s provider (%s)', (mode) => {
  let provider: TestProvider
  let on: TestGateway
  beforeAll(async () => {
    provider = await TestProvider.start()
    on = await startTestGateway(mode, environment(provider.issuer))
  })
  afterAll(async () => {
    await on?.stop()
    await provider?.stop()
  })
  /** All of it, as somebody. */
  const signIn = async (somebody: typeof li, tab = new Tab(on)) => {
    await provider.is(somebody)
    const to = await tab.go(await provider.signIn(await tab.go(START)))
    return { tab, to }
  }
  const audited = async (query: string) =>
    (await on.call('GET', `/v1/audit?action=sign-in&limit=200&${query}`)).body.items.map(
      ({ content }: { content: { target: string; outcome: string; reason?: string } }) =>
        `${content.target} ${content.outcome} ${content.reason ?? ''}`.trim(),
    )

  it('are shown where to sign in', async () => {
    expect((await on.call('GET', '/console/api/entrance', undefined, { key: null })).body).toEqual({
      oidc: { name: '江海通信' },
    })
  })

  it('sign in with the role that they have there, at once and again', async () => {
    const { tab, to } = await signIn(li)
    expect(to).toBe('/console')
    const me = await tab.me()
    expect(me.body).toMatchObject({ name: '李雪', role: 'operations', has_password: false, must_change: false })
    const again = await signIn({ ...li, preferred_username: 'xue.li', name: '李雪 (夜班)' })
    expect((await again.tab.me()).body).toMatchObject({ id: me.body.id, name: '李雪 (夜班)' })
    await expect.poll(() => audited(`actor=${me.body.id}`)).toEqual(['oidc done', 'oidc done'])
  })

  it('keep nothing of it in the browser but the session', async () => {
    const { tab } = await signIn(li)
    expect([...tab.cookies.keys()]).toEqual(['quadzero_staff'])
  })

  it.each(['state', 'nonce', 'code_challenge'])('do not get in by an answer to another %s', async (name) => {
    await provider.is(li)
    const tab = new Tab(on)
    const to = new URL(await tab.go(START))
    to.searchParams.set(name, 'A'.repeat(43))
    expect(await tab.go(await provider.signIn(to.href))).toBe('/console?problem=sign-in.refused')
    expect(tab.cookie).toBe('')
    await expect.poll(() => audited('actor=nobody')).toContain('oidc refused sign-in.refused')
  })

  it('are not signed in as somebody else by a link of theirs (login CSRF)', async () => {
    await provider.is({ ...li, sub: 'u-evil' })
    const link = await provider.signIn(await new Tab(on).go(START))
    const victim = new Tab(on)
    expect(await victim.go(link)).toBe('/console?problem=sign-in.over')
    await victim.go(START)
    expect(await victim.go(link)).toBe('/console?problem=sign-in.refused')
    expect(victim.cookie).toBe('')
  })

  it('do not get in twice by one code', async () => {
    await provider.is(li)
    const tab = new Tab(on)
    const begun = await tab.go(START)
    const copy = new Map(tab.cookies)
    const link = await provider.signIn(begun)
    expect(await tab.go(link)).toBe('/console')
    const thief = new Tab(on)
    for (const [name, value] of copy) thief.cookies.set(name, value)
    expect(await thief.go(link)).toBe('/console?problem=sign-in.over')
    // Nor in a sign-in of their own, whose verifier is another.
    await thief.go(START)
    const state = new URL(await thief.go(START)).searchParams.get('state') as string
    const mixed = new URL(link)
    mixed.searchParams.set('state', state)
    expect(await thief.go(mixed.href)).toBe('/console?problem=sign-in.refused')
    expect(thief.cookie).toBe('')
  })

  it('are out with a role that was taken away there, and in again with another', async () => {
    const somebody = { ...li, sub: 'u-1002', name: '周明' }
    const { tab } = await signIn(somebody)
    const { id } = (await tab.me()).body
    const gone = await signIn({ ...somebody, groups: ['staff'] })
    expect([gone.to, gone.tab.cookie]).toEqual(['/console?problem=sign-in.no-role', ''])
    await expect.poll(async () => (await tab.me()).status).toBe(401)
    const listed = async () =>
      (await on.call('GET', '/v1/staff')).body.items.find((each: { id: string }) => each.id === id)
    expect(await listed()).toMatchObject({ disabled: true, by_provider: true })
    const back = await signIn({ ...somebody, groups: ['quadzero-audit'] })
    expect((await back.tab.me()).body).toMatchObject({ id, role: 'auditor' })
    const moved = await signIn({ ...somebody, groups: ['quadzero-ops'] })
    expect((await back.tab.me()).status).toBe(401)
    expect((await moved.tab.me()).body).toMatchObject({ id, role: 'operations' })
  })

  it('without any role get neither a session nor an account', async () => {
    const before = (await on.call('GET', '/v1/staff')).body.items.length
    const { to } = await signIn({ ...li, sub: 'u-stranger', groups: [] })
    expect(to).toBe('/console?problem=sign-in.no-role')
    expect((await on.call('GET', '/v1/staff')).body.items).toHaveLength(before)
  })

  it('stay out when an administrator has disabled the account, whatever the provider says', async () => {
    const somebody = { ...li, sub: 'u-1003', name: '陈立' }
    const { id } = (await (await signIn(somebody)).tab.me()).body
    const change = (more: object) => on.call('PUT', `/v1/staff/${id}`, { name: '陈立', role: 'operations', ...more })
    expect((await change({ role: 'administrator' })).body.code).toBe('person.provider')
    expect((await on.call('POST', `/v1/staff/${id}/reset`)).body.code).toBe('person.provider')
    expect((await change({ disabled: true, interests: ['sp-huayu'] })).status).toBe(200)
    expect((await signIn(somebody)).to).toBe('/console?problem=sign-in.closed')
  })

  it('decide nothing until an administrator has said who they are; and are one with their account here', async () => {
    const admin = await PersonInBrowser.made(on, 'guan.li', 'administrator')
    const here = await PersonInBrowser.made(on, 'li.here', 'administrator')
    const somebody = { ...li, sub: 'u-two', name: '李雪', groups: ['quadzero-admin'] }
    const { tab } = await signIn(somebody)
    const { id } = (await tab.me()).body
    const call = (method: string, path: string, body?: object) =>
      on.call(method, path, body, { key: null, headers: { cookie: tab.cookie, 'sec-fetch-site': 'same-origin' } })
    const reason = '对账：10月订购关系核对'
    const ask = async (as: typeof call) => (await as('POST', '/v1/export/subscriptions', { reason })).body
    expect((await ask(call)).why).toBe('unknown')
    const proposal = `/v1/proposals/${(await ask((...given) => here.call(...given))).proposal}`
    const why = async () => (await call('POST', `${proposal}/approve`)).body.why
    await expect.poll(async () => (await call('GET', proposal)).status).toBe(200)
    expect(await why()).toBe('unknown')
    // Interests alone do not say who it is.
    await on.call('PUT', `/v1/staff/${id}`, { name: '李雪', role: 'administrator', interests: ['sp-huayu'] })
    expect(await why()).toBe('unknown')
    const said = await admin.call('POST', `/v1/staff/${id}/vouch`, { interests: ['sp-huayu'], same_as: 'li.here' })
    expect(said.body).toMatchObject({ unknown: false, same_as: 'li.here', vouched_by: 'guan.li' })
    expect(await why()).toBe('same.person')
    // What was said stays when they sign in again.
    const again = await signIn(somebody)
    expect((await again.tab.me()).body.id).toBe(id)
    expect(await why()).toBe('same.person')
  })

  it('never come by the account of somebody here who has the same name', async () => {
    const here = await PersonInBrowser.made(on, 'wang.fang', 'administrator')
    const { tab } = await signIn({ ...li, sub: 'wang.fang', name: 'wang.fang', preferred_username: 'wang.fang' })
    const other = (await tab.me()).body
    expect(other.id).not.toBe('wang.fang')
    expect(other.role).toBe('operations')
    expect((await here.call('GET', '/console/api/me')).body).toMatchObject({ id: 'wang.fang', has_password: true })
  })
})

describe('a provider', () => {
  const stops: (() => Promise<unknown>)[] = []
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop()
  })
  const gateway = async (issuer: string) => {
    const on = await startTestGateway('embedded', environment(issuer))
    stops.push(() => on.stop())
    return on
  }

  it('that is away, or never answers, is told of by the page; accounts here work; it is asked again', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const on = await gateway(`http://127.0.0.1:${port}`)
    expect(await new Tab(on).go(START)).toBe('/console?problem=sign-in.provider')
    await new Promise((closed) => {
      silent.close(closed)
      silent.closeAllConnections()
    })
    const tab = new Tab(on)
    expect(await tab.go(START)).toBe('/console?problem=sign-in.provider')
    await PersonInBrowser.made(on, 'wu.here', 'auditor')
    const provider = await TestProvider.start({ port })
    await provider.is(li)
    const to = await provider.signIn(await tab.go(START))
    await provider.stop()
    // Gone between the two halves: nobody is let in on the browser's word.
    expect(await tab.go(to)).toBe('/console?problem=sign-in.provider')
    expect((await tab.me()).status).toBe(401)
  })

  it.each([
    ['half a minute ahead', 30_000, '/console'],
    ['five minutes behind', -300_000, '/console?problem=sign-in.clock'],
    ['five minutes ahead', 300_000, '/console?problem=sign-in.clock'],
    ['two hours behind', -7_200_000, '/console?problem=sign-in.clock'],
  ])('whose clock is %s', async (_how, skewMs, led) => {
    const provider = await TestProvider.start({ skewMs })
    stops.push(() => provider.stop())
    const on = await gateway(provider.issuer)
    await provider.is(li)
    const tab = new Tab(on)
    expect(await tab.go(await provider.signIn(await tab.go(START)))).toBe(led)
  })
})
