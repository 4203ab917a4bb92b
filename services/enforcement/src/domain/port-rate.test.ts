import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageOf, sendingShares } from '#contracts'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import type { PortApproval } from '#reference'
import { BULK_GRACE_MS, type PortRate, type PortRateRefs, portRate } from './port-rate.ts'

type Share = Extract<MessageOf<typeof sendingShares>, { type: 'share.granted' }>['data']
const MINUTE = 60_000
const at = (time: string) => Date.parse(`${time}+08:00`)

const refsOf = (perMinute: number | undefined, hours?: PortApproval['hours']): PortRateRefs => ({
  policy: defaultPolicy,
  policyVersion: 'test',
  catalogue: {
    approval: () => ({
      port: '10661234',
      partnerId: 'huayu',
      category: 'entertainment',
      classes: ['otp', 'marketing'],
      version: 1,
      from: 0,
      ...(perMinute === undefined ? {} : { perMinute }),
      ...(hours ? { hours } : {}),
    }),
  },
})

class Port {
  readonly play: Play<PortRate, PortRateRefs>
  constructor(refs: PortRateRefs, start = at('2026-11-26T12:00:00')) {
    this.play = new Play(portRate, { key: '10661234', refs, start })
  }
  ask(now: number, bulk = 0): Share {
    const [emitted] = this.play.say('share.asked', { port: '10661234', ask: 'a.1', now, bulk })
    return emitted?.data as Share
  }
  wait(ms: number): this {
    this.play.wait(ms)
    return this
  }
}

describe('a port with 60 messages a minute', () => {
  it('sends 60 at once, and the next when a minute has passed', () => {
    const port = new Port(refsOf(60))
    expect([port.ask(40).now, port.ask(40).now, port.ask(1).now]).toEqual([40, 20, 0])
    expect(port.wait(59_000).ask(5).now).toBe(0)
    expect(port.wait(6000).ask(5).now).toBe(5)
  })

  it('has marketing wait in places one after the other, and a fifth stays for what people wait for', () => {
    const port = new Port(refsOf(60))
    const { bulk } = port.ask(0, 100)
    expect([bulk.count, Math.round(bulk.everyMs)]).toEqual([100, 1271])
    const later = port.ask(0, 10).bulk
    expect(later.from - bulk.from).toBe(Math.ceil(Math.ceil(99 * bulk.everyMs) + bulk.everyMs))
    expect([port.ask(20).now, port.ask(20).now]).toEqual([12, 0])
  })

  it('begins with marketing a minute after people took what is the marketing’s', () => {
    const port = new Port(refsOf(60))
    expect(port.ask(60).now).toBe(60)
    expect(port.ask(0, 1).bulk.from - port.play.now).toBeGreaterThan(MINUTE)
  })

  it('gives no place outside its hours, nor further away than a day', () => {
    const port = new Port(refsOf(60, { from: '08:00', to: '12:10' }))
    const { bulk } = port.ask(0, 10_000)
    expect(bulk.count).toBeLessThan(480)
    expect(bulk.from + bulk.count * bulk.everyMs).toBeLessThanOrEqual(at('2026-11-26T12:10:01'))
    expect(port.ask(0, 10).bulk.from).toBe(at('2026-11-27T08:00:00'))
    const night = new Port(refsOf(60, { from: '08:00', to: '24:00' }), at('2026-11-26T23:59:30'))
    expect(night.ask(0, 100).bulk.count).toBeLessThan(25)
    const slow = new Port(refsOf(10))
    expect(slow.ask(0, 100_000).bulk.count).toBeLessThan(24 * 60 * 10)
    expect(slow.ask(0, 1).bulk.count).toBe(0)
  })
})

it('a port without a rate sends what it asks for', () => {
  expect(new Port(refsOf(undefined)).ask(5, 7)).toMatchObject({ now: 5, bulk: { count: 7, everyMs: 0 } })
})

/* Replicas use their shares as late and as bunched as they may; whatever they do, no minute has more than the rate. */
it('the sum over all replicas never exceeds the rate in any minute', () => {
  const ask = fc.record({
    pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 70_000 })),
    now: fc.integer({ min: 0, max: 40 }),
    bulk: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
    late: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.array(ask, { maxLength: 120, size: 'max' }), (rate, asks) => {
      const port = new Port(refsOf(rate))
      const sent: number[] = []
      for (const { pause, now, bulk, late } of asks) {
        const share = port.wait(pause).ask(now, bulk)
        const used = port.play.now + late * (share.until - port.play.now)
        for (let n = 0; n < share.now; n++) sent.push(used)
        for (let n = 0; n < share.bulk.count; n++)
          sent.push(share.bulk.from + n * share.bulk.everyMs + late * (BULK_GRACE_MS - 1))
      }
      sent.sort((a, b) => a - b)
      for (let n = rate; n < sent.length; n++) {
        const [first, over] = [sent[n - rate] as number, sent[n] as number]
        expect(over - first).toBeGreaterThanOrEqual(MINUTE)
      }
    }),
    { numRuns: 100 },
  )
})
