import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Population } from '../../tools/population/population.ts'
import { Monitor } from './monitor.ts'
import { type Head, unitsIn } from './saved.ts'
import { Packed, type Snapshot } from './snapshot.ts'

const population = new Population({ seed: 8, partners: 14, days: 16, malicious: 0.5, heldOut: true })
const lines = [...population.days()].flat()
const half = lines.length >> 1
const { monitor: policy, timeZone } = defaultPolicy

const fed = (monitor: Monitor, from: number, to: number): Monitor => {
  for (const { topic, key, message } of lines.slice(from, to)) monitor.read(topic, key, message)
  return monitor
}
const taken = (snapshot: Snapshot): Packed =>
  new Packed(
    Array.from({ length: snapshot.parts }, (_, index) => snapshot.part(index)),
    snapshot.heads,
  )
const opened = (packed: Packed): Monitor => {
  const opening = Monitor.open(packed, timeZone, { standings: true })
  for (;;) {
    const step = opening.next()
    if (step.done) return step.value
  }
}
/** All that a monitor knows. */
const knownBy = (monitor: Monitor): unknown[] => contentOf(taken(monitor.snapshot()))
const contentOf = (packed: Packed): unknown[] => {
  const head = packed.head() as Head
  return [head, ...Array.from({ length: unitsIn(head) }, (_, place) => packed.unit(place))]
}

it('while it is packed part by part, what it holds stays what it was', () => {
  const monitor = fed(new Monitor(policy, timeZone), 0, half)
  const before = knownBy(monitor)
  const snapshot = monitor.snapshot()
  fed(monitor, half, lines.length)
  expect(before.length).toBeGreaterThan(14)
  expect(contentOf(taken(snapshot))).toEqual(before)
  expect(knownBy(monitor)).not.toEqual(before)
})

it('who goes on from it knows all that the other one knows, and says the same', () => {
  const one = fed(new Monitor(policy, timeZone, { standings: true }), 0, half)
  const other = opened(taken(one.snapshot()))
  one.raised()
  one.standings()
  for (const each of [one, other]) fed(each, half, lines.length)
  expect(JSON.stringify(other.raised())).toBe(JSON.stringify(one.raised()))
  expect(JSON.stringify(other.standings())).toBe(JSON.stringify(one.standings()))
  expect(knownBy(other)).toEqual(knownBy(one))
})

it('of who is erased nothing is known any more, and what was counted stays', () => {
  const monitor = fed(new Monitor(policy, timeZone), 0, half)
  const subs = () => {
    const units = knownBy(monitor).slice(1) as { unit: { sample: { cells: Uint32Array } } }[]
    return new Set(units.flatMap(({ unit }) => [...unit.sample.cells.filter((each, at) => at % 4 === 0 && each !== 0)]))
  }
  const before = subs()
  const [victim, ...others] = before
  monitor.forget(victim as number)
  expect(subs()).toEqual(new Set(others))
})
