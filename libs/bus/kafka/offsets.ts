import type { Range } from '../port.ts'
import type { Cluster } from './cluster.ts'

/** Where partitions begin and end now, of many topics in two questions to each broker. */
export class Offsets {
  readonly #connect: () => Cluster
  readonly #topicOf: (name: string) => string
  #cluster: Cluster | undefined

  constructor(connect: () => Cluster, topicOf: (name: string) => string) {
    this.#connect = connect
    this.#topicOf = topicOf
  }

  /** What an open transaction holds back counts as not there. @throws kafkajs's error; asked again, it begins anew */
  async ranges(names: readonly string[]): Promise<Map<string, Map<number, Range>>> {
    this.#cluster ??= this.#connect()
    const cluster = this.#cluster
    try {
      const topics = new Map(names.map((name) => [this.#topicOf(name), name]))
      await cluster.connect()
      await cluster.addMultipleTargetTopics([...topics.keys()])
      const ask = (fromBeginning: boolean) =>
        cluster.fetchTopicsOffset(
          [...topics.keys()].map((topic) => ({
            topic,
            partitions: cluster.findTopicPartitionMetadata(topic).map((each) => ({ partition: each.partitionId })),
            fromBeginning,
          })),
        )
      const [starts, ends] = await Promise.all([ask(true), ask(false)])
      const found = new Map<string, Map<number, Range>>()
      for (const { topic, partitions } of ends) {
        const from = new Map(
          starts.find((each) => each.topic === topic)?.partitions.map((each) => [each.partition, each]),
        )
        const ranges = partitions.map(({ partition, offset }): [number, Range] => [
          partition,
          { start: Number(from.get(partition)?.offset ?? 0), end: Number(offset) },
        ])
        found.set(topics.get(topic) as string, new Map(ranges))
      }
      return found
    } catch (error) {
      // Another question may have failed on it before, and others go over the next one already.
      if (this.#cluster === cluster) this.#cluster = undefined
      cluster.disconnect().catch(() => undefined)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#cluster?.disconnect()
  }
}
