import { Bell } from '../bell.ts'
import {
  type Bus,
  hasNews,
  type InRecord,
  type LaneHandler,
  type LaneReader,
  type Membership,
  type OutRecord,
  type Pending,
  type Range,
  type Tail,
  type TopicSpec,
} from '../port.ts'
import { checkSizes, DEFAULT_LARGEST } from '../size.ts'
import type { EmbeddedDatabase } from './database.ts'
import type { Cursor, EmbeddedLog } from './log.ts'

/** The log in the data folder's SQLite file. One process is the only member of every group, so it is given all lanes. */
export class EmbeddedBus implements Bus {
  readonly partitions: number
  /** As on Kafka: what one mode refuses, the other refuses. */
  readonly largest = DEFAULT_LARGEST
  readonly database: EmbeddedDatabase
  readonly #log: EmbeddedLog

  constructor(database: EmbeddedDatabase, log: EmbeddedLog) {
    this.database = database
    this.#log = log
    this.partitions = log.partitions
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    this.#log.ensure(topics)
  }

  async publish(records: readonly OutRecord[]): Promise<void> {
    checkSizes(records, this.largest)
    return this.database.write(() => this.#log.append(records))
  }

  async join(group: string, topics: readonly string[], handler: LaneHandler): Promise<Membership> {
    await this.database.write(() => this.#log.readBy(group, topics))
    let readers: EmbeddedReader[] = []
    const grant = () => {
      readers = Array.from({ length: this.partitions }, (_, lane) => new EmbeddedReader(this.#log, topics, lane))
      readers.forEach((reader, lane) => {
        handler.granted(lane, reader)
      })
    }
    const release = async () => {
      for (const reader of readers) reader.close()
      await Promise.all(readers.map((_, lane) => handler.revoked(lane)))
    }
    grant()
    return {
      rejoin: async () => {
        await release()
        grant()
      },
      leave: release,
      joined: () => true,
      trouble: () => undefined,
    }
  }

  async follow(topic: string, each: (record: InRecord) => void): Promise<() => Promise<void>> {
    return this.#read(topic, this.#ranges(topic, 'start'), each)
  }

  async tail(topic: string, each: (record: InRecord) => void): Promise<Tail> {
    const from = this.#ranges(topic, 'end')
    return { from, stop: this.#read(topic, from, each) }
  }

  #ranges(topic: string, side: keyof Range): number[] {
    return Array.from({ length: this.partitions }, (_, n) => this.#log.range(topic, n)[side])
  }

  #read(topic: string, from: readonly number[], each: (record: InRecord) => void): () => Promise<void> {
    const stops = from.map((start, n) => {
      let position = start
      const drain = () => {
        for (;;) {
          const records = this.#log.read(topic, n, position, 500)
          for (const record of records) each(record)
          const last = records.at(-1)
          if (!last) return
          position = last.offset + 1
        }
      }
      drain()
      return this.#log.onGrowth(topic, n, drain)
    })
    return async () => {
      for (const stop of stops) stop()
    }
  }

  async ping(): Promise<void> {
    this.database.sqlite.prepare('SELECT 1').get()
  }

  async close(): Promise<void> {
    this.database.close()
  }
}

class EmbeddedReader implements LaneReader {
  readonly #log: EmbeddedLog
  readonly #topics: readonly string[]
  readonly #lane: number
  #positions: Record<string, number> = {}
  readonly #cursors: ReadonlyMap<string, Cursor>
  readonly #bell = new Bell()
  readonly #stops: (() => void)[]

  constructor(log: EmbeddedLog, topics: readonly string[], lane: number) {
    this.#log = log
    this.#topics = topics
    this.#lane = lane
    this.#cursors = new Map(topics.map((topic) => [topic, { position: 0 }]))
    this.#stops = [...this.#cursors].flatMap(([topic, cursor]) => [
      log.onGrowth(topic, lane, () => this.#bell.knock()),
      log.keepFor(topic, lane, cursor),
    ])
  }

  async identity(): Promise<Record<string, string>> {
    return Object.fromEntries(this.#topics.map((topic) => [topic, this.#log.identity]))
  }

  async ranges(): Promise<Record<string, Range>> {
    return Object.fromEntries(this.#topics.map((topic) => [topic, this.#log.range(topic, this.#lane)]))
  }

  seek(positions: Readonly<Record<string, number>>): void {
    this.#positions = {}
    this.advance(positions)
  }

  async poll(max: number, waitMs: number): Promise<readonly Pending[]> {
    const now = this.#read(max)
    if (hasNews(now)) return now
    await this.#bell.wait(waitMs)
    return this.#read(max)
  }

  wake(): void {
    this.#bell.ring()
  }

  advance(positions: Readonly<Record<string, number>>): void {
    Object.assign(this.#positions, positions)
    for (const [topic, cursor] of this.#cursors) cursor.position = this.#positions[topic] ?? 0
  }

  /** Ends a poll that waits. */
  close(): void {
    for (const stop of this.#stops) stop()
    this.wake()
  }

  #read(max: number): Pending[] {
    return this.#topics.map((topic) => {
      const from = this.#positions[topic] as number
      const records = this.#log.read(topic, this.#lane, from, max)
      return { topic, records, more: from + records.length < this.#log.range(topic, this.#lane).end }
    })
  }
}
