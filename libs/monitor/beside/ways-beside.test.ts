import { expect, it } from 'vitest'
import { defaultPolicy, type MonitorPolicy } from '#policy'
import { Population } from '../../../tools/population/population.ts'
import { OwnWays } from '../all-ways.ts'
import { Monitor } from '../monitor.ts'
import { heardIn } from '../observed/heard.ts'
import type { Observation } from '../observed/observe.ts'
import {
  charge,
  complaint,
  consent,
  DAY,
  HOUR,
  houseOf,
  type Line,
  line,
  person,
  START,
  service,
  spread,
  used,
  wished,
} from '../told-fixtures.ts'
import { ColumnsIn, ColumnsOut } from './columns.ts'
import { CountedWays } from './counting.ts'
import { WaysBeside } from './ways-beside.ts'

const { monitor: policy, timeZone } = defaultPolicy

/** What a monitor came to: what it said, and all that is known of its ways in the end. */
interface Ended {
  readonly said: string
  readonly ways: unknown
}
const ended = (monitor: Monitor, ways: OwnWays): Ended => ({
  said: JSON.stringify([monitor.raised(), monitor.cleared()]),
  ways: [ways.save(), ways.units.map((each) => each.save())],
})

/** One that counts everything itself. */
function alone(lines: readonly Line[]): Ended {
  const ways = new OwnWays(policy)
  const monitor = new Monitor(policy, timeZone, { follows: true, ways })
  for (const { topic, key, message } of lines) monitor.read(topic, key, message)
  monitor.end()
  return ended(monitor, ways)
}

/** One whose ways somebody else counts, who has a copy of all that goes there and comes back, as in another thread. */
function beside(lines: readonly Line[], inABatch: number): Ended {
  const own = new OwnWays(structuredClone(policy))
  const counted = new CountedWays(structuredClone(policy), own)
  const [out, into] = [new ColumnsOut(), new ColumnsIn()]
  const batches: (readonly Observation[])[] = []
  const ways = new WaysBeside(policy, {
    hear: (orders) => counted.hear(structuredClone(orders), batches[orders.batch ?? -1] ?? []),
    look: (about) => {
      const found = structuredClone(counted.look(structuredClone(about)))
      return () => found
    },
  })
  const monitor = new Monitor(policy, timeZone, { follows: true, ways })
  for (let from = 0; from < lines.length; from += inABatch) {
    const heard = lines.slice(from, from + inABatch).map(({ topic, key, message }) => heardIn(topic, key, message))
    const batch = batches.push(heard.flatMap((each) => (Array.isArray(each) ? each : []))) - 1
    const seen = into.of(structuredClone(out.of(batches[batch] as readonly Observation[])))
    ways.begin(batch, seen.length)
    let place = 0
    for (const [n, each] of heard.entries()) {
      const { at } = (lines[from + n] as Line).message
      if (!Array.isArray(each)) monitor.hear(each, at)
      else
        for (const end = place + each.length; place < end; place++) {
          ways.place = place
          monitor.take(seen[place] as Observation, at)
        }
    }
    ways.end()
  }
  monitor.end()
  ways.end()
  return ended(monitor, own)
}

const inOrder = (lines: readonly Line[]) => lines.toSorted((a, b) => a.message.at - b.message.at)
const released = (at: number, figures: Partial<MonitorPolicy>) =>
  line('monitor.observations', 'all', 'policy.set', at, { name: 'm1', figures: { ...policy, ...figures } })

it('says and knows of ways what it does when it counts them itself, however few come in a batch', () => {
  const lines = houseOf(3, { days: 40 })
  const one = alone(lines)
  expect(one.said).toContain('"way":"page ')
  for (const inABatch of [1, 7, 1000]) expect(beside(lines, inABatch)).toEqual(one)
})

it('whatever is released, sold to another partner, or told of a partner meanwhile, is heard there as well', () => {
  const told = (day: number, more: object) =>
    line('catalogue', 'comics', 'service.set', START + day * DAY, { ...service, period: 'month', ...more })
  const lines = inOrder([
    ...houseOf(3, { days: 45 }),
    told(0, {}),
    line('catalogue', 'huayu', 'partner.set', START + 5 * DAY, { partnerId: 'huayu', kind: 'content' }),
    line('catalogue', 'joy', 'partner.set', START + 5 * DAY, { partnerId: 'joy', kind: 'game' }),
    released(START + 12 * DAY, { stepHours: 3 }),
    // On trial: what is only tried is told as such.
    released(START + 22 * DAY, {
      signals: { ...policy.signals, 'cancel.charged': { ...policy.signals['cancel.charged'], on: 'shadow' } as never },
    }),
    told(15, { partnerId: 'joy' }),
  ])
  const one = alone(lines)
  expect(one.said).toMatch(/"partner":"joy".*"shadow":true/)
  expect(beside(lines, 300)).toEqual(one)
})

const day = (n: number) => START + n * DAY

it('who wished for it, pays again, uses it or complains is heard there, by an app however it is spelt', () => {
  const lines = inOrder([
    ...houseOf(3, { days: 60 }),
    // Every second one asked by themselves; all pay a second month; a few of them use it.
    ...Array.from({ length: 300 }, (_, i) => wished(2 * i, day(Math.floor(i / 10)) + 7 * HOUR)),
    ...Array.from({ length: 500 }, (_, i) =>
      charge(10_000 + i, day(33 + Math.floor(i / 20)), { subscriber: person(i) }),
    ),
    ...Array.from({ length: 180 }, (_, i) => used('comics', day(Math.floor(i / 3)) + 20 * HOUR, person(i * 5))),
    ...Array.from({ length: 80 }, (_, i) => complaint(i * 7, day(20 + (i % 30)), 'opened')),
    ...Array.from({ length: 40 }, (_, i) =>
      consent(20_000 + i, day(i), spread(i), { app: { package: i % 2 === 0 ? 'cn.torch' : 'ＣＮ.Torch' } }),
    ),
  ])
  expect(beside(lines, 300)).toEqual(alone(lines))
})

it('a service of which nothing was told for months is forgotten there as well, and begins anew', () => {
  const later = houseOf(3, { days: 10 }).map(({ message, ...rest }) => ({
    ...rest,
    message: { ...message, at: message.at + 180 * DAY },
  }))
  // Another one goes on meanwhile.
  const others = Array.from({ length: 200 }, (_, n) => used('novels', day(n) + HOUR))
  const lines = inOrder([...houseOf(3, { days: 20 }), ...others, ...later])
  expect(beside(lines, 300)).toEqual(alone(lines))
})

it('of a house with all kinds of partners, and handset software', () => {
  const population = new Population({ seed: 8, partners: 14, days: 14, malicious: 0.5, heldOut: true })
  const lines = [...population.days()].flat()
  const one = alone(lines)
  expect(JSON.parse(one.said)[0].length).toBeGreaterThan(3)
  expect(beside(lines, 500)).toEqual(one)
})

it('one whose ways are counted elsewhere gives no part of itself for the whole', () => {
  const ways = new WaysBeside(policy, { hear: () => undefined, look: () => () => [] })
  const monitor = new Monitor(policy, timeZone, { ways })
  for (const asked of [() => monitor.snapshot(), () => monitor.forget(7)]) expect(asked).toThrow(/counted elsewhere/)
  expect(() => new Monitor(policy, timeZone, { ways, standings: true })).toThrow(/counted elsewhere/)
})
