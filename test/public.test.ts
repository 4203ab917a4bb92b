import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { outsideOfFile } from './outside.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

/* What anybody may ask for, and a partner of its own standing. */
describe('public pages', () => {
  const folder = temporaryFolder()
  let on: TestGateway
  beforeAll(async () => {
    const file = join(folder, 'policy.json')
    writeFileSync(file, JSON.stringify({ cases: { pagesPerMinute: 6 } }))
    on = await startTestGateway('embedded', { DATA_DIR: folder, POLICY_FILE: file, TRUST_PROXY: '127.0.0.1' })
  })
  afterAll(async () => {
    await on?.stop()
    removeFolder(folder)
  })
  const pages = [
    ...['/public/notices', '/public/en/notices', '/public/check?q=10661234'],
    ...['/public/notices.json', '/public/notices.rss', '/public/en/check?q=1'],
  ]
  const ask = async (from: string, path = '/public/notices') => {
    const { status, text, headers } = await on.call('GET', path, undefined, {
      key: null,
      headers: { 'x-forwarded-for': from },
    })
    return { status, text, headers }
  }

  it('are refused to one address, or one IPv6 network, that asks for many, and given to all others', async () => {
    for (const path of pages) expect((await ask('203.0.113.7', path)).status).toBe(200)
    const refused = await ask('203.0.113.7')
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([429, 'rate.limited'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask('203.0.113.8')).status).toBe(200)
    for (let n = 1; n <= 6; n++) expect((await ask(`2001:db8:1:2::${n}`)).status).toBe(200)
    expect((await ask('2001:db8:1:2:ffff::9')).status).toBe(429)
    expect((await ask('2001:db8:1:3::1')).status).toBe(200)
  })

  it('tell a service’s tariff as its subscribers read it, and of marketing that it is that', async () => {
    const of = async (path: string) => (await ask('203.0.113.99', path)).text
    expect(await of('/public/check?q=10661234')).toContain('每日笑话 · 5元/月')
    expect(await of('/public/en/check?q=10661234')).toContain('Daily Jokes · CNY 5/month')
    expect(await of('/public/check?q=10657700')).toContain('优惠活动 · 营销短信')
  })

  it('are given from memory: a flood reads no store and makes no page anew', async () => {
    const [load, find] = [vi.spyOn(on.gateway.deps.store, 'load'), vi.spyOn(on.gateway.deps.store, 'find')]
    const etags = new Set<string | null>()
    for (let n = 0; n < 60; n++) {
      const { status, headers } = await ask(`198.51.100.${n}`)
      expect(status).toBe(200)
      etags.add(headers.get('etag'))
    }
    for (const path of pages) await ask('198.51.100.200', path)
    const of = (spy: typeof load | typeof find) =>
      spy.mock.calls.filter(([process]) => /notice|case|standing/.test(process))
    expect([etags.size, of(load), of(find)]).toEqual([1, [], []])
    load.mockRestore()
    find.mockRestore()
  })

  it('tells nobody that a partner stands clean whose record was changed or taken away', async () => {
    const outside = await outsideOfFile(folder)
    const found = { partner: 'sp-huayu', pattern: 'late', text: '抽查 40 笔，均在退订之后。' }
    const { number } = (await on.call('POST', '/v1/cases', found)).body
    const warning = {
      outcome: 'proven',
      points: 5,
      sanctions: [],
      reason_zh: '退订后仍扣费',
      reason_en: 'Late charges',
    }
    expect((await on.call('POST', `/v1/cases/${number}/verdict`, warning)).status).toBe(200)
    const key = await on.call('POST', '/v1/keys', {
      ...{ name: 'huayu', kind: 'partner', partnerId: 'sp-huayu', purposes: ['answer'] },
    })
    const own = () => on.call('GET', '/v1/standings/sp-huayu', undefined, { key: key.body.key })
    const listed = () => on.call('GET', '/v1/standings?partner=sp-huayu')
    await until('the verdict', async () => (await own()).body.points === 95)
    const row = (await outside.read('partner-standings')).get('sp-huayu')
    for (const other of [{ ...row, penalties: [] }, undefined]) {
      await outside.write('partner-standings', new Map([['sp-huayu', other]]))
      for (const each of [await own(), await listed()])
        expect([each.status, each.body.code]).toEqual([503, 'record.changed'])
      await outside.write('partner-standings', new Map([['sp-huayu', row]]))
      expect((await own()).body.points).toBe(95)
    }
    await outside.close()
  })
})
