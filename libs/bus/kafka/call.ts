import type { ICustomPartitioner, Producer, RecordMetadata } from 'kafkajs'
import type { Item, Shelf } from './shelf.ts'

interface CallMessage {
  key: string
  value: string
  partition: number
  headers: { s: string }
  readonly call: Call
  readonly shelf: Shelf
}

/** What came of a call; of what was written, the offset of its first record. Where it failed, it may be in the log or not. */
export type Outcome =
  | { readonly kind: 'written'; readonly bases: ReadonlyMap<Shelf, number> }
  /** Nothing was sent: its partitions have several leaders, which are known now. */
  | { readonly kind: 'mixed' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Repeating cannot cure it on this producer. */
  | { readonly kind: 'spoilt'; readonly reason: string }
  | { readonly kind: 'failed' }

/** For a reason that lies in the record or its topic. */
const REFUSED =
  /^(MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE|INVALID_RECORD|INVALID_TOPIC_EXCEPTION|TOPIC_AUTHORIZATION_FAILED)$/

/**
 * The batches of some partitions in one request to one broker. kafkajs may send a call to several brokers, and then, when
 * it tries again, leaves out those that have answered: what has moved to one of them is never sent, and the call resolves.
 * So the partitioner, which kafkajs asks with the leaders that it is about to use, refuses a call that has more than one,
 * before anything is sent; and the answer is compared with what was in the call.
 */
export class Call {
  readonly #topicOf: (name: string) => string
  readonly #shelves: readonly Shelf[]
  readonly #topics: ReadonlyMap<string, CallMessage[]>
  readonly #messages: readonly CallMessage[]
  #leader: number | undefined
  #mixed = false

  constructor(shelves: readonly Shelf[], topicOf: (name: string) => string) {
    this.#topicOf = topicOf
    this.#shelves = shelves
    this.#topics = Map.groupBy(
      shelves.flatMap((shelf) => shelf.batch.map((item) => this.#message(shelf, item))),
      ({ shelf }) => shelf.topic,
    )
    // In the order in which kafkajs will ask for their partitions.
    this.#messages = [...this.#topics.values()].flat()
  }

  async send(producer: Producer): Promise<Outcome> {
    const topicMessages = [...this.#topics].map(([topic, messages]) => ({ topic: this.#topicOf(topic), messages }))
    try {
      return this.#compare(await producer.sendBatch({ acks: -1, topicMessages }))
    } catch (error) {
      if (this.#mixed) return { kind: 'mixed' }
      const { type, retriable } = protocolError(error)
      if (type === undefined || retriable) return { kind: 'failed' }
      return REFUSED.test(type) ? { kind: 'refused', reason: type } : { kind: 'spoilt', reason: type }
    }
  }

  /** kafkajs asks for each message's partition, with the leaders as it knows them, before it sends any. */
  static readonly partitioner: ICustomPartitioner =
    () =>
    ({ partitionMetadata, message }) => {
      const { call, shelf, partition } = message as unknown as CallMessage
      const leader = partitionMetadata.find((each) => each.partitionId === partition)?.leader ?? -1
      shelf.leader = leader
      call.#see(message as unknown as CallMessage, leader)
      return partition
    }

  #see(message: CallMessage, leader: number): void {
    if (message === this.#messages[0]) {
      this.#leader = leader
      this.#mixed = false
    }
    if (leader !== this.#leader) this.#mixed = true
    if (message !== this.#messages.at(-1)) return
    if (this.#mixed) throw Object.assign(new Error('several leaders'), { retriable: false })
    // By this name kafkajs asks for the leaders again.
    if (leader < 0)
      throw Object.assign(new Error('no leader yet'), { name: 'KafkaJSMetadataNotLoaded', retriable: true })
  }

  #compare(answer: readonly RecordMetadata[]): Outcome {
    const written = new Map(
      answer.map(({ topicName, partition, baseOffset }) => [`${topicName}/${partition}`, Number(baseOffset ?? -1)]),
    )
    const baseOf = ({ topic, partition }: Shelf) => written.get(`${this.#topicOf(topic)}/${partition}`)
    return {
      kind: 'written',
      bases: new Map(
        this.#shelves.flatMap((each) => {
          const base = baseOf(each)
          return base === undefined ? [] : [[each, base] as const]
        }),
      ),
    }
  }

  #message(shelf: Shelf, { key, value, source }: Item): CallMessage {
    return { key, value, partition: shelf.partition, headers: { s: source as string }, call: this, shelf }
  }
}

/** The broker's own word for what is wrong, from under what kafkajs wraps around it. */
function protocolError(error: unknown): { type?: string; retriable?: boolean } {
  for (let each = error; each instanceof Error; each = each.cause)
    if ('type' in each && typeof each.type === 'string')
      return { type: each.type, retriable: (each as { retriable?: boolean }).retriable === true }
  return {}
}
