import type { Broker } from './cluster.ts'
import { type Aborted, readOffset } from './records.ts'

/** Where a partition is to be read on. */
export interface Ask {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** What the broker says of one partition; within a session, only of those with news. */
export interface Answer {
  readonly topic: string
  readonly partition: number
  readonly error: number
  /** Everything before it can be read; −1 with an error. */
  readonly end: number
  readonly aborted: readonly Aborted[]
  readonly data: Buffer
}

export interface FetchRequest {
  readonly session: number
  /** 0 begins a session, −1 ends it; else the number of this request in it. */
  readonly epoch: number
  readonly asks: readonly Ask[]
  readonly forget: readonly Pick<Ask, 'topic' | 'partition'>[]
  readonly waitMs: number
}

export interface FetchAnswer {
  readonly error: number
  readonly session: number
  readonly answers: readonly Answer[]
}

const MOST_OCTETS = 4 * 1024 * 1024
const MOST_OCTETS_PARTITION = 1024 * 1024
const READ_COMMITTED = 1

/**
 * Fetch with incremental sessions (KIP-227), which kafkajs's own does not have: a request names only what has changed, and so
 * does its answer, however many partitions are read. Version 10, of which only the leader answers: from 11 on followers do too,
 * so a partition whose leader has moved would be read from one that lags, and does not hold what its leader has acknowledged.
 */
export function fetch(broker: Broker, request: FetchRequest): Promise<FetchAnswer> {
  return broker.connectionPool.send({
    request: { apiKey: 1, apiVersion: 10, apiName: 'Fetch', encode: async () => encode(request) },
    response: { decode: async (raw) => decode(raw), parse: async (answer) => answer },
    requestTimeout: request.waitMs + 5000,
  })
}

function encode({ session, epoch, asks, forget, waitMs }: FetchRequest): { buf: Buffer; buffer: Buffer } {
  const wanted = byTopic(asks)
  const forgotten = byTopic(forget)
  const room = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + Buffer.byteLength(name) + 6, 0)
  const buf = Buffer.allocUnsafe(
    40 + room(wanted.keys()) + room(forgotten.keys()) + asks.length * 28 + forget.length * 4,
  )
  let at = 0
  const int32 = (value: number) => {
    at = buf.writeInt32BE(value, at)
  }
  const text = (value: string) => {
    at = buf.writeInt16BE(Buffer.byteLength(value), at)
    at += buf.write(value, at)
  }
  int32(-1)
  int32(waitMs)
  int32(1)
  int32(MOST_OCTETS)
  at = buf.writeInt8(READ_COMMITTED, at)
  int32(session)
  int32(epoch)
  int32(wanted.size)
  for (const [topic, partitions] of wanted) {
    text(topic)
    int32(partitions.length)
    for (const { partition, offset } of partitions) {
      int32(partition)
      int32(-1)
      at = buf.writeBigInt64BE(BigInt(offset), at)
      at = buf.writeBigInt64BE(-1n, at)
      int32(MOST_OCTETS_PARTITION)
    }
  }
  int32(forgotten.size)
  for (const [topic, partitions] of forgotten) {
    text(topic)
    int32(partitions.length)
    for (const { partition } of partitions) int32(partition)
  }
  const buffer = buf.subarray(0, at)
  return { buf: buffer, buffer }
}

function byTopic<Of extends { readonly topic: string }>(all: readonly Of[]): Map<string, Of[]> {
  const topics = new Map<string, Of[]>()
  for (const each of all) {
    const known = topics.get(each.topic)
    if (known) known.push(each)
    else topics.set(each.topic, [each])
  }
  return topics
}

function decode(raw: Buffer): FetchAnswer {
  let at = 4
  const int32 = () => {
    at += 4
    return raw.readInt32BE(at - 4)
  }
  const int16 = () => {
    at += 2
    return raw.readInt16BE(at - 2)
  }
  const int64 = () => {
    at += 8
    return readOffset(raw, at - 8)
  }
  const error = int16()
  const session = int32()
  const answers: Answer[] = []
  for (let topics = int32(); topics > 0; topics--) {
    const length = int16()
    const topic = raw.toString('utf8', at, at + length)
    at += length
    for (let partitions = int32(); partitions > 0; partitions--) {
      const partition = int32()
      const failure = int16()
      at += 8 // the high watermark: what an open transaction holds back counts as not there
      const end = int64()
      at += 8
      const aborted: Aborted[] = []
      for (let count = int32(); count > 0; count--) {
        const producerId = raw.readBigInt64BE(at)
        at += 8
        aborted.push({ producerId, firstOffset: int64() })
      }
      const size = Math.max(0, int32())
      answers.push({ topic, partition, error: failure, end, aborted, data: raw.subarray(at, at + size) })
      at += size
    }
  }
  return { error, session, answers }
}
