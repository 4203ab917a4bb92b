import { BusError, type InRecord, type OutRecord, type Range, type TopicSpec } from '../port.ts'
import { plainWorld, type World } from './world.ts'

/** A log in memory on some brokers. */
export class MemoryLog {
  readonly partitions: number
  readonly world: World
  identity = 'memory-1'
  readonly #brokers: number
  readonly #down = new Set<number>()
  readonly #topics = new Map<string, InRecord[][]>()
  readonly #growth = new Set<() => void>()
  #sources = 0

  constructor(partitions: number, world: World = plainWorld, brokers = 1) {
    this.partitions = partitions
    this.world = world
    this.#brokers = brokers
  }

  ensure(topics: readonly TopicSpec[]): void {
    for (const { name } of topics)
      if (!this.#topics.has(name))
        this.#topics.set(
          name,
          Array.from({ length: this.partitions }, () => []),
        )
  }

  /** Name of a source that nobody had before, in this log or another. */
  newSource(): string {
    return `edge/${this.identity}.${++this.#sources}`
  }

  append(records: readonly OutRecord[]): void {
    for (const { topic } of records) this.partition(topic, 0)
    for (const { topic, partition, key, message, source } of records) {
      const log = this.partition(topic, partition)
      const text = JSON.stringify(message)
      log.push({
        topic,
        partition,
        offset: log.length,
        key,
        message: JSON.parse(text),
        trusted: false,
        raw: () => text,
        ...(source ? { source } : {}),
      })
    }
    for (const wake of [...this.#growth]) wake()
  }

  /** Its partitions are led by the others until it is back. */
  restart(broker: number, ms: number): void {
    if (this.#down.size > 0) return
    this.#down.add(broker)
    void this.world.sleep(ms).then(() => this.#down.delete(broker))
  }

  leaderOf({ topic, partition }: Pick<OutRecord, 'topic' | 'partition'>): number {
    let broker = (topic.length + partition) % this.#brokers
    while (this.#down.has(broker)) broker = (broker + 1) % this.#brokers
    return broker
  }

  partition(topic: string, n: number): InRecord[] {
    const log = this.#topics.get(topic)?.[n]
    if (!log) throw new BusError('bus.unknown-topic', `there is no topic ${topic}`)
    return log
  }

  range(topic: string, n: number): Range {
    return { start: 0, end: this.partition(topic, n).length }
  }

  onGrowth(wake: () => void): () => void {
    this.#growth.add(wake)
    return () => this.#growth.delete(wake)
  }
}
