import type { KafkaMessage } from 'kafkajs'
import { BusError, hasNews, type InRecord, type LaneReader, type Pending, type Range, type Source } from '../port.ts'

/** What a reader needs of its consumer. */
export interface Feed {
  identity(topics: readonly string[]): Promise<Record<string, string>>
  ranges(topics: readonly string[], partition: number): Promise<Record<string, Range>>
  seek(topic: string, partition: number, offset: number): void
  pause(topic: string, partition: number): void
  resume(topic: string, partition: number): void
}

interface Buffer_ {
  records: InRecord[]
  /** Offset that the next record must have. */
  expected: number
  paused: boolean
  /** End of the log as far as it is known; undefined until somebody has looked since the seek. */
  end: number | undefined
}

const HIGH = 2000
const LOW = 500

/** Holds what the consumer fetched of one lane until the lane takes it. Records come in order and without gaps, or not at all. */
export class KafkaReader implements LaneReader {
  readonly #feed: Feed
  readonly #topics: readonly string[]
  readonly #lane: number
  readonly #buffers = new Map<string, Buffer_>()
  #wake: (() => void) | undefined
  #gap = false
  #closed = false

  constructor(feed: Feed, topics: readonly string[], lane: number) {
    this.#feed = feed
    this.#topics = topics
    this.#lane = lane
  }

  identity(): Promise<Record<string, string>> {
    return this.#feed.identity(this.#topics)
  }

  ranges(): Promise<Record<string, Range>> {
    return this.#feed.ranges(this.#topics, this.#lane)
  }

  seek(positions: Readonly<Record<string, number>>): void {
    for (const [topic, expected] of Object.entries(positions)) {
      this.#buffers.set(topic, { records: [], expected, paused: false, end: undefined })
      this.#feed.resume(topic, this.#lane)
      this.#feed.seek(topic, this.#lane, expected)
    }
  }

  /** After a rebalance that left us this lane: the consumer forgot where it was. */
  seekAgain(): void {
    for (const [topic, buffer] of this.#buffers) {
      buffer.end = undefined
      this.#feed.seek(topic, this.#lane, buffer.expected)
    }
  }

  /** From the consumer: a batch of one topic. Before the lane has sought, nothing is kept. */
  push(topic: string, messages: readonly KafkaMessage[], highWatermark: number): void {
    const buffer = this.#buffers.get(topic)
    if (!buffer || this.#closed) return
    for (const message of messages) {
      const offset = Number(message.offset)
      if (offset < buffer.expected) continue
      if (offset > buffer.expected) {
        this.#gap = true
        break
      }
      buffer.records.push(toRecord(topic, this.#lane, offset, message))
      buffer.expected = offset + 1
    }
    buffer.end = Math.max(buffer.end ?? 0, highWatermark)
    if (buffer.records.length > HIGH && !buffer.paused) {
      buffer.paused = true
      this.#feed.pause(topic, this.#lane)
    }
    this.#wake?.()
  }

  async poll(max: number, waitMs: number): Promise<readonly Pending[]> {
    if (this.#gap) await this.#mendGap()
    await this.#look()
    const now = this.#read(max)
    if (hasNews(now) || this.#closed) return now
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
    return this.#read(max)
  }

  advance(positions: Readonly<Record<string, number>>): void {
    for (const [topic, position] of Object.entries(positions)) {
      const buffer = this.#buffers.get(topic)
      const first = buffer?.records[0]
      if (!buffer || !first) continue
      buffer.records.splice(0, position - first.offset)
      if (buffer.paused && buffer.records.length < LOW) {
        buffer.paused = false
        this.#feed.resume(topic, this.#lane)
      }
    }
  }

  close(): void {
    this.#closed = true
    this.#wake?.()
  }

  #read(max: number): Pending[] {
    return [...this.#buffers].map(([topic, { records, expected, end }]) => ({
      topic,
      records: records.slice(0, max),
      more: end === undefined || expected < end || records.length > max,
    }))
  }

  /** A topic that nothing comes of is at its end, or its broker is slow: only a question to it can tell. */
  async #look(): Promise<void> {
    const unknown = [...this.#buffers.values()].some((each) => each.end === undefined)
    if (!unknown) return
    const ranges = await this.ranges()
    for (const [topic, buffer] of this.#buffers) buffer.end ??= ranges[topic]?.end
  }

  /** A record is missing: fetched wrongly, which another seek mends, or deleted, which nothing does. @throws BusError */
  async #mendGap(): Promise<void> {
    this.#gap = false
    const ranges = await this.ranges()
    for (const [topic, buffer] of this.#buffers) {
      const start = ranges[topic]?.start ?? 0
      if (buffer.expected < start)
        throw new BusError(
          'bus.position-lost',
          `the log deleted ${start - buffer.expected} messages of ${topic} before they were read; its retention is too short for this outage`,
        )
      this.#feed.seek(topic, this.#lane, buffer.expected)
    }
  }
}

/** Records keep the topic's own name, without the prefix. */
export function toRecord(topic: string, partition: number, offset: number, message: KafkaMessage): InRecord {
  const text = message.value?.toString() ?? ''
  const source = sourceOf(message.headers?.['s']?.toString())
  return {
    topic,
    partition,
    offset,
    key: message.key?.toString() ?? '',
    message: parse(text),
    trusted: false,
    raw: () => text,
    ...(source ? { source } : {}),
  }
}

function sourceOf(header: string | undefined): Source | undefined {
  const [lane, incarnation, seq, index] = header?.split('|') ?? []
  if (lane === undefined || incarnation === undefined) return undefined
  return { lane, incarnation, seq: Number(seq), index: Number(index) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
