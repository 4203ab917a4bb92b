import { afterEach, describe, expect, it } from 'vitest'
import { hasServers, openKafka, uniqueName } from '../../../test/servers.ts'
import { until } from '../../../test/until.ts'
import type { KafkaBus } from './bus.ts'
import { FakeBrokers } from './fake-brokers.ts'
import { Fetcher } from './fetcher.ts'
import { Own } from './own.ts'
import type { Sink } from './stream.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Two readers of one partition, of which the broker holds two records already. */
async function begin() {
  const brokers = new FakeBrokers()
  const own = new Own(() => true)
  own.edges.add('edge/here')
  const fetcher = new Fetcher(brokers.connect, (name) => name, brokers.fetch, own)
  closers.push(() => fetcher.close())
  brokers.put('letters/0', 2)
  const read = (offset = 0) => {
    const got = { offsets: [] as number[], end: undefined as number | undefined }
    const sink: Sink & { full: boolean } = {
      full: false,
      take(records, _next, end) {
        got.offsets.push(...records.map(({ record }) => record.offset))
        got.end = end ?? got.end
      },
      stuck() {},
    }
    return { got, sink, reading: fetcher.read('letters', 0, offset, sink) }
  }
  const first = read()
  await until('what is there is read', () => first.got.end === 2)
  const asked = () => brokers.asked.get(1) as number
  const items = (count: number) =>
    Array.from({ length: count }, () => ({ key: 'k', value: '{}', source: 'edge/here||1|0', octets: 80 }))
  /** This process writes: the broker has it, and has answered so. */
  const write = (base: number, count = 1) => {
    brokers.put('letters/0', count)
    fetcher.wrote('letters', 0, base, items(count))
  }
  return { brokers, fetcher, first, read, asked, items, write }
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('what this process wrote', () => {
  it('its readers have before the broker is asked, each record once', async () => {
    const { brokers, fetcher, first, items } = await begin()
    fetcher.wrote('letters', 0, 2, items(3))
    expect(first.got.offsets).toEqual(upTo(5))
    brokers.put('letters/0', 3)
    brokers.put('letters/0', 1)
    await until('what another wrote is read', () => first.got.offsets.includes(5))
    expect(first.got.offsets).toEqual(upTo(6))
  })

  it('is fetched where another wrote before it', async () => {
    const { brokers, fetcher, first, items } = await begin()
    fetcher.wrote('letters', 0, 3, items(2))
    expect(first.got.offsets).toEqual([0, 1])
    brokers.put('letters/0', 3)
    await until('all is read', () => first.got.offsets.length === 5)
    expect(first.got.offsets).toEqual(upTo(5))
  })

  it('is fetched by who wants no more now, who looks back, and who came a moment ago', async () => {
    const { fetcher, first, read, write } = await begin()
    first.sink.full = true
    const second = read()
    write(2, 2)
    expect([first.got.offsets, second.got.offsets]).toEqual([[0, 1], []])
    first.sink.full = false
    fetcher.resume(first.reading)
    await until('both have all', () => first.got.offsets.length === 4 && second.got.offsets.length === 4)
    const third = read(4)
    fetcher.seek(first.reading, 1)
    write(4)
    // It has yet to hear where the end is, which only the broker tells.
    expect(third.got.offsets).toEqual([])
    await until('the end is told', () => third.got.end === 5 && third.got.offsets.length === 1)
    await until('it is read again from there', () => first.got.offsets.length === 8)
    expect(first.got.offsets).toEqual([...upTo(4), 1, 2, 3, 4])
    expect(second.got.offsets).toEqual(upTo(5))
  })

  it('is hardly asked for where nobody else writes, and what another writes then is read all the same', async () => {
    const { brokers, first, asked, write } = await begin()
    for (let base = 2; base < 102; base++) write(base)
    const before = asked()
    for (let base = 102; base < 302; base++) {
      write(base)
      await new Promise((resolve) => setImmediate(resolve))
    }
    // Not for each that was written, but once in 40 ms.
    expect(asked() - before).toBeLessThan(100)
    brokers.put('letters/0', 1)
    await until('what another wrote is read', () => first.got.offsets.includes(302))
    write(303)
    await until('and what we write after it', () => first.got.offsets.includes(303))
    expect(first.got.offsets).toEqual(upTo(304))
  })

  it('is read on by who was quiet for long', async () => {
    const { brokers, first, asked, write } = await begin()
    await until('it is read with the quiet ones, which wait longer', () => brokers.waits.at(-1) === 500)
    const before = asked()
    write(2)
    write(3)
    await until('it is asked for with the busy ones', () => asked() > before)
    expect(first.got.offsets).toEqual(upTo(4))
  })
})

describe.runIf(hasServers)('on Kafka', () => {
  it('is read in its order beside what another process writes, now and then or all the time', async () => {
    const name = uniqueName()
    const open = async () => {
      const bus = await openKafka(name, 1)
      closers.push(() => bus.close())
      await bus.ensureTopics([{ name: 'letters', keep: 1 }])
      const got: string[] = []
      await bus.follow('letters', ({ offset, message }) => got.push(`${offset} ${(message as { id: string }).id}`))
      return { bus, got }
    }
    const put = (bus: KafkaBus, id: string) =>
      bus.publish(
        [
          {
            topic: 'letters',
            partition: 0,
            key: 'k',
            message: { id, type: 'noted', v: 1, at: 1, corr: id, data: {} },
          },
        ],
        { withinMs: 5000 },
      )
    const [here, there] = [await open(), await open()]
    for (let i = 0; i < 30; i++) await put(here.bus, `alone ${i}`)
    await Promise.all([
      (async () => {
        for (let i = 0; i < 40; i++) await put(here.bus, `here ${i}`)
      })(),
      (async () => {
        for (let i = 0; i < 20; i++) await put(there.bus, `there ${i}`)
      })(),
    ])
    await until('both have all', () => here.got.length === 90 && there.got.length === 90)
    expect(here.got).toEqual(there.got)
    expect(here.got.map((each) => Number(each.split(' ')[0]))).toEqual(upTo(90))
  })
})
