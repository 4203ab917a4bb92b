import { createRequire } from 'node:module'
import type { ICustomPartitioner, Logger, Producer } from 'kafkajs'
import type { Cluster } from './cluster.ts'
import { producersOf } from './producers.ts'

const require = createRequire(import.meta.url)
const { createErrorFromCode } = require('kafkajs/src/protocol/error') as { createErrorFromCode(code: number): Error }

const MESSAGE_TOO_LARGE = 10
const NOT_LEADER = 6
const OUT_OF_ORDER_SEQUENCE_NUMBER = 45
const INVALID_PRODUCER_EPOCH = 47

export interface Written {
  readonly value: string
  readonly source: string
}

interface Batch {
  readonly partition: number
  readonly firstSequence: number
  readonly messages: readonly { readonly value: string; readonly headers: { readonly s: string } }[]
}

interface Produce {
  readonly producerId: number
  readonly producerEpoch: number
  readonly topicData: readonly { readonly topic: string; readonly partitions: readonly Batch[] }[]
}

interface Partition {
  leader: number
  readonly log: Written[]
  /** Of each producer: its epoch, the next sequence number in it, and its last batches, by which a repetition is known. */
  readonly producers: Map<number, { epoch: number; next: number; last: { first: number; count: number }[] }>
}

type Fault = 'down' | 'answer lost' | undefined

/**
 * Three brokers in memory, under kafkajs's own producer: what it does with sequence numbers, several leaders and tries of
 * its own is the real thing, and a fault lasts exactly as long as a test wants.
 */
export class FakeCluster {
  readonly partitions = new Map<string, Partition>()
  /** Asked before each produce request. */
  fault: (broker: number, request: Produce) => Fault | Promise<Fault> = () => undefined
  /** Answers of a broker for one partition instead of writing: an error code. The first producer writes in epoch 0. */
  refuse: (name: string, epoch: number) => number | undefined = () => undefined
  largest = 1000
  /** How often somebody asked for a producer’s number. */
  numbered = 0

  constructor(partitions: Readonly<Record<string, number>>) {
    for (const [name, leader] of Object.entries(partitions))
      this.partitions.set(name, { leader, log: [], producers: new Map() })
  }

  lead(name: string, leader: number): void {
    ;(this.partitions.get(name) as Partition).leader = leader
  }

  /** What readers take from a partition: a copy is dropped by its source. */
  read(name: string): string[] {
    const marks = new Map<string, readonly [number, number]>()
    return this.values(name, ({ source }) => {
      const [lane = '', incarnation, seq, index] = source.split('|')
      const mark = marks.get(`${lane}|${incarnation}`)
      const place = [Number(seq), Number(index)] as const
      if (mark && (place[0] < mark[0] || (place[0] === mark[0] && place[1] <= mark[1]))) return false
      marks.set(`${lane}|${incarnation}`, place)
      return true
    })
  }

  values(name: string, taken: (each: Written) => boolean = () => true): string[] {
    const { log } = this.partitions.get(name) as Partition
    return log.filter(taken).map(({ value }) => (JSON.parse(value) as { id: string }).id)
  }

  /** kafkajs's producers, each on a client of its own, which knows the leaders of when it last asked. */
  producers(createPartitioner: ICustomPartitioner): () => Producer {
    const logger = { namespace: () => logger, debug() {}, info() {}, warn() {}, error() {} } as unknown as Logger
    const retry = { retries: 1, initialRetryTime: 1, maxRetryTime: 2 }
    return producersOf({ connect: () => this.#client() as unknown as Cluster, logger, retry, createPartitioner })
  }

  #client() {
    let known: { topic: string; partitionId: number; leader: number }[] = []
    const refreshMetadata = async () => {
      known = [...this.partitions].map(([name, { leader }]) => {
        const [topic = '', partition] = name.split('/')
        return { topic, partitionId: Number(partition), leader }
      })
    }
    const brokers = new Map([1, 2, 3].map((nodeId) => [nodeId, this.#broker(nodeId)]))
    const of = (topic: string) => known.filter((each) => each.topic === topic)
    return {
      retry: { initialRetryTime: 1, maxRetryTime: 2, retries: 2 },
      targetTopics: new Set(),
      isConnected: () => true,
      connect: refreshMetadata,
      disconnect: async () => {},
      removeBroker() {},
      addMultipleTargetTopics: async () => {},
      refreshMetadataIfNecessary: async () => {},
      refreshMetadata,
      findTopicPartitionMetadata: of,
      findLeaderForPartitions: (topic: string, partitions: readonly (string | number)[]) => {
        const found: Record<number, number[]> = {}
        for (const { partitionId, leader } of of(topic))
          if (partitions.map(Number).includes(partitionId)) found[leader] = [...(found[leader] ?? []), partitionId]
        return found
      },
      findBroker: async ({ nodeId }: { nodeId: number | string }) => brokers.get(Number(nodeId)),
      findControllerBroker: async () => brokers.get(1),
    }
  }

  #broker(nodeId: number) {
    return {
      nodeId,
      initProducerId: async () => ({ producerId: ++this.numbered, producerEpoch: 0 }),
      produce: async (request: Produce) => {
        const fault = await this.fault(nodeId, request)
        if (fault === 'down') throw connectionError(nodeId)
        const topics = request.topicData.map(({ topic, partitions }) => ({
          topicName: topic,
          partitions: partitions.map((batch) => ({
            partition: batch.partition,
            errorCode: this.#append(nodeId, `${topic}/${batch.partition}`, batch, request),
            baseOffset: '0',
          })),
        }))
        if (fault === 'answer lost') throw connectionError(nodeId)
        // As kafkajs reads an answer: the first error of any partition is that of the whole request.
        const error = topics.flatMap((each) => each.partitions).find(({ errorCode }) => errorCode !== 0)
        if (error) throw createErrorFromCode(error.errorCode)
        return { topics }
      },
    }
  }

  #append(
    nodeId: number,
    name: string,
    { firstSequence, messages }: Batch,
    { producerId, producerEpoch: epoch }: Produce,
  ): number {
    const partition = this.partitions.get(name) as Partition
    if (partition.leader !== nodeId) return NOT_LEADER
    const refused = this.refuse(name, epoch)
    if (refused) return refused
    if (messages.reduce((sum, { value }) => sum + value.length, 0) > this.largest) return MESSAGE_TOO_LARGE
    const before = partition.producers.get(producerId)
    if (before && epoch < before.epoch) return INVALID_PRODUCER_EPOCH
    const known = before?.epoch === epoch ? before : { next: 0, last: [] }
    if (known.last.some((each) => each.first === firstSequence && each.count === messages.length)) return 0
    if (firstSequence !== known.next) return OUT_OF_ORDER_SEQUENCE_NUMBER
    partition.log.push(...messages.map(({ value, headers }) => ({ value, source: headers?.s ?? '' })))
    const last = [...known.last, { first: firstSequence, count: messages.length }].slice(-5)
    partition.producers.set(producerId, { epoch, next: firstSequence + messages.length, last })
    return 0
  }
}

const connectionError = (broker: number): Error =>
  new (
    require('kafkajs/src/errors') as { KafkaJSConnectionError: new (text: string, options: object) => Error }
  ).KafkaJSConnectionError('cut', { broker: String(broker) })
