import type { LaneHandler, LaneReader, Membership } from '../port.ts'
import {
  assignLanes,
  decodeLanes,
  decodeNews,
  encodeLanes,
  encodeNews,
  type LanesOf,
  type MemberNews,
  PROTOCOL,
} from './assigner.ts'
import { type Broker, type Cluster, joinAs } from './cluster.ts'
import { pause } from './pause.ts'

export interface GroupOptions {
  readonly connect: () => Cluster
  readonly groupId: string
  /** Lanes of each process. */
  readonly lanes: number
  readonly topicOf: (name: string) => string
  readonly reader: (topics: readonly string[], lane: number) => LaneReader & { close(): void }
  /** Since when nothing can be fetched, ms. */
  readonly failingSince: () => number | undefined
  /** Whose place this member takes: that of one which had this name before and has ended. */
  readonly instance: string | undefined
  readonly log: (fields: object, text: string) => void
}

/** The broker's least; an owner that died is noticed after it. */
const SESSION_MS = 6000
/** How soon a member hears that another has come or gone. */
const HEARTBEAT_MS = 300
/** Who is asked and says nothing for so long is asked anew, over another connection. */
const PATIENCE_MS = 3000
/** What others are waited for when lanes are shared anew. Nobody stands still meanwhile. */
const REBALANCE_MS = 30_000
/** Processes that join within so short a time do it together. */
const GATHER_MS = 20

interface Part {
  readonly topics: readonly string[]
  readonly handler: LaneHandler
  joined: boolean
}

interface Holding {
  readonly process: string
  readonly lane: number
  readonly reader: { close(): void }
  /** Under way when it is being let go of. */
  letting: Promise<void> | undefined
}

/**
 * One member of the group in which all processes of all members are: it tells which processes it runs, and is given lanes of
 * them. Lanes that stay are not touched when others come and go; a lane that moves is let go of by its owner first. Who
 * cannot reach the group for as long as a session lasts takes its lanes for lost. What still goes wrong, the fence holds.
 */
export class LaneGroup {
  readonly #options: GroupOptions
  readonly #parts = new Map<string, Part>()
  readonly #held = new Map<string, Holding>()
  #assigned: LanesOf = {}
  #cluster: Cluster | undefined
  #coordinator: Broker | undefined
  #instance: string | undefined
  #memberId = ''
  #generation = -1
  /** Something changed that the group does not know. */
  #stale = false
  #acknowledged = Date.now()
  #refused: string | undefined
  #wake = Promise.withResolvers<void>()
  #running: Promise<void> | undefined
  #left = false

  constructor(options: GroupOptions) {
    this.#options = options
    this.#instance = options.instance
  }

  /** False when this process is in already, or the group was left. */
  takes(process: string): boolean {
    return !this.#left && !this.#parts.has(process)
  }

