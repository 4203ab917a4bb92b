import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Hours } from './hours.ts'

/** Of eight days with eight answers each so many of ten are hasty; of sixty at one in the night after them, so many of ten: how many are rushed. */
function rushed(byDay: number, byNight: number): number {
  const hours = new Hours()
  const policy = defaultPolicy.monitor
  let sum = 0
  const close = (step: number) =>
    hours.close(step, policy, (counter, n) => {
      if (counter === 'rushed') sum += n
    })
  for (let n = 0; n < 64; n++) hours.answered(Math.floor(n / 8) * 24 + 9 + (n % 8), (n * 7) % 10 < byDay)
  for (let step = 0; step < 64; step++) close(step)
  for (let n = 0; n < 60; n++) hours.answered(8 * 24 + 1, n % 10 < byNight)
  close(64)
  return sum
}

it('rushed are as many answers at night as are hasty beyond its people at other hours', () => {
  expect(rushed(0, 9)).toBeGreaterThan(50)
  expect(rushed(4, 9)).toBeGreaterThan(25)
  expect(rushed(4, 4)).toBeLessThan(3)
})
