import { afterEach, describe, expect, it } from 'vitest'
import { hasServers, kafkaBrokers, openKafka, uniqueName } from '../../../test/servers.ts'
import { until } from '../../../test/until.ts'
import { makeCluster } from './cluster.ts'
import { FakeBrokers } from './fake-brokers.ts'
import { Fetcher } from './fetcher.ts'
import { makeClient } from './kafkajs.ts'
import type { Sink } from './stream.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function opened() {
  const prefix = `${uniqueName()}.`
  const bus = await openKafka(prefix.slice(0, -1), 3)
  await bus.ensureTopics([{ name: 'letters', keep: 1 }])
  const kafka = makeClient({ brokers: (kafkaBrokers as string).split(','), clientId: 'test', log: () => {} })
  const fetcher = new Fetcher(
    () => makeCluster(kafka),
    (name) => prefix + name,
  )
  closers.push(async () => {
    await fetcher.close()
    await bus.close()
  })
  const put = (id: string) =>
    bus.publish([
      { topic: 'letters', partition: 0, key: 'k', message: { id, type: 'noted', v: 1, at: 1, corr: id, data: {} } },
    ])
  /** Reads a partition on; `ends` counts how often the end was told. */
  const read = (name: string, offset = 0, partition = 0) => {
    const got = { offsets: [] as number[], ends: 0, stuck: 0 }
    const reading = fetcher.read(name, partition, offset, {
      full: false,
      take: (records, _next, end) => {
        got.offsets.push(...records.map(({ record }) => record.offset))
        if (end !== undefined) got.ends++
      },
      stuck: () => {
        got.stuck++
      },
    })
    return { got, stop: () => fetcher.stop(reading) }
  }
  return { put, read }
}

/** Reads a partition of fake brokers. */
function reader(fetcher: Fetcher, topic: string) {
  const got = { offsets: [] as number[], end: undefined as number | undefined, stuck: 0 }
  const sink: Sink = {
    full: false,
    take: (records, _next, end) => {
      got.offsets.push(...records.map(({ record }) => record.offset))
      got.end = end ?? got.end
    },
    stuck: () => {
      got.stuck++
    },
  }
  const reading = fetcher.read(topic, 0, 0, sink)
  return { got, stop: () => fetcher.stop(reading), seek: (offset: number) => fetcher.seek(reading, offset) }
}

