import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chargingEvents, partitionOf } from '#contracts'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'

describe.each(modes)('charging after unsubscribing at scale, %s', (mode) => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway(mode)
  })
  afterAll(() => on.stop())

  it('is flagged as it comes, freezes charging, and a person has hours to look', async () => {
    const { bus } = on.gateway.deps
    const now = Date.now()
    const records = Array.from({ length: 40 }, (_, i) => {
      const key = `somebody-${i}`
      const data = {
        chargeId: `late-${i}`,
        subscriber: key,
        serviceId: 'joke-daily',
        partnerId: 'sp-huayu',
        amountFen: 500,
        chargedAt: now - 1000,
        rule: 'after.cancel' as const,
        refundFen: 1000,
        granted: false,
      }
      const message = { id: `judged-${i}`, type: 'charge.judged', v: 1, at: now + i, corr: `judged-${i}`, data }
      return { topic: chargingEvents.name, partition: partitionOf(key, bus.partitions), key, message }
    })
    await bus.publish(records)
    const flagged = async () => (await on.call('GET', '/v1/flags')).body.items
    await expect.poll(async () => (await flagged()).length).toBe(1)
    const [{ partner, weight, flags }] = await flagged()
    expect([partner, flags[0].stop_first, flags[0].signals[0].name]).toEqual(['sp-huayu', true, 'stop.after.cancel'])
    expect(weight).toBeGreaterThan(10)
    // So many stop first (policy `monitor`): the flag comes with the last of them.
    expect(flags[0].charges).toHaveLength(5)
    const cases = async () => (await on.call('GET', '/v1/cases?partner=sp-huayu')).body.items
    await expect.poll(async () => (await cases()).length).toBe(1)
    const item = { id: 'x1', subscriber: '8613800138000', service: 'joke-daily', amount_fen: 500, kind: 'month' }
    const authorized = async () =>
      (await on.call('POST', '/v1/charges/authorize', { items: [item] })).body.items[0].rule
    await expect.poll(authorized).toBe('partner.restrained')
  })
})
