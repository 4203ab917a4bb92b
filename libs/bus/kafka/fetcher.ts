import { BusError } from '../port.ts'
import type { Cluster } from './cluster.ts'
import { type Answer, type Ask, type FetchAnswer, fetch } from './fetch-wire.ts'
import type { Own } from './own.ts'
import { type Asked, Reading, type Sink, Stream, type Wrote } from './stream.ts'

/** A stream without news for so long is read with the other quiet ones. */
const QUIET_MS = 3000
const WAIT_MS = { lively: 100, calm: 500 } as const
const PAUSE_MS = 100

const NO_ERROR = 0
const OFFSET_OUT_OF_RANGE = 1
/** Fetch session not found, invalid epoch, topic made anew within it. */
const SESSION_GONE = new Set([70, 71, 106])
/** Unknown or no leader, another leader or epoch, offline disk, topic made anew: the metadata will tell. */
const LEADER_ELSEWHERE = new Set([3, 5, 6, 9, 56, 74, 75, 76, 78, 100, 103])

/**
 * Fetches all that a member reads, from each broker in two sessions. A fetch costs the broker something for each partition of
 * its session, busy or not; so partitions that are quiet wait in one of their own, which answers at once when there is news.
 */
export class Fetcher {
  readonly #streams = new Map<string, Stream>()
  readonly #sides: readonly [lively: Side, calm: Side]
  readonly #topicOf: (name: string) => string
  readonly #own: Own | undefined

  constructor(connect: () => Cluster, topicOf: (name: string) => string, ask: typeof fetch = fetch, own?: Own) {
    this.#topicOf = topicOf
    this.#own = own
    const moved = (stream: Stream) => this.#side(stream).add(stream)
    const leaders = new Map<string, string>()
    this.#sides = [new Side(connect, false, leaders, moved, ask), new Side(connect, true, leaders, moved, ask)]
  }

  /** Reads a partition from an offset on, until `stop`. */
  read(name: string, partition: number, offset: number, sink: Sink): Reading {
    const made = new Stream(this.#topicOf(name), partition, name, this.#own)
    const stream = this.#streams.get(made.key) ?? made
    this.#streams.set(stream.key, stream)
    const reading = new Reading(stream, offset, sink)
    stream.readings.add(reading)
    this.seek(reading, offset)
    return reading
  }

  /** True while somebody reads that partition here. */
  reads({ topic, partition }: { readonly topic: string; readonly partition: number }): boolean {
    return this.#streams.has(`${this.#topicOf(topic)}/${partition}`)
  }

  seek(reading: Reading, offset: number): void {
    const { stream } = reading
    reading.offset = offset
    reading.stuck = false
    reading.told = false
    reading.soughtAt = stream.asked
    if (!stream.readings.has(reading)) return
    stream.lively = Date.now()
    if (stream.calm) {
      this.#side(stream).remove(stream)
      stream.calm = false
    }
    this.#side(stream).add(stream)
  }

  /** The log has taken what this process wrote, at `base`: who reads it here need not wait for the broker to tell. */
  wrote(name: string, partition: number, base: number, items: readonly Wrote[]): void {
    const stream = this.#streams.get(`${this.#topicOf(name)}/${partition}`)
    if (!stream) return
    if (!stream.wrote(base, items)) return this.#side(stream).wake(stream)
    stream.lively = Date.now()
    if (stream.calm) this.#side(stream).move(stream)
  }

  /** Its sink is not full any more. */
  resume({ stream }: Reading): void {
    this.#side(stream).wake(stream)
  }

  stop(reading: Reading): void {
    const { stream } = reading
    stream.readings.delete(reading)
    if (stream.readings.size > 0) return
    this.#side(stream).remove(stream)
    this.#streams.delete(stream.key)
  }

  /** Since when a broker that is asked has not answered, ms; undefined when nobody is asked. It waits for news for a while. */
  failingSince(): number | undefined {
    const since = this.#sides.flatMap((each) => each.silentSince())
    return since.length > 0 ? Math.min(...since) : undefined
  }

  async close(): Promise<void> {
    await Promise.all(this.#sides.map((each) => each.close()))
  }

  #side(stream: Stream): Side {
    return this.#sides[stream.calm ? 1 : 0]
  }
}

/** The streams of one kind, with connections of their own, and a loop for each broker that leads some of them. */
class Side {
  cluster: Cluster
  readonly ask: typeof fetch
  readonly #connect: () => Cluster
  readonly calm: boolean
  /** Of streams, as far as known to either side. */
  readonly #leaders: Map<string, string>
  readonly #moved: (stream: Stream) => void
  readonly #streams = new Set<Stream>()
  readonly #loops = new Map<string, Loop>()
  #locating: Promise<void> | undefined
  closed = false
  failingSince: number | undefined

