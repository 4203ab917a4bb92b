import { expect, it } from 'vitest'
import { defaultPolicy, type MonitorPolicy } from '#policy'
import { Population } from '../../../tools/population/population.ts'
import { Monitor } from '../monitor.ts'
import { heardIn } from '../observed/heard.ts'
import type { Observation } from '../observed/observe.ts'
import { DAY, houseOf, type Line, line, START, service } from '../told-fixtures.ts'
import { ColumnsIn, ColumnsOut } from './columns.ts'
import { CountedWays } from './counting.ts'
import { WaysBeside } from './ways-beside.ts'

const { monitor: policy, timeZone } = defaultPolicy

/** What a monitor says that counts everything itself. */
function saidAlone(lines: readonly Line[]): string {
  const monitor = new Monitor(policy, timeZone, { follows: true })
  for (const { topic, key, message } of lines) monitor.read(topic, key, message)
  monitor.end()
  return JSON.stringify([monitor.raised(), monitor.cleared()])
}

/** What one says whose ways somebody else counts, who has a copy of all that goes there and comes back, as in another thread. */
function saidBeside(lines: readonly Line[], inABatch: number): string {
  const counted = new CountedWays(structuredClone(policy))
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
  return JSON.stringify([monitor.raised(), monitor.cleared()])
}

const inOrder = (lines: readonly Line[]) => lines.toSorted((a, b) => a.message.at - b.message.at)
const released = (at: number, figures: Partial<MonitorPolicy>) =>
  line('monitor.observations', 'all', 'policy.set', at, { name: 'm1', figures: { ...policy, ...figures } })

it('says of ways what it says when it counts them itself, byte for byte, however few come in a batch', () => {
  const lines = houseOf(3, { days: 40 })
  const alone = saidAlone(lines)
  expect(alone).toContain('"way":"page ')
  for (const inABatch of [1, 7, 1000]) expect(saidBeside(lines, inABatch)).toBe(alone)
})

it('whatever is released, sold to another partner, or told of a partner meanwhile, is heard there as well', () => {
  const told = (day: number, more: object) =>
    line('catalogue', 'comics', 'service.set', START + day * DAY, { ...service, period: 'month', ...more })
  const lines = inOrder([
    ...houseOf(3, { days: 45 }),
    told(0, {}),
    line('catalogue', 'huayu', 'partner.set', START + 5 * DAY, { partnerId: 'huayu', kind: 'content' }),
    released(START + 12 * DAY, { stepHours: 3 }),
    // On trial: what is only tried is told as such.
    released(START + 22 * DAY, {
      signals: { ...policy.signals, 'cancel.charged': { ...policy.signals['cancel.charged'], on: 'shadow' } as never },
    }),
    told(15, { partnerId: 'joy' }),
  ])
  const alone = saidAlone(lines)
  expect(alone).toMatch(/"partner":"joy".*"shadow":true/)
  expect(saidBeside(lines, 300)).toBe(alone)
})

it('of a house with all kinds of partners, and handset software', () => {
  const population = new Population({ seed: 8, partners: 14, days: 14, malicious: 0.5, heldOut: true })
  const lines = [...population.days()].flat()
  const alone = saidAlone(lines)
  expect(JSON.parse(alone)[0].length).toBeGreaterThan(3)
  expect(saidBeside(lines, 500)).toBe(alone)
})

it('one whose ways are counted elsewhere gives no part of itself for the whole', () => {
  const ways = new WaysBeside(policy, { hear: () => undefined, look: () => () => [] })
  const monitor = new Monitor(policy, timeZone, { ways })
  for (const asked of [() => monitor.snapshot(), () => monitor.forget(7)]) expect(asked).toThrow(/counted elsewhere/)
  expect(() => new Monitor(policy, timeZone, { ways, standings: true })).toThrow(/counted elsewhere/)
})
