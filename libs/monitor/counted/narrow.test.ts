import { describe, expect, it } from 'vitest'
import { seeded } from '../../process/simulation/world.ts'
import { Narrow } from './narrow.ts'

const SECOND = 1000
const random = seeded(11)
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const people = (median: number, sigma: number) => median * SECOND * Math.exp(sigma * normal())

/** So many answers, ten a day: how many are in the window that was fixed before, and how many are expected there. */
function inWindow(count: number, took: (n: number) => number): { seen: number; expected: number } {
  const narrow = new Narrow()
  let [seen, expected] = [0, 0]
  for (let n = 0; n < count; n++) {
    const answer = narrow.add(Math.round(took(n)), Math.floor(random() * 2 ** 32))
    expected += answer?.expected ?? 0
    seen += Number(answer?.isIn ?? false)
    if (n % 10 === 9) narrow.look()
  }
  return { seen, expected }
}
const times = (count: number, took: (n: number) => number): number => {
  const { seen, expected } = inWindow(count, took)
  return seen / Math.max(1, expected)
}

describe('answers after one time', () => {
  it.each([
    ['at two seconds', 2.2, 0.15],
    ['at nine, to the beat', 9, 0.02],
    ['at a minute', 60, 0.03],
  ])('stand out where a machine makes one in ten of them, %s', (_, median, sigma) =>
    expect(times(1500, (n) => (n % 10 === 3 ? people(median, sigma) : people(28, 1)))).toBeGreaterThan(1.8),
  )

  it.each([
    ['of most people', () => people(28, 1)],
    ['of quick and like ones', () => people(7, 0.45)],
    ['of two clienteles', (n: number) => (n % 2 ? people(9, 0.5) : people(70, 0.6))],
    [
      'of whom nobody takes less than six seconds, and many no more',
      () => 6 * SECOND * Math.exp(random() * random() * 7),
    ],
    ['told in whole seconds', () => Math.ceil(people(12, 0.9) / SECOND) * SECOND],
    [
      'of whom a few answer after lunch, and some of these at once',
      (n: number) => (n % 12 === 0 ? people(9000, 0.03) : people(12, 0.6)),
    ],
  ])('%s do not', (_, took) => expect(times(4000, took)).toBeLessThan(1.4))

  it('are not lost among a few who take very long, though nobody is near these', () => {
    const slow = (n: number) => (n % 40 === 1 ? 60 * SECOND * Math.exp(random() * 5) : people(17, 0.6))
    const { seen, expected } = inWindow(900, (n) => (n % 16 === 3 ? people(4.5, 0.05) : slow(n)))
    expect(seen).toBeGreaterThan(20)
    expect(seen / expected).toBeGreaterThan(1.8)
  })
})
