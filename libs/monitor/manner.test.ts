import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { at as place } from './counted/counters.ts'
import { Monitor } from './monitor.ts'
import { unitOf } from './told-fixtures.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-07-01T00:00:00+08:00')
const service = { serviceId: 'tales', partnerId: 'yehua' }

interface Habits {
  /** The hour at which its forty a day begin to be asked. */
  readonly from: number
  /** How long after the one before each is asked, ms. */
  readonly apart?: number
  /** How long the n-th takes to answer, ms. */
  readonly took: (n: number) => number
  /** How many of a hundred say yes, and complain. */
  readonly yes: number
  readonly complain: number
}
/** From 8 s to two minutes, none at the very same time. */
const asPeopleDo = (n: number): number => Math.round(8000 * 1.17 ** ((n % 18) + ((n * 37) % 101) / 101))

/** Flags of one partner after 20 days. */
function flagsOf({ from, apart = 240_000, took, yes, complain }: Habits): string[][] {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  for (let n = 0; n < 800; n++) {
    const at = START + Math.floor(n / 40) * 24 * HOUR + from * HOUR + (n % 40) * apart
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
    const [signals] = flagsOf({ from: 0, apart: 480_000, took: (n) => 3300 + (n % 7) * 350, yes: 90, complain: 0 })
    expect(signals).toEqual(expect.arrayContaining(['nights', 'answers.hasty', 'prompts.agreed']))
  })
})

describe('the first night of many, after days like others’', () => {
  /** Hours from midnight to the flag: eight a day of eight days, then 60 from one o’clock on. */
  function hoursToFlag(took: (n: number) => number): number | undefined {
    const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
    const night = START + 8 * 24 * HOUR
    for (let n = 0; n < 64 + 60 + 8; n++) {
      const isNight = n >= 64 && n < 124
      const at = isNight ? night + HOUR + (n - 64) * 120_000 : START + ((n < 64 ? n : n - 60) * 3 + 1) * HOUR
      const terms = { ...service, receiptId: `y${n}`, tariffFen: 800, period: 'month', askedAt: at, origin: {} }
      const answered = at + (isNight ? took(n) : asPeopleDo(n))
      monitor.read('confirmation.events', `k${(n * 7919).toString(36)}`, {
        type: 'consent.given',
        at: answered,
        data: terms,
      })
    }
    monitor.end()
    const [raised] = monitor.raised()
    if (raised) expect(raised.flag.signals.map(({ name }) => name)).toContain('answers.rushed')
    return raised && (raised.flag.at - night) / HOUR
  }

  it('is a flag within the day where they answer sooner than people read', () =>
    expect(hoursToFlag((n) => 3500 + (n % 9) * 250)).toBeLessThanOrEqual(8))
  it('is none where they answer as people do', () => expect(hoursToFlag(asPeopleDo)).toBeUndefined())
})

describe('numbers in sequence', () => {
  /**
   * Flags of one who asks thirty a day in sequence on these days, of people in so many cells, and twelve others besides, one
   * every so many minutes. Of ten of them so many agree: seven of a company’s.
   */
  function flagsOfSequence(days: (day: number) => boolean, cells: number, { yes = 7, minutes = 20 } = {}): string[][] {
    const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
    let next = 0
    for (let n = 0; n < 42 * 30; n++) {
      const [day, ofDay] = [Math.floor(n / 42), n % 42]
      const isNext = ofDay < 30 && days(day)
      if (ofDay < 30 && !isNext) continue
      const at = START + day * 24 * HOUR + 9 * HOUR + ofDay * minutes * 60_000
      const msisdn = isNext
        ? `8613700${String(next++).padStart(6, '0')}`
        : `8613${String((n * 104_729) % 1_000_000_000).padStart(9, '0')}`
      const origin = cells === 0 ? {} : { cell: `c${(n * 31) % cells}` }
      const asked = { ...service, by: 'partner', msisdn, origin }
      const person = `k${(n * 7919).toString(36)}`
      monitor.read('confirmation.requests', person, { type: 'subscription.requested', at, data: asked })
      if (n % 10 >= yes) continue
      const terms = { ...service, receiptId: `y${n}`, msisdn, tariffFen: 800, period: 'month', askedAt: at, origin: {} }
      monitor.read('confirmation.events', person, { type: 'consent.given', at: at + asPeopleDo(n), data: terms })
    }
    monitor.end()
    return monitor.raised().map(({ flag }) => flag.signals.map(({ name }) => name))
  }

  it('day after day, of people who have no place in common, are a flag', () =>
    expect(flagsOfSequence(() => true, 400)[0]).toContain('numbers.apart'))
  it('nor of whom any place is told, though they agree', () =>
    expect(flagsOfSequence(() => true, 0)[0]).toContain('numbers.apart'))
  it.each([20, 5])('of one site are none, however long it goes on, one every %s minutes', (minutes) =>
    expect(flagsOfSequence(() => true, 40, { minutes })).toEqual([]),
  )
  it('within hours are a flag soon, of people who have no place in common', () =>
    expect(flagsOfSequence((day) => day === 12 || day === 13, 400, { minutes: 5 })[0]).toContain('numbers.row'))
  it('are none where it was an order of three days, from everywhere', () =>
    expect(flagsOfSequence((day) => day >= 12 && day < 15, 400)).toEqual([]))
  it('are none where it was an order of three days, within hours each, of one site', () =>
    expect(flagsOfSequence((day) => day >= 12 && day < 15, 40, { minutes: 5 })).toEqual([]))
  it('are none where it is a large order, again and again, and all of it agree some hours later', () => {
    const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
    for (let day = 0; day < 5; day++) {
      const asked = Array.from({ length: 1000 }, (_, n) => ({
        person: `k${((day * 1000 + n) * 7919).toString(36)}`,
        msisdn: `8613700${String(day * 1000 + n).padStart(6, '0')}`,
        askedAt: START + (day * 24 + 9) * HOUR + n * 600,
        // From half an hour to nine.
        took: (HOUR / 2) * 1.03 ** ((n * 37) % 100),
        origin: { cell: `c${n % 30}` },
      }))
      for (const { person, msisdn, askedAt, origin } of asked) {
        const data = { ...service, by: 'partner', msisdn, origin }
        monitor.read('confirmation.requests', person, { type: 'subscription.requested', at: askedAt, data })
      }
      for (const { person, msisdn, askedAt, took } of asked.toSorted((a, b) => a.took - b.took)) {
        const data = { ...service, receiptId: person, msisdn, tariffFen: 800, period: 'month', askedAt, origin: {} }
        monitor.read('confirmation.events', person, { type: 'consent.given', at: askedAt + took, data })
      }
    }
    monitor.end()
    expect(monitor.raised().map(({ flag }) => flag.signals.map(({ name }) => name))).toEqual([])
  })
  it('of one site, by the partner’s own word, are one where its people do not agree', () =>
    expect(flagsOfSequence(() => true, 1, { yes: 2 })[0]).toContain('numbers.unmoved'))
})