describe('a fetcher of several brokers', () => {
  const begin = () => {
    const brokers = new FakeBrokers()
    const fetcher = new Fetcher(brokers.connect, (name) => name, brokers.fetch)
    closers.push(() => fetcher.close())
    return { brokers, fetcher }
  }

  it('goes on with a partition that was given up and taken again between two requests', async () => {
    const { brokers, fetcher } = begin()
    brokers.put('other/0', 3)
    brokers.put('letters/0', 2)
    reader(fetcher, 'other')
    const first = reader(fetcher, 'letters')
    await until('it is read', () => first.got.end === 2)
    first.stop()
    const again = reader(fetcher, 'letters')
    again.seek(2)
    await until('the end is told anew', () => again.got.end === 2, 2500)
    brokers.put('letters/0')
    await until('what comes is read', () => again.got.offsets.includes(2), 2500)
  })

  it('says since when nothing can be heard, from what was asked first, and only while somebody reads', async () => {
    const { brokers, fetcher } = begin()
    expect(fetcher.failingSince()).toBeUndefined()
    brokers.put('letters/0', 1)
    const reading = reader(fetcher, 'letters')
    await until('it is read', () => reading.got.end === 1)
    // What waits at the broker for news was asked just now, and is asked anew twice a second.
    const quiet = () => Date.now() - (fetcher.failingSince() ?? Date.now())
    brokers.kill(1)
    const killed = Date.now()
    await until('it is deaf', () => quiet() > 1000)
    expect(fetcher.failingSince()).toBeLessThanOrEqual(killed + 500)
    reading.stop()
    expect(fetcher.failingSince()).toBeUndefined()
  })

  it('follows a partition to another broker, and reads each record once', async () => {
    const { brokers, fetcher } = begin()
    brokers.put('letters/0', 2, 1)
    brokers.put('other/0', 2, 2)
    const [letters, other] = [reader(fetcher, 'letters'), reader(fetcher, 'other')]
    await until('both are read', () => letters.got.offsets.length === 2 && other.got.offsets.length === 2)
    brokers.lead('letters/0', 2)
    brokers.put('letters/0', 2)
    await until('it is read there', () => letters.got.offsets.length === 4)
    brokers.lead('letters/0', 1)
    brokers.put('letters/0')
    brokers.put('other/0')
    await until('and back', () => letters.got.offsets.length === 5 && other.got.offsets.length === 3)
    expect(letters.got.offsets).toEqual([0, 1, 2, 3, 4])
  })

  it('reads on from the others while a broker is dead and what it led has no leader', async () => {
    const { brokers, fetcher } = begin()
    brokers.put('letters/0', 2, 1)
    brokers.put('other/0', 2, 2)
    const [letters, other] = [reader(fetcher, 'letters'), reader(fetcher, 'other')]
    await until('both are read', () => letters.got.offsets.length === 2 && other.got.offsets.length === 2)
    brokers.kill(1)
    brokers.lead('letters/0', -1)
    for (let count = 3; count < 9; count++) {
      brokers.put('other/0')
      await until('the other is read', () => other.got.offsets.length === count)
    }
    brokers.lead('letters/0', 2)
    brokers.put('letters/0', 1)
    await until('it is read where it is led now', () => letters.got.offsets.length === 3)
    expect(letters.got.offsets).toEqual([0, 1, 2])
    // Who leads nothing is not asked any more.
    const asked = (node: number) => brokers.asked.get(node) as number
    const [one, two] = [asked(1), asked(2)]
    await until('the other is asked again and again', () => asked(2) - two > 5)
    expect(asked(1) - one).toBeLessThan(2)
  })

  it('looks on for a partition that nobody leads for a while, though every broker lives', async () => {
    const { brokers, fetcher } = begin()
    brokers.put('letters/0', 2, 1)
    brokers.put('other/0', 2, 2)
    const [letters, other] = [reader(fetcher, 'letters'), reader(fetcher, 'other')]
    await until('both are read', () => letters.got.offsets.length === 2 && other.got.offsets.length === 2)
    brokers.lead('letters/0', -1)
    const before = brokers.located
    await until('it is looked for again and again', () => brokers.located - before > 3)
    brokers.lead('letters/0', 2)
    brokers.put('letters/0')
    await until('it is read where it is led now', () => letters.got.offsets.length === 3)
  })

  it('asks no more often than there is news', async () => {
    const { brokers, fetcher } = begin()
    for (const name of ['a', 'b', 'c']) brokers.put(`${name}/0`, 2)
    const all = ['a', 'b', 'c'].map((name) => reader(fetcher, name))
    await until('all is read', () => all.every(({ got }) => got.end === 2))
    const asked = () => brokers.asked.get(1) as number
    const then = asked()
    await until('it is asked again', () => asked() > then)
    const [hadNews, before] = [brokers.hadNews, asked()]
    brokers.waits.length = 0
    await until('it is asked again and again', () => asked() - before > 5)
    expect([brokers.hadNews, Math.min(...brokers.waits)]).toEqual([hadNews, 100])
    // What nobody reads any more is no news.
    all[0]?.stop()
    brokers.put('a/0')
    const last = asked()
    await until('it is asked again and again', () => asked() - last > 5)
    expect(brokers.hadNews - hadNews).toBeLessThan(2)
  })
})

describe.runIf(hasServers)('a fetcher', () => {
  it('goes on with a partition that was given up and taken again within one fetch', async () => {
    const { put, read } = await opened()
    read('letters', 0, 1)
    let current = read('letters')
    await until('the end is known', () => current.got.ends > 0)
    for (let i = 0; i < 5; i++) {
      // A fetch is waiting for news: what changes now goes into one request.
      current.stop()
      current = read('letters', i)
      await until('it was asked for again', () => current.got.ends > 0)
      await put(String(i))
      await until('it is read', () => current.got.offsets.includes(i))
    }
  })

  it('tells who reads outside the log, and reads on for the others', async () => {
    const { put, read } = await opened()
    const lost = read('letters', 77)
    const well = read('letters', 0)
    await until('it is told', () => lost.got.stuck > 0)
    await put('a')
    await until('the other reads', () => well.got.offsets.length === 1)
  })

  it('does not let a topic that is not there keep others waiting', async () => {
    const { put, read } = await opened()
    read('nowhere')
    const well = read('letters')
    await put('a')
    await until('the other is read', () => well.got.offsets.length === 1)
  })
})
