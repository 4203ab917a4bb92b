import { describe, expect, it } from 'vitest'
import { defaultPolicy, type MonitorPolicy, type SignalPolicy } from '#policy'
import { logRatio, withChance } from './gamma.ts'
import type { Peer } from './learnt.ts'
import { Peers } from './peers.ts'
import { type SignalName, signalNames } from './signals.ts'

const policy: MonitorPolicy = defaultPolicy.monitor
const place = signalNames.indexOf('charges.no.consent')
const circles = ['service month']

/** Peers with so many charges without consent of so many. */
function usualOf(
  name: SignalName,
  known: readonly (readonly [x: number, n: number, before?: number])[],
  circlesOf: readonly string[] = circles,
) {
  const signal = signalNames.indexOf(name)
  const peers = new Peers(policy)
  peers.fit(
    known.map(([cases, of, taken = 0]): Peer => {
      const [x, n, before] = [0, 0, 0].map(() => new Float64Array(signalNames.length)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ]
      ;[x[signal], n[signal], before[signal]] = [cases, of, taken]
      return { circles: circlesOf, figures: { x, n, before } }
    }),
  )
  return peers.usual(signal, circlesOf)
}

const many = (count: number, x: number, n: number) => Array.from({ length: count }, () => [x, n] as const)

describe('what is usual, where some peers are of those that are looked for', () => {
  const honest = [...many(30, 0, 800), ...many(10, 1, 900)]
  // Small ones of whom little is known yet, and one large one.
  const bad = [...many(12, 2, 300), ...many(4, 3, 400), ...many(1, 60, 2000)]

  it('is what it is without them', () => {
    const { rate, shape } = usualOf('charges.no.consent', [...honest, ...bad])
    expect(rate).toBeLessThan(usualOf('charges.no.consent', honest).rate * 2)
    expect(shape).toBeGreaterThan(2)
  })

  it('where honest peers differ much, and do it more often than policy knows, they are taken to', () => {
    const differ = Array.from({ length: 40 }, (_, i) => [i % 8 === 0 ? 90 : 12, 300] as const)
    const alike = many(40, 24, 300)
    expect(usualOf('unsolved', differ).shape).toBeLessThan(usualOf('unsolved', alike).shape)
  })
})

it.each([
  ['refunds.slow', { x: 1, n: 20 }, { x: 5, n: 7 }],
  ['unsolved', { x: 2, n: 30 }, { x: 8, n: 16 }],
  ['answers.fast', { x: 2, n: 200 }, { x: 40, n: 200 }],
  ['victims.shared', { x: 0, n: 300 }, { x: 33, n: 267 }],
  ['disputes', { x: 1, n: 1000 }, { x: 25, n: 800 }],
  ['answers.narrow', { x: 20, n: 50 }, { x: 20, n: 8 }],
] as const)(
  'where honest peers do %s less than policy calls healthy, that is usual, to a part of it',
  (name, of, seen) => {
    const { healthy, atLeast, peersDown } = policy.signals[name] as SignalPolicy
    const usual = usualOf(name, many(40, of.x, of.n))
    expect(usual.rate / healthy).toBeCloseTo(Math.max(of.x / of.n / healthy, peersDown), 1)
    expect(usualOf(name, many(40, 0, of.n)).rate / healthy).toBeCloseTo(peersDown)
    const says = (rate: number) => logRatio(seen.x, seen.n, { ...usual, rate }, atLeast)
    expect(says(usual.rate)).toBeGreaterThan(says(healthy) + 1.5)
  },
)

it('beside what is expected of each one’s own, honest peers are taken to be as alike as they are', () => {
  expect(usualOf('answers.narrow', many(40, 40, 50)).shape).toBeGreaterThan(50)
  expect(usualOf('answers.hasty', many(40, 100, 500)).shape).toBeLessThan(10)
})

describe('what nearly all of a house do', () => {
  const bare = policy.signals['subscribed.bare'] as SignalPolicy

  it('is usual there, however far beyond what peers can make usual elsewhere', () => {
    expect(usualOf('subscribed.bare', many(40, 190, 200)).rate).toBeGreaterThan(0.9)
    const { healthy, peersMost } = policy.signals['charges.too.often'] as SignalPolicy
    expect(usualOf('charges.too.often', many(40, 6, 800)).rate).toBeGreaterThan(3 * healthy * peersMost)
  })

  it('is not what most do: with a third who do not, nobody is excused', () => {
    const some = [...many(26, 190, 200), ...many(14, 2, 200)]
    expect(usualOf('subscribed.bare', some).rate).toBeLessThanOrEqual(bare.healthy * bare.peersMost)
  })

  it('is learnt of few as well, in the widest circle; of few apps, most of which may be one maker’s, it is not', () => {
    expect(usualOf('same.page', many(7, 99, 100), ['service month game', 'service']).rate).toBeGreaterThan(0.9)
    expect(usualOf('same.page', many(7, 99, 100), ['app']).rate).toBe(policy.signals['same.page']?.healthy)
  })
})

it('a narrow circle of which little is known is taken to do what the wider one does, where that is more than policy says', () => {
  const place = signalNames.indexOf('refunds.slow')
  const peers = new Peers(policy)
  const peer = (narrow: string, cases: number, of: number): Peer => {
    const figures = { x: new Float64Array(signalNames.length), n: new Float64Array(signalNames.length) }
    ;[figures.x[place], figures.n[place]] = [cases, of]
    return { circles: [narrow, 'service'], figures }
  }
  const [small, large] = [
    Array.from({ length: 14 }, () => peer('small', 1, 2)),
    Array.from({ length: 60 }, () => peer('large', 24, 50)),
  ]
  peers.fit([...small, ...large])
  expect(peers.usual(place, ['small', 'service']).rate).toBeGreaterThan(0.4)
  peers.fit(small)
  const alone = peers.usual(place, ['small', 'service']).rate
  expect(alone).toBeLessThan(0.36)
  // Where half of the wider one does it hardly ever, that does not say so.
  peers.fit([...small, ...large.slice(0, 30), ...Array.from({ length: 30 }, () => peer('large', 2, 50))])
  expect(peers.usual(place, ['small', 'service']).rate).toBe(alone)
})

it('where all people are somebody’s neighbours, as many more than half may refuse as chance makes; else none may', () => {
  const says = (taken: number) => {
    const usual = usualOf(
      'numbers.unwilling',
      Array.from({ length: 40 }, (_, i) => [i % 3, 200, taken] as const),
    )
    return logRatio(10, 24, withChance(usual, 24), 8)
  }
  expect(says(0)).toBeGreaterThan(7)
  expect(says(200)).toBeLessThan(1)
})

it('nobody is known: what policy says', () => {
  const { healthy, shape } = policy.signals['charges.no.consent'] ?? {}
  expect(new Peers(policy).usual(place, circles)).toMatchObject({ rate: healthy, shape })
})
