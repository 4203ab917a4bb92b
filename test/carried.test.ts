import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { carriedDigest, networkCarried, networkCurrency } from '#contracts'
import { edgeRecord } from '#service'
import type { ShownCampaign } from '../services/reports/src/campaigns/shown.ts'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { until } from './until.ts'

const MINUTE = 60_000
const PORT = '10661234'
const TEXT = '【工商银行】尊敬的客户，您的账户因异常已被限制使用，请立即登录icbc-vip.com认证，逾期将冻结'
const WHERE = { cell: '460-00-4711', district: '朝阳区' }

/* A fake base station sends in a port's name: what the network never carried is nobody's of those that it names. */
describe.each(modes)('what the network carried, %s', (mode) => {
  let on: TestGateway
  let start: number
  beforeAll(async () => {
    on = await startTestGateway(mode)
    start = on.gateway.deps.clock.now()
  })
  afterAll(() => on.stop())

  const victim = (n: number) => `861350013790${n}`
  const report = async (n: number, more: object = {}) => {
    const received = new Date(start - (30 - n) * MINUTE).toISOString()
    const body = { reporter: victim(n), sender: PORT, text: TEXT, received_at: received, place: WHERE, ...more }
    return (await on.call('POST', '/v1/reports', body)).body.number as string
  }
  const say = (topic: typeof networkCarried | typeof networkCurrency, key: string, type: string, data: object) => {
    const { bus, clock } = on.gateway.deps
    const message = { id: `${type}-${key}-${clock.now()}`, at: clock.now(), corr: 'network', type, data }
    return bus.publish([edgeRecord(topic, bus, key, message)])
  }
  const recordUntil = (time: number) => say(networkCurrency, 'smsc-1', 'carried.current', { until: time })
  const senderOf = async (number: string) =>
    (await on.call('GET', `/v1/reports/${number}`)).body?.sender_kind as string | undefined
  const asked = async (n: number) => {
    const digest = carriedDigest(PORT, victim(n), TEXT)
    const found = (await on.gateway.deps.store.load('carried-messages', [digest])).get(digest)
    return (found?.body as { asks: unknown[] } | undefined)?.asks.length === 1
  }
  const campaign = async (id: string) => (await on.call('GET', `/v1/campaigns/${id}`)).body as ShownCampaign
  const numbers: string[] = []

  it('is not known where its record is not connected, or not current: senders stay what they were taken for', async () => {
    numbers.push(await report(0))
    await until('it was asked', () => asked(0))
    await recordUntil(start - 120 * MINUTE)
    numbers.push(await report(1))
    await until('the second was asked', () => asked(1))
    for (const each of numbers) expect(await senderOf(each)).toBe('port')
  })

  it('and has no such message: a fake base station is suspected, at its place, and the port is not blamed', async () => {
    for (let n = 2; n < 5; n++) numbers.push(await report(n))
    await until('the port is put before a person', async () => (await campaign(`p${PORT}`)).status === 'proposed')
    const carried = await report(5)
    const digest = carriedDigest(PORT, victim(5), TEXT)
    await say(networkCarried, digest, 'message.carried', { digest, carriedAt: start - 25 * MINUTE })
    await recordUntil(start + 60 * MINUTE)
    for (const each of numbers) await until('it was never carried', async () => (await senderOf(each)) === 'fake')
    await until('the port has one report left', async () => (await campaign(`p${PORT}`)).reports === 1)
    expect(await campaign(`p${PORT}`)).toMatchObject({ status: 'growing', reporters: 1 })
    expect(await senderOf(carried)).toBe('port')
    const [{ id }] = (await on.call('GET', '/v1/campaigns?status=proposed')).body.items
    const whole = await campaign(id)
    expect(whole.senders).toEqual({ fake: 5, [PORT]: 1 })
    expect(whole.port).toBeUndefined()
    expect(whole.now!.speaks_against).toContainEqual({ rule: 'never-carried', figure: 5, of: 6 })
    const stations = async () => (await on.call('GET', '/v1/stations')).body.items
    await until('the station is listed', async () => (await stations())[0]?.clusters[0]?.reporters === 5)
    expect(await stations()).toMatchObject([{ ...WHERE, clusters: [{ senders: [PORT] }] }])
    const csv = (await on.call('GET', '/v1/stations/csv')).text
    expect(csv).toContain(`\n${WHERE.district},${WHERE.cell},${new Date(start - 30 * MINUTE).toISOString()},`)
    for (let n = 0; n < 6; n++) expect(csv).not.toContain(victim(n).slice(2))
  })
})
