import { describe, expect, it } from 'vitest'
import { defaultPolicy, type SignalPolicy } from '#policy'
import { seeded } from '../process/simulation/world.ts'
import { Monitor } from './monitor.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-07-01T00:00:00+08:00')
const WALKERS = 4

/**
 * Sixty partners over thirty days in a network of so many hundreds of numbers, whose partners tell no places: nearly everybody is
 * somebody’s neighbour. The first four go through hundreds in turn, and one in ten agrees; of the others’ people, most do.
 */
function flaggedIn(hundreds: number, policy = defaultPolicy.monitor): { walkers: number; honest: number } {
  const random = seeded(7)
  const lines: { at: number; topic: string; key: string; type: string; data: object }[] = []
  for (let p = 0; p < 60; p++) {
    const service = { serviceId: `s${p}`, partnerId: `p${p}` }
    const isWalker = p < WALKERS
    const perDay = isWalker ? 40 : 4 + Math.floor(random() * 40)
    const yes = isWalker ? 0.1 : 0.6 + random() * 0.35
    const times = Array.from({ length: 30 * perDay }, (_, n) => {
      const day = Math.floor(n / perDay)
      return START + (24 * day + 8) * HOUR + Math.floor(random() * 13 * HOUR)
    }).sort((a, b) => a - b)
    for (const [n, at] of times.entries()) {
      const hundred = isWalker
        ? (p * 1000 + (n % 17)) * 100 + Math.floor(n / 17)
        : Math.floor(random() * hundreds * 100)
      const msisdn = `861${isWalker ? 39 : 35}${String(hundred).padStart(8, '0')}`
      const key = `k${msisdn}`
      const asked = { ...service, by: 'partner', msisdn, origin: {} }
      lines.push({ at, topic: 'confirmation.requests', key, type: 'subscription.requested', data: asked })
      const put = { ...service, requestId: `r${p}.${n}`, status: 'asked' }
      lines.push({ at: at + 1, topic: 'request.outcomes', key, type: 'request.changed', data: put })
      if (random() > yes) continue
      const terms = { ...service, receiptId: `y${p}.${n}`, msisdn, tariffFen: 800, period: 'month', askedAt: at }
      const answered = at + Math.floor(6000 * Math.exp(random() * random() * 7))
      lines.push({
        ...{ at: answered, topic: 'confirmation.events', key, type: 'consent.given' },
        data: { ...terms, origin: {} },
      })
    }
  }
  const monitor = new Monitor(policy, defaultPolicy.timeZone)
  for (const { topic, key, at, type, data } of lines.toSorted((a, b) => a.at - b.at))
    monitor.read(topic, key, { type, at, data })
  monitor.end()
  const flagged = new Set(monitor.raised().map(({ flag }) => Number(flag.partner.slice(1))))
  const walkers = [...flagged].filter((p) => p < WALKERS).length
  return { walkers, honest: flagged.size - walkers }
}

describe('a network of few numbers, whose partners tell no places', () => {
  it.each([20, 50])('of %d hundreds flags nobody honest for neighbours; who goes through numbers is told', (hundreds) =>
    expect(flaggedIn(hundreds)).toEqual({ walkers: WALKERS, honest: 0 }),
  )

  it('flags none of them either where policy lets peers make usual no more than elsewhere: it is common to all', () => {
    const { signals } = defaultPolicy.monitor
    const near = {
      'numbers.near': { ...(signals['numbers.near'] as SignalPolicy), peersMost: 5 },
      'numbers.apart': { ...(signals['numbers.apart'] as SignalPolicy), peersMost: 5 },
    }
    expect(flaggedIn(50, { ...defaultPolicy.monitor, signals: { ...signals, ...near } })).toEqual({
      walkers: WALKERS,
      honest: 0,
    })
  })
})
