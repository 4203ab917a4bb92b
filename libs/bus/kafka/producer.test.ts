import type { Producer } from 'kafkajs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { until } from '../../../test/until.ts'
import { seeded } from '../../process/simulation/world.ts'
import type { OutRecord, Source } from '../port.ts'
import { Call } from './call.ts'
import { FakeCluster } from './fake-cluster.ts'
import { LogProducer } from './producer.ts'

const record = (partition: number, id: string, source?: Source): OutRecord => ({
  topic: 'letters',
  partition,
  key: 'k',
  message: { id, type: 'noted', v: 1, at: 1, corr: id, data: {} },
  ...(source ? { source } : {}),
})
const lane = (name: string, seq: number, index = 0): Source => ({ lane: name, incarnation: 'i', seq, index })
const large = (partition: number, id: string, source: Source): OutRecord => {
  const { message, ...rest } = record(partition, id, source)
  return { ...rest, message: { ...message, data: { text: 'x'.repeat(1000) } } }
}

const opened: LogProducer[] = []
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())))

interface More {
  readonly largest?: number
  readonly now?: () => number
  readonly answerMs?: number
  readonly linger?: { readonly least: number; readonly most: number }
  readonly wrap?: (producer: Producer) => Producer
}

async function on(cluster: FakeCluster, more: More = {}): Promise<LogProducer> {
  const { wrap = (producer) => producer } = more
  const make = cluster.producers(Call.partitioner)
  const producer = new LogProducer({
    make: () => wrap(make()),
    topicOf: (name) => name,
    largest: () => more.largest ?? 100_000,
    pauseMs: 1,
    ...(more.now ? { now: more.now } : {}),
    ...(more.answerMs ? { answerMs: more.answerMs } : {}),
    ...(more.linger ? { linger: more.linger } : {}),
  })
  await producer.connect()
  opened.push(producer)
  return producer
}

describe('partitions with several leaders', () => {
  it('are all written before it is said so, when one of them moves to a broker that has answered already', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1, 'letters/1': 2 })
    const producer = await on(cluster)
    cluster.fault = (broker) => {
      if (broker !== 1) return undefined
      cluster.lead('letters/0', 2)
      return 'down'
    }
    await producer.publish([record(0, 'a'), record(1, 'b')])
    expect([cluster.read('letters/0'), cluster.read('letters/1')]).toEqual([['a'], ['b']])
  })

  it('are never in one call, which fails while another broker still writes', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1, 'letters/1': 2 })
    const producer = await on(cluster)
    const failed = Promise.withResolvers<void>()
    let first = true
    cluster.fault = async (broker) => {
      if (broker === 2) await failed.promise
      else if (first) {
        first = false
        failed.resolve()
        return 'down'
      }
      return undefined
    }
    await producer.publish([record(0, 'a'), record(1, 'b')])
    expect([cluster.values('letters/0'), cluster.values('letters/1')]).toEqual([['a'], ['b']])
  })

  it('that an answer does not name are sent again', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1, 'letters/1': 1 })
    let answers = 0
    const producer = await on(cluster, {
      wrap: (made) => ({
        ...made,
        sendBatch: async (batch) => (await made.sendBatch(batch)).slice(answers++ === 0 ? 2 : 0),
      }),
    })
    await producer.publish([record(0, 'a'), record(1, 'b')])
    expect(answers).toBeGreaterThan(1)
    expect([cluster.read('letters/0'), cluster.read('letters/1')]).toEqual([['a'], ['b']])
  })

  it('are written by who leads them now when the one that led them never answers again', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1, 'letters/1': 2 })
    const producer = await on(cluster, { answerMs: 50 })
    await producer.publish([record(0, 'first'), record(1, 'first')])
    cluster.fault = (broker) => (broker === 1 ? new Promise(() => {}) : undefined)
    const waiting = Promise.all([
      producer.publish([record(0, 'a', lane('p/0', 1))]),
      producer.publish([record(0, 'b')]),
    ])
    for (const id of ['b', 'c']) await producer.publish([record(1, id)])
    cluster.lead('letters/0', 3)
    await waiting
    expect([cluster.read('letters/0'), cluster.read('letters/1')]).toEqual([
      ['first', 'a', 'b'],
      ['first', 'b', 'c'],
    ])
  })

  it('are written with the number that was had before: nobody is asked for another while one stands still', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1, 'letters/1': 2 })
    const producer = await on(cluster, { answerMs: 50 })
    await producer.publish([record(0, 'first'), record(1, 'first')])
    const late = Promise.withResolvers<undefined>()
    cluster.fault = (broker) => (broker === 1 ? late.promise : undefined)
    const waiting = producer.publish([record(0, 'a')])
    await producer.publish([record(1, 'b')])
    cluster.lead('letters/0', 3)
    await waiting
    expect(cluster.numbered).toBe(1)
    // What the former sent is not taken by who leads again, now that the next has written.
    cluster.lead('letters/0', 1)
    late.resolve(undefined)
    cluster.fault = () => undefined
    await producer.publish([record(0, 'c')])
    expect(cluster.values('letters/0')).toEqual(['first', 'a', 'c'])
  })

  it('do not wait for each other: what one leader keeps waiting, others take', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1, 'letters/1': 2 })
    const producer = await on(cluster)
    await producer.publish([record(0, 'first'), record(1, 'first')])
    let down = true
    cluster.fault = (broker) => (broker === 1 && down ? 'down' : undefined)
    const waiting = producer.publish([record(0, 'a')])
    await until('it fails', () => producer.failing)
    for (const id of ['b', 'c', 'd']) await producer.publish([record(1, id)])
    down = false
    await waiting
    expect(producer.failing).toBe(false)
    expect(cluster.values('letters/1')).toEqual(['first', 'b', 'c', 'd'])
  })

  it('send nothing newer while something older is uncertain, also when the leader changes between', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1 })
    const producer = await on(cluster)
    let lost = 0
    cluster.fault = (broker) => {
      if (broker !== 1) return undefined
      if (++lost === 3) cluster.lead('letters/0', 3)
      return 'answer lost'
    }
    await Promise.all(['a', 'b', 'c'].map((id) => producer.publish([record(0, id)])))
    expect(cluster.values('letters/0')).toEqual(['a', 'b', 'c'])
  })
})

