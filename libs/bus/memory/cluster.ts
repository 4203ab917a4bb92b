import { BusError, type InRecord, type LaneHandler, type OutRecord, type Range, type TopicSpec } from '../port.ts'
import { MemoryReader } from './reader.ts'
import { plainWorld, type World } from './world.ts'

export interface Member {
  readonly id: string
  readonly topics: readonly string[]
  readonly handler: LaneHandler
  readonly lanes: Map<number, MemoryReader>
  /** Lanes that it has been told to let go of, and has not yet. */
  readonly leaving: Map<number, Promise<void>>
}

/** A log in memory on some brokers, with consumer groups, shared by the members of a test or a simulation. */
export class MemoryCluster {
  readonly partitions: number
  readonly world: World
  identity = 'memory-1'
  readonly #brokers: number
  readonly #down = new Set<number>()
  readonly #topics = new Map<string, InRecord[][]>()
  readonly #groups = new Map<string, Member[]>()
  /** Those that take no lane any more. */
  readonly #left = new WeakSet<Member>()
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

  join(group: string, member: Member): void {
    const members = this.#groups.get(group) ?? []
    members.push(member)
    this.#groups.set(group, members)
    this.#share(group)
  }

  /** It left: its lanes are given to others when it has let go of them. */
  async leave(group: string, id: string): Promise<void> {
    const member = this.#find(group, id)
    if (member) {
      this.#left.add(member)
      await Promise.all([...member.lanes.keys()].map((lane) => this.#take(member, lane)))
    }
    this.#forget(group, member)
  }

  /** It gave no sign: the groups give up on it, and it is not told. */
  evict(id: string): void {
    for (const group of this.#groups.keys()) this.#forget(group, this.#find(group, id))
  }

  #find(group: string, id: string): Member | undefined {
    return this.#groups.get(group)?.find((each) => each.id === id)
  }

  #forget(group: string, member: Member | undefined): void {
    const members = this.#groups.get(group) ?? []
    if (member && members.includes(member)) members.splice(members.indexOf(member), 1)
    this.#share(group)
  }

  /** A lane that moves is given to nobody until its owner has let go of it. */
  #share(group: string): void {
    const members = this.#groups.get(group) ?? []
    const owners = members.filter((each) => !this.#left.has(each)).sort((a, b) => (a.id < b.id ? -1 : 1))
    for (let lane = 0; lane < this.partitions; lane++) {
      const owner = owners[lane % Math.max(1, owners.length)]
      const holder = members.find((each) => each.lanes.has(lane))
      if (!owner || owner === holder || holder?.leaving.has(lane)) continue
      if (holder) void this.#take(holder, lane).then(() => this.#share(group))
      else {
        const reader = new MemoryReader(this, owner.id, owner.topics, lane)
        owner.lanes.set(lane, reader)
        owner.handler.granted(lane, reader)
      }
    }
  }

  #take(member: Member, lane: number): Promise<void> {
    const known = member.leaving.get(lane)
    if (known) return known
    member.lanes.get(lane)?.close()
    const gone = member.handler.revoked(lane).then(() => {
      member.lanes.delete(lane)
      member.leaving.delete(lane)
    })
    member.leaving.set(lane, gone)
    return gone
  }
}
