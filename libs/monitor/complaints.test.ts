import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { at } from './counted/counters.ts'
import { Monitor } from './monitor.ts'
import { charge, consent, DAY, HOUR, type Line, line, person, request, START, spread, unitOf } from './told-fixtures.ts'

/** Software brought forty people to a service in the morning; what was said of both since. */
function counted(...said: readonly Line[]): Record<'app' | 'service' | 'port', number | undefined> {
  return countedOf('complaints', ...said)
}
function countedOf(counter: 'complaints' | 'dismissed', ...said: readonly Line[]) {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  const origin = { app: { package: 'Cn.Torch' } }
  const came = Array.from({ length: 40 }, (_, i) => consent(i, START + 8 * HOUR + i * 1000, spread(i), origin))
  for (const { topic, key, message } of [...came, ...said]) monitor.read(topic, key, message)
  monitor.end()
  const of = (kind: 'app' | 'service' | 'port') => unitOf(monitor, kind)?.total()[at[counter]]
  return { app: of('app'), service: of('service'), port: of('port') }
}

const ABOUT = {
  app: { app: 'cn.torch' },
  service: { about: 'comics' },
  both: { about: 'comics', app: 'cn.torch' },
  partner: { partnerId: 'huayu', app: 'cn.torch' },
} as const
const says = (about: keyof typeof ABOUT, i: number, hours: number, change: string, more: object = {}) =>
  line('complaint.events', person(i), 'complaint.changed', START + hours * HOUR, {
    subscriber: person(i),
    change,
    ...ABOUT[about],
    ...more,
  })

describe.each(['app', 'service'] as const)('complaints of one %s', (about) => {
  const of = (...said: readonly (readonly [i: number, hours: number, change: string, more?: object])[]) =>
    counted(...said.map((each) => says(about, ...each)))[about]
  const unfounded = { upheld: false }

  it('count once for each person, however many they make', () => {
    const often = Array.from({ length: 60 }, (_, n) => [n % 3, 12 + n, 'opened'] as const)
    expect(of(...often)).toBe(3)
  })

  it('count no more once they were found unfounded, and again where that is not taken', () => {
    expect(of([0, 12, 'opened'], [0, 14, 'closed', { upheld: true }])).toBe(1)
    expect(of([0, 12, 'opened'], [0, 40, 'closed', unfounded])).toBe(0)
    expect(of([0, 12, 'opened'], [0, 13, 'opened'], [0, 14, 'closed', unfounded])).toBe(1)
    expect(of([0, 12, 'opened'], [0, 14, 'closed', unfounded], [0, 15, 'reopened'])).toBe(1)
    expect(of([0, 12, 'opened'], [0, 14, 'closed', { upheld: true }], [0, 15, 'reopened'])).toBe(1)
  })
})

it('that were found unfounded count once a month for each person, however often they are made again, and of customers alone', () => {
  const again = (about: keyof typeof ABOUT, i: number, times: number) =>
    Array.from({ length: times }, (_, n) => [
      says(about, i, 12 + 2 * n, 'opened'),
      says(about, i, 13 + 2 * n, 'closed', { upheld: false }),
    ]).flat()
  const dismissed = (about: keyof typeof ABOUT) =>
    countedOf('dismissed', ...again(about, 0, 20), ...again(about, 1, 2), ...again(about, 500, 20))
  expect(dismissed('service').service).toBe(2)
  expect(dismissed('partner').port).toBe(2)
  expect(dismissed('app').app).toBe(2)
})

it('that name a partner, or its service, and an app are of both, once for each person', () => {
  const often = (about: keyof typeof ABOUT) =>
    Array.from({ length: 60 }, (_, n) => says(about, n % 3, 12 + n, 'opened'))
  // All that is of a partner and of no service stands by itself.
  expect(counted(...often('partner'))).toEqual({ app: 3, service: 0, port: 3 })
  expect(counted(...often('both'))).toEqual({ app: 3, service: 3, port: undefined })
  const back = [says('partner', 4, 80, 'opened'), says('partner', 4, 90, 'closed', { upheld: false })]
  expect(counted(...often('partner'), ...back)).toEqual({ app: 3, service: 0, port: 3 })
})

it('of an app are those of the people whom it brought lately, and of nobody else', () => {
  const strangers = Array.from({ length: 20 }, (_, n) => says('app', 100 + n, 12, 'opened'))
  expect(counted(...strangers).app).toBe(0)
  const after = (days: number) => {
    const hours = (days * DAY) / HOUR + 9
    // So many that the time has come.
    const others = Array.from({ length: 9 }, (_, n) => says('service', n, hours, 'overdue'))
    return counted(...others, says('app', 1, hours, 'opened')).app
  }
  expect([after(34), after(36)]).toEqual([1, 0])
})

describe('complaints of who is no customer', () => {
  const upset = (i: number, hours = 12, change = 'opened', more: object = {}) => says('service', i, hours, change, more)
  const strangers = Array.from({ length: 30 }, (_, n) => upset(100 + n))
  const customers = Array.from({ length: 30 }, (_, i) => upset(i))

  it('are not counted: whoever has people call makes no flag', () => {
    expect(counted(...strangers).service).toBe(0)
    expect(counted(...customers).service).toBe(30)
    expect(counted(...strangers, ...customers).service).toBe(30)
  })

  it('count once they are found right', () => {
    expect(counted(...strangers, upset(100, 20, 'closed', { upheld: true })).service).toBe(1)
    const back = [upset(100, 20, 'closed', { upheld: false }), upset(100, 21, 'closed', { upheld: true })]
    expect(counted(...strangers, ...back).service).toBe(0)
  })

  it('count where it is told later that they paid or came, however often they complained before', () => {
    const twice = [...strangers, upset(100, 13), upset(101, 13)]
    const later = START + 30 * HOUR
    expect(
      counted(...twice, charge(100, later), consent(101, later, spread(1)), charge(100, later + HOUR)).service,
    ).toBe(2)
  })

  it('count where the partner asked them', () => {
    const asked = Array.from({ length: 30 }, (_, n) => request(100 + n, START + 10 * HOUR + n * 1000))
    expect(counted(...asked, ...strangers).service).toBe(30)
  })

  it('of a partner as a whole count as little', () => {
    const ofPartner = (from: number) => Array.from({ length: 30 }, (_, n) => says('partner', from + n, 12, 'opened'))
    expect(counted(...ofPartner(100)).port).toBe(0)
    expect(counted(...ofPartner(0)).port).toBe(30)
  })

  it('are known by those who are followed, where there are many', () => {
    const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
    const read = ({ topic, key, message }: Line) => monitor.read(topic, key, message)
    for (let i = 0; i < 3000; i++) read(consent(i, START + 8 * HOUR + i * 1000, spread(i)))
    const total = () => {
      monitor.end()
      return unitOf(monitor, 'service')?.total()[at.complaints] ?? 0
    }
    for (let i = 0; i < 60; i++) read(upset(i * 7, 20))
    expect(total()).toBe(60)
    for (let i = 0; i < 120; i++) read(upset(5000 + i, 30))
    expect(total()).toBeLessThan(60 + 90)
  })
})
