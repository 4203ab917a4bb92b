import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { encodeProduce, type ProduceRequest, type WireRecord } from './produce-wire.ts'

const kafkajs = createRequire(import.meta.url)('kafkajs/src/protocol/requests/produce/v7/request') as (
  request: ProduceRequest,
) => { encode(): Promise<{ readonly buffer: Buffer }> }

beforeEach(() => void vi.useFakeTimers({ now: 1_795_000_000_123, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

const request = (topicData: ProduceRequest['topicData'], more: Partial<ProduceRequest> = {}): ProduceRequest => ({
  acks: -1,
  timeout: 30_000,
  producerId: '4007',
  producerEpoch: 3,
  topicData,
  ...more,
})
const letter = (value: string): WireRecord => ({ key: 'a key', value, headers: { s: 'edge/Zm9v||17|0' } })

const same = async (asked: ProduceRequest) =>
  expect(encodeProduce(asked).buffer.toString('hex')).toBe((await kafkajs(asked).encode()).buffer.toString('hex'))

it.each([
  [
    'one record',
    request([{ topic: 'letters', partitions: [{ partition: 0, messages: [letter('{}')], firstSequence: 0 }] }]),
  ],
  [
    'Chinese, and a pair of surrogates',
    request([
      { topic: 'letters', partitions: [{ partition: 5, messages: [letter('您订购了1项业务😊')], firstSequence: 7 }] },
    ]),
  ],
  [
    'without headers, by who is no producer',
    request([{ topic: 'probes', partitions: [{ partition: 1, messages: [{ key: 'probe', value: 'x' }] }] }], {
      acks: 1,
      producerId: undefined,
      producerEpoch: undefined,
    } as never),
  ],
  ['nothing', request([])],
])('%s: octet for octet what kafkajs writes', (_, asked) => same(asked))

it('many records, long ones, of several topics and partitions: octet for octet what kafkajs writes', () => {
  const text = fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 200 }))
  const record = fc.record({ key: text, value: text, headers: fc.record({ s: text }) })
  const messages = fc.oneof(
    fc.array(record, { minLength: 1, maxLength: 5 }),
    fc
      .tuple(record, fc.integer({ min: 60, max: 200 }))
      .map(([each, count]) => Array.from({ length: count }, () => each)),
  )
  const partition = fc.record({ partition: fc.nat(1000), firstSequence: fc.nat(2_147_483_646), messages })
  const topic = fc.record({
    topic: fc.string({ minLength: 1, maxLength: 40 }),
    partitions: fc.array(partition, { minLength: 1, maxLength: 4 }),
  })
  return fc.assert(
    fc.asyncProperty(
      fc.array(topic, { minLength: 1, maxLength: 3 }),
      fc.nat(32_767),
      async (topicData, producerEpoch) => {
        await same(request(topicData, { producerEpoch }))
      },
    ),
    { numRuns: 60 },
  )
})
