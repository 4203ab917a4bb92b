import { describe, expect, it } from 'vitest'
import { DAY, HOUR, type Line, run, START } from '../fixtures.ts'
import type { Looked } from './looked.ts'

const told = (topic: string, key: string, type: string, at: number, data: object): Line => ({
  topic,
  key,
  message: { type, at, data },
})

/** Twelve of these people a day come to a partner, to one of its services after the other. */
function sold(partner: string, people: readonly number[], services = 1, more: object = {}): Line[] {
  return people.flatMap((who, n) => {
    const at = START + Math.floor(n / 12) * DAY + (n % 12) * (HOUR / 2)
    const subscriber = `k${(who * 7919).toString(36)}`
    const msisdn = `8613${String((who * 104_729) % 1_000_000_000).padStart(9, '0')}`
    const serviceId = `${partner}-${n % services}`
    const subscriptions = [{ serviceId, since: at, receiptId: `${partner}.${n}`, ...more }]
    return [
      told('catalogue', serviceId, 'service.set', at, {
        serviceId,
        partnerId: partner,
        period: 'month',
        tariffFen: 800,
      }),
      told('subscriber.events', subscriber, 'subscriptions.activated', at, {
        subscriber,
        msisdn,
        partnerId: partner,
        subscriptions,
      }),
    ]
  })
}
/** Somebody is asked for a service, and nothing comes of it. */
const asked = (partner: string, serviceId: string, n: number): Line =>
  told('confirmation.requests', `k${n}`, 'subscription.requested', START + n * DAY, {
    serviceId,
    partnerId: partner,
    by: 'partner',
    msisdn: `86139${String(n).padStart(8, '0')}`,
    origin: {},
  })

/** They had asked for it themselves. */
const wish = (partnerId: string, { key, message: { at, data } }: Line): Line => {
  const { subscriptions, msisdn } = data as { subscriptions: { serviceId: string }[]; msisdn: string }
  const serviceId = subscriptions[0]?.serviceId
  return told('confirmation.requests', key, 'subscription.requested', at - 60_000, {
    serviceId,
    partnerId,
    by: 'subscriber',
    msisdn,
    origin: {},
  })
}
/** 240 people of whom so many are the same as those of the others who have some in common. */
const people = (place: number, same = 0): number[] =>
  Array.from({ length: 240 }, (_, n) => (n % 5 < same ? n : n + 1000 * (place + 1)))
const others = Array.from({ length: 14 }, (_, place) => sold(`p${place + 2}`, people(place + 2))).flat()
const after = (...lines: readonly Line[][]) => run(lines.flat().sort((a, b) => a.message.at - b.message.at))

const sharedOf = ({ judgement }: Looked) => judgement.findings.find(({ name }) => name === 'victims.shared')
const ofPartner = (looked: readonly Looked[], name: string) => looked.filter(({ partner }) => partner === name)

describe('the same people under two names', () => {
  const second = sold('p1', people(1, 2))

  it('are enough alone: both are flagged, and nobody else', () => {
    const flags = after(sold('p0', people(0, 2)), second, others).flags.map(({ flag }) => flag)
    expect(flags.map(({ partner }) => partner).sort()).toEqual(['p0', 'p1'])
    expect(flags.map(({ signals }) => signals.map(({ name }) => name))).toEqual([
      ['victims.shared'],
      ['victims.shared'],
    ])
  })

  it('beside a service that nobody has, say as much as without it, and of the others nothing', () => {
    const first = sold('p0', people(0, 2))
    const empty = [1, 2, 3].map((n) => asked('p0', 'p0-empty', n))
    const { monitor, flags } = after(first, empty, second, others)
    const flagsOf = (all: typeof flags) => all.flatMap(({ flag }) => (flag.partner === 'p0' ? [] : [flag]))
    expect(monitor.looked.filter(({ judgement }) => Number.isNaN(judgement.logE))).toEqual([])
    expect(ofPartner(monitor.looked, 'p0').map(({ unit }) => unit?.id.name)).toEqual(['p0-0', 'p0-empty', undefined])
    expect(flags.some(({ flag }) => flag.partner === 'p0')).toBe(true)
    expect(flagsOf(flags)).toEqual(flagsOf(after(first, second, others).flags))
  })

  it('say nothing of a package: who takes it takes the services of both', () => {
    const both = ['p0', 'p1'].map((partner) => sold(partner, people(0, 5), 1, { package: 'family' }))
    const { monitor, flags } = after(...both, others)
    expect(flags).toEqual([])
    expect(monitor.looked.flatMap((each) => sharedOf(each) ?? [])).toEqual([])
  })

  it('say nothing where they asked for it themselves, or a book of theirs was moved', () => {
    const own = ['p0', 'p1'].map((partner) => {
      const lines = sold(partner, people(0, 5))
      return lines.flatMap((each) => (each.topic === 'catalogue' ? [each] : [wish(partner, each), each]))
    })
    const moved = ['q0', 'q1'].map((partner) => sold(partner, people(1, 5), 1, { since: START - 90 * DAY }))
    const { monitor, flags } = after(...own, ...moved, others)
    expect(flags).toEqual([])
    expect(monitor.looked.flatMap((each) => sharedOf(each) ?? [])).toEqual([])
  })

  it('are of all services of a partner together: its sum counts them once', () => {
    const { monitor } = after(sold('p0', people(0, 2), 2), second, others)
    const found = ofPartner(monitor.looked, 'p0').map((each) => sharedOf(each)?.by.n)
    expect(found).toHaveLength(3)
    expect(new Set(found)).toEqual(new Set([sharedOf(ofPartner(monitor.looked, 'p1')[0] as Looked)?.by.n]))
  })
})

it('who has ten services and five subscribers in common with another is not flagged', () => {
  const [ten, five] = [people(0).slice(0, 10), people(0).slice(0, 5)]
  const { monitor, flags } = after(sold('p0', ten, 10), sold('p1', [...five, ...people(1).slice(0, 3)]), others)
  expect(flags).toEqual([])
  expect(ofPartner(monitor.looked, 'p0')).toHaveLength(11)
  expect(ofPartner(monitor.looked, 'p0').flatMap((each) => sharedOf(each) ?? [])).toEqual([])
})
