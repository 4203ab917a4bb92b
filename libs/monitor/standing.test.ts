import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { charge, DAY, days, type Line, START } from './fixtures.ts'
import { Monitor } from './monitor.ts'

const SERVICES = 30
const EACH = 24

/** Every service charges people who never agreed, each more of them than the one before it. */
const all = (day: number): Line[] =>
  Array.from({ length: SERVICES * EACH }, (_, i) => {
    const [n, place] = [i % SERVICES, Math.floor(i / SERVICES)]
    const made = charge(
      'huayu',
      day * 10_000 + i,
      START + day * DAY + i * 10_000,
      place < 4 + n / 4 ? 'no.consent' : undefined,
    )
    return { ...made, message: { ...made.message, data: { ...made.message.data, serviceId: `huayu-${n}` } } }
  })

it('tells of each of very many services that were flagged how it stood, day by day; of others the strongest only', () => {
  const monitor = new Monitor({ ...defaultPolicy.monitor, stopFirst: [] }, 'Asia/Shanghai', { standings: true })
  const flagged = new Set<string>()
  const pinned = new Map<string, number>()
  for (const { topic, key, message } of days(4, all)) {
    monitor.read(topic, key, message)
    for (const { flag } of monitor.raised()) if (flag.service) flagged.add(flag.service)
    for (const { name, units, flagged: more = [] } of monitor.standings()) {
      if (name !== 'huayu') continue
      expect(units).toHaveLength(20)
      for (const unit of [...units, ...more])
        if (flagged.has(unit.name)) pinned.set(unit.name, Math.max(...unit.signals.map(({ cases }) => cases.length)))
    }
  }
  expect(flagged.size).toBe(SERVICES)
  expect([...pinned.keys()].toSorted()).toEqual([...flagged].toSorted())
  expect(Math.min(...pinned.values())).toBeGreaterThan(0)
})
