import { expect, it } from 'vitest'
import { at, COUNTERS } from './counters.ts'
import { DAYS, DayCounts } from './day-counts.ts'

const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

it('counts of days are what plain arrays would hold, whatever is counted on however many days, and of days that went', () => {
  const next = random(11)
  const [counts, plain] = [new DayCounts(), new Map<number, Float32Array>()]
  for (let day = 20_000; day < 20_000 + 3 * DAYS; day++) {
    if (next() < 0.3) continue
    counts.begin(day)
    plain.delete(day - DAYS)
    plain.delete(day - 2 * DAYS)
    plain.set(day, new Float32Array(COUNTERS))
    for (let i = 0; i < 12; i++) {
      const known = [...plain.keys()]
      const of = known[Math.floor(next() * known.length)] as number
      const [counter, n] = [Math.floor(next() * COUNTERS), next() * 100]
      const own = plain.get(of) as Float32Array
      const before = own[counter] as number
      own[counter] = before + n
      expect(counts.add(of, counter, n)).toBe((own[counter] as number) - before)
    }
    expect(counts.days).toEqual([...plain.keys()].sort((a, b) => a - b))
    for (const [each, own] of plain) {
      expect(counts.read(each, new Float32Array(COUNTERS))).toEqual(own)
      expect(counts.of(each, at.charges)).toBe(own[at.charges])
    }
  }
})

it('whoever counts little takes little, and no more after a year than after 64 days', () => {
  const counts = new DayCounts()
  const told = (from: number, to: number): number => {
    for (let day = from; day < to; day++) {
      counts.begin(day)
      for (const each of ['charges', 'users', 'days', 'consents', 'activated'] as const) counts.add(day, at[each], 1)
    }
    return counts.bytes
  }
  const [few, all] = [told(20_000, 20_005), told(20_005, 20_000 + DAYS)]
  expect(few).toBeLessThan(1200)
  expect(all).toBeLessThan(3000)
  expect(told(20_000 + DAYS, 20_365)).toBe(all)
})
