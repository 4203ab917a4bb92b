import { describe, expect, it } from 'vitest'
import { hasNews } from '../port.ts'
import { KafkaReader } from './reader.ts'
import { type Fetched, Reading, type Sink, Stream } from './stream.ts'

const fetched = (topic: string, offset: number, octets = 100): Fetched => ({
  octets,
  record: { topic, partition: 0, offset, key: 'k', message: {}, trusted: false, raw: () => '{}' },
})

/** A log whose fetches the test makes by hand. */
function byHand(topics: readonly string[], ranges: Record<string, { start: number; end: number }> = {}) {
  const sinks = new Map<string, Sink>()
  const resumed: string[] = []
  const reader = new KafkaReader(
    {
      identity: async () => ({}),
      ranges: async () => ranges,
      read: (topic, partition, offset, sink) => {
        sinks.set(topic, sink)
        return new Reading(new Stream(topic, partition, topic), offset, sink)
      },
      seek() {},
      resume: ({ stream }) => resumed.push(stream.topic),
      stop() {},
    },
    topics,
    0,
  )
  reader.seek(Object.fromEntries(topics.map((topic) => [topic, 0])))
  return { reader, resumed, sink: (topic: string) => sinks.get(topic) as Sink }
}

describe('a reader', () => {
  it('counts a topic that was not looked at yet as having more, and wakes the lane when its end is known', async () => {
    const { reader, sink } = byHand(['quick', 'slow', 'empty'])
    const told = async () => Object.fromEntries((await reader.poll(10, 1)).map((each) => [each.topic, each.more]))
    sink('quick').take([fetched('quick', 0), fetched('quick', 1)], 2, 2)
    sink('slow').take([], 0, undefined)
    sink('empty').take([], 0, 0)
    expect(await told()).toEqual({ quick: false, slow: true, empty: false })
    const polled = reader.poll(10, 60_000)
    sink('slow').take([], 0, 0)
    expect(hasNews(await polled)).toBe(true)
    expect(await told()).toEqual({ quick: false, slow: false, empty: false })
  })

  it('wants no more when it holds many records, or few large ones, until the lane is done with most', async () => {
    const { reader, sink, resumed } = byHand(['many', 'large'])
    const many = Array.from({ length: 2001 }, (_, offset) => fetched('many', offset))
    sink('many').take(many, many.length, 9000)
    sink('large').take([fetched('large', 0, 700_000), fetched('large', 1, 700_000)], 2, 9000)
    expect([sink('many').full, sink('large').full]).toEqual([true, true])
    reader.advance({ many: 1400, large: 1 })
    expect([sink('many').full, sink('large').full, resumed]).toEqual([true, true, []])
    reader.advance({ many: 1600, large: 2 })
    expect([sink('many').full, sink('large').full, resumed]).toEqual([false, false, ['many', 'large']])
    expect((await reader.poll(9000, 1)).map((each) => each.records.length)).toEqual([401, 0])
  })

  it('lets go by offset, where the log has gaps', async () => {
    const { reader, sink } = byHand(['compacted'])
    sink('compacted').take(
      [3, 7, 20].map((offset) => fetched('compacted', offset)),
      21,
      21,
    )
    reader.advance({ compacted: 8 })
    expect((await reader.poll(10, 1))[0]?.records.map((each) => each.offset)).toEqual([20])
  })

  it('says by name that messages were deleted before they were read', async () => {
    const { reader, sink } = byHand(['letters'], { letters: { start: 5, end: 9 } })
    sink('letters').stuck()
    await expect(reader.poll(10, 1)).rejects.toThrow('the log deleted 5 messages of letters before they were read')
  })
})

describe('a stream that several read', () => {
  const place = (stream: Stream, offset: number) => {
    const got: number[] = []
    const sink = {
      full: false,
      take: (records: readonly Fetched[]) => void got.push(...records.map((each) => each.record.offset)),
      stuck() {},
    }
    const reading = new Reading(stream, offset, sink)
    reading.told = true
    stream.readings.add(reading)
    return { got, sink, reading }
  }
  const asks = (stream: Stream, count: number) => Array.from({ length: count }, () => stream.next()?.offset)

  it('asks for the place of each in turn, so that who is far behind keeps nobody waiting', () => {
    const stream = new Stream('t', 0, 't')
    place(stream, 0)
    place(stream, 900)
    place(stream, 900)
    expect(asks(stream, 4)).toEqual([0, 900, 0, 900])
  })

  it('asks at once while their places differ, and waits for news when they are together', () => {
    const stream = new Stream('t', 0, 't')
    const behind = place(stream, 0)
    place(stream, 900)
    expect(stream.next()?.hurry).toBe(true)
    behind.reading.offset = 900
    expect(stream.next()?.hurry).toBe(false)
  })

  it('leaves out who is full, and asks for nothing when all are', () => {
    const stream = new Stream('t', 0, 't')
    const one = place(stream, 0)
    const other = place(stream, 900)
    one.sink.full = true
    expect(asks(stream, 2)).toEqual([900, 900])
    other.sink.full = true
    expect(stream.next()).toBeUndefined()
  })
})
