import {
  type Bus,
  BusError,
  hasNews,
  type InRecord,
  type LaneHandler,
  type LaneReader,
  type Membership,
  type OutRecord,
  type Pending,
  type Range,
  type TopicSpec,
} from '../port.ts'
import { checkSizes, DEFAULT_LARGEST } from '../size.ts'
import { plainWorld, type World } from './world.ts'

interface Member {
  readonly id: string
  readonly topics: readonly string[]
  readonly handler: LaneHandler
  readonly lanes: Map<number, MemoryReader>
}

/** A log in memory with consumer groups, shared by the members of a test or a simulation. */
export class MemoryCluster {
  readonly partitions: number
  readonly world: World
  identity = 'memory-1'
  readonly #topics = new Map<string, InRecord[][]>()
  readonly #groups = new Map<string, Member[]>()
  readonly #growth = new Set<() => void>()

  constructor(partitions: number, world: World = plainWorld) {
    this.partitions = partitions
    this.world = world
  }

  ensure(topics: readonly TopicSpec[]): void {
    for (const { name } of topics)
      if (!this.#topics.has(name))
        this.#topics.set(
          name,
          Array.from({ length: this.partitions }, () => []),
        )
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

  join(group: string, member: Member): void {
    const members = this.#groups.get(group) ?? []
    members.push(member)
    this.#groups.set(group, members)
    this.#rebalance(group)
  }

  /** The group gives up on a member: it left, or gave no sign. It is told only when `tell` is set. */
  async remove(group: string, id: string, tell: boolean): Promise<void> {
    const members = this.#groups.get(group) ?? []
    const gone = members.find((each) => each.id === id)
    if (!gone) return
    members.splice(members.indexOf(gone), 1)
    if (tell) await Promise.all([...gone.lanes.keys()].map((lane) => revoke(gone, lane)))
    this.#rebalance(group)
  }

  removeEverywhere(id: string): void {
    for (const group of this.#groups.keys()) void this.remove(group, id, false)
  }

  #rebalance(group: string): void {
    const members = [...(this.#groups.get(group) ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1))
    for (let lane = 0; lane < this.partitions; lane++) {
      const owner = members[lane % Math.max(1, members.length)]
      for (const member of members) {
        if (member !== owner && member.lanes.has(lane)) void revoke(member, lane)
        if (member === owner && !member.lanes.has(lane)) {
          const reader = new MemoryReader(this, member.id, member.topics, lane)
          member.lanes.set(lane, reader)
          member.handler.granted(lane, reader)
        }
      }
    }
  }
}

async function revoke(member: Member, lane: number): Promise<void> {
  member.lanes.get(lane)?.close()
  member.lanes.delete(lane)
  await member.handler.revoked(lane)
}

/** One member's view of a memory cluster. */
export class MemoryBus implements Bus {
  readonly partitions: number
  readonly largest = DEFAULT_LARGEST
  readonly #cluster: MemoryCluster
  readonly #id: string

  constructor(cluster: MemoryCluster, id = 'member') {
    this.#cluster = cluster
    this.#id = id
    this.partitions = cluster.partitions
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    this.#cluster.ensure(topics)
  }

  async publish(records: readonly OutRecord[]): Promise<void> {
    checkSizes(records, this.largest)
    await this.#cluster.world.step(this.#id, 'publish: before')
    const half = Math.ceil(records.length / 2)
    this.#cluster.append(records.slice(0, half))
    await this.#cluster.world.step(this.#id, 'publish: half of it written')
    this.#cluster.append(records.slice(half))
    await this.#cluster.world.step(this.#id, 'publish: written, not acknowledged')
  }

  async join(group: string, topics: readonly string[], handler: LaneHandler): Promise<Membership> {
    await this.#cluster.world.step(this.#id, 'join')
    const enter = () => this.#cluster.join(group, { id: this.#id, topics, handler, lanes: new Map() })
    enter()
    return {
      rejoin: async () => {
        await this.#cluster.remove(group, this.#id, true)
        await this.#cluster.world.step(this.#id, 'rejoin')
        enter()
      },
      leave: () => this.#cluster.remove(group, this.#id, true),
      joined: () => true,
      trouble: () => undefined,
    }
  }

  async follow(topic: string, each: (record: InRecord) => void): Promise<() => Promise<void>> {
    const positions = Array.from({ length: this.partitions }, () => 0)
    const drain = () =>
      positions.forEach((position, n) => {
        const log = this.#cluster.partition(topic, n)
        for (const record of log.slice(position)) each(record)
        positions[n] = log.length
      })
    drain()
    const stop = this.#cluster.onGrowth(drain)
    return async () => stop()
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}
}

export class MemoryReader implements LaneReader {
  readonly #cluster: MemoryCluster
  readonly #member: string
  readonly #topics: readonly string[]
  readonly #lane: number
  #positions: Record<string, number> = {}
  #wake: (() => void) | undefined
  #closed = false

  constructor(cluster: MemoryCluster, member: string, topics: readonly string[], lane: number) {
    this.#cluster = cluster
    this.#member = member
    this.#topics = topics
    this.#lane = lane
  }

  async identity(): Promise<Record<string, string>> {
    return Object.fromEntries(this.#topics.map((topic) => [topic, this.#cluster.identity]))
  }

  async ranges(): Promise<Record<string, Range>> {
    const ranges = Object.fromEntries(this.#topics.map((topic) => [topic, this.#cluster.range(topic, this.#lane)]))
    await this.#cluster.world.step(this.#member, 'ranges')
    return ranges
  }

  seek(positions: Readonly<Record<string, number>>): void {
    this.#positions = { ...positions }
  }

  async poll(max: number, waitMs: number): Promise<readonly Pending[]> {
    await this.#cluster.world.step(this.#member, 'poll')
    const now = this.#read(max)
    if (hasNews(now) || this.#closed) return now
    let stop = () => {}
    await Promise.race([
      this.#cluster.world.sleep(waitMs),
      new Promise<void>((resolve) => {
        this.#wake = resolve
        stop = this.#cluster.onGrowth(resolve)
      }),
    ])
    stop()
    return this.#read(max)
  }

  advance(positions: Readonly<Record<string, number>>): void {
    Object.assign(this.#positions, positions)
  }

  close(): void {
    this.#closed = true
    this.#wake?.()
  }

  #read(max: number): Pending[] {
    return this.#topics.map((topic) => {
      const log = this.#cluster.partition(topic, this.#lane)
      const from = this.#positions[topic] ?? 0
      const records = log.slice(from, from + max)
      return { topic, records, more: from + records.length < log.length }
    })
  }
}
