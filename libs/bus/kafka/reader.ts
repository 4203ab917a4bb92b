import { Bell } from '../bell.ts'
import { BusError, hasNews, type InRecord, type LaneReader, type Pending, type Range } from '../port.ts'
import type { Fetched, Reading, Sink } from './stream.ts'

/** What a reader needs of the log. */
export interface Feed {
  identity(topics: readonly string[]): Promise<Record<string, string>>
  ranges(topics: readonly string[], partition: number): Promise<Record<string, Range>>
  read(topic: string, partition: number, offset: number, sink: Sink): Reading
  seek(reading: Reading, offset: number): void
  resume(reading: Reading): void
  stop(reading: Reading): void
}

/** A topic of a lane holds no more than this and one fetch: few large records count as many small ones. */
const HIGH = { records: 2000, octets: 1024 * 1024 }
const LOW = { records: 500, octets: 256 * 1024 }

/** What was fetched of one topic and is not done with. */
export class Inbox implements Sink {
  readonly topic: string
  reading!: Reading
  fetched: Fetched[] = []
  octets = 0
  full = false
  /** Offset behind the last record that came. */
  last: number
  /** Offset that is fetched next: behind `last` where what came last is no record. */
  next: number
  /** End of the partition when it was last asked for since the lane sought; undefined before. */
  end: number | undefined
  trouble: { why: unknown } | undefined
  readonly #news: () => void

  constructor(topic: string, position: number, news: () => void) {
    this.topic = topic
    this.last = position
    this.next = position
    this.#news = news
  }

  take(records: readonly Fetched[], next: number, end: number | undefined): void {
    for (const each of records) {
      this.fetched.push(each)
      this.octets += each.octets
    }
    const last = records.at(-1)
    if (last) this.last = last.record.offset + 1
    this.next = next
    const told = this.end === undefined && end !== undefined
    if (end !== undefined) this.end = end
    this.full = this.fetched.length > HIGH.records || this.octets > HIGH.octets
    if (records.length > 0 || told) this.#news()
  }

  stuck(why?: unknown): void {
    this.trouble = { why }
    this.#news()
  }

  get more(): boolean {
    return this.end === undefined || this.next < this.end
  }

  /** Lets go of what lies before `position`. True when more is wanted again. */
  drop(position: number): boolean {
    let count = 0
    for (const { record, octets } of this.fetched) {
      if (record.offset >= position) break
      this.octets -= octets
      count++
    }
    this.fetched.splice(0, count)
    if (!this.full || this.fetched.length >= LOW.records || this.octets >= LOW.octets) return false
    this.full = false
    return true
  }
}

/** Holds what was fetched of one lane until the lane takes it. */
export class KafkaReader implements LaneReader {
  readonly #feed: Feed
  readonly #topics: readonly string[]
  readonly #lane: number
  readonly #inboxes = new Map<string, Inbox>()
  readonly #bell = new Bell()
  #closed = false

  constructor(feed: Feed, topics: readonly string[], lane: number) {
    this.#feed = feed
    this.#topics = topics
    this.#lane = lane
  }

  identity(): Promise<Record<string, string>> {
    return this.#feed.identity(this.#topics)
  }

  /** What ends a topic without being a record (a transaction's marker) is not counted once it has been passed. */
  async ranges(): Promise<Record<string, Range>> {
    const ranges = await this.#feed.ranges(this.#topics, this.#lane)
    return Object.fromEntries(
      Object.entries(ranges).map(([topic, { start, end }]) => {
        const inbox = this.#inboxes.get(topic)
        return [topic, { start, end: inbox && inbox.next >= end ? Math.max(inbox.last, start) : end }]
      }),
    )
  }

  seek(positions: Readonly<Record<string, number>>): void {
    for (const [topic, position] of Object.entries(positions)) {
      if (this.#closed) return
      const before = this.#inboxes.get(topic)
      const inbox = new Inbox(topic, position, () => this.#bell.knock())
      this.#inboxes.set(topic, inbox)
      if (before) {
        inbox.reading = before.reading
        inbox.reading.sink = inbox
        this.#feed.seek(inbox.reading, position)
      } else inbox.reading = this.#feed.read(topic, this.#lane, position, inbox)
    }
  }

  async poll(max: number, waitMs: number): Promise<readonly Pending[]> {
    await this.#lookAtTroubles()
    const now = this.#read(max)
    if (hasNews(now) || this.#closed) return now
    await this.#bell.wait(waitMs)
    return this.#read(max)
  }

  wake(): void {
    this.#bell.ring()
  }

  advance(positions: Readonly<Record<string, number>>): void {
    for (const [topic, position] of Object.entries(positions)) {
      const inbox = this.#inboxes.get(topic)
      if (inbox?.drop(position)) this.#feed.resume(inbox.reading)
    }
  }

  close(): void {
    this.#closed = true
    for (const { reading } of this.#inboxes.values()) this.#feed.stop(reading)
    this.wake()
  }

  #read(max: number): Pending[] {
    return [...this.#inboxes.values()].map(({ topic, fetched, more }) => ({
      topic,
      records: firstOf(fetched, max),
      more: more || fetched.length > max,
    }))
  }

  /** @throws BusError where the log does not hold what comes next; what stopped the reading else */
  async #lookAtTroubles(): Promise<void> {
    for (const inbox of this.#inboxes.values()) {
      if (!inbox.trouble) continue
      const { topic, next, trouble } = inbox
      if (trouble.why) throw trouble.why
      const { start, end } = (await this.#feed.ranges([topic], this.#lane))[topic] ?? { start: 0, end: 0 }
      if (next < start)
        throw new BusError(
          'bus.position-lost',
          `the log deleted ${start - next} messages of ${topic} before they were read; its retention is too short for this outage`,
        )
      if (next > end)
        throw new BusError(
          'bus.position-lost',
          `the log holds ${topic} up to ${end}, and it was read up to ${next} already; it lost messages or was replaced`,
        )
      inbox.trouble = undefined
      this.#feed.seek(inbox.reading, next)
    }
  }
}

const firstOf = (fetched: readonly Fetched[], max: number): InRecord[] => {
  const count = Math.min(max, fetched.length)
  const records = new Array<InRecord>(count)
  for (let i = 0; i < count; i++) records[i] = (fetched[i] as Fetched).record
  return records
}
