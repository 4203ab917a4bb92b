import { afterEach, describe, it } from 'vitest'
import { hasServers, kafkaBrokers, openKafka, uniqueName } from '../../../test/servers.ts'
import { until } from '../../../test/until.ts'
import { makeCluster } from './cluster.ts'
import { Fetcher } from './fetcher.ts'
import { makeClient } from './kafkajs.ts'

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
