import { randomBytes } from 'node:crypto'
import type { Producer } from 'kafkajs'
import { BusError, type OutRecord } from '../port.ts'
import { checkSizes } from '../size.ts'
import { Call, type Outcome } from './call.ts'
import { pause } from './pause.ts'
import { type Item, itemOf, Job, Shelf } from './shelf.ts'

export interface ProducerOptions {
  /** Makes a kafkajs producer, idempotent, that has `Call.partitioner`; not connected yet. */
  readonly make: () => Producer
  readonly topicOf: (name: string) => string
  /** What a call waits for company, ms: more under load, where fewer, larger calls spare everybody the most. */
  readonly linger?: { readonly least: number; readonly most: number }
  /** Octets that the log takes in one record. */
  readonly largest: () => number
  /** Called with each record that is sent and that this process may believe when it comes back, and its source. */
  readonly sent?: (source: string, record: OutRecord) => void
  /** Called with what the log has taken of one partition in one go, and the offset of its first record. */
  readonly written?: (shelf: Shelf, base: number, items: readonly Item[]) => void
  /** Between two tries, ms. */
  readonly pauseMs?: number
  /** A call that is not answered for so long is given up, ms. */
  readonly answerMs?: number
  readonly now?: () => number
}

const MOST_A_CALL = 500
/** Half of what a broker takes in one batch of a partition by default. */
const MOST_OCTETS = 512 * 1024
const MOST_WAITING = 20_000
/** A partition that fails for so long on one producer gets another: what is wrong with a client, nobody can list. */
const PATIENCE_MS = 20_000
/**
 * A batch that nobody waits for any more goes no more after this. Readers know a copy again for ten minutes
 * (`MarkBook`), so one that came later would count twice.
 */
const HORIZON_MS = 60_000
const NOBODY = -1
/**
 * A broker that stands still, or a link that swallows what is sent: longer than a request may take, so that what only is slow is
 * kafkajs's to give up, and shorter than its second try at the same broker. Then another producer asks who leads now.
 */
const ANSWER_MS = 11_000

/**
 * Publishes so that what is acknowledged is in the log once, in order, whatever kafkajs and the brokers do: one call at a
 * time for each leader, a partition in one call at most, every answer compared with what was sent, what is uncertain sent
 * again as it is. An error that repeating cannot cure takes a new kafkajs producer, which may write a record twice: each
 * carries its source and number, and readers drop the second.
 */
export class LogProducer {
  readonly #options: ProducerOptions
  readonly #now: () => number
  /** Of records that no lane numbered: those of edges. */
  readonly source = `edge/${randomBytes(6).toString('base64url')}`
  #numbered = 0
  readonly #shelves = new Map<string, Shelf>()
  /** Those that have something to send, or are being sent. */
  readonly #active = new Set<Shelf>()
  readonly #turns = new Map<number, Promise<void>>()
  readonly #calls = new Set<Promise<unknown>>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  #producer: Producer | undefined
  #renewing: Promise<void> | undefined
  #renewedAt = 0
  #records = 0
  #closed = false

