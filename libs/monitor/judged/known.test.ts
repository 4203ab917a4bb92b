import { expect, it } from 'vitest'
import { middleRate } from './known.ts'

const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

it('the middle rate is that which sorting finds, of however many, with rates that are alike, and of those known well', () => {
  const next = random(5)
  for (let size = 1; size < 200; size++) {
    const n = Float64Array.from({ length: size }, () => 1 + Math.floor(next() * 40))
    const x = n.map((of) => Math.floor(next() * Math.min(of, 4)))
    const least = (n.toSorted()[size >> 1] as number) / 2
    const rates = [...x].flatMap((cases, at) => ((n[at] as number) >= least ? [cases / (n[at] as number)] : []))
    expect(middleRate(x, n)).toBe(rates.sort((a, b) => a - b)[rates.length >> 1])
  }
})
