import { describe, expect, it } from 'vitest'
import { logGamma, logRatio, narrowed } from './gamma.ts'
import { flagFrom } from './judge.ts'

const usual = { rate: 0.0005, shape: 2.5 }

describe('rate and count both matter', () => {
  it('one complaint of 12 users is nothing, 60 of 10,000 are certain', () => {
    expect(logRatio(1, 12, usual)).toBeLessThan(3)
    expect(logRatio(60, 10_000, usual)).toBeGreaterThan(12)
  })

  it('the same share says more of many than of few', () => {
    expect(logRatio(40, 100, { rate: 0.05, shape: 6 })).toBeGreaterThan(logRatio(4, 10, { rate: 0.05, shape: 6 }))
  })

  it('what is usual for a unit moves with what it did before, and no further than policy lets it', () => {
    const own = narrowed({ rate: 0.01, shape: 2 }, 100, 1000, 12)
    expect(own.rate).toBeCloseTo(0.085, 2)
    expect(own.shape).toBe(12)
  })
})

it.each([
  [30, 0.1, 3, 0],
  [200, 0.02, 2, 0],
  [50, 0.5, 8, 0],
  [30, 0.1, 3, 5],
  [120, 0.01, 2, 3],
])(
  'under “usual” the e-value of %i has the expectation 1 (rate %f, shape %f, from %i cases on)',
  (n, rate, shape, least) => {
    const held = (shape * (1 - rate)) / rate - 1
    const [a, b] = [rate * held, (1 - rate) * held]
    let mean = 0
    for (let x = least; x <= n; x++) {
      const chance =
        logGamma(n + 1) -
        logGamma(x + 1) -
        logGamma(n - x + 1) +
        logGamma(x + a) +
        logGamma(n - x + b) -
        logGamma(n + a + b) -
        (logGamma(a) + logGamma(b) - logGamma(a + b))
      mean += Math.exp(chance + logRatio(x, n, { rate, shape }, least))
    }
    expect(mean).toBeCloseTo(1, 6)
  },
)

it.each([0, 6])('so it has where cases are counted beside as many as are expected, from %i on', (least) => {
  const [n, rate, shape] = [8, 0.6, 15]
  const ways = (x: number) => logGamma(x + shape) - logGamma(x + 1) - logGamma(shape)
  let mean = 0
  for (let x = least; x < 4000; x++) {
    const chance =
      ways(x) + shape * Math.log(shape / (shape + n * rate)) + x * Math.log((n * rate) / (shape + n * rate))
    mean += Math.exp(chance + logRatio(x, n, { rate, shape, expected: true }, least))
  }
  expect(mean).toBeCloseTo(1, 3)
})

it('e-BH: the more are certain, the less each of them has to say', () => {
  expect(flagFrom([11], 1000, 0.02)).toBe(11)
  expect(flagFrom([10], 1000, 0.02)).toBe(Number.POSITIVE_INFINITY)
  expect(flagFrom([12, 10.2], 1000, 0.02)).toBe(10.2)
  expect(flagFrom([10.2], 1000, 0.02, 1)).toBe(10.2)
})

it('e-BH: what is no number moves nobody', () => {
  expect(flagFrom([10.2, Number.NaN, 12], 1000, 0.02)).toBe(10.2)
})