  join(process: string, topics: readonly string[], handler: LaneHandler): Membership {
    const part: Part = { topics, handler, joined: false }
    this.#parts.set(process, part)
    this.#tell()
    this.#running ??= this.#run()
    return {
      rejoin: async () => {
        if (this.#parts.get(process) !== part) return
        part.joined = false
        this.#stale = true
        await this.#letGoOf((each) => each.process === process)
      },
      leave: async () => {
        if (this.#parts.get(process) !== part) return
        // Its lanes are claimed until they are let go of, but none is taken any more.
        part.joined = false
        this.#parts.delete(process)
        if (this.#parts.size === 0) this.#left = true
        await this.#letGoOf((each) => each.process === process, part.handler)
        this.#tell()
        if (this.#left) await Promise.race([this.#running, pause(5000)])
      },
      joined: () => part.joined,
      trouble: () => this.#trouble(),
    }
  }

  #trouble(): string | undefined {
    if (this.#left) return undefined
    if (this.#refused) return `the group does not take this member (${this.#refused})`
    const since = Math.min(this.#acknowledged, this.#options.failingSince() ?? Number.POSITIVE_INFINITY)
    const silent = Date.now() - since
    return silent > 5 * SESSION_MS ? `Kafka has given no sign for ${Math.round(silent / 1000)} s` : undefined
  }

  #tell(): void {
    this.#stale = true
    this.#wake.resolve()
  }

  async #run(): Promise<void> {
    await pause(GATHER_MS)
    while (!this.#left) {
      try {
        if (this.#stale || this.#generation < 0) await this.#join()
        else await this.#heartbeat()
      } catch (error) {
        await this.#failed(error as { type?: string; name?: string })
      }
      if (this.#left) break
      await Promise.race([this.#wake.promise, pause(HEARTBEAT_MS)])
      // Who wakes it may not be alone.
      if (this.#stale && this.#generation < 0) await pause(GATHER_MS)
      this.#wake = Promise.withResolvers()
    }
    await this.#leave()
  }

  /** Tells the group what we run and hold, and takes what it gives. */
  async #join(): Promise<void> {
    await this.#settle()
    if (this.#left) return
    const { groupId } = this.#options
    const coordinator = await within(PATIENCE_MS, this.#find())
    const news = this.#news()
    this.#stale = false
    const asked = Date.now()
    try {
      const request = {
        groupId,
        sessionTimeout: SESSION_MS,
        rebalanceTimeout: REBALANCE_MS,
        memberId: this.#memberId,
        groupProtocols: [{ name: PROTOCOL, metadata: encodeNews(news) }],
      }
      const answer = await (this.#instance === undefined
        ? coordinator.joinGroup(request)
        : joinAs(coordinator, this.#instance, request))
      this.#memberId = answer.memberId
      this.#generation = answer.generationId
      const groupAssignment = answer.memberId === answer.leaderId ? shareOut(answer.members) : []
      const synced = await coordinator.syncGroup({
        groupId,
        generationId: answer.generationId,
        memberId: answer.memberId,
        groupAssignment,
      })
      this.#acknowledged = Math.max(asked, this.#acknowledged)
      this.#refused = undefined
      this.#assigned = decodeLanes(synced.memberAssignment)
      for (const process of Object.keys(news.processes)) {
        const part = this.#parts.get(process)
        if (part) part.joined = true
      }
      this.#take()
    } catch (error) {
      this.#stale = true
      throw error
    }
  }

  /** Waits until what is being let go of is gone, and stays a member meanwhile. */
  async #settle(): Promise<void> {
    for (;;) {
      const letting = [...this.#held.values()].flatMap((each) => each.letting ?? [])
      if (letting.length === 0) return
      await Promise.race([Promise.all(letting), pause(HEARTBEAT_MS)])
      if (this.#generation >= 0)
        await this.#heartbeat().catch((error: { type?: string }) => {
          if (error.type !== 'REBALANCE_IN_PROGRESS') throw error
        })
    }
  }

  async #heartbeat(): Promise<void> {
    const sent = Date.now()
    const left = this.#acknowledged + SESSION_MS - sent
    const [groupId, groupGenerationId, memberId] = [this.#options.groupId, this.#generation, this.#memberId]
    const beat = async () => (await this.#find()).heartbeat({ groupId, groupGenerationId, memberId })
    await within(left > 0 ? Math.min(left, PATIENCE_MS) : PATIENCE_MS, beat())
    const wasAway = sent - this.#acknowledged > SESSION_MS
    this.#acknowledged = sent
    if (!wasAway) return
    for (const part of this.#parts.values()) part.joined = true
    this.#take()
  }

  async #failed(error: { type?: string; name?: string }): Promise<void> {
    switch (error.type) {
      case 'REBALANCE_IN_PROGRESS':
      case 'ILLEGAL_GENERATION':
        // Still a member: what we hold is ours until we let go of it.
        this.#tell()
        return
      case 'UNKNOWN_MEMBER_ID':
      case 'FENCED_INSTANCE_ID':
        // Put out although it gave signs: another has this name as well (a copied folder), and both would for ever.
        if (Date.now() - this.#acknowledged < SESSION_MS / 2 && this.#generation >= 0) this.#instance = undefined
        this.#memberId = ''
        this.#generation = -1
        this.#assigned = {}
        this.#tell()
        await this.#letGoOfAll()
        return
      case 'INCONSISTENT_GROUP_PROTOCOL':
      case 'GROUP_AUTHORIZATION_FAILED':
      case 'GROUP_MAX_SIZE_REACHED':
        if (this.#refused !== error.type)
          this.#options.log({ group: this.#options.groupId, error: error.type }, 'the group does not take this member')
        this.#refused = error.type
        break
    }
    this.#disconnect()
    if (Date.now() - this.#acknowledged >= SESSION_MS && this.#held.size > 0) {
      this.#options.log({ group: this.#options.groupId }, 'the group cannot be reached; letting go of all lanes')
      await this.#letGoOfAll()
    }
  }

  async #find(): Promise<Broker> {
    if (this.#coordinator?.isConnected()) return this.#coordinator
    const { connect, groupId } = this.#options
    this.#cluster ??= connect()
    const cluster = this.#cluster
    await cluster.connect()
    await cluster.refreshMetadataIfNecessary()
    const coordinator = await cluster.findGroupCoordinator({ groupId })
    if (cluster === this.#cluster) this.#coordinator = coordinator
    return coordinator
  }

  /** What kafkajs knows after a failure is not relied on: the next question goes over new connections. */
  #disconnect(): void {
    this.#coordinator = undefined
    this.#cluster?.disconnect().catch(() => undefined)
    this.#cluster = undefined
  }

  #news(): MemberNews {
    const { lanes, topicOf } = this.#options
    const held: Record<string, number[]> = {}
    for (const { process, lane } of this.#held.values()) held[process] = [...(held[process] ?? []), lane]
    const processes = Object.fromEntries([...this.#parts].map(([name, { topics }]) => [name, topics.map(topicOf)]))
    return { lanes, processes, held }
  }

  /** Lets go of what is not ours any more, and takes what is new. */
  #take(): void {
    const ours = new Set(
      Object.entries(this.#assigned).flatMap(([process, lanes]) => lanes.map((lane) => `${process}/${lane}`)),
    )
    if ([...this.#held.keys()].some((name) => !ours.has(name))) {
      this.#stale = true
      void this.#letGoOf(({ process, lane }) => !ours.has(`${process}/${lane}`)).then(() => this.#wake.resolve())
    }
    if (Object.keys(this.#assigned).some((process) => !this.#parts.has(process))) this.#stale = true
    // In the order in which they joined, which is that in which they are taken over.
    for (const [process, part] of this.#parts) {
      for (const lane of this.#assigned[process] ?? []) {
        const name = `${process}/${lane}`
        const before = this.#held.get(name)
        if (before?.letting) this.#stale = true
        if (before) continue
        const reader = this.#options.reader(part.topics, lane)
        this.#held.set(name, { process, lane, reader, letting: undefined })
        part.handler.granted(lane, reader)
      }
    }
  }

  async #letGoOfAll(): Promise<void> {
    for (const part of this.#parts.values()) part.joined = false
    await this.#letGoOf(() => true)
  }

  async #letGoOf(which: (holding: Holding) => boolean, handler?: LaneHandler): Promise<void> {
    const going = [...this.#held].filter(([, holding]) => which(holding))
    await Promise.all(
      going.map(([name, holding]) => {
        holding.letting ??= (async () => {
          holding.reader.close()
          try {
            await (handler ?? this.#parts.get(holding.process)?.handler)?.revoked(holding.lane)
          } finally {
            this.#held.delete(name)
          }
        })()
        return holding.letting
      }),
    )
  }

  async #leave(): Promise<void> {
    await this.#letGoOf(() => true)
    const { groupId } = this.#options
    const bye = async () => {
      if (this.#memberId) await (await this.#find()).leaveGroup({ groupId, memberId: this.#memberId })
    }
    await Promise.race([bye().catch(() => undefined), pause(5000)])
    this.#disconnect()
  }
}

/** As the group's leader. */
function shareOut(members: readonly { memberId: string; memberMetadata: Buffer }[]) {
  const news = new Map(members.map(({ memberId, memberMetadata }) => [memberId, decodeNews(memberMetadata)]))
  return [...assignLanes(news)].map(([memberId, lanes]) => ({
    memberId,
    memberAssignment: encodeLanes(lanes, news.get(memberId)?.processes ?? {}),
  }))
}

async function within<T>(ms: number, act: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([act, late])
  } finally {
    clearTimeout(timer)
  }
}
