import type { Consumer, Kafka } from 'kafkajs'
import type { LaneHandler, Membership } from '../port.ts'
import { laneAssigner } from './assigner.ts'
import { type Feed, KafkaReader } from './reader.ts'

export interface GroupOptions {
  readonly kafka: Kafka
  readonly groupId: string
  /** Own names of the input topics. */
  readonly topics: readonly string[]
  readonly topicOf: (name: string) => string
  readonly nameOf: (topic: string) => string
  readonly handler: LaneHandler
  readonly offsets: Pick<Feed, 'identity' | 'ranges'>
  readonly log: (fields: object, text: string) => void
}

/** The broker's least; an owner that died is noticed after it. */
const SESSION_MS = 6000

/**
 * Membership in one consumer group by kafkajs. Its handler never throws and never waits: batches go to the lanes' readers,
 * which pause what is too much. Positions live in the store; the broker's committed offsets are only a hint.
 */
export class KafkaGroup implements Membership {
  readonly #options: GroupOptions
  readonly #lanes = new Map<number, KafkaReader>()
  #consumer: Consumer | undefined
  #crashed: string | undefined
  #lastSign = Date.now()
  #changes: Promise<void> = Promise.resolve()
  #left = false
  #joined = false

  constructor(options: GroupOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { kafka, groupId, topics, topicOf, log } = this.#options
    const consumer = kafka.consumer({
      groupId,
      partitionAssigners: [laneAssigner],
      sessionTimeout: SESSION_MS,
      heartbeatInterval: 1000,
      maxWaitTimeInMs: 200,
      minBytes: 1,
      allowAutoTopicCreation: false,
      readUncommitted: false,
    })
    this.#consumer = consumer
    this.#crashed = undefined
    this.#lastSign = Date.now()
    const sign = () => {
      this.#lastSign = Date.now()
    }
    const { events } = consumer
    consumer.on(events.FETCH, sign)
    consumer.on(events.HEARTBEAT, sign)
    consumer.on(events.GROUP_JOIN, ({ payload }) => {
      if (consumer !== this.#consumer) return
      sign()
      this.#joined = true
      const lanes = payload.memberAssignment[topicOf(topics[0] as string)] ?? []
      this.#changes = this.#changes.then(() => this.#assign(lanes.map(Number)))
    })
    consumer.on(events.CRASH, ({ payload }) => {
      if (consumer !== this.#consumer || payload.restart) return
      this.#crashed = `the consumer died (${payload.error.name})`
      log({ group: groupId, error: payload.error.name }, 'the consumer died and does not restart by itself')
    })
    await consumer.connect()
    await consumer.subscribe({ topics: topics.map(topicOf), fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      partitionsConsumedConcurrently: 16,
      eachBatch: async ({ batch }) => {
        sign()
        const reader = this.#lanes.get(batch.partition)
        reader?.push(this.#options.nameOf(batch.topic), batch.messages, Number(batch.highWatermark))
      },
    })
  }

  async #assign(lanes: readonly number[]): Promise<void> {
    const { handler, topics } = this.#options
    const lost = [...this.#lanes.keys()].filter((lane) => !lanes.includes(lane))
    await Promise.all(lost.map((lane) => this.#drop(lane)))
    for (const lane of lanes) {
      const kept = this.#lanes.get(lane)
      if (kept) {
        kept.seekAgain()
        continue
      }
      const reader = new KafkaReader(this.#feed(), topics, lane)
      this.#lanes.set(lane, reader)
      handler.granted(lane, reader)
    }
  }

  async #drop(lane: number): Promise<void> {
    this.#lanes.get(lane)?.close()
    this.#lanes.delete(lane)
    await this.#options.handler.revoked(lane)
  }

  #feed(): Feed {
    const { topicOf, offsets } = this.#options
    const consumer = this.#consumer as Consumer
    const target = (topic: string, partition: number) => [{ topic: topicOf(topic), partitions: [partition] }]
    return {
      ...offsets,
      seek: (topic, partition, offset) => {
        if (consumer === this.#consumer && !this.#crashed)
          consumer.seek({ topic: topicOf(topic), partition, offset: String(offset) })
      },
      pause: (topic, partition) => consumer.pause(target(topic, partition)),
      resume: (topic, partition) => consumer.resume(target(topic, partition)),
    }
  }

  async rejoin(): Promise<void> {
    if (this.#left) return
    await this.#disconnect()
    await this.start()
  }

  async leave(): Promise<void> {
    this.#left = true
    await this.#disconnect()
  }

  async #disconnect(): Promise<void> {
    const consumer = this.#consumer
    this.#consumer = undefined
    this.#joined = false
    await this.#changes
    await Promise.all([...this.#lanes.keys()].map((lane) => this.#drop(lane)))
    const late = new Promise((resolve) => setTimeout(resolve, 5000).unref())
    await Promise.race([consumer?.disconnect().catch(() => undefined), late])
  }

  joined(): boolean {
    return this.#joined
  }

  trouble(): string | undefined {
    if (this.#left) return undefined
    if (this.#crashed) return this.#crashed
    const silent = Date.now() - this.#lastSign
    return silent > 5 * SESSION_MS ? `the consumer has given no sign for ${Math.round(silent / 1000)} s` : undefined
  }
}
