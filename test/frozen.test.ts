import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { monitorFlags } from '#contracts'
import { edgeRecord } from '#service'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { until } from './until.ts'

const [PAYER, ASKED] = ['8613800138000', '8613500135177']

/* What a partner is told by each door when a rule that stops first has frozen a service of it, before anybody has decided. */
describe.each(modes)('a partner whose service was stopped first, %s', (mode) => {
  let on: TestGateway
  let key: string
  const heard: { type: string; data: { request: string; status: string; rule?: string } }[] = []
  const hook = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push(JSON.parse(body))
      response.end()
    })
  })

  beforeAll(async () => {
    await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done))
    on = await startTestGateway(mode, { WEBHOOK_INSIDE: 'allow' })
    const purposes = ['answer', 'subscribe', 'charge', 'read']
    const made = { name: 'huayu', kind: 'partner', partnerId: 'sp-huayu', purposes }
    key = (await on.call('POST', '/v1/keys', made)).body.key
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`
    expect((await on.call('POST', '/v1/webhooks', { url }, { key })).status).toBe(201)
  })
  afterAll(async () => {
    await on?.stop()
    hook.closeAllConnections()
    hook.close()
  })

  const own = async (path: string) => (await on.call('GET', path, undefined, { key })).body
  const standing = () => own('/v1/standings/sp-huayu')
  const authorize = async (service: string) => {
    const item = { id: `a-${Math.random()}`, subscriber: PAYER, service, amount_fen: 500, kind: 'month' }
    return (await on.call('POST', '/v1/charges/authorize', { items: [item] }, { key })).body.items[0]
  }
  const flag = async (n: number) => {
    const { bus, clock } = on.gateway.deps
    const at = clock.now()
    const data = {
      ...{ at, flag: 'sp-huayu joke-daily stop', partner: 'sp-huayu', service: 'joke-daily' },
      signals: [{ name: 'stop.after.cancel', figure: 0.4, baseline: 0.001, evidence: 44 }],
      ...{ stop_first: true, shadow: false, clears: 'A person decides', policy: 'default', charges: [] },
    }
    const message = { id: `stop-${n}`, at, corr: 'stop', type: 'flag.raised', data }
    await bus.publish([edgeRecord(monitorFlags, bus, 'sp-huayu', message)])
  }
  const frozen = async () => (await on.call('GET', '/v1/cases?status=frozen&partner=sp-huayu')).body.items

  it('hears it at the gate, with what becomes of its charges, and of this service only', async () => {
    const [before, other] = [await authorize('joke-daily'), await authorize('star-news')]
    expect(before.rule).not.toBe('partner.restrained')
    await flag(1)
    await until('the gate denies', async () => (await authorize('joke-daily')).rule === 'partner.restrained')
    expect(await authorize('joke-daily')).toMatchObject({
      ...{ allow: false, rule: 'partner.restrained' },
      why: expect.stringMatching(/kept from charging.*held, and judged afterwards/),
    })
    expect((await authorize('star-news')).rule).toBe(other.rule)
  })

  it('reads what it is kept from, and of a case that nobody has decided not even its number', async () => {
    const { points, restraints } = await standing()
    expect(points).toBe(100)
    expect(restraints).toEqual([
      { what: 'charges', service: 'joke-daily' },
      { what: 'orders', service: 'joke-daily' },
      { what: 'settlement', service: 'joke-daily' },
    ])
    const [{ number }] = await frozen()
    const answer = await on.call('GET', `/v1/own-cases/${number}`, undefined, { key })
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found'])
    expect((await on.call('GET', `/v1/own-cases/${number}/letter`, undefined, { key })).status).toBe(404)
    expect((await on.call('POST', `/v1/cases/${number}/appeal`, { text: '?' }, { key })).status).toBe(404)
  })

  it('hears by its webhook that an order was not put to the subscriber, and why; the subscriber hears nothing', async () => {
    const phone = on.phone(ASKED)
    const asked = await on.call(
      'POST',
      '/v1/subscription-requests',
      { subscriber: ASKED, service: 'joke-daily' },
      { key },
    )
    const told = () => heard.filter(({ data }) => data.request === asked.body.id)
    await until('the webhook is called', async () => told().length > 0)
    expect(told()).toMatchObject([{ type: expect.stringMatching(/rejected$/), data: { rule: 'partner.restrained' } }])
    const looked = await own(`/v1/subscription-requests/${asked.body.id}`)
    expect(looked).toMatchObject({
      ...{ status: 'rejected', rule: 'partner.restrained' },
      why: expect.stringContaining('/v1/standings/'),
    })
    expect(phone.inbox).toEqual([])
  })

  it('charges that it records meanwhile are held, and judged when a person lets it go on', async () => {
    const charged = { id: 'held-1', subscriber: PAYER, service: 'joke-daily', amount_fen: 500, kind: 'month' }
    const at = new Date(Date.now() - 60_000).toISOString()
    expect((await on.call('POST', '/v1/charges', { items: [{ ...charged, charged_at: at }] }, { key })).status).toBe(
      202,
    )
    const [{ number }] = await frozen()
    const lifted = await on.call('POST', `/v1/cases/${number}/lift-freeze`, { reason: '计费系统故障，已修复' })
    expect([lifted.status, lifted.body.frozen]).toEqual([200, false])
    await until('the gate lets it go on', async () => (await authorize('joke-daily')).rule !== 'partner.restrained')
    expect((await standing()).restraints).toEqual([])
    await until('the charge is judged', async () => {
      const { status } = await on.call('GET', '/v1/ledger/charges/held-1')
      return status === 200
    })
  })
})