describe('a hundred in sequence on one day, before which nothing is known', () => {
  /** Hours from the first of them to the flag: of ten so many agree, so many times as slowly as people at their phones. They are at one site. */
  function hoursToFlag(yes: number, slow: number): number | undefined {
    const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
    const first = START + 10 * HOUR
    const said: { at: number; topic: string; person: string; type: string; data: object }[] = []
    for (let n = 0; n < 140; n++) {
      const at = n < 120 ? first + n * 60_000 : START + (32 + (n - 120) * 4) * HOUR
      const [person, msisdn] = [
        `k${(n * 7919).toString(36)}`,
        `8613700${String(n < 120 ? n : n * 7919).padStart(6, '0')}`,
      ]
      const asked = { ...service, by: 'partner', msisdn, origin: { cell: `c${(n * 31) % 40}` } }
      said.push({ at, topic: 'confirmation.requests', person, type: 'subscription.requested', data: asked })
      if (n % 10 >= yes) continue
      const terms = { ...service, receiptId: `y${n}`, msisdn, tariffFen: 800, period: 'month', askedAt: at, origin: {} }
      const answered = at + asPeopleDo(n) * slow
      said.push({ at: answered, topic: 'confirmation.events', person, type: 'consent.given', data: terms })
    }
    for (const { at, topic, person, type, data } of said.toSorted((a, b) => a.at - b.at))
      monitor.read(topic, person, { type, at, data })
    monitor.end()
    const [raised] = monitor.raised()
    if (raised) expect(raised.flag.signals.map(({ name }) => name)).toContain('numbers.unmoved')
    return raised && (raised.flag.at - first) / HOUR
  }

  it('is told within the day where most do not agree', () => expect(hoursToFlag(2, 1)).toBeLessThanOrEqual(24))
  it('is none where most do, be it some hours later: an order', () =>
    expect([hoursToFlag(7, 1), hoursToFlag(7, 200)]).toEqual([undefined, undefined]))
})

it('of who came by an app each is counted once, and whether they use what they pay for', () => {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  const tell = (topic: string, n: number, type: string, at: number, data: object) =>
    monitor.read(topic, `k${(n * 7919).toString(36)}`, { type, at, data: { ...service, ...data } })
  for (let n = 0; n < 60; n++) {
    const at = START + n * HOUR
    const origin = { app: { package: 'cn.lamp' } }
    tell('confirmation.events', n, 'consent.given', at, { receiptId: `y${n}`, origin, tariffFen: 800, period: 'month' })
    if (n % 3 === 0) tell('service.usage', n, 'usage.told', at + 24 * HOUR, {})
  }
  // A clock that is ahead of all others by days is not believed.
  for (let n = 0; n < 25; n++) tell('service.usage', 900 + (n % 3), 'usage.told', START + (n + 1) * 24 * HOUR, {})
  for (let n = 0; n < 60; n++)
    tell('charging.events', n, 'charge.judged', START + (25 * 24 + n) * HOUR, {
      chargeId: `c${n}`,
      subscriber: `k${(n * 7919).toString(36)}`,
      amountFen: 800,
      chargedAt: START + (25 * 24 + n) * HOUR,
    })
  monitor.end()
  const app = unitOf(monitor, 'app')
  const counted = (['sampledNew', 'payers', 'silent'] as const).map((counter) => app?.total()[place[counter]])
  // The first of all is told before the app is known.
  expect(counted).toEqual([59, 60, 40])
})
