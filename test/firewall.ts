import type { Kafka } from 'kafkajs'
import { makeClient } from '../libs/bus/kafka/kafkajs.ts'
import { until } from './until.ts'

const [TOPIC, BROKER] = [2, 4] as const
/** Set by our side when a topic is made; what is not named is taken away. */
const KEPT = ['cleanup.policy', 'flush.ms', 'flush.messages', 'min.insync.replicas']

/** An operator’s firewall: a plain client that reads a compacted topic from its beginning, and keeps the last of each key. */
export class Firewall {
  readonly #kafka: Kafka
  readonly #topic: string
  #reads = 0

  constructor(brokers: string, topic: string) {
    this.#kafka = makeClient({ brokers: brokers.split(','), clientId: 'firewall', log: () => {} })
    this.#topic = topic
  }

  /**
   * Has the log compacted as soon as it can be, and waits until one record is left of each of these keys.
   * @param goOn writes to each partition: only what another segment follows is compacted
   */
  async compacted(keys: readonly string[], goOn: () => Promise<unknown>): Promise<void> {
    const admin = this.#kafka.admin()
    await admin.connect()
    try {
      const { brokers } = await admin.describeCluster()
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: TOPIC, name: this.#topic, configNames: KEPT }],
      })
      const kept = resources[0]?.configEntries.map(({ configName, configValue }) => ({
        name: configName,
        value: configValue,
      }))
      const configEntries = [
        ...(kept ?? []),
        { name: 'segment.ms', value: '100' },
        { name: 'min.cleanable.dirty.ratio', value: '0.01' },
      ]
      const often = [{ name: 'log.cleaner.backoff.ms', value: '100' }]
      const ofBrokers = brokers.map(({ nodeId }) => ({ type: BROKER, name: String(nodeId), configEntries: often }))
      await admin.alterConfigs({ validateOnly: false, resources: ofBrokers })
      await admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC, name: this.#topic, configEntries }] })
      await until(
        'the topic is compacted',
        async () => {
          await goOn()
          const read = await this.read()
          return keys.every((key) => read.filter((each) => each.key === key).length === 1)
        },
        60_000,
      )
      await admin.alterConfigs({
        validateOnly: false,
        resources: ofBrokers.map((each) => ({ ...each, configEntries: [] })),
      })
    } finally {
      await admin.disconnect()
    }
  }

  /** Every record that is left, from the beginning to where the end was. */
  async read(): Promise<readonly { key: string; value: { type: string; data: unknown } }[]> {
    const admin = this.#kafka.admin()
    await admin.connect()
    const ends = await admin.fetchTopicOffsets(this.#topic)
    await admin.disconnect()
    const left = new Set(ends.filter(({ high, low }) => high !== low).map(({ partition }) => partition))
    const highs = new Map(ends.map(({ partition, high }) => [partition, Number(high)]))
    const consumer = this.#kafka.consumer({ groupId: `${this.#topic}.firewall.${++this.#reads}` })
    const records: { key: string; value: { type: string; data: unknown } }[] = []
    await consumer.connect()
    await consumer.subscribe({ topics: [this.#topic], fromBeginning: true })
    await consumer.run({
      eachMessage: async ({ partition, message: { key, value, offset } }) => {
        const high = highs.get(partition) ?? 0
        if (Number(offset) < high) records.push({ key: `${key}`, value: JSON.parse(`${value}`) })
        if (Number(offset) >= high - 1) left.delete(partition)
      },
    })
    await until('it is read to its end', () => left.size === 0)
    await consumer.disconnect()
    return records
  }
}
