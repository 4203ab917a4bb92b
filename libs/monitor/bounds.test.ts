import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { charge, DAY, type Line, START } from './fixtures.ts'
import { Monitor } from './monitor.ts'

it('what is known of a service is as large after 64 days as ever after, whatever it is told', () => {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  const told = (from: number, to: number): number => {
    for (let day = from; day < to; day++)
      for (let i = 0; i < 30; i++) {
        const each: Line = charge(
          'huayu',
          day * 30 + i,
          START + day * DAY + i * 60_000,
          i === 0 ? 'too.often' : undefined,
        )
        monitor.read(each.topic, each.key, each.message)
      }
    return monitor.bytes
  }
  const [first, whole] = [told(0, 20), told(20, 70)]
  expect(whole).toBeGreaterThan(first)
  expect(told(70, 200)).toBeLessThan(whole * 1.01)
})
