import type { Producer } from 'kafkajs'
import { BusError, type OutRecord } from '../port.ts'

interface Waiting {
  readonly records: readonly OutRecord[]
  readonly done: () => void
  readonly failed: (error: Error) => void
}

const MOST_A_CALL = 500
/** Half of what a broker takes in one batch of a partition; a larger one it would refuse for ever. */
const MOST_OCTETS = 512 * 1024
const MOST_WAITING = 20_000

/**
 * One idempotent producer with never more than one call under way; what waits goes into the next call. A call that
 * rejects is repeated, identical, on the same producer until it is acknowledged: with two calls under way, or another one
 * in between, kafkajs loses acknowledged messages (its sequence numbers are taken back and used again).
 */
export class OneCallProducer {
  readonly #producer: Producer
  readonly #topicOf: (name: string) => string
  readonly #lingerMs: number
  #queue: Waiting[] = []
  #records = 0
  #running: Promise<void> | undefined
  #closed = false
  /** Since when the log does not answer, ms; undefined when well. */
  failingSince: number | undefined

  /** @param lingerMs what a call waits for company; fewer, larger calls cost the broker and everybody who reads less */
  constructor(producer: Producer, topicOf: (name: string) => string, lingerMs = 0) {
    this.#lingerMs = lingerMs
    this.#producer = producer
    this.#topicOf = topicOf
  }

  /** What is too much for one call goes in several, one after the other: the order stays. */
  async publish(records: readonly OutRecord[], withinMs?: number): Promise<void> {
    await Promise.all(inCalls(records).map((call) => this.#publish(call, withinMs)))
  }

  #publish(records: readonly OutRecord[], withinMs?: number): Promise<void> {
    if (this.#closed) return Promise.reject(new BusError('bus.closed', 'the log is closed', { retriable: true }))
    if (withinMs !== undefined && this.#records > MOST_WAITING)
      return Promise.reject(new BusError('bus.late', 'too much waits for the log already', { retriable: true }))
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { records, done: resolve, failed: reject }
      this.#queue.push(waiting)
      this.#records += records.length
      if (withinMs !== undefined) this.#limit(waiting, withinMs)
      this.#running ??= this.#run()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const late = new Promise((resolve) => setTimeout(resolve, 5000).unref())
    await Promise.race([this.#running, late])
    for (const waiting of this.#queue.splice(0))
      waiting.failed(new BusError('bus.closed', 'the log was closed', { retriable: true }))
    await this.#producer.disconnect()
  }

  #limit(waiting: Waiting, ms: number): void {
    const timer = setTimeout(() => {
      const place = this.#queue.indexOf(waiting)
      if (place !== -1) {
        this.#queue.splice(place, 1)
        this.#records -= waiting.records.length
      }
      waiting.failed(new BusError('bus.late', `the log did not take it within ${ms} ms`, { retriable: true }))
    }, ms)
    const { done } = waiting
    Object.assign(waiting, {
      done: () => {
        clearTimeout(timer)
        done()
      },
    })
  }

  async #run(): Promise<void> {
    await Promise.resolve()
    while (this.#queue.length > 0) {
      if (this.#lingerMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#lingerMs))
      const call = this.#take()
      const topicMessages = group(call, this.#topicOf)
      for (;;) {
        try {
          await this.#producer.sendBatch({ acks: -1, topicMessages })
          this.failingSince = undefined
          break
        } catch {
          this.failingSince ??= Date.now()
          if (this.#closed) break
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
      for (const waiting of call) {
        this.#records -= waiting.records.length
        if (this.failingSince === undefined) waiting.done()
        else waiting.failed(new BusError('bus.closed', 'the log was closed before it answered', { retriable: true }))
      }
    }
    this.#running = undefined
  }

  #take(): Waiting[] {
    let count = 0
    let calls = 0
    let octets = 0
    for (const { records } of this.#queue) {
      octets += sizeOf(records)
      if (calls > 0 && (count >= MOST_A_CALL || octets > MOST_OCTETS)) break
      count += records.length
      calls++
    }
    return this.#queue.splice(0, calls)
  }
}

/** Octets of records as they are written, with what stands around them. */
const sizeOf = (records: readonly OutRecord[]): number => records.reduce((sum, each) => sum + octetsOf(each), 0)

const sizes = new WeakMap<OutRecord, number>()
function octetsOf(record: OutRecord): number {
  let size = sizes.get(record)
  if (size === undefined) {
    size = Buffer.byteLength(JSON.stringify(record.message)) + record.key.length + 160
    sizes.set(record, size)
  }
  return size
}

function inCalls(records: readonly OutRecord[]): (readonly OutRecord[])[] {
  const calls: OutRecord[][] = [[]]
  let octets = 0
  for (const record of records) {
    octets += octetsOf(record)
    const call = calls.at(-1) as OutRecord[]
    if (call.length > 0 && (call.length >= MOST_A_CALL || octets > MOST_OCTETS)) {
      calls.push([record])
      octets = octetsOf(record)
    } else call.push(record)
  }
  return calls
}

interface KafkaMessage {
  key: string
  value: string
  partition: number
  headers?: { s: string }
}

function group(
  call: readonly Waiting[],
  topicOf: (name: string) => string,
): { topic: string; messages: KafkaMessage[] }[] {
  const topics = new Map<string, KafkaMessage[]>()
  for (const { records } of call) {
    for (const { topic, partition, key, message, source } of records) {
      let messages = topics.get(topic)
      if (!messages) {
        messages = []
        topics.set(topic, messages)
      }
      const value = JSON.stringify(message)
      if (source)
        messages.push({
          key,
          value,
          partition,
          headers: { s: `${source.lane}|${source.incarnation}|${source.seq}|${source.index}` },
        })
      else messages.push({ key, value, partition })
    }
  }
  return [...topics].map(([topic, messages]) => ({ topic: topicOf(topic), messages }))
}
