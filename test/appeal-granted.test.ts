import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_KEY, modes, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

const run = promisify(execFile)
const HOUR = 3_600_000
const MONTH = Temporal.Now.plainDateISO('Asia/Shanghai').toString().slice(0, 7)
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString()

/* A verdict that did not hold: whose money is it then? */
describe.each(modes)('an appeal is granted after the victims were refunded, %s', (mode) => {
  let on: TestGateway
  let key: string
  let li: PersonInBrowser
  let sun: PersonInBrowser
  const upload = (kind: string, csv: string) =>
    on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })
  const get = async (path: string) => (await on.call('GET', path)).body
  beforeAll(async () => {
    on = await startTestGateway(mode, { DEMO: 'off' })
    await upload('partners', 'partner_id,name_zh,name_en,kind\nsp-a,甲公司,Alpha,sp\n')
    await upload(
      'services',
      'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code\njoke,sp-a,10669999,笑话,Jokes,500,month,24h,1\n',
    )
    await upload('subscriptions', 'msisdn,service_id,package,since\n13800138001,joke,,2026-01-01\n')
    key = (await on.call('POST', '/v1/keys', { name: 'a', kind: 'partner', partnerId: 'sp-a', purposes: ['answer'] }))
      .body.key
    li = await PersonInBrowser.made(on, 'li.xue', 'reviewer')
    sun = await PersonInBrowser.made(on, 'sun.wei', 'reviewer')
  })
  afterAll(() => on.stop())

  it('subscribers keep it; the operator bears what only the verdict found wrong, and the ledger says so', async () => {
    const charge = (id: string, subscriber: string) => ({
      ...{ id, subscriber, service: 'joke', amount_fen: 500, charged_at: ago(1), kind: 'month' },
    })
    // One agreed to it, one never did: that goes back by the rule, whatever a case says.
    const items = [charge('right', '8613800138001'), charge('wrong', '8613800138002')]
    await expect.poll(async () => (await on.call('POST', '/v1/charges', { items })).status).toBeLessThan(300)
    const owed = async () => (await get(`/v1/settlements/sp-a/${MONTH}`)).owed_fen
    await expect.poll(owed, { timeout: 90_000 }).toBe(500 - 500)
    const wish = { partner: 'sp-a', service: 'joke', pattern: 'no consent', text: '均无二次确认。' }
    const { number } = (await li.call('POST', '/v1/cases', wish)).body
    const verdict = {
      ...{ outcome: 'proven', points: 20, reason_zh: '未经确认即扣费', reason_en: 'Charged without consent' },
      refund: { from: ago(48), until: ago(0) },
    }
    await expect.poll(async () => (await li.call('POST', `/v1/cases/${number}/preview`, verdict)).body.charges).toBe(2)
    expect((await li.call('POST', `/v1/cases/${number}/verdict`, verdict)).status).toBe(200)
    const found = async () => (await li.call('GET', `/v1/cases/${number}`)).body
    await expect
      .poll(async () => (await found()).redress)
      .toMatchObject({ done: true, subscribers: 2, refund_fen: 1000, before_fen: 1000 })
    await expect.poll(owed).toBe(-1000)
    expect((await on.call('POST', `/v1/cases/${number}/appeal`, { text: '有确认' }, { key })).status).toBe(202)
    const granted = await sun.call('POST', `/v1/cases/${number}/appeal-decision`, { granted: true, reason: '有凭证' })
    expect(granted.body).toMatchObject({ withdrawn: true })
    await expect
      .poll(async () => (await found()).borne)
      .toEqual({ named: 2, answered: 2, done: true, fen: 1000, gone: 0 })
    await expect.poll(owed).toBe(0)
    const { lines, accounts } = await get(`/v1/settlements/sp-a/${MONTH}`)
    expect(lines).toContainEqual({
      ...{ service: 'joke', kind: 'appeal-granted', count: 1, moved_fen: 1000, amount_fen: 1000 },
    })
    expect(accounts.operator).toEqual({ debit: 1000, credit: 0 })
    expect(accounts.subscribers.credit).toBe(2000)
    expect((await get('/v1/standings?partner=sp-a')).items).toMatchObject([{ points: 100 }])
    const [told] = (await li.call('GET', `/v1/verdicts/${MONTH}`)).body.items
    expect(told).toMatchObject({ number, appeal: 'granted', refund_fen: 1000, borne_fen: 1000 })
    const csv = (await li.call('GET', `/v1/verdicts/${MONTH}/csv`)).text.trim().split('\n')
    expect([csv[0]?.split(',').at(-1), csv[1]?.split(',').at(-1)]).toEqual(['borne_fen', '1000'])
    const env = { PATH: process.env['PATH'] ?? '', QUADZERO_URL: on.gateway.url, ADMIN_KEY }
    const { stdout } = await run(process.execPath, ['tools/cli/main.ts', 'verify', 'ledger'], { env })
    expect(stdout).toContain('all whole')
  })

  it('what two people decided two others take back, where there are two; who took part is none of them', async () => {
    const wu = await PersonInBrowser.made(on, 'wu.tao', 'reviewer')
    const points = async () => (await get('/v1/standings?partner=sp-a')).items[0].points
    const stung = async (pattern: string) => {
      const { number } = (await li.call('POST', '/v1/cases', { partner: 'sp-a', pattern, text: '均无二次确认。' })).body
      const verdict = { outcome: 'proven', points: 60, reason_zh: '未经确认', reason_en: 'Without consent' }
      await until('the case is there', async () => (await li.call('GET', `/v1/cases/${number}`)).status === 200)
      const { proposal } = (await li.call('POST', `/v1/cases/${number}/verdict`, verdict)).body
      expect((await sun.call('POST', `/v1/proposals/${proposal}/approve`, {})).status).toBe(200)
      const appeal = () => on.call('POST', `/v1/cases/${number}/appeal`, { text: '有确认' }, { key })
      await until('it is appealed', async () => (await appeal()).body?.status === 'appealed')
      await expect.poll(points).toBe(40)
      return number as string
    }
    const grants = (who: PersonInBrowser, number: string) =>
      who.call('POST', `/v1/cases/${number}/appeal-decision`, { granted: true, reason: '有凭证' })
    const first = await stung('a')
    expect((await grants(sun, first)).body.code).toBe('appeal.same')
    // Nobody but wu.tao took no part: it is granted, or never could be.
    expect((await grants(wu, first)).body).toMatchObject({ withdrawn: true })
    await expect.poll(points).toBe(100)
    const second = await stung('b')
    const zhou = await PersonInBrowser.made(on, 'zhou.ke', 'reviewer')
    const made = await grants(wu, second)
    expect([made.status, made.body.status]).toEqual([202, 'open'])
    const proposal = `/v1/proposals/${made.body.proposal}`
    const yes = async (who: PersonInBrowser) => (await who.call('POST', `${proposal}/approve`, {})).body
    for (const who of [li, sun]) expect((await yes(who)).why).toBe('took.part')
    expect((await yes(wu)).why).toBe('same.person')
    expect((await zhou.call('GET', proposal)).body).toMatchObject({
      kind: 'case.appeal',
      preview: { case: second, said: ['有确认'], reason: '有凭证', verdict: { points: 60 } },
    })
    expect(await points()).toBe(40)
    expect((await yes(zhou)).status).toBe('applied')
    await expect.poll(points).toBe(100)
    expect((await li.call('GET', `/v1/cases/${second}`)).body.appeal).toMatchObject({
      granted: true,
      decided_by: 'wu.tao',
    })
    // Rejecting leaves what two people decided: one does.
    const third = await stung('c')
    const rejected = await zhou.call('POST', `/v1/cases/${third}/appeal-decision`, { granted: false, reason: '无凭证' })
    expect(rejected.body.appeal).toMatchObject({ granted: false })
  })
})
