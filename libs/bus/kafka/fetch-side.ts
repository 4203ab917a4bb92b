import type { Cluster } from './cluster.ts'
import { FetchLoop } from './fetch-loop.ts'
import type { fetch } from './fetch-wire.ts'
import { PAUSE_MS, pause } from './pause.ts'
import type { Stream } from './stream.ts'

/** The streams of one kind, with connections of their own, and a loop for each broker that leads some of them. */
export class FetchSide {
  cluster: Cluster
  readonly ask: typeof fetch
  readonly #connect: () => Cluster
  readonly calm: boolean
  /** Of streams, as far as known to either side. */
  readonly #leaders: Map<string, string>
  readonly #moved: (stream: Stream) => void
  readonly #streams = new Set<Stream>()
  readonly #loops = new Map<string, FetchLoop>()
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

  #loop(node: string): FetchLoop {
    const known = this.#loops.get(node)
    if (known) return known
    const loop = new FetchLoop(this, node)
    this.#loops.set(node, loop)
    void loop.run()
    return loop
  }
}
