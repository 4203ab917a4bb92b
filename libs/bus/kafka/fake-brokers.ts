import type { Broker, Cluster } from './cluster.ts'
import type { Answer, FetchAnswer, FetchRequest } from './fetch-wire.ts'

/** Brokers that answer fetches as Kafka does, sessions and all, in memory; partitions move between them and go away. */
export class FakeBrokers {
  /** Offsets from 0 on, by `topic/partition`. */
  readonly #logs = new Map<string, { count: number; leader: number }>()
  readonly #sessions = new Map<number, Map<string, { offset: number; end: number }>>()
  readonly #dead = new Set<number>()
  #news = Promise.withResolvers<void>()
  /** How often each broker was asked. */
  readonly asked = new Map<number, number>()
  /** How often somebody asked who leads. */
  located = 0
  /** How long a broker may wait for news, of each request, ms. */
  readonly waits: number[] = []
  /** How often a broker had news when it was asked. */
  hadNews = 0

  put(key: string, count = 1, leader = this.#logs.get(key)?.leader ?? 1): void {
    this.#logs.set(key, { count: (this.#logs.get(key)?.count ?? 0) + count, leader })
    this.#tell()
  }

  /** −1: nobody leads it. */
  lead(key: string, leader: number): void {
    this.#logs.set(key, { count: this.#logs.get(key)?.count ?? 0, leader })
    this.#tell()
  }

  kill(node: number): void {
    this.#dead.add(node)
    this.#tell()
  }

  readonly connect = (): Cluster => {
    const metadata = () => this.#logs
    return {
      targetTopics: new Set<string>(),
      connect: async () => {},
      disconnect: async () => {},
      refreshMetadata: async () => {
        this.located++
      },
      findTopicPartitionMetadata: (topic: string) =>
        [...metadata()].flatMap(([key, { leader }]) =>
          key.startsWith(`${topic}/`) ? [{ partitionId: Number(key.split('/')[1]), leader }] : [],
        ),
      findBroker: async ({ nodeId }: { nodeId: string }) => ({ node: Number(nodeId), disconnect: async () => {} }),
    } as unknown as Cluster
  }

  readonly fetch = async (broker: Broker, request: FetchRequest): Promise<FetchAnswer> => {
    const { node } = broker as unknown as { node: number }
    this.asked.set(node, (this.asked.get(node) ?? 0) + 1)
    this.waits.push(request.waitMs)
    const id = request.epoch === 0 ? node * 1000 + this.#sessions.size + 1 : request.session
    const session = request.epoch === 0 ? new Map<string, { offset: number; end: number }>() : this.#sessions.get(id)
    if (!session || this.#dead.has(node)) throw new Error('connection closed')
    this.#sessions.set(id, session)
    for (const { topic, partition, offset } of request.asks) {
      const key = `${topic}/${partition}`
      session.set(key, { offset, end: session.get(key)?.end ?? -1 })
    }
    // As Kafka does: what is forgotten goes after what is asked for has come.
    for (const { topic, partition } of request.forget) session.delete(`${topic}/${partition}`)
    let found = this.#look(node, session)
    if (!found.some((each) => each.error !== 0 || each.data.length > 0)) {
      await Promise.race([this.#news.promise, new Promise((resolve) => setTimeout(resolve, request.waitMs))])
      if (this.#dead.has(node)) throw new Error('connection closed')
      found = this.#look(node, session)
    } else this.hadNews++
    for (const each of found) (session.get(`${each.topic}/${each.partition}`) as { end: number }).end = each.end
    return { error: 0, session: id, answers: found }
  }

  #tell(): void {
    this.#news.resolve()
    this.#news = Promise.withResolvers()
  }

  #look(node: number, session: ReadonlyMap<string, { offset: number; end: number }>): Answer[] {
    return [...session].flatMap(([key, { offset, end }]): Answer[] => {
      const [topic, partition] = key.split('/') as [string, string]
      const answer = { topic, partition: Number(partition), end: -1, aborted: [], data: Buffer.alloc(0) }
      const log = this.#logs.get(key)
      if (log?.leader !== node) return [{ ...answer, error: 6 }]
      if (offset > log.count) return [{ ...answer, error: 1 }]
      if (offset === log.count) return end === log.count ? [] : [{ ...answer, error: 0, end: log.count }]
      return [{ ...answer, error: 0, end: log.count, data: batch(offset, log.count - offset) }]
    })
  }
}

/** Records without key and value, of format 2. */
function batch(base: number, count: number): Buffer {
  const records = Buffer.concat(Array.from({ length: count }, (_, i) => recordAt(i)))
  const head = Buffer.alloc(61)
  head.writeBigInt64BE(BigInt(base), 0)
  head.writeInt32BE(49 + records.length, 8)
  head.writeInt8(2, 16)
  head.writeInt32BE(count - 1, 23)
  head.writeInt32BE(count, 57)
  return Buffer.concat([head, records])
}

/** Attributes, time, offset, no key, no value, no headers; all below 64, so each is one octet, zigzag. */
function recordAt(delta: number): Buffer {
  const body = Buffer.from([0, 0, delta * 2, 1, 1, 0])
  return Buffer.concat([Buffer.from([body.length * 2]), body])
}
