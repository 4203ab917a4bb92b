import { expect, it } from 'vitest'
import { defaultPolicy, type SignalPolicy } from '#policy'
import { charge, DAY, days, HOUR, type Line, START } from '../fixtures.ts'
import { Monitor } from '../monitor.ts'
import { clearAt } from './judge.ts'

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

it.each([
  ['one of', 'huayu-28', ['huayu-28', 'huayu-28', 'huayu-28']],
  ['all of', 'huayu', ['huayu-26', 'huayu-27', 'huayu-28']],
])(
  'tells of %s very many services how it stood also where a rule that goes by arrival flagged it',
  (_, name, charged) => {
    const monitor = new Monitor({ ...defaultPolicy.monitor, signals: {} }, 'Asia/Shanghai', { standings: true })
    const of = (serviceId: string, { message, ...line }: Line): Line => ({
      ...line,
      message: { ...message, data: { ...message.data, serviceId } },
    })
    const cancel = (serviceId: string, i: number): Line => ({
      topic: 'subscriber.events',
      key: `k${i}`,
      message: {
        type: 'subscriptions.cancelled',
        at: START + 60_000,
        data: { subscriber: `k${i}`, channel: 'sms', subscriptions: [{ serviceId }] },
      },
    })
    const services = Array.from({ length: SERVICES }, (_, n) => `huayu-${n}`)
    const lines = [
      ...services.map((service, n) => of(service, charge('huayu', n, START))),
      ...services.map((service, n) => cancel(service, n)),
      ...charged.map((service, n) => of(service, charge('huayu', 100 + n, START + HOUR, 'after.cancel'))),
    ]
    for (const { topic, key, message } of lines) monitor.read(topic, key, message)
    for (let day = 1; day < 3; day++)
      monitor.read('charging.events', 'k', charge('joy', day, START + day * DAY).message)
    expect(monitor.raised()).toHaveLength(1)
    const stood = monitor.standings().filter((each) => each.name === 'huayu')
    expect(stood.flatMap(({ flagged = [] }) => flagged.map((each) => each.name))).toEqual([name])
  },
)

it('a share is never told that it may be above 100 %, a rate is', () => {
  const { signals } = defaultPolicy.monitor
  const boundOf = (name: 'prompts.agreed' | 'answers.narrow', rate: number) =>
    clearAt({ name, by: { n: 12, usual: { rate, shape: 4 }, figures: signals[name] as SignalPolicy } })
  expect(boundOf('prompts.agreed', 0.8)).toBe(1)
  expect(boundOf('prompts.agreed', 0.1)).toBeLessThan(1)
  expect(boundOf('answers.narrow', 0.8)).toBeGreaterThan(1)
})
