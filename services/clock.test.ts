import { expect, it } from 'vitest'
import { MemoryBus, MemoryCluster } from '#bus/memory'
import type { ClockGuard } from '#process'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { makeLogger } from '#telemetry'
import { heldBus, watchClock } from './clock.ts'

it('edges publish nothing while the clock is wrong, and are told to try again; lanes finish what they have', async () => {
  const cluster = new MemoryCluster(1)
  cluster.log.ensure([{ name: 'letters', keep: 1 }])
  let trouble: string | undefined = 'the clock is wrong'
  const bus = heldBus(new MemoryBus(cluster), { trouble: () => trouble } as ClockGuard)
  const message = { id: 'a', type: 'posted', v: 1, at: 1, corr: 'a', data: {} }
  const letter = { topic: 'letters', partition: 0, key: 'k', message }
  await expect(bus.publish([letter], { withinMs: 5000 })).rejects.toMatchObject({ code: 'clock.off', retriable: true })
  await bus.publish([letter])
  trouble = undefined
  await bus.publish([letter], { withinMs: 5000 })
  expect(cluster.log.range('letters', 0).end).toBe(2)
})

it('a log that is held can be watched by who wraps its publish, as any other', async () => {
  const cluster = new MemoryCluster(1)
  cluster.log.ensure([{ name: 'letters', keep: 1 }])
  const bus = heldBus(new MemoryBus(cluster), { trouble: () => undefined } as unknown as ClockGuard)
  const publish = bus.publish.bind(bus)
  let seen = 0
  bus.publish = async (records, options) => {
    seen++
    await publish(records, options)
  }
  const message = { id: 'a', type: 'posted', v: 1, at: 1, corr: 'a', data: {} }
  await bus.publish([{ topic: 'letters', partition: 0, key: 'k', message }])
  bus.publish = publish
  await bus.publish([{ topic: 'letters', partition: 0, key: 'k', message }])
  expect([seen, cluster.log.range('letters', 0).end]).toEqual([1, 2])
})

it('a start waits for a clock that differs from a broker’s, or that stands before what is in the data folder', async () => {
  const quiet = makeLogger('silent', 'test')
  const began = Date.now()
  const behind = () => (Date.now() < began + 1000 ? Date.now() - 5000 : Date.now())
  /** When a watch came to its end, ms after the beginning. */
  const took = async (watching: Promise<{ trouble(): string | undefined; stop(): void }>) => {
    const watch = await watching
    expect(watch.trouble()).toBeUndefined()
    watch.stop()
    return Date.now() - began
  }
  const bus = Object.assign(new MemoryBus(new MemoryCluster(1)), {
    clocks: async () => [{ name: 'broker 1', time: async () => behind() }],
  })
  const store = Object.assign(new MemoryStore(new MemoryDatabase()), { time: async () => Date.now() })
  const alone = new MemoryStore(new MemoryDatabase())
  const ends = await Promise.all([
    took(watchClock({ bus, store }, quiet)),
    took(watchClock({ bus, store: alone, newest: () => began + 2000 }, quiet)),
  ])
  for (const end of ends) expect(end).toBeGreaterThanOrEqual(1000)
})
