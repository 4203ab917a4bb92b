import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Monitor } from './monitor.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-07-01T00:00:00+08:00')
const service = { serviceId: 'tales', partnerId: 'yehua' }

interface Habits {
  /** The hour at which its forty a day begin to be asked. */
  readonly from: number
  /** How long the n-th takes to answer, ms. */
  readonly took: (n: number) => number
  /** How many of a hundred say yes, and complain. */
  readonly yes: number
  readonly complain: number
}
/** From 8 s to two minutes. */
const asPeopleDo = (n: number): number => 8000 * 1.17 ** (n % 18)

/** Flags of one partner after 20 days. */
function flagsOf({ from, took, yes, complain }: Habits): string[][] {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  for (let n = 0; n < 800; n++) {
    const at = START + Math.floor(n / 40) * 24 * HOUR + from * HOUR + (n % 40) * 240_000
    const person = `k${(n * 7919).toString(36)}`
    const msisdn = `8613${String((n * 104_729) % 1_000_000_000).padStart(9, '0')}`
    const tell = (topic: string, type: string, later: number, data: object) =>
      monitor.read(topic, person, { type, at: at + later, data })
    tell('confirmation.requests', 'subscription.requested', 0, { ...service, by: 'partner', msisdn, origin: {} })
    tell('request.outcomes', 'request.changed', 1, { ...service, requestId: `r${n}`, status: 'asked' })
    const one = (n * 37) % 100
    if (one >= yes) continue
    const data = { ...service, receiptId: `y${n}`, msisdn, tariffFen: 800, period: 'month', askedAt: at }
    tell('confirmation.events', 'consent.given', took(n), { ...data, origin: {} })
    if (one < complain)
      tell('complaint.events', 'complaint.changed', 2 * HOUR, { subscriber: person, change: 'opened', about: 'tales' })
  }
  monitor.end()
  return monitor.raised().map(({ flag }) => flag.signals.map(({ name }) => name))
}

describe('a manner in which honest ones may be odd', () => {
  it('is no flag by itself, however odd: a vigil whose people answer as people do', () => {
    expect(flagsOf({ from: 1, took: asPeopleDo, yes: 35, complain: 0 })).toEqual([])
  })

  it('is one where people are harmed as well', () => {
    const [signals] = flagsOf({ from: 1, took: asPeopleDo, yes: 35, complain: 4 })
    expect(signals).toEqual(expect.arrayContaining(['nights', 'complaints']))
  })

  it('and where it comes with another that has nothing to do with it: nearly everybody agrees at once', () => {
    const [signals] = flagsOf({ from: 1, took: (n) => 3300 + (n % 7) * 350, yes: 90, complain: 0 })
    expect(signals).toEqual(expect.arrayContaining(['nights', 'answers.hasty', 'prompts.agreed']))
  })
})
