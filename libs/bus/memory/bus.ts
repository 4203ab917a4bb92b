import type { Bus, InRecord, LaneHandler, Membership, OutRecord, Tail, TopicSpec } from '../port.ts'
import { checkSizes, DEFAULT_LARGEST } from '../size.ts'
import type { MemoryCluster } from './cluster.ts'
import type { MemoryLog } from './log.ts'

type Batch = readonly OutRecord[]

/** How often a broker does not answer, and how often only its answer is lost. */
const UNANSWERED = 0.05

/** One member's view of a memory cluster. What `protected` methods do is what a simulation overrides to plant a fault. */
export class MemoryBus implements Bus {
  readonly partitions: number
  readonly largest = DEFAULT_LARGEST
  readonly #cluster: MemoryCluster
  readonly #log: MemoryLog
  readonly #id: string
  readonly #source: string
  #numbered = 0
  #edge: Promise<void> = Promise.resolve()

  constructor(cluster: MemoryCluster, id = 'member') {
    this.#cluster = cluster
    this.#log = cluster.log
    this.#id = id
    this.#source = this.#log.newSource()
    this.partitions = this.#log.partitions
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    this.#log.ensure(topics)
  }

  /** What no lane numbered is numbered here, and goes one after the other: a later one that came first would bury it. */
  async publish(records: readonly OutRecord[]): Promise<void> {
    checkSizes(records, this.largest)
    if (records.every((each) => each.source)) return this.#write(records)
    const sent = this.#edge.then(() => this.#write(records.map((each) => this.named(each))))
    this.#edge = sent.catch(() => undefined)
    return sent
  }

  protected named(record: OutRecord): OutRecord {
    if (record.source) return record
    return { ...record, source: { lane: this.#source, incarnation: '', seq: ++this.#numbered, index: 0 } }
  }

  /** A call to each leader, again and again until each partition is known to be written. */
  async #write(records: readonly OutRecord[]): Promise<void> {
    const { world } = this.#log
    let left: Batch[] = [...Map.groupBy(records, (each) => `${each.topic}/${each.partition}`).values()]
    while (left.length > 0) {
      const calls = Map.groupBy(left, ([first]) => this.#log.leaderOf(first as OutRecord))
      left = []
      for (const [leader, batches] of calls) {
        await world.step(this.#id, 'publish: before')
        const isLed = ([first]: Batch) => this.#log.leaderOf(first as OutRecord) === leader
        const written = world.mishap(UNANSWERED) ? [] : batches.filter(isLed)
        this.#log.append(written.flat())
        await world.step(this.#id, 'publish: written, not acknowledged')
        const done = world.mishap(UNANSWERED) ? [] : this.acknowledged(batches, written)
        left.push(...batches.filter((each) => !done.includes(each)))
      }
    }
  }

  /** What a call has written, told by its answer. */
  protected acknowledged(_call: readonly Batch[], written: readonly Batch[]): readonly Batch[] {
    return written
  }

  async join(group: string, topics: readonly string[], handler: LaneHandler): Promise<Membership> {
    await this.#log.world.step(this.#id, 'join')
    const enter = () =>
      this.#cluster.join(group, { id: this.#id, topics, handler, lanes: new Map(), leaving: new Map() })
    enter()
    return {
      rejoin: async () => {
        await this.#cluster.leave(group, this.#id)
        await this.#log.world.step(this.#id, 'rejoin')
        enter()
      },
      leave: () => this.#cluster.leave(group, this.#id),
      joined: () => true,
      trouble: () => undefined,
    }
  }

  async follow(topic: string, each: (record: InRecord) => void): Promise<() => Promise<void>> {
    return this.#read(
      topic,
      Array.from({ length: this.partitions }, () => 0),
      each,
    )
  }

  async tail(topic: string, each: (record: InRecord) => void): Promise<Tail> {
    const from = Array.from({ length: this.partitions }, (_, n) => this.#log.range(topic, n).end)
    return { from, stop: this.#read(topic, from, each) }
  }

  #read(topic: string, from: readonly number[], each: (record: InRecord) => void): () => Promise<void> {
    const positions = [...from]
    const drain = () =>
      positions.forEach((position, n) => {
        const records = this.#log.partition(topic, n)
        for (const record of records.slice(position)) each(record)
        positions[n] = records.length
      })
    drain()
    const stop = this.#log.onGrowth(drain)
    return async () => stop()
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}
}
