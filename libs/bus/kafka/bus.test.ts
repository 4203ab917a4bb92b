import { connect, type Socket } from 'node:net'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { clockProbes } from '#contracts'
import { ClockGuard, SteadyClock } from '#process'
import { hasServers, kafkaBrokers, openKafka, uniqueName } from '../../../test/servers.ts'
import { until } from '../../../test/until.ts'
import type { OutRecord } from '../port.ts'
import { KafkaBus } from './bus.ts'

const record = (id: string): OutRecord => ({
  topic: 'letters',
  partition: 0,
  key: 'k',
  message: { id, type: 'noted', v: 1, at: 1, corr: id, data: {} },
})

/* Measured: kafkajs loses acknowledged messages when an answer is swallowed and another call follows. */
describe.runIf(hasServers)('publishing while the broker’s answers are swallowed', () => {
  const buses: KafkaBus[] = []
  afterAll(() => Promise.all(buses.map((each) => each.close())))

  /** A bus whose next answers, while `swallow` is set, never arrive, and whose connection is then cut. */
  async function cutting(prefix: string) {
    const control = { swallow: 0 }
    const told: string[] = []
    const bus = await KafkaBus.open({
      brokers: (kafkaBrokers as string).split(','),
      prefix: `${prefix}.`,
      partitions: 3,
      replication: 1,
      fsyncEach: false,
      log: (_, text) => told.push(text),
      alarm: ({ topic, partition }: { topic?: string; partition?: number }, text) =>
        told.push(`ERROR ${topic}/${partition}: ${text}`),
      stallMs: 500,
      socketFactory: ({ host, port, onConnect }) => {
        const socket = connect({ host, port }, onConnect)
        const emit = socket.emit.bind(socket)
        socket.emit = ((event: string, ...args: unknown[]) => {
          if (event !== 'data' || control.swallow === 0) return emit(event, ...args)
          control.swallow--
          socket.destroy(Object.assign(new Error('cut by the test'), { code: 'ECONNRESET' }))
          return true
        }) as Socket['emit']
        return socket
      },
    })
    buses.push(bus)
    return { bus, control, told }
  }

  it('writes each message once and in order, and says so only when it is true', async () => {
    const prefix = uniqueName()
    const { bus, control } = await cutting(prefix)
    await bus.ensureTopics([{ name: 'letters', keep: 1 }])
    await bus.publish([record('first')])
    const wanted = ['first']
    for (let round = 0; round < 4; round++) {
      control.swallow = 1
      const ids = ['a', 'b', 'c', 'd'].map((letter) => `${letter}${round}`)
      wanted.push(...ids)
      await Promise.all(ids.map((id) => bus.publish([record(id)])))
    }
    const reader = await openKafka(prefix, 3)
    buses.push(reader)
    const found: string[] = []
    await reader.follow('letters', (each) => found.push((each.message as { id: string }).id))
    await until('all are in the log', () => found.length >= wanted.length)
    expect(found).toEqual(wanted)
  })

  it('tells an edge that it does not know, after the time that the edge can wait', async () => {
    const { bus, control } = await cutting(uniqueName())
    await bus.ensureTopics([{ name: 'letters', keep: 1 }])
    control.swallow = Number.POSITIVE_INFINITY
    await expect(bus.publish([record('late')], { withinMs: 300 })).rejects.toMatchObject({
      code: 'bus.late',
      retriable: true,
    })
    control.swallow = 0
    await bus.publish([record('after')])
  })

  it('for long says so once, and once when it is over', async () => {
    const { bus, control, told } = await cutting(uniqueName())
    await bus.ensureTopics([{ name: 'letters', keep: 1 }])
    told.length = 0
    expect(bus.trouble()).toBeUndefined()
    control.swallow = Number.POSITIVE_INFINITY
    const waiting = bus.publish([record('a')])
    await until('it is an alarm', () => told.length > 0)
    expect(bus.trouble()).toMatch(/^the log has taken nothing for letters\/0 for \d+ s$/)
    control.swallow = 0
    await waiting
    expect(bus.trouble()).toBeUndefined()
    await until('it is over', () => told.length > 1)
    expect(told).toEqual([
      'ERROR letters/0: the log does not take what is published; nothing acknowledged is lost, it goes on trying',
      'the log takes what is published again',
    ])
  })
})

describe.runIf(hasServers)('following a topic that cannot be read yet', () => {
  it('waits for it, and says so', async () => {
    const told: string[] = []
    const bus = await KafkaBus.open({
      brokers: (kafkaBrokers as string).split(','),
      prefix: `${uniqueName()}.`,
      partitions: 3,
      replication: 1,
      fsyncEach: false,
      log: (_, text) => told.push(text),
      alarm: () => {},
      stallMs: 30_000,
    })
    const found: string[] = []
    const following = bus.follow('letters', (each) => found.push((each.message as { id: string }).id))
    following.catch(() => undefined)
    await until('it is told', () => told.some((text) => text.includes('waiting for it')))
    await bus.ensureTopics([{ name: 'letters', keep: 1 }])
    await bus.publish([record('a')])
    await following
    await until('it is read', () => found.includes('a'))
    await bus.close()
  })
})

describe.runIf(hasServers)('a commit that emits more for one partition than a broker takes in one batch', () => {
  it('is written whole and in order', async () => {
    const bus = await openKafka(uniqueName(), 3)
    await bus.ensureTopics([{ name: 'letters', keep: 1 }])
    const ids = Array.from({ length: 3000 }, (_, i) => `${i}`)
    const big = (id: string): OutRecord => {
      const { message, ...rest } = record(id)
      return { ...rest, message: { ...message, data: { text: '退费'.repeat(150) } } }
    }
    await bus.publish(ids.map(big))
    const found: string[] = []
    await bus.follow('letters', (each) => found.push((each.message as { id: string }).id))
    await until('all are in the log', () => found.length >= ids.length)
    expect(found).toEqual(ids)
    await bus.close()
  })
})

it.runIf(hasServers)('tells each broker’s time, by which a process’s clock is compared', async () => {
  const bus = await openKafka(uniqueName(), 3)
  try {
    // Nobody can be asked before there is the topic for it; then who is asked begins anew.
    await expect(bus.clocks()).rejects.toThrow()
    await bus.ensureTopics([clockProbes])
    const clocks = await bus.clocks()
    expect(clocks.map(({ name }) => name)).toEqual(['broker 1'])
    const before = Date.now()
    const time = await clocks[0]?.time()
    // On one machine there is one clock.
    expect(time).toBeGreaterThanOrEqual(before)
    expect(time).toBeLessThanOrEqual(Date.now())
    const error = vi.fn()
    // By an hour: how long a busy broker takes to answer is taken off.
    const clock = new SteadyClock(() => Date.now() + 3_600_000)
    const guard = new ClockGuard({ clock, references: () => bus.clocks(), log: { error, info: vi.fn() } })
    await guard.check()
    expect(guard.trouble()).toMatch(/ 3[56]\d\d\.\d s ahead of that of the broker 1/)
  } finally {
    await bus.close()
  }
})
