import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerPostings } from '#contracts'
import { edgeRecord } from '#service'
import { environmentOf, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { TestProvider } from './provider.ts'
import { hasServers, temporaryFolder, uniqueName } from './servers.ts'
import { Tab } from './tab.ts'

/* The operator's people on Kafka and MongoDB, behind a balancer with two processes: one with lanes, one with routes only. */
describe.runIf(hasServers)('people at two processes', () => {
  const month = Temporal.Now.plainDateISO('Asia/Shanghai').subtract({ months: 1 }).toString().slice(0, 7)
  const li = { sub: 'u-1001', name: '李雪', preferred_username: 'li.xue', groups: ['quadzero-ops'] }
  const START = '/console/api/oidc/start'
  let provider: TestProvider
  let whole: TestGateway
  let entrance: TestGateway
  beforeAll(async () => {
    provider = await TestProvider.start()
    const shared = {
      ...environmentOf('distributed', temporaryFolder(), uniqueName()),
      DEMO: 'off',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'quadzero',
      OIDC_CLIENT_SECRET: 'secret-of-the-client',
      OIDC_ROLES: 'groups: quadzero-ops=operations',
    }
    whole = await startTestGateway('distributed', shared)
    entrance = await startTestGateway('distributed', { ...shared, SERVICES: 'none' }, { binds: 0 })
  })
  afterAll(async () => {
    await entrance?.stop()
    await whole?.stop()
    await provider?.stop()
  })
  const settlement = async (at: TestGateway) => (await at.call('GET', `/v1/settlements/sp-huayu/${month}`)).body

  it('who decide at once, one here and one there: one wins, and the other is told by whom', async () => {
    const { bus, clock } = whole.gateway.deps
    const posting = { partnerId: 'sp-huayu', month, serviceId: 'joke', chargeId: 'c-1', kind: 'charge', amountFen: 500 }
    const data = { ...posting, debit: 'subscribers', credit: 'partner' }
    const message = { id: 'c-1', at: clock.now(), corr: 'c-1', type: 'posting.made', data }
    await bus.publish([edgeRecord(ledgerPostings, bus, `sp-huayu|${month}`, message)])
    await expect.poll(async () => (await settlement(entrance)).owed_fen).toBe(500)
    const here = await PersonInBrowser.made(whole, 'sun.wei', 'operations')
    const there = await PersonInBrowser.made(entrance, 'qian.li', 'operations')
    const proposer = await PersonInBrowser.made(entrance, 'wu.hao', 'operations')
    for (let round = 1; (await settlement(entrance)).closed_at === undefined; round++) {
      const { body } = await proposer.call('POST', `/v1/settlements/sp-huayu/${month}/close`)
      const proposal = `/v1/proposals/${body.proposal}`
      await expect.poll(async () => (await there.call('GET', proposal)).status).toBe(200)
      const [one, other] = await Promise.all([
        here.call('POST', `${proposal}/approve`),
        there.call('POST', `${proposal}/reject`, { reason: '等对账' }),
      ])
      const [won, lost] = one.status === 200 ? [one, other] : [other, one]
      expect(won.status).toBe(200)
      expect([lost.status, lost.body.code, lost.body.by]).toEqual([409, 'proposal.decided', won.body.decided_by])
      // Both are shown the same by either process, and it is done when it was approved, and only then.
      for (const page of [here, there])
        await expect.poll(async () => (await page.call('GET', proposal)).body.status).toBe(won.body.status)
      const isApplied = won.body.status === 'applied'
      if (isApplied) await expect.poll(async () => (await settlement(entrance)).closed_at).toBeDefined()
      expect((await settlement(whole)).closed_at !== undefined).toBe(isApplied)
      if (!isApplied && round === 1) {
        const again = (await proposer.call('POST', `/v1/settlements/sp-huayu/${month}/close`)).body.proposal
        await expect.poll(async () => (await there.call('GET', `/v1/proposals/${again}`)).status).toBe(200)
        expect((await there.call('POST', `/v1/proposals/${again}/approve`)).body.status).toBe('applied')
        await expect.poll(async () => (await settlement(entrance)).closed_at).toBeDefined()
      }
    }
  })

  it('who begin to sign in with the provider here come back there, once', async () => {
    await provider.is(li)
    const [begun, back, thief] = [new Tab(whole), new Tab(entrance), new Tab(whole)]
    const link = new URL(await provider.signIn(await begun.go(START)))
    for (const [name, value] of begun.cookies) for (const tab of [back, thief]) tab.cookies.set(name, value)
    const path = link.pathname + link.search
    expect(await back.go(path)).toBe('/console')
    expect((await back.me()).body).toMatchObject({ name: '李雪' })
    expect(await thief.go(path)).toBe('/console?problem=sign-in.over')
    const other = new Tab(whole)
    other.cookies.set(...([...back.cookies][0] as [string, string]))
    expect((await other.me()).body).toMatchObject({ name: '李雪' })
  })

  it('whose provider is away, or has another clock, are told so at both; accounts here work', async () => {
    const port = Number(new URL(provider.issuer).port)
    const tabs = [new Tab(whole), new Tab(entrance)]
    const links: string[] = []
    for (const tab of tabs) links.push(await provider.signIn(await tab.go(START)))
    await provider.stop()
    for (const [n, tab] of tabs.entries())
      expect(await tab.go(links[n] as string)).toBe('/console?problem=sign-in.provider')
    await PersonInBrowser.made(entrance, 'wu.here', 'auditor')
    provider = await TestProvider.start({ port, skewMs: 300_000 })
    await provider.is(li)
    for (const at of [whole, entrance]) {
      const tab = new Tab(at)
      expect(await tab.go(await provider.signIn(await tab.go(START)))).toBe('/console?problem=sign-in.clock')
    }
  })
})
