import { randomBytes } from 'node:crypto'
import kafkajs, { type Admin, type ISocketFactory, type Kafka } from 'kafkajs'
import {
  type Bus,
  BusError,
  type InRecord,
  type LaneHandler,
  type Membership,
  type OutRecord,
  type Range,
  type Reference,
  type Tail,
  type TopicSpec,
} from '../port.ts'
import { DEFAULT_LARGEST } from '../size.ts'
import { Call } from './call.ts'
import { BrokerClocks } from './clocks.ts'
import { makeCluster } from './cluster.ts'
import { Fetcher } from './fetcher.ts'
import { Gathered } from './gathered.ts'
import { LaneGroup } from './group.ts'
import { makeClient, RETRY } from './kafkajs.ts'
import { Offsets } from './offsets.ts'
import { Own } from './own.ts'
import { patientFor, patiently } from './patience.ts'
import { LogProducer } from './producer.ts'
import { producersOf } from './producers.ts'
import { type Feed, KafkaReader } from './reader.ts'
import { closesOnStrangers, hopeless, type Security } from './secure.ts'
import type { Sink } from './stream.ts'

export interface KafkaOptions {
  readonly brokers: readonly string[]
  readonly prefix: string
  readonly partitions: number
  readonly replication: number
  /** With one replica only: fsync every write. */
  readonly fsyncEach: boolean
  readonly log: (fields: object, text: string) => void
  /** Somebody must act. */
  readonly alarm: (fields: object, text: string) => void
  /** What the log does not take for so long is told, ms. */
  readonly stallMs: number
  /** Name of the member in the group, which the next one after it may take over when this process has ended. */
  readonly instance?: string
  readonly socketFactory?: ISocketFactory
  readonly security?: Security
}

/**
 * A topic’s generation stands in its configuration, which goes with it when it is deleted: Kafka keeps no free text, so it is
 * a number that means "never" for what it sets, and is unlike any other topic’s.
 */
const GENERATION = 'flush.ms'
const newGeneration = (): bigint => 4_000_000_000_000_000_000n + BigInt(`0x${randomBytes(7).toString('hex')}`)

/** One try, and one more with the leaders asked for anew: the rest is ours to decide. */
const TRIES = { ...RETRY, retries: 1 }

const GROUP = 'lanes'

/** What an edge waits for company. Every call of an edge makes lanes turn: at some thousand messages a second most of the work. */
const EDGE_LINGER_MS = { least: 3, most: 7 }

/** A topic's limit on one batch, which may hold one record only. */
const LIMIT = 'max.message.bytes'

/** The log on Apache Kafka. */
export class KafkaBus implements Bus {
  readonly partitions: number
  largest = DEFAULT_LARGEST
  readonly #kafka: Kafka
  readonly admin: Admin
  /** Edges and lanes do not wait for each other’s calls. */
  readonly #edges: LogProducer
  readonly #lanes: LogProducer
  readonly options: KafkaOptions
  readonly #fetcher: Fetcher
  readonly #feed: Feed
  readonly #groups: LaneGroup[] = []
  readonly #generations = new Gathered((names) => patientFor(names, () => this.#configured(names, GENERATION)))
  readonly #ends: Gathered<Map<number, Range>>
  readonly #offsets: Offsets
  readonly #clocks: BrokerClocks
  readonly #watch: ReturnType<typeof setInterval>
  #clusterId: Promise<string> | undefined
  #told = false

