import { randomUUID } from 'node:crypto'
import type { StatementSync } from 'node:sqlite'
import { BusError, type InRecord, type OutRecord, type Range, type TopicSpec } from '../port.ts'
import type { EmbeddedDatabase } from './database.ts'

/** Records of a partition that are kept in memory for who has yet to read them, so that a reader that keeps up never asks SQLite. */
const MOST_KEPT = 1024
const DAY = 86_400_000
/** Records of a partition that one cleaning may delete. */
const SLICE = 20_000

/** How far a reader has come in one partition. */
export interface Cursor {
  position: number
}

interface Partition {
  start: number
  end: number
  /** Records from `tailStart` to `end`. */
  tail: InRecord[]
  /** Appended in the transaction under way, not yet durable. */
  uncommitted: number
  listeners: Set<() => void>
  readonly cursors: Set<Cursor>
}

/** Topics and partitions in the `log` table. `append` is called inside a group commit; readers see it after. */
export class EmbeddedLog {
  readonly identity: string
  readonly partitions: number
  readonly #database: EmbeddedDatabase
  readonly #topics = new Map<string, { id: number; keep: string; parts: Partition[] }>()
  readonly #insert: StatementSync
  readonly #setEnd: StatementSync
  readonly #select: StatementSync
  readonly #oldest: StatementSync
  readonly #deleteOld: StatementSync
  readonly #first: StatementSync
  #dirty = new Set<{ topic: number; n: number; part: Partition }>()
  readonly #entries = new Map<Partition, { topic: number; n: number; part: Partition }>()

