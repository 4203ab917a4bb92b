import { clockProbes, type Envelope } from '#contracts'
import type { Reference } from '../port.ts'
import type { Cluster } from './cluster.ts'

/** A broker that takes longer is not asked; ms. */
const PATIENCE_MS = 5000

/**
 * The brokers' clocks. Kafka tells its time only by stamping what it takes, so a record is written to a partition that the
 * broker leads, of a topic that brokers stamp.
 */
export class BrokerClocks {
  readonly #connect: () => Cluster
  readonly #topic: string
  #cluster: Cluster | undefined

  constructor(connect: () => Cluster, topicOf: (name: string) => string) {
    this.#connect = connect
    this.#topic = topicOf(clockProbes.name)
  }

  /** Those that lead a partition of the topic. @throws kafkajs's error; asked again, it begins anew */
  async all(): Promise<readonly Reference[]> {
    this.#cluster ??= this.#connect()
    const cluster = this.#cluster
    return this.#orAnew(cluster, async () => {
      await cluster.connect()
      await cluster.addMultipleTargetTopics([this.#topic])
      await cluster.refreshMetadataIfNecessary()
      const led = Map.groupBy(cluster.findTopicPartitionMetadata(this.#topic), ({ leader }) => leader)
      return [...led].flatMap(([leader, [first]]) =>
        leader < 0 || !first
          ? []
          : [{ name: `broker ${leader}`, time: () => this.#ask(cluster, leader, first.partitionId) }],
      )
    })
  }

  #ask(cluster: Cluster, leader: number, partition: number): Promise<number> {
    return this.#orAnew(cluster, async () => {
      const broker = await cluster.findBroker({ nodeId: String(leader) })
      const message: Envelope = { id: 'probe', type: 'clock.asked', v: 1, at: Date.now(), corr: 'probe', data: {} }
      const messages = [{ key: 'probe', value: JSON.stringify(message) }]
      const partitions = [{ partition, messages }]
      const answer = await broker.produce({
        acks: 1,
        timeout: PATIENCE_MS,
        topicData: [{ topic: this.#topic, partitions }],
      })
      const time = Number(answer.topics[0]?.partitions[0]?.logAppendTime ?? -1)
      if (time < 0) throw new Error(`${this.#topic} was made without message.timestamp.type=LogAppendTime`)
      return time
    })
  }

  async #orAnew<T>(cluster: Cluster, act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (error) {
      if (this.#cluster === cluster) this.#cluster = undefined
      cluster.disconnect().catch(() => undefined)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#cluster?.disconnect()
  }
}
