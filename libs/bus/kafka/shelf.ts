import { BusError, type OutRecord } from '../port.ts'
import { octetsOf } from '../size.ts'

/** One `publish`: settled when the log has all its records, or when it is known or assumed that it will not. */
export class Job {
  readonly promise: Promise<void>
  #resolve: () => void = () => {}
  #reject: (error: Error) => void = () => {}
  #timer: ReturnType<typeof setTimeout> | undefined
  #left: number
  readonly #failed: (job: Job) => void
  settled = false

  /** @param failed called at once when it fails, before anything else is sent */
  constructor(records: number, failed: (job: Job) => void) {
    this.#left = records
    this.#failed = failed
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  limit(ms: number): void {
    const late = () => new BusError('bus.late', `the log did not take it within ${ms} ms`, { retriable: true })
    this.#timer = setTimeout(() => this.fail(late()), ms)
  }

  written(): void {
    if (--this.#left > 0 || this.settled) return
    this.#settle()
    this.#resolve()
  }

  fail(error: Error): void {
    if (this.settled) return
    this.#settle()
    this.#failed(this)
    this.#reject(error)
  }

  #settle(): void {
    this.settled = true
    clearTimeout(this.#timer)
  }
}

export interface Item {
  readonly job: Job
  readonly record: OutRecord
  readonly key: string
  readonly value: string
  readonly octets: number
  /** Source and number; an edge's is given when it is first sent, so that numbers rise in the order of the log. */
  source: string | undefined
}

export const itemOf = (record: OutRecord, job: Job): Item => {
  const { key, message, source } = record
  const value = JSON.stringify(message)
  return {
    job,
    record,
    key,
    value,
    octets: octetsOf(key, value),
    source: source && `${source.lane}|${source.incarnation}|${source.seq}|${source.index}`,
  }
}

/**
 * What waits for one partition. Its batch is being written, or is not known to be: it goes again, as it is, until the log
 * has it, and nothing newer goes before, whoever leads. Readers drop what is not newer: a later record that came first
 * would bury an earlier one.
 */
export class Shelf {
  readonly topic: string
  readonly partition: number
  #queue: Item[] = []
  batch: readonly Item[] = []
  /** A call with its batch is under way. */
  busy = false
  /** Who leads the partition, as far as we know. */
  leader: number | undefined
  failures = 0
  /** When its batch was first sent, ms; undefined when it has none. */
  since: number | undefined
  /** Between two tries. */
  resting = false
  /** So many of the next records go one by one: one of them is refused. */
  #singly = 0

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }

  get waiting(): boolean {
    return this.batch.length > 0 || this.#queue.length > 0
  }

  /** Shares no call with others: what fails is then known to fail by itself. */
  get alone(): boolean {
    return this.failures > 1 || this.#singly > 0
  }

  add(item: Item): void {
    this.#queue.push(item)
  }

  /** Fills the batch, when there is none, with what may go into one call. Numbers what has no source. */
  fill(most: number, octets: number, number: () => string, now: number): void {
    if (this.batch.length > 0 || this.#queue.length === 0) return
    let count = 0
    let sum = 0
    const limit = this.#singly > 0 ? 1 : most
    for (const item of this.#queue) {
      sum += item.octets
      if (count > 0 && (count >= limit || sum > octets)) break
      count++
    }
    this.batch = this.#queue.splice(0, count)
    this.#singly = Math.max(0, this.#singly - count)
    for (const item of this.batch) item.source ??= number()
    this.since = now
  }

  /** The log has the batch. @returns how many records that were */
  written(): number {
    const { batch } = this
    this.#empty()
    for (const { job } of batch) job.written()
    return batch.length
  }

  /** The log refused the batch for good, so it has none of it. Which record it is for, one by one tells. */
  refused(reason: string): number {
    const { batch } = this
    this.#empty()
    if (batch.length > 1) {
      this.#queue.unshift(...batch)
      this.#singly = batch.length
      return 0
    }
    const [only] = batch as [Item]
    only.job.fail(
      new BusError('bus.refused', `the log refused a record of ${only.octets} octets for ${this.topic} (${reason})`),
    )
    return 1
  }

  /** Takes out what belongs to a settled job and was never sent. @returns how many records that were */
  drop(job: Job): number {
    const before = this.#queue.length
    this.#queue = this.#queue.filter((each) => each.job !== job)
    return before - this.#queue.length
  }

  /** Nobody waits for the batch any more, and it is so old that readers may not know it again: it goes no more. */
  giveUp(): number {
    const count = this.batch.length
    this.#empty()
    return count
  }

  fail(error: Error): void {
    for (const { job } of [...this.batch, ...this.#queue]) job.fail(error)
    this.#empty()
    this.#queue = []
  }

  #empty(): void {
    this.batch = []
    this.failures = 0
    this.since = undefined
  }
}