  constructor(database: EmbeddedDatabase, partitions: number) {
    this.#database = database
    const { sqlite } = database
    this.#insert = sqlite.prepare('INSERT INTO log (topic, part, offset, key, at, value) VALUES (?, ?, ?, ?, ?, ?)')
    this.#setEnd = sqlite.prepare(
      'INSERT INTO ends (topic, part, next) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next = excluded.next',
    )
    this.#select = sqlite.prepare(
      'SELECT offset, key, value FROM log WHERE topic = ? AND part = ? AND offset >= ? AND offset < ? ORDER BY offset LIMIT ?',
    )
    this.#oldest = sqlite.prepare('SELECT at FROM log WHERE topic = ? AND part = ? ORDER BY offset LIMIT 1')
    this.#deleteOld = sqlite.prepare('DELETE FROM log WHERE topic = ? AND part = ? AND offset < ? AND at < ?')
    this.#first = sqlite.prepare('SELECT min(offset) AS first FROM log WHERE topic = ? AND part = ?')
    this.identity = this.#meta('identity', () => `embedded-${randomUUID()}`)
    this.partitions = Number(this.#meta('partitions', () => String(partitions)))
    if (this.partitions !== partitions)
      throw new BusError(
        'bus.partitions',
        `this data folder has ${this.partitions} partitions a topic, fixed at its creation, and PARTITIONS asks for ${partitions}. Set PARTITIONS=${this.partitions}, or start with an empty folder.`,
      )
    database.hooks = {
      beforeCommit: () => this.#sealEnds(),
      committed: () => this.#committed(),
      rolledBack: () => this.#rollback(),
    }
  }

  #meta(name: string, make: () => string): string {
    const { sqlite } = this.#database
    const row = sqlite.prepare('SELECT value FROM meta WHERE name = ?').get(name) as { value: string } | undefined
    if (row) return row.value
    const value = make()
    sqlite.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(name, value)
    return value
  }

  ensure(topics: readonly TopicSpec[]): void {
    const { sqlite } = this.#database
    for (const { name, keep } of topics) {
      sqlite
        .prepare('INSERT INTO topics (name, keep) VALUES (?, ?) ON CONFLICT DO UPDATE SET keep = excluded.keep')
        .run(name, String(keep))
      const { id } = sqlite.prepare('SELECT id FROM topics WHERE name = ?').get(name) as { id: number }
      if (this.#topics.has(name)) continue
      const parts: Partition[] = []
      for (let n = 0; n < this.partitions; n++) {
        if (keep === 'compact') this.#compact(id, n)
        const end =
          (
            sqlite.prepare('SELECT next FROM ends WHERE topic = ? AND part = ?').get(id, n) as
              | { next: number }
              | undefined
          )?.next ?? 0
        const first = sqlite
          .prepare('SELECT min(offset) AS first FROM log WHERE topic = ? AND part = ?')
          .get(id, n) as { first: number | null }
        const part: Partition = {
          start: first.first ?? end,
          end,
          tail: [],
          uncommitted: 0,
          listeners: new Set(),
          cursors: new Set(),
        }
        parts.push(part)
        this.#entries.set(part, { topic: id, n, part })
      }
      this.#topics.set(name, { id, keep: String(keep), parts })
    }
  }

  /** Within a group commit only. Readers are told when the transaction is durable. */
  append(records: readonly OutRecord[]): void {
    for (const { topic } of records) this.#part(topic, 0)
    for (const record of records) {
      const topic = this.#topics.get(record.topic) as { id: number; parts: Partition[] }
      const part = topic.parts[record.partition] as Partition
      const offset = part.end + part.uncommitted
      this.#insert.run(
        topic.id,
        record.partition,
        offset,
        record.key,
        record.message.at,
        JSON.stringify(record.message),
      )
      part.uncommitted++
      part.tail.push({
        topic: record.topic,
        partition: record.partition,
        offset,
        key: record.key,
        message: record.message,
        trusted: true,
        raw: () => JSON.stringify(record.message),
      })
      this.#dirty.add(this.#entries.get(part) as { topic: number; n: number; part: Partition })
    }
  }

  #sealEnds(): void {
    for (const { topic, n, part } of this.#dirty) this.#setEnd.run(topic, n, part.end + part.uncommitted)
  }

  #committed(): void {
    const dirty = this.#dirty
    if (dirty.size === 0) return
    this.#dirty = new Set()
    for (const { part } of dirty) {
      part.end += part.uncommitted
      part.uncommitted = 0
      for (const listener of part.listeners) listener()
      forgetRead(part)
    }
  }

  #rollback(): void {
    for (const { part } of this.#dirty) {
      part.tail.length -= part.uncommitted
      part.uncommitted = 0
    }
    this.#dirty.clear()
  }

  range(topic: string, n: number): Range {
    const part = this.#part(topic, n)
    return { start: part.start, end: part.end }
  }

  read(topic: string, n: number, from: number, max: number): readonly InRecord[] {
    const part = this.#part(topic, n)
    if (from >= part.end) return []
    const tailStart = part.end + part.uncommitted - part.tail.length
    if (from >= tailStart) {
      const begin = from - tailStart
      return part.tail.slice(begin, Math.min(begin + max, part.tail.length - part.uncommitted))
    }
    const id = this.#topics.get(topic)?.id as number
    const rows = this.#select.all(id, n, from, part.end, max) as { offset: number; key: string; value: string }[]
    return rows.map(({ offset, key, value }) => ({
      topic,
      partition: n,
      offset,
      key,
      message: parseJson(value),
      trusted: false,
      raw: () => value,
    }))
  }

  /** The latest stamp among the last messages of all partitions, ms; 0 when there are none. */
  newest(): number {
    const last = this.#database.sqlite.prepare(
      'SELECT at FROM log WHERE topic = ? AND part = ? ORDER BY offset DESC LIMIT 1',
    )
    const stamps = [...this.#entries.values()].map(
      ({ topic, n }) => (last.get(topic, n) as { at: number } | undefined)?.at ?? 0,
    )
    return Math.max(0, ...stamps)
  }

  /** Within a group commit only: what a process reads, kept while it does not run, so that nothing is deleted before it. */
  readBy(process: string, topics: readonly string[]): void {
    const { sqlite } = this.#database
    sqlite.prepare('DELETE FROM readers WHERE process = ?').run(process)
    const add = sqlite.prepare('INSERT INTO readers (process, topic) VALUES (?, ?)')
    for (const topic of new Set(topics)) add.run(process, topic)
  }

  /** What is behind all cursors of a partition is not kept in memory: the caller moves this one. Returns the way to drop it. */
  keepFor(topic: string, n: number, cursor: Cursor): () => void {
    const { cursors } = this.#part(topic, n)
    cursors.add(cursor)
    return () => cursors.delete(cursor)
  }

  /** Calls back whenever this partition has grown. Returns the way to stop it. */
  onGrowth(topic: string, n: number, listener: () => void): () => void {
    const { listeners } = this.#part(topic, n)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /**
   * Deletes records older than their topic's days, below every reader's position, at most a slice of each partition.
   * Called every few seconds. Compacted topics are compacted when the log is opened.
   */
  clean(now: number, floor: (topic: string, n: number) => number): number {
    let removed = 0
    for (const [name, { id, keep, parts }] of this.#topics) {
      if (keep === 'compact') continue
      const cutoff = now - Number(keep) * DAY
      parts.forEach((part, n) => {
        const oldest = this.#oldest.get(id, n) as { at: number } | undefined
        if (!oldest || oldest.at >= cutoff) return
        // A slice at a time: everybody else waits for the database meanwhile.
        const before = Math.min(floor(name, n), part.end, part.start + SLICE)
        if (before <= part.start) return
        const { changes } = this.#deleteOld.run(id, n, before, cutoff)
        if (changes === 0) return
        removed += Number(changes)
        part.start = (this.#first.get(id, n) as { first: number | null }).first ?? part.end
      })
    }
    return removed
  }

  /** Keeps the last record of each key. Reads the whole partition: done once, when the log is opened. */
  #compact(topic: number, n: number): void {
    this.#database.sqlite
      .prepare(
        'DELETE FROM log WHERE topic = ?1 AND part = ?2 AND offset NOT IN (SELECT max(offset) FROM log WHERE topic = ?1 AND part = ?2 GROUP BY key)',
      )
      .run(topic, n)
  }

  #part(topic: string, n: number): Partition {
    const part = this.#topics.get(topic)?.parts[n]
    if (!part) throw new BusError('bus.unknown-topic', `there is no partition ${n} of topic ${topic}`)
    return part
  }
}

/** What nobody reads any more dies young, and is not carried through every collection of garbage. */
function forgetRead({ tail, end, uncommitted, cursors }: Partition): void {
  let wanted = end
  for (const { position } of cursors) wanted = Math.min(wanted, position)
  const kept = Math.min(end - wanted, MOST_KEPT)
  const read = tail.length - uncommitted - kept
  if (read > 0) tail.splice(0, read)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