  constructor(options: ProducerOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** @throws what kafkajs throws when no broker answers */
  async connect(): Promise<void> {
    const producer = this.#options.make()
    await producer.connect().catch(async (error: unknown) => {
      void producer.disconnect().catch(() => undefined)
      throw error
    })
    this.#producer = producer
    this.#renewedAt = this.#now()
  }

  /**
   * Resolves when the log has all records. @throws BusError `bus.too-large` or `bus.refused` for these records only,
   * `bus.late` when there is a limit and it is over, `bus.closed`
   */
  async publish(records: readonly OutRecord[], withinMs?: number): Promise<void> {
    if (this.#closed) throw new BusError('bus.closed', 'the log is closed', { retriable: true })
    if (withinMs !== undefined && this.#records > MOST_WAITING)
      throw new BusError('bus.late', 'too much waits for the log already', { retriable: true })
    checkSizes(records, this.#options.largest())
    const shelves: Shelf[] = []
    const job = new Job(records.length, () => this.#forget(job, shelves))
    for (const record of records) {
      const shelf = this.#shelf(record)
      shelf.add(itemOf(record, job))
      if (!shelves.includes(shelf)) shelves.push(shelf)
    }
    this.#records += records.length
    if (withinMs !== undefined) job.limit(withinMs)
    for (const shelf of shelves) this.#active.add(shelf)
    this.#go(shelves)
    return job.promise
  }

  /** True when something was sent and failed, and has not been written since. */
  get failing(): boolean {
    return this.#active.values().some(({ failures }) => failures > 0)
  }

  /** The partition whose batch has waited longest to be written, and for how long, ms. */
  oldest(): { readonly topic: string; readonly partition: number; readonly ms: number } | undefined {
    let oldest: Shelf | undefined
    for (const each of this.#active)
      if (each.since !== undefined && each.since < (oldest?.since ?? Infinity)) oldest = each
    return oldest && { topic: oldest.topic, partition: oldest.partition, ms: this.#now() - (oldest.since as number) }
  }

  async close(): Promise<void> {
    this.#closed = true
    const served = async () => {
      while (this.#turns.size > 0) await Promise.all(this.#turns.values())
    }
    await within(5000, served())
    for (const timer of this.#timers) clearTimeout(timer)
    for (const shelf of this.#shelves.values()) shelf.fail(closedEarly())
    this.#active.clear()
    await this.#producer?.disconnect().catch(() => undefined)
  }

  #shelf({ topic, partition }: OutRecord): Shelf {
    const name = `${topic}/${partition}`
    const shelf = this.#shelves.get(name) ?? new Shelf(topic, partition)
    this.#shelves.set(name, shelf)
    return shelf
  }

  #forget(job: Job, shelves: Iterable<Shelf>): void {
    for (const shelf of shelves) {
      this.#records -= shelf.drop(job)
      if (!shelf.waiting) this.#active.delete(shelf)
    }
  }

  /** Has every leader whose partitions wait served. */
  #go(shelves: Iterable<Shelf> = this.#active): void {
    for (const shelf of shelves) {
      const leader = shelf.leader ?? NOBODY
      if (shelf.busy || this.#turns.has(leader)) continue
      const turn = this.#serve(leader).finally(() => {
        this.#turns.delete(leader)
        if (this.#ready(leader).length > 0) this.#go()
      })
      this.#turns.set(leader, turn)
    }
  }

  async #serve(leader: number): Promise<void> {
    const { linger } = this.#options
    let last = 0
    for (;;) {
      // What was published in the same turn of the event loop goes together.
      await Promise.resolve()
      if (linger) await pause(Math.min(linger.most, linger.least + last / 4))
      while (this.#renewing) await this.#renewing
      const shelves = this.#take(leader)
      if (shelves.length === 0) return
      last = shelves.reduce((sum, each) => sum + each.batch.length, 0)
      await this.#send(shelves)
    }
  }

  #ready(leader: number): Shelf[] {
    return [...this.#active].filter(
      (each) => (each.leader ?? NOBODY) === leader && !each.busy && !each.resting && each.waiting,
    )
  }

  #take(leader: number): Shelf[] {
    const now = this.#now()
    const taken: Shelf[] = []
    let count = 0
    let octets = 0
    for (const shelf of this.#ready(leader)) {
      if (taken.length > 0 && (shelf.alone || count >= MOST_A_CALL || octets >= MOST_OCTETS)) continue
      shelf.fill(
        Math.max(1, MOST_A_CALL - count),
        Math.min(MOST_OCTETS - octets, this.#options.largest()),
        () => `${this.source}||${++this.#numbered}|0`,
        now,
      )
      shelf.busy = true
      taken.push(shelf)
      count += shelf.batch.length
      for (const { octets: size, source, record } of shelf.batch) {
        octets += size
        if (record.source || record.checked) this.#options.sent?.(source as string, record)
      }
      if (shelf.alone) break
    }
    return taken
  }

  async #send(shelves: readonly Shelf[]): Promise<void> {
    const sending = new Call(shelves, this.#options.topicOf).send(this.#producer as Producer)
    this.#calls.add(sending)
    const outcome = (await within(this.#options.answerMs ?? ANSWER_MS, sending)) ?? UNANSWERED
    this.#calls.delete(sending)
    if (outcome.kind === 'spoilt') this.#renew()
    for (const shelf of shelves) {
      shelf.busy = false
      // Later than those that wait for their turn.
      this.#active.delete(shelf)
      const base = outcome.kind === 'written' ? outcome.bases.get(shelf) : undefined
      if (base !== undefined) this.#written(shelf, base)
      else if (outcome.kind === 'refused' && shelves.length === 1) this.#records -= shelf.refused(outcome.reason)
      else this.#again(shelf, outcome.kind)
      if (shelf.waiting) this.#active.add(shelf)
    }
    this.#go()
  }

  #written(shelf: Shelf, base: number): void {
    const { batch } = shelf
    this.#records -= shelf.written()
    this.#options.written?.(shelf, base, batch)
  }

  #again(shelf: Shelf, why: Outcome['kind']): void {
    if (why === 'mixed') return
    if (this.#closed) return shelf.fail(closedEarly())
    const now = this.#now()
    shelf.failures = why === 'refused' ? 2 : shelf.failures + 1
    const age = now - (shelf.since as number)
    if (age > HORIZON_MS && shelf.batch.every(({ job }) => job.settled)) {
      this.#records -= shelf.giveUp()
      // Its numbers on this producer are not known any more.
      this.#renew()
    } else if (now - Math.max(this.#renewedAt, shelf.since as number) > PATIENCE_MS) this.#renew()
    if (why === 'refused') return
    const { pauseMs = 100 } = this.#options
    shelf.resting = true
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      shelf.resting = false
      this.#go()
    }, pauseMs)
    this.#timers.add(timer)
  }

  /** Another kafkajs producer; nothing is sent meanwhile. */
  #renew(): void {
    this.#renewing ??= this.#replace().finally(() => {
      this.#renewing = undefined
    })
  }

  async #replace(): Promise<void> {
    const former = this.#leave(this.#producer)
    for (;;) {
      try {
        await this.connect()
        await former
        if (this.#closed) await this.#producer?.disconnect()
        return
      } catch {
        if (this.#closed) return
        await pause(this.#options.pauseMs ?? 100)
      }
    }
  }

  /** What it still sends to others is waited for: what is written after all need not go again. */
  async #leave(producer: Producer | undefined): Promise<void> {
    await within(5000, Promise.allSettled([...this.#calls]))
    // It waits for what is never answered; readers know a copy that comes late.
    await within(1000, producer?.disconnect().catch(() => undefined) ?? Promise.resolve())
  }
}

const closedEarly = () => new BusError('bus.closed', 'the log was closed before it answered', { retriable: true })

const UNANSWERED: Outcome = { kind: 'spoilt', reason: 'no answer' }

/** Undefined when it takes longer. */
async function within<T>(ms: number, done: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
    timer.unref()
  })
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}
