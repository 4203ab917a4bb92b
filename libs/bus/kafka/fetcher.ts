import type { Cluster } from './cluster.ts'
import { FetchSide } from './fetch-side.ts'
import { fetch } from './fetch-wire.ts'
import type { Own } from './own.ts'
import { Reading, type Sink, Stream, type Wrote } from './stream.ts'

/**
 * Fetches all that a member reads, from each broker in two sessions. A fetch costs the broker something for each partition of
 * its session, busy or not; so partitions that are quiet wait in one of their own, which answers at once when there is news.
 */
export class Fetcher {
  readonly #streams = new Map<string, Stream>()
  readonly #sides: readonly [lively: FetchSide, calm: FetchSide]
  readonly #topicOf: (name: string) => string
  readonly #own: Own | undefined

  constructor(connect: () => Cluster, topicOf: (name: string) => string, ask: typeof fetch = fetch, own?: Own) {
    this.#topicOf = topicOf
    this.#own = own
    const moved = (stream: Stream) => this.#side(stream).add(stream)
    const leaders = new Map<string, string>()
    this.#sides = [
      new FetchSide(connect, false, leaders, moved, ask),
      new FetchSide(connect, true, leaders, moved, ask),
    ]
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

  #side(stream: Stream): FetchSide {
    return this.#sides[stream.calm ? 1 : 0]
  }
}
