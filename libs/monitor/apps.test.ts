import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { at } from './counted/counters.ts'
import { Monitor } from './monitor.ts'
import { charge, DAY, HOUR, type Line, line, number, person, START, unitOf, used } from './told-fixtures.ts'

/** Software brings so many a day to a partner, each within a second; and so many more come to it by themselves. */
const day = (partner: string, day: number, byApp: number, others = 0, took = (_: number) => 900): Line[] =>
  Array.from({ length: byApp + others }, (_, n) => {
    const i = Number(partner.slice(1)) * 100_000 + day * 1000 + n
    const at = START + day * DAY + 8 * HOUR + n * 60_000
    return line('confirmation.events', person(i), 'consent.given', at, {
      serviceId: `${partner}-s`,
      partnerId: partner,
      receiptId: `y${i}`,
      msisdn: number(i),
      tariffFen: 800,
      period: 'month',
      askedAt: at - (n < byApp ? took(i) : 4000 * 1.35 ** (n % 17)),
      origin: n < byApp ? { app: { package: 'cn.torch' } } : {},
    })
  })

function told(lines: readonly Line[]): [partner: string, day: number][] {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  for (const { topic, key, message } of lines.toSorted((a, b) => a.message.at - b.message.at))
    monitor.read(topic, key, message)
  monitor.end()
  const flags = monitor.raised().filter(({ flag }) => flag.app === 'cn.torch')
  return flags.map(({ flag }) => [flag.partner, Math.floor((flag.at - START) / DAY)])
}

describe('software that subscribes people', () => {
  const twelve = (each: (n: number) => readonly Line[]) => Array.from({ length: 12 }, (_, n) => each(n)).flat()

  it('is told of each partner that it asks for, of a later one when it does, each once', () =>
    expect(told(twelve((n) => [...day('p1', n, 20), ...(n >= 6 ? day('p2', n, 20) : [])]))).toEqual([
      ['p1', 0],
      ['p2', 6],
    ]))

  it('is told of a small partner beside a large one, and of none that it brought hardly any', () =>
    expect(
      told(
        twelve((n) => [...day('p1', n, 200), ...(n >= 6 ? day('p2', n, 12) : []), ...day('p3', n, n >= 6 ? 2 : 0, 60)]),
      ),
    ).toEqual([
      ['p1', 0],
      ['p2', 6],
    ]))

  it('is told of nobody to whom it brought people long ago only', () => {
    const slowly = (partner: string, when: number) =>
      day(partner, when, 12, 0, (i) => (i % 4 === 0 ? 900 : 40_000 + when * 1000))
    const since = twelve((n) => day('p1', 90 + n, 20))
    expect(told([...slowly('p3', 0), ...slowly('p1', 45), ...since])).toEqual([['p1', 90]])
    expect(told([...slowly('p3', 45), ...slowly('p1', 45), ...since])).toEqual([
      ['p1', 90],
      ['p3', 90],
    ])
  })
})

/** From 5 to 80 s, each after another time. */
const asPeople = (i: number) => 5000 * 16 ** ((i * 0.618034) % 1)

describe('a shop by which everybody is asked for', () => {
  /** So many a day by the shop; of those of `fast` one partner's own script says yes. */
  const lines = (partners: number, fast: readonly string[]) =>
    Array.from({ length: 12 }, (_, n) =>
      Array.from({ length: partners }, (_, p) => {
        const partner = `p${p + 1}`
        return day(partner, n, 6, 0, fast.includes(partner) ? () => 900 : asPeople)
      }).flat(),
    ).flat()

  it.each([4, 16])('is told of the one that cheats by it, and of none of %s that do not', (partners) => {
    expect(new Set(told(lines(partners, ['p3'])).map(([partner]) => partner))).toEqual(new Set(['p3']))
  })
  it('is told of none whose own part shows what says little beside what was found', () => {
    const quick = (i: number) => 3200 * 2.5 ** ((i * 0.618034) % 1)
    const each = (n: number) => [...day('p1', n, 12), ...day('p2', n, 12, 0, quick), ...day('p3', n, 12, 0, asPeople)]
    expect(new Set(told(Array.from({ length: 12 }, (_, n) => each(n)).flat()).map(([partner]) => partner))).toEqual(
      new Set(['p1']),
    )
  })
  it('is told of all where it is the shop itself', () => {
    const all = ['p1', 'p2', 'p3', 'p4']
    expect(told(lines(4, all)).map(([partner]) => partner)).toEqual(all)
  })
})

it('of a large service what its people do is counted as often as it is known', () => {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  const service = { serviceId: 'p1-s', partnerId: 'p1' }
  const lines = [
    ...Array.from({ length: 10 }, (_, n) => day('p1', n, 200)).flat(),
    used('songs', START),
    ...Array.from({ length: 2000 }, (_, n) =>
      charge(100_000 + Math.floor(n / 200) * 1000 + (n % 200), START + 20 * DAY + n * 1000, service),
    ),
  ]
  for (const { topic, key, message } of lines) monitor.read(topic, key, message)
  monitor.end()
  const counted = (kind: 'app' | 'service') => unitOf(monitor, kind, 'songs')?.total() ?? []
  const [app, whole] = [counted('app'), counted('service')]
  expect(whole[at.payers]).toBeLessThan(1000)
  expect([app[at.payers], app[at.silent]]).toEqual([whole[at.payers], whole[at.silent]])
  expect(app[at.consents]).toBe(app[at.sampledNew])
})