describe('an error that repeating cannot cure', () => {
  it('takes a new producer, and what was uncertain goes again under its source', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1, 'letters/1': 1 })
    const producer = await on(cluster)
    await producer.publish([record(0, 'before'), record(1, 'before')])
    cluster.refuse = (name, epoch) => (name === 'letters/0' && epoch === 0 ? 45 : undefined)
    await producer.publish([record(0, 'a'), record(1, 'b')])
    expect([cluster.read('letters/0'), cluster.read('letters/1')]).toEqual([
      ['before', 'a'],
      ['before', 'b'],
    ])
    // The copy that the new producer made: twice in the log, once for readers.
    expect(cluster.values('letters/1').length).toBeLessThanOrEqual(3)
    const sources = cluster.partitions.get('letters/1')?.log.map(({ source }) => source) ?? []
    expect(sources.every((each) => /^edge\/[\w-]{8}\|\|\d+\|0$/.test(each))).toBe(true)
  })

  it.each([59, 47, 46])('whichever it is (%d)', async (code) => {
    const cluster = new FakeCluster({ 'letters/0': 1 })
    const producer = await on(cluster)
    cluster.refuse = (_, epoch) => (epoch === 0 ? code : undefined)
    await producer.publish([record(0, 'a')])
    expect(cluster.values('letters/0')).toEqual(['a'])
  })

  it('also when kafkajs does not say so: what fails for long gets a new producer', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1 })
    let now = 1_000_000
    const producer = await on(cluster, { now: () => now })
    let tries = 0
    cluster.fault = () => (tries++ < 5 ? 'down' : undefined)
    cluster.refuse = (_, epoch) => (epoch === 0 ? 7 : undefined)
    const waiting = producer.publish([record(0, 'a')])
    await until('it tries', () => tries > 5)
    now += 21_000
    await waiting
    expect(cluster.values('letters/0')).toEqual(['a'])
  })
})

describe('a record that the log refuses', () => {
  it('fails the lane that it belongs to, and nobody else', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1, 'letters/1': 1 })
    const producer = await on(cluster)
    const mine = producer.publish([
      record(0, 'm0', lane('mine/0', 1, 0)),
      large(0, 'm1', lane('mine/0', 1, 1)),
      record(0, 'm2', lane('mine/0', 1, 2)),
    ])
    const others = [producer.publish([record(0, 'o', lane('other/0', 1))]), producer.publish([record(1, 'p')])]
    await expect(mine).rejects.toMatchObject({ code: 'bus.refused', retriable: false })
    await Promise.all(others)
    // What came after it in the same lane was not sent: it would bury it.
    expect([cluster.values('letters/0'), cluster.values('letters/1')]).toEqual([['m0', 'o'], ['p']])
    cluster.largest = 10_000
    await producer.publish([0, 1, 2].map((n) => record(0, `m${n}`, lane('mine/0', 1, n))))
    expect(cluster.read('letters/0')).toEqual(['m0', 'o', 'm1', 'm2'])
  })

  it('is refused before anything is sent where the limit is known', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1 })
    const producer = await on(cluster, { largest: 1000 })
    await expect(producer.publish([record(0, 'small'), large(0, 'large', lane('l/0', 1))])).rejects.toMatchObject({
      code: 'bus.too-large',
      message: expect.stringContaining('letters; the log takes 1000'),
    })
    expect(cluster.values('letters/0')).toEqual([])
  })
})