  private constructor(kafka: Kafka, admin: Admin, options: KafkaOptions) {
    this.#kafka = kafka
    this.admin = admin
    this.options = options
    this.partitions = options.partitions
    const own = new Own((record) => this.#fetcher.reads(record))
    const producer = (linger?: typeof EDGE_LINGER_MS) =>
      new LogProducer({
        make: producersOf({
          connect: () => makeCluster(kafka, { maxInFlightRequests: 1 }),
          logger: kafka.logger(),
          retry: TRIES,
          createPartitioner: Call.partitioner,
        }),
        topicOf: (name) => options.prefix + name,
        ...(linger ? { linger } : {}),
        largest: () => this.largest,
        sent: (source, record) => own.sent(source, record),
        written: ({ topic, partition }, base, items) => fetcher.wrote(topic, partition, base, items),
      })
    this.#edges = producer(EDGE_LINGER_MS)
    this.#lanes = producer()
    own.edges.add(this.#edges.source).add(this.#lanes.source)
    this.#watch = setInterval(() => this.#tell(), 1000)
    this.#watch.unref()
    const fetcher = new Fetcher(
      () => makeCluster(kafka),
      (name) => options.prefix + name,
      undefined,
      own,
    )
    this.#fetcher = fetcher
    this.#offsets = new Offsets(
      () => makeCluster(kafka),
      (name) => options.prefix + name,
    )
    this.#clocks = new BrokerClocks(
      () => makeCluster(kafka),
      (name) => options.prefix + name,
    )
    this.#ends = new Gathered((names) => patientFor(names, () => this.#offsets.ranges(names)))
    this.#feed = {
      identity: (names) => this.#identity(names),
      ranges: (names, partition) => this.#ranges(names, partition),
      read: (name, partition, offset, sink) => fetcher.read(name, partition, offset, sink),
      seek: (reading, offset) => fetcher.seek(reading, offset),
      resume: (reading) => fetcher.resume(reading),
      stop: (reading) => fetcher.stop(reading),
    }
  }

  /** Connects; a log that is down is waited for, with a line in the log. */
  static async open(options: KafkaOptions): Promise<KafkaBus> {
    let trouble: string | undefined
    let isOpen = false
    const kafka = makeClient({
      brokers: options.brokers,
      clientId: 'quadzero',
      log: options.log,
      socketFactory: options.socketFactory,
      security: options.security,
      noTls(why) {
        if (why && why !== trouble && isOpen) options.alarm({ why }, 'a broker cannot be reached by TLS')
        trouble = why
      },
    })
    const admin = kafka.admin()
    const end = (error: unknown) => hopeless(error, trouble)
    await patiently(() => admin.connect(), options.log, end)
    const strange = closesOnStrangers(options.security ?? {})
    await patiently(
      () => admin.describeCluster(),
      options.log,
      (error) => end(error) ?? strange(error),
    )
    const bus = new KafkaBus(kafka, admin, options)
    for (const producer of [bus.#edges, bus.#lanes]) await patiently(() => producer.connect(), options.log, end)
    isOpen = true
    return bus
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    const { prefix, partitions, replication, fsyncEach, log } = this.options
    await patiently(async () => {
      const existing = new Set(await this.admin.listTopics())
      const missing = topics.filter(({ name }) => !existing.has(prefix + name))
      if (missing.length > 0)
        await this.admin.createTopics({
          waitForLeaders: true,
          topics: missing.map(({ name, keep, stampedByLog }) => ({
            topic: prefix + name,
            numPartitions: partitions,
            replicationFactor: replication,
            configEntries: [
              ...(keep === 'compact'
                ? [
                    { name: 'cleanup.policy', value: 'compact' },
                    // What is in the newest segment is never compacted, and a start reads all of it.
                    { name: 'segment.ms', value: String(3_600_000) },
                  ]
                : [{ name: 'retention.ms', value: String(keep * 86_400_000) }]),
              ...(stampedByLog ? [{ name: 'message.timestamp.type', value: 'LogAppendTime' }] : []),
              { name: GENERATION, value: String(newGeneration()) },
              { name: 'min.insync.replicas', value: String(Math.max(1, replication - 1)) },
              // Kafka answers before it has fsynced: a single broker must, for a power cut to lose nothing.
              ...(replication === 1 && fsyncEach ? [{ name: 'flush.messages', value: '1' }] : []),
            ],
          })),
        })
    }, log)
    const names = topics.map(({ name }) => name)
    const { topics: found } = await patiently(
      () => this.admin.fetchTopicMetadata({ topics: names.map((name) => prefix + name) }),
      log,
    )
    const wrong = found.find((each) => each.partitions.length !== partitions)
    if (wrong)
      throw new BusError(
        'bus.partitions',
        `topic ${wrong.name} has ${wrong.partitions.length} partitions, and PARTITIONS asks for ${partitions}. The count is fixed at creation: set PARTITIONS=${wrong.partitions.length}.`,
      )
    const limits = await patiently(() => this.#configured(names, LIMIT), log)
    this.largest = Math.min(...[...limits.values()].map(Number))
  }

  publish(records: readonly OutRecord[], options?: { readonly withinMs?: number }): Promise<void> {
    if (records.length === 0) return Promise.resolve()
    const producer = options?.withinMs === undefined ? this.#lanes : this.#edges
    return producer.publish(records, options?.withinMs)
  }

  /** All processes that join are in one group: those of one bus are one member of it, unless one process joins twice. */
  async join(process: string, topics: readonly string[], handler: LaneHandler): Promise<Membership> {
    const { prefix, partitions, log } = this.options
    let group = this.#groups.find((each) => each.takes(process))
    if (!group) {
      group = new LaneGroup({
        connect: () => makeCluster(this.#kafka),
        groupId: `${prefix}${GROUP}`,
        lanes: partitions,
        topicOf: (name) => prefix + name,
        reader: (names, lane) => new KafkaReader(this.#feed, names, lane),
        instance: this.#groups.length === 0 ? this.options.instance : undefined,
        failingSince: () => this.#fetcher.failingSince(),
        log,
      })
      this.#groups.push(group)
    }
    return group.join(process, topics, handler)
  }

  async #identity(names: readonly string[]): Promise<Record<string, string>> {
    this.#clusterId ??= this.admin.describeCluster().then(
      ({ clusterId }) => clusterId,
      (error: unknown) => {
        this.#clusterId = undefined
        throw error
      },
    )
    const [cluster, ...generations] = await Promise.all([
      this.#clusterId,
      ...names.map((name) => this.#generations.ask(name)),
    ])
    return Object.fromEntries(names.map((name, i) => [name, `kafka-${cluster}/${generations[i] ?? 'none'}`]))
  }

  /** What a topic's configuration says, by topic. */
  async #configured(names: readonly string[], configName: string): Promise<Map<string, string>> {
    const { prefix } = this.options
    const resources = names.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: prefix + name,
      configNames: [configName],
    }))
    const described = await this.admin.describeConfigs({ includeSynonyms: false, resources })
    return new Map(
      described.resources.flatMap(({ resourceName, configEntries }) => {
        const value = configEntries.find((each) => each.configName === configName)?.configValue
        return value === undefined ? [] : [[resourceName.slice(prefix.length), value] as const]
      }),
    )
  }

  async #ranges(names: readonly string[], partition: number): Promise<Record<string, Range>> {
    const all = await Promise.all(
      names.map(async (name) => [name, (await this.#topicRanges(name)).get(partition)] as const),
    )
    return Object.fromEntries(all.flatMap(([name, range]) => (range ? [[name, range]] : [])))
  }

  async #topicRanges(name: string): Promise<Map<number, Range>> {
    return (await this.#ends.ask(name)) ?? new Map()
  }

  async follow(topic: string, each: (record: InRecord) => void): Promise<() => Promise<void>> {
    const ranges = await this.#whenLed(topic)
    return this.#read(topic, ranges, 'start', each)
  }

  async tail(topic: string, each: (record: InRecord) => void): Promise<Tail> {
    const ranges = await this.#whenLed(topic)
    const stop = await this.#read(topic, ranges, 'end', each)
    return { from: Array.from({ length: this.partitions }, (_, n) => ranges.get(n)?.end ?? 0), stop }
  }

  /** A partition that has no leader keeps a start waiting, and does not end it. */
  #whenLed(topic: string): Promise<Map<number, Range>> {
    return patiently(() => this.#topicRanges(topic), this.options.log)
  }

  /** Reads each partition from one side of its range on; resolves when the end of that range was reached. */
  async #read(
    topic: string,
    ranges: ReadonlyMap<number, Range>,
    side: keyof Range,
    each: (record: InRecord) => void,
  ): Promise<() => Promise<void>> {
    const behind = new Set([...ranges].filter(([, range]) => range.end > range[side]).map(([partition]) => partition))
    const caughtUp = Promise.withResolvers<void>()
    const readings = [...ranges].map(([partition, range]) => {
      const { end } = range
      let seen = range[side]
      const sink: Sink = {
        full: false,
        take: (records, next) => {
          for (const { record } of records) {
            if (record.offset < seen) continue
            if (record.raw() !== '') each(record)
            seen = record.offset + 1
          }
          if (next >= end) behind.delete(partition)
          if (behind.size === 0) caughtUp.resolve()
        },
        stuck: (why) => {
          const error = why instanceof Error ? why.name : 'offset out of range'
          this.options.log(
            { topic, partition, offset: seen, error },
            'a followed topic cannot be read on; trying again',
          )
          setTimeout(() => void again().catch(() => sink.stuck(why)), 1000).unref()
        },
      }
      const reading = this.#fetcher.read(topic, partition, seen, sink)
      // What was compacted away meanwhile is passed over.
      const again = async () => {
        const now = (await this.#topicRanges(topic)).get(partition)
        this.#fetcher.seek(reading, Math.max(seen, now?.start ?? 0))
      }
      return reading
    })
    if (behind.size === 0) caughtUp.resolve()
    await caughtUp.promise
    return async () => {
      for (const reading of readings) this.#fetcher.stop(reading)
    }
  }

  async ping(): Promise<void> {
    if (this.#edges.failing || this.#lanes.failing)
      throw new BusError('bus.away', 'Kafka does not answer', { retriable: true })
    await this.admin.describeCluster()
  }

  deaf(): number {
    return Date.now() - (this.#fetcher.failingSince() ?? Date.now())
  }

  trouble(): string | undefined {
    const stuck = this.#stuck()
    return (
      stuck && `the log has taken nothing for ${stuck.topic}/${stuck.partition} for ${Math.round(stuck.ms / 1000)} s`
    )
  }

  #stuck(): ReturnType<LogProducer['oldest']> {
    return [this.#edges.oldest(), this.#lanes.oldest()].find((each) => each && each.ms >= this.options.stallMs)
  }

  /** Once when it begins, once when it is over. */
  #tell(): void {
    const stuck = this.#stuck()
    if (Boolean(stuck) === this.#told) return
    this.#told = Boolean(stuck)
    if (stuck)
      this.options.alarm(
        { topic: stuck.topic, partition: stuck.partition, ms: stuck.ms },
        'the log does not take what is published; nothing acknowledged is lost, it goes on trying',
      )
    else this.options.log({}, 'the log takes what is published again')
  }

  clocks(): Promise<readonly Reference[]> {
    return this.#clocks.all()
  }

  async close(): Promise<void> {
    clearInterval(this.#watch)
    const parts = [this.#edges, this.#lanes, this.#fetcher, this.#offsets, this.#clocks]
    await Promise.all(parts.map((each) => each.close()))
    await this.admin.disconnect()
  }
}