  constructor(
    connect: () => Cluster,
    calm: boolean,
    leaders: Map<string, string>,
    moved: (stream: Stream) => void,
    ask: typeof fetch,
  ) {
    this.ask = ask
    this.#connect = connect
    this.cluster = connect()
    this.#leaders = leaders
    this.calm = calm
    this.#moved = moved
  }

  silentSince(): number[] {
    if (this.#streams.size === 0) return []
    return [this, ...this.#loops.values()].flatMap((each) => each.failingSince ?? [])
  }

  add(stream: Stream): void {
    this.#streams.add(stream)
    const leader = this.#leaders.get(stream.key)
    // A side that never asked anything knows no brokers.
    if (leader !== undefined && this.#loops.has(leader)) this.#loop(leader).streams.add(stream)
    this.wake(stream)
  }

  remove(stream: Stream): void {
    this.#streams.delete(stream)
    for (const loop of this.#loops.values()) loop.streams.delete(stream)
  }

  /** It is led by another broker now, or by none. */
  lost(stream: Stream): void {
    this.#leaders.delete(stream.key)
    for (const loop of this.#loops.values()) loop.streams.delete(stream)
  }

  wake(stream: Stream): void {
    for (const loop of this.#loops.values()) if (loop.streams.has(stream)) return loop.wake()
    void this.locate()
  }

  /** Streams that became lively or quiet go to the other side. */
  move(stream: Stream): void {
    this.remove(stream)
    stream.calm = !stream.calm
    this.#moved(stream)
  }

  /** Finds the leaders anew, until each stream has one. */
  locate(afterMs = 0): Promise<void> {
    this.#locating ??= this.#locate(afterMs).finally(() => {
      this.#locating = undefined
    })
    return this.#locating
  }

  async close(): Promise<void> {
    this.closed = true
    for (const loop of this.#loops.values()) loop.wake()
    await this.cluster.disconnect()
  }

  async #locate(afterMs: number): Promise<void> {
    // Streams that come in the same turn are asked for together.
    await (afterMs > 0 ? pause(afterMs) : Promise.resolve())
    for (let first = true; !this.closed; first = false) {
      if (!first) await pause(PAUSE_MS)
      const { cluster } = this
      try {
        await cluster.connect()
        await this.#refresh(cluster)
      } catch {
        // When no broker can be asked, what kafkajs knows of them is not relied on: it begins anew.
        this.failingSince ??= Date.now()
        cluster.disconnect().catch(() => undefined)
        if (!this.closed) this.cluster = this.#connect()
        continue
      }
      if (this.#spread(cluster)) return
    }
  }

  /** One topic that is missing fails kafkajs's question for all of them: then each is asked for alone first. */
  async #refresh(cluster: Cluster): Promise<void> {
    const topics = new Set([...this.#streams].map((each) => each.topic))
    cluster.targetTopics = topics
    try {
      return await cluster.refreshMetadata()
    } catch (error) {
      if ((error as { type?: string }).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error
    }
    const there = new Set<string>()
    for (const topic of topics) {
      cluster.targetTopics = new Set([topic])
      await cluster.refreshMetadata().then(
        () => there.add(topic),
        () => undefined,
      )
    }
    cluster.targetTopics = there
    await cluster.refreshMetadata()
  }

  /** Gives each stream to the loop of its leader. False when one has none. */
  #spread(cluster: Cluster): boolean {
    let all = true
    for (const stream of this.#streams) {
      const found = cluster
        .findTopicPartitionMetadata(stream.topic)
        .find((each) => each.partitionId === stream.partition)
      if (!found || found.leader < 0) {
        all = false
        continue
      }
      const node = String(found.leader)
      this.#leaders.set(stream.key, node)
      for (const [other, loop] of this.#loops) if (other !== node) loop.streams.delete(stream)
      this.#loop(node).streams.add(stream)
    }
    for (const loop of this.#loops.values()) loop.wake()
    return all
  }

  #loop(node: string): Loop {
    const known = this.#loops.get(node)
    if (known) return known
    const loop = new Loop(this, node)
    this.#loops.set(node, loop)
    void loop.run()
    return loop
  }
}

/** A partition in the broker's session: what it was asked for, and the end that it told last, which it tells again only when it has changed. */
interface Sent extends Ask {
  offset: number
  end: number | undefined
}

/** Asks one broker for the streams that it leads, one request after the other. */
class Loop {
  readonly streams = new Set<Stream>()
  /** Since when it waits for the answer to what it asked last. */
  failingSince: number | undefined
  readonly #side: Side
  readonly #node: string
  #session = 0
  #epoch = 0
  /** What the broker’s session holds: a partition that is given up and taken again meanwhile is still the same there. */
  #sent = new Map<string, Sent>()
  #wake = Promise.withResolvers<void>()

  constructor(side: Side, node: string) {
    this.#side = side
    this.#node = node
  }

  wake(): void {
    this.#wake.resolve()
  }

  async run(): Promise<void> {
    while (!this.#side.closed) {
      const woken = this.#wake.promise
      const { wanted, hurry, restMs } = this.#wanted()
      if (wanted.size === 0) {
        const timer = restMs > 0 ? setTimeout(() => this.wake(), restMs) : undefined
        await woken
        clearTimeout(timer)
        this.#wake = Promise.withResolvers()
        continue
      }
      const askedAt = Date.now()
      this.failingSince = askedAt
      try {
        this.#handle(wanted, await this.#ask(wanted, hurry ? 0 : WAIT_MS[this.#side.calm ? 'calm' : 'lively']))
        this.failingSince = undefined
        this.#side.failingSince = undefined
      } catch {
        this.failingSince = undefined
        if (this.#side.closed) return
        this.#forget()
        this.#side.failingSince ??= askedAt
        void this.#side.locate()
        await pause(PAUSE_MS)
      }
    }
  }

  #wanted(): { wanted: Map<Stream, Asked>; hurry: boolean; restMs: number } {
    const wanted = new Map<Stream, Asked>()
    const now = Date.now()
    let hurry = false
    let restMs = 0
    for (const stream of this.streams) {
      const rest = stream.rest(now)
      if (rest > 0) restMs = Math.max(restMs, rest)
      const next = rest > 0 ? undefined : stream.next(now)
      if (!next) continue
      wanted.set(stream, next)
      hurry ||= next.hurry
    }
    return { wanted, hurry, restMs }
  }

  async #ask(wanted: ReadonlyMap<Stream, Asked>, waitMs: number): Promise<FetchAnswer> {
    const broker = await this.#side.cluster.findBroker({ nodeId: this.#node })
    const asks: Ask[] = []
    const all = new Map<string, Sent>()
    for (const [{ key, topic, partition }, { offset }] of wanted) {
      const before = this.#sent.get(key)
      const ask = { topic, partition, offset, end: before?.end }
      all.set(key, ask)
      if (before?.offset !== offset) asks.push(ask)
    }
    const forget = [...this.#sent].flatMap(([key, ask]) => (all.has(key) ? [] : [ask]))
    const request = { session: this.#session, epoch: this.#epoch, asks, forget, waitMs }
    const answer = await this.#side.ask(broker, request).catch(async (error: unknown) => {
      await broker.disconnect().catch(() => undefined)
      throw error
    })
    this.#sent = all
    return answer
  }

  #handle(wanted: ReadonlyMap<Stream, Asked>, answer: FetchAnswer): void {
    if (answer.error !== NO_ERROR) {
      this.#forget()
      if (SESSION_GONE.has(answer.error)) return
      throw new Error(`the broker answers error ${answer.error}`)
    }
    const told = new Map<string, Answer>()
    for (const each of answer.answers) told.set(`${each.topic}/${each.partition}`, each)
    const now = Date.now()
    const lost: Stream[] = []
    for (const [stream, asked] of wanted) {
      const own = told.size > 0 ? told.get(stream.key) : undefined
      const sent = this.#sent.get(stream.key) as Sent
      if (own && own.error !== NO_ERROR) {
        // Asked for or forgotten with the next request, whichever it is.
        sent.offset = -1
        if (own.error === OFFSET_OUT_OF_RANGE) stream.failed(asked.offset)
        else if (LEADER_ELSEWHERE.has(own.error)) lost.push(stream)
        else stream.failed(asked.offset, unreadable(stream.topic, own.error))
        continue
      }
      if (own) sent.end = own.end
      const news = this.#tell(stream, asked, sent.end, own)
      if (news) stream.lively = now
      if (this.#side.calm ? news : now - stream.lively > QUIET_MS) this.#moved(stream)
    }
    this.#session = answer.session
    // Without a session (the broker has no room for one) each request is whole.
    if (answer.session === 0) this.#forget()
    else this.#epoch = this.#epoch === 2_147_483_647 ? 1 : this.#epoch + 1
    for (const stream of lost) this.#side.lost(stream)
    if (lost.length > 0) void this.#side.locate(PAUSE_MS)
  }

  /** What cannot be read stops those who read it here, and nobody else. */
  #tell(stream: Stream, asked: Asked, end: number | undefined, answer: Answer | undefined): boolean {
    try {
      return stream.answered(asked, end, answer)
    } catch (error) {
      stream.failed(asked.offset, error)
      return true
    }
  }

  #moved(stream: Stream): void {
    if (this.streams.has(stream)) this.#side.move(stream)
  }

  #forget(): void {
    this.#session = 0
    this.#epoch = 0
    this.#sent.clear()
  }
}

const unreadable = (topic: string, code: number): BusError =>
  new BusError('bus.unreadable', `the broker does not let ${topic} be read (error ${code} of Kafka's protocol)`)

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