describe('an edge', () => {
  it('is told after the time that it can wait, and what nobody waits for any more ends', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1 })
    let now = 1_000_000
    const producer = await on(cluster, { now: () => now })
    let down = true
    cluster.fault = () => (down ? 'down' : undefined)
    await expect(producer.publish([record(0, 'a')], 20)).rejects.toMatchObject({ code: 'bus.late', retriable: true })
    expect(producer.failing).toBe(true)
    now += 61_000
    expect(producer.oldest()).toEqual({ topic: 'letters', partition: 0, ms: 61_000 })
    await until('it is given up', () => producer.oldest() === undefined)
    down = false
    await producer.publish([record(0, 'b')], 5000)
    expect(cluster.values('letters/0')).toEqual(['b'])
  })
})

describe.each(Array.from({ length: 12 }, (_, seed) => seed))(
  'leaders that move and answers that are lost, seed %d',
  (seed) => {
    it('nothing acknowledged is lost, nothing is read twice, the order stays', async () => {
      const random = seeded(seed)
      const names = ['letters/0', 'letters/1', 'letters/2', 'letters/3']
      const cluster = new FakeCluster(Object.fromEntries(names.map((name, n) => [name, 1 + (n % 3)])))
      const producer = await on(cluster)
      let faults = 60
      const happens = (chance: number) => faults > 0 && random() < chance && faults-- > 0
      cluster.fault = async () => {
        if (happens(0.2)) cluster.lead(names[Math.floor(random() * 4)] as string, 1 + Math.floor(random() * 3))
        if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 3))
        return happens(0.2) ? 'down' : happens(0.2) ? 'answer lost' : undefined
      }
      cluster.refuse = () => (happens(0.03) ? 45 : happens(0.05) ? 7 : undefined)
      const sent = names.map((): string[] => [])
      const all = Array.from({ length: 120 }, async (_, i) => {
        await new Promise((resolve) => setTimeout(resolve, random() * 60))
        const records = [0, 1, 2, 3].filter(() => random() < 0.5).map((n) => record(n, `${i}`))
        for (const { partition } of records) sent[partition]?.push(`${i}`)
        if (records.length > 0) await producer.publish(records)
      })
      await Promise.all(all)
      expect(names.map((name) => cluster.read(name))).toEqual(sent)
    })
  },
)

describe('what waits for company', () => {
  it('goes together, after the least when little came last, and later the more came, up to the most', async () => {
    const cluster = new FakeCluster({ 'letters/0': 1 })
    cluster.largest = 1_000_000
    const calls: number[] = []
    cluster.fault = (_, { topicData }) => {
      calls.push(topicData.flatMap(({ partitions }) => partitions.flatMap(({ messages }) => messages)).length)
      return undefined
    }
    const producer = await on(cluster, { linger: { least: 3, most: 7 } })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const settled = async () => {
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
      }
      let published = 0
      const put = (count: number) =>
        Promise.all(Array.from({ length: count }, () => producer.publish([record(0, `m${published++}`)])))
      /** How long the next call waits, given that something waits for it. */
      const waited = async (): Promise<number> => {
        const before = calls.length
        for (let ms = 0; ; ms++) {
          await settled()
          if (calls.length > before) return ms
          vi.advanceTimersByTime(1)
        }
      }
      const alone = put(1)
      const companion = put(1)
      const first = await waited()
      const eight = put(8)
      const second = await waited()
      const many = put(100)
      const third = await waited()
      const last = put(1)
      const fourth = await waited()
      await Promise.all([alone, companion, eight, many, last])
      expect({ first, second, third, fourth, calls }).toEqual({
        first: 3,
        second: 3,
        third: 5,
        fourth: 7,
        calls: [2, 8, 100, 1],
      })
      // It looks once more whether anything came.
      vi.advanceTimersByTime(7)
      await settled()
    } finally {
      vi.useRealTimers()
    }
  })
})
