import type { LaneHandler } from '../port.ts'
import { MemoryLog } from './log.ts'
import { MemoryReader } from './reader.ts'

export interface Member {
  readonly id: string
  readonly topics: readonly string[]
  readonly handler: LaneHandler
  readonly lanes: Map<number, MemoryReader>
  /** Lanes that it has been told to let go of, and has not yet. */
  readonly leaving: Map<number, Promise<void>>
}

/** A log in memory and the consumer groups on it, shared by the members of a test or a simulation. */
export class MemoryCluster {
  readonly log: MemoryLog
  readonly #groups = new Map<string, Member[]>()
  /** Those that take no lane any more. */
  readonly #left = new WeakSet<Member>()

  constructor(...log: ConstructorParameters<typeof MemoryLog>) {
    this.log = new MemoryLog(...log)
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
    for (let lane = 0; lane < this.log.partitions; lane++) {
      const owner = owners[lane % Math.max(1, owners.length)]
      const holder = members.find((each) => each.lanes.has(lane))
      if (!owner || owner === holder || holder?.leaving.has(lane)) continue
      if (holder) void this.#take(holder, lane).then(() => this.#share(group))
      else {
        const reader = new MemoryReader(this.log, owner.id, owner.topics, lane)
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
