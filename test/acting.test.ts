import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { databaseUrl, hasServers, uniqueName } from './servers.ts'
import { until } from './until.ts'

const LIN = '8613800138000'
const COMICS = '10661234'
const SLOW = '10665001'
const OTP = '您的验证码是 482913，5分钟内有效。'
const RATE = 30

/* What operations decide, at each process that lets messages through: both have lanes, links and routes. */
describe.each(['embedded', 'distributed'] as const)('acting, %s', (mode) => {
  describe.runIf(mode === 'embedded' || hasServers)('on every process', () => {
    const name = uniqueName()
    let first: TestGateway
    let second: TestGateway
    const start = () =>
      startTestGateway(mode, mode === 'distributed' ? { MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` } : {})
    const all = () => [...new Set([first, second])]
    const send = (at: TestGateway, from: string, kind: string, more: { to?: string; text?: string } = {}) =>
      at.call('POST', '/v1/mt', { from, to: LIN, text: OTP, class: kind, ...more })
    const ruleAt = async (at: TestGateway, from: string) =>
      (await at.call('POST', '/v1/mt/check', { items: [{ from, to: LIN, class: 'otp' }] })).body.items[0].rule

    beforeAll(async () => {
      first = await start()
      second = mode === 'distributed' ? await start() : first
      const csv = `port,partner_id,category,classes,hours,per_minute\n${SLOW},sp-huayu,entertainment,service otp marketing,,${RATE}\n`
      await first.call('POST', '/v1/import/ports', csv, { headers: { 'content-type': 'text/csv' } })
      for (const each of all()) await until('the port is known', async () => (await ruleAt(each, SLOW)) === 'allowed')
    })
    afterAll(async () => {
      if (second !== first) await second?.stop()
      await first?.stop()
    })

    it('a block that is placed at one holds at all: at checks, at sending, and for what was let through before', async () => {
      const wish = { kind: 'port', value: COMICS, scope: 'all', reason: 'spam', note: '41 人举报同一条' }
      let placed = await first.call('POST', '/v1/blocks', wish)
      // Said again it changes nothing: a lane that is just moving answers in a while.
      await until('it is placed', async () => {
        placed = await first.call('POST', '/v1/blocks', wish)
        return placed.status === 202
      })
      for (const each of all()) {
        await until('the check refuses', async () => (await ruleAt(each, COMICS)) === 'network.all')
        const items = Array.from({ length: 300 }, () => ({ from: COMICS, to: LIN, class: 'marketing' }))
        const batch = (await each.call('POST', '/v1/mt/check', { items })).body.items as { rule: string }[]
        expect(new Set(batch.map(({ rule }) => rule))).toEqual(new Set(['network.all']))
        expect((await send(each, COMICS, 'otp')).body.rule).toBe('network.all')
      }
      await second.call('POST', `/v1/blocks/${placed.body.id}/lift`, { note: '查清' })
      for (const each of all()) await until('it is lifted', async () => (await ruleAt(each, COMICS)) === 'allowed')
    })

    it('a port never has more messages let through than its rate, wherever they are sent from', async () => {
      const began = Date.now()
      const answers = await Promise.all(
        Array.from({ length: 2 * RATE }, (_, n) => send(n % 2 === 0 ? first : second, SLOW, 'otp')),
      )
      const accepted = answers.filter(({ status }) => status === 202)
      const refused = answers.filter(({ status }) => status !== 202)
      expect(accepted).toHaveLength(RATE)
      expect(new Set(refused.map(({ body }) => body.rule))).toEqual(new Set(['port.rate']))
      // A refusal is a decision that its sender can look up.
      const id = refused[0]?.body.id
      await until('it is kept', async () => (await second.call('GET', `/v1/mt/${id}`)).body?.rule === 'port.rate')
      // What can wait has its place, later than the minute that is full.
      const bulk = await send(second, SLOW, 'marketing')
      expect(bulk.status).toBe(202)
      expect(Date.parse(bulk.body.due_at)).toBeGreaterThan(began + 30_000)
    })
  })
})
