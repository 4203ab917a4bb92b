import { describe, expect, it } from 'vitest'
import { at, COUNTERS } from './counted/counters.ts'
import { Lately } from './counted/lately.ts'
import { mark, Sample } from './counted/sample.ts'
import { Latencies, Season, Top } from './counted/small.ts'
import { broughtTo, COMPARED, sharedVictims, smallestOf } from './judged/shared.ts'
import { hash32 } from './observed/hash.ts'
import { Wall } from './wall.ts'

const HOUR = 3_600_000
const NOON = Date.parse('2026-07-01T12:00:00Z')

it('the last day is begun anew where a release has other steps', () => {
  const counts = new Float32Array(COUNTERS).fill(1)
  const lately = new Lately()
  for (let step = 0; step < 8; step++) lately.close(step, 8, counts)
  expect(lately.sum()?.[at.charges]).toBe(8)
  lately.close(0, 24, counts)
  expect(lately.sum()?.[at.charges]).toBe(1)
})

describe('the sample', () => {
  it('holds the same subscribers whatever the order, and knows what share of all that is', () => {
    const subs = Array.from({ length: 5000 }, (_, i) => hash32(`k${i}`))
    const [forth, back] = [new Sample(512), new Sample(512)]
    for (const sub of subs) forth.place(sub, 1)
    for (const sub of subs.toReversed()) back.place(sub, 1)
    expect(smallestOf([back])).toEqual(smallestOf([forth]))
    expect(forth.size / forth.share).toBeGreaterThan(4000)
    expect(forth.size / forth.share).toBeLessThan(6000)
    expect(forth.bytes).toBe(512 * 16)
  })

  it('knows how many are active as if it counted them anew, whatever happens to whom, and a clock that was set back', () => {
    const sample = new Sample(64)
    for (let i = 0; i < 3000; i++) {
      const hour = 480_000 + i - (i % 50 === 0 ? 40 : 0)
      const cell = sample.place(hash32(`k${(i * 7) % 89}`), hour)
      if (cell >= 0 && i % 3 !== 0) sample.setLast(cell, hour)
      if (cell >= 0 && i % 5 < 2) sample.set(cell, mark.cancelled, i % 5 === 0)
      if (i % 400 === 0) sample.forget(hash32('k7'))
      const anew = new Sample(64)
      anew.load(structuredClone(sample.save()))
      // First of those who were heard of lately, then of all.
      const since = hour - (i < 1500 ? 60 : 200)
      expect(sample.active(since)).toBe(anew.active(since))
    }
  })

  it('keeps marks, weeks and the app of each apart', () => {
    const sample = new Sample(64)
    const cell = sample.place(12345, 100)
    sample.setApp(cell, 31)
    sample.set(cell, mark.cancelled)
    expect([1, 2, 3].map(() => sample.charge(cell, 495_000))).toEqual([1, 2, 3])
    sample.set(cell, mark.again)
    expect(sample.charge(cell, 495_200)).toBe(1)
    expect([sample.app(cell), sample.has(cell, mark.cancelled), sample.has(cell, mark.used)]).toEqual([31, true, false])
    expect(sample.has(cell, mark.again)).toBe(true)
  })
})

/** Those of them whose hashes are smallest, each of whom came then. */
function broughtOf(subs: readonly number[], hourOf: (sub: number) => number = () => 480_000) {
  const smallest = subs.toSorted((a, b) => a - b).slice(0, COMPARED)
  const limit = smallest.length < COMPARED ? 2 ** 32 : (smallest.at(-1) as number)
  return { limit, subs: smallest, hours: smallest.map(hourOf) }
}

it('of several services whoever came is told once, as they came last, those whose hashes are smallest', () => {
  const samples = Array.from({ length: 3 }, () => new Sample(512))
  const came = new Map<number, number>()
  const paid = new Set<number>()
  for (let i = 0; i < 900; i++) {
    const [sub, hour, sample] = [hash32(`k${(i * 11) % 500}`), 480_000 + ((i * 37) % 400), samples[i % 3] as Sample]
    const cell = sample.place(sub, hour)
    sample.setSince(cell, hour)
    sample.set(cell, mark.brought, i % 4 !== 0)
    // By a package they came to nobody.
    sample.set(cell, mark.packaged, i % 9 === 0)
  }
  for (const sample of samples)
    for (let i = 0; i < 500; i++) {
      const sub = hash32(`k${i}`)
      const cell = sample.find(sub)
      if (cell < 0 || sub > Math.min(...samples.map(({ limit }) => limit)) || sample.has(cell, mark.packaged)) continue
      paid.add(sub)
      if (sample.has(cell, mark.brought)) came.set(sub, Math.max(sample.since(cell), came.get(sub) ?? 0))
    }
  const inOrder = [...came].sort(([a], [b]) => a - b).slice(0, COMPARED)
  expect(inOrder).toHaveLength(COMPARED)
  const { subs, hours, limit } = broughtTo(samples)
  expect(subs.map((sub, place) => [sub, hours[place]])).toEqual(inOrder)
  expect(limit).toBe(subs.at(-1))
  expect([...smallestOf(samples)]).toEqual([...paid].sort((a, b) => a - b).slice(0, COMPARED))
})

it('two partners of one owner have their subscribers in common, others do not', () => {
  const of = (name: string, count: number) => broughtOf(Array.from({ length: count }, (_, i) => hash32(`${name}${i}`)))
  const found = sharedVictims(
    new Map([
      ['a', of('x', 300)],
      ['b', of('x', 300)],
      ['c', of('y', 300)],
    ]),
    600,
  )
  expect(found.get('a')).toEqual({ x: COMPARED, n: COMPARED, with: 'b' })
  expect(found.get('c')?.x).toBe(0)
})

it('who sells to many has many in common with everybody: that is chance, and two of one owner are none', () => {
  const everybody = Array.from({ length: 6000 }, (_, i) => hash32(`x${i}`))
  const of = (isOf: (i: number) => boolean) => broughtOf(everybody.filter((_, i) => isOf(i)))
  const found = sharedVictims(
    new Map([
      ['many', of((i) => i % 3 === 0)],
      ['few', of((i) => i % 7 === 0)],
      ['fewer', of((i) => i % 11 === 0)],
      ['all others', of((i) => i % 3 !== 0)],
      ['one', of((i) => i % 40 < 3)],
      ['two', of((i) => i % 40 > 1 && i % 40 < 5)],
    ]),
    everybody.length,
  )
  expect(found.get('few')?.x).toBe(0)
  expect(found.get('fewer')?.x).toBe(0)
  expect(found.get('one')).toMatchObject({ with: 'two' })
  expect(found.get('one')?.x).toBeGreaterThan(20)
})

it('who came to both by and by is nobody whose name was passed on; of a list that is worked through a tenth is enough', () => {
  const everybody = Array.from({ length: 30_000 }, (_, i) => hash32(`x${i}`))
  const anyDay = (name: string) => (sub: number) => 480_000 + (hash32(`${name}${sub}`) % (90 * 24))
  const pair = (sameDay: boolean) => {
    const list = new Set(everybody.slice(0, 200))
    const of = (name: string, from: number) =>
      broughtOf([...list, ...everybody.slice(from, from + 1800)], (sub) =>
        anyDay(list.has(sub) && sameDay ? 'list' : name)(sub),
      )
    return sharedVictims(
      new Map([
        ['one', of('one', 1000)],
        ['two', of('two', 2200)],
      ]),
      everybody.length,
    )
  }
  expect(pair(true).get('one')?.x).toBeGreaterThan(12)
  expect(pair(false).get('one')?.x).toBeLessThan(8)
})

it('answers after the very same time are told from those of people', () => {
  const [machine, people] = [new Latencies(), new Latencies()]
  for (let i = 0; i < 200; i++) {
    machine.add(4000 + (i % 7) * 20)
    people.add(1000 * Math.exp((i % 40) / 10))
  }
  machine.look()
  people.look()
  const share = (latencies: Latencies, times: number[]) =>
    times.filter((each) => latencies.add(each)).length / times.length
  expect(share(machine, [4010, 4050, 3990, 4100])).toBe(1)
  expect(
    share(
      people,
      Array.from({ length: 40 }, (_, i) => 1000 * Math.exp(i / 10)),
    ),
  ).toBeLessThan(0.3)
})

it('an hour is a burst against the same hours of the weeks before', () => {
  const season = new Season()
  for (let hour = 0; hour < 4 * 168; hour++) season.excess(hour, hour % 24 === 20 ? 50 : 2)
  expect(season.excess(4 * 168 + 20, 55)).toBe(0)
  expect(season.excess(4 * 168 + 21, 5)).toBe(0)
  expect(season.excess(4 * 168 + 27, 90)).toBeGreaterThan(60)
})

it('the address that came most is known before it is counted', () => {
  const top = new Top()
  expect(top.top).toBe(0)
  for (let i = 0; i < 100; i++) top.add(i % 3 === 0 ? 7 : 100 + i)
  top.look()
  expect(top.top).toBe(7)
})

it('the wall of a zone, summer and winter', () => {
  expect(new Wall('Asia/Shanghai').ahead(NOON)).toBe(8 * HOUR)
  expect(new Wall('America/New_York').ahead(NOON)).toBe(-4 * HOUR)
  expect(new Wall('UTC').ahead(NOON)).toBe(0)
})
