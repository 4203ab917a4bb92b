import type { InRecord, OutRecord } from '#bus'
import { ContractError, type Envelope, letterRecord, parseMessage, partitionOf, type Topic } from '#contracts'
import { Changed, type LaneId, type StateRecord, type StateWrite, type Store } from '#store'
import { traceStep } from '#telemetry'
import { BaselineWalk, type LaneBaseline } from './baseline.ts'
import { largeEmission } from './large.ts'
import { listingOf } from './listing.ts'
import type { Batch } from './merge.ts'
import { notAfter } from './times.ts'
import type { Decision, ProcessDefinition, Wake } from './types.ts'
import type { LaneWork, Turn } from './work.ts'

interface Held {
  body: unknown
  wakeAt: number | undefined
  stored: boolean
  /** Somebody else wrote what stands there: nothing is decided from it, and only a message writes over it. */
  unbelieved?: 'absent' | 'shown' | undefined
}

export interface DecideOptions {
  /** Reference data for the decision, as it was at the time that is decided at. */
  readonly refs: (at: number) => unknown
  readonly partitions: number
  /** Octets that the log takes in one record. */
  readonly largest: number
  /** States kept in memory: a lane’s owner is their only writer, and the fence proves it. */
  readonly cacheSize: number
  readonly now: () => number
  readonly baseline?: LaneBaseline | undefined
}

/** Timers of one key that fire in one turn, at most: two hours and a half of those that come each second. */
const MOST_WAKES = 10_000
/** Timers that are called at once. */
const WAKES = 500
/** Rows that are due and not to be called: as many more are asked for, so that they hide no others. */
const MOST_IDLE = 5000
/** What is due by the store and is not to be called is looked at again after this. */
const IDLE_MS = 1000

const CHANGED = 'what is stored of this key was changed in the database: replay it when that was put right'
const UNREADABLE = 'nothing can be decided from what is stored of this key: look whether it was changed in the database'

/** Runs a `decide` process over the states of one lane. Holds nothing that a restart could not read again. */
export class DecideWork implements LaneWork {
  readonly process: string
  readonly inputs: readonly string[]
  readonly #definition: ProcessDefinition
  readonly #topics: ReadonlyMap<string, Topic>
  readonly #store: Store
  readonly #id: LaneId
  readonly #options: DecideOptions
  readonly #cache = new Map<string, Held>()
  #touched = new Map<string, Held>()
  #emit: OutRecord[] = []
  #nextWake: number | undefined
  /** Rows that were due and not to be called. */
  #idle = 0
  /** All that was due until then was called, or is not to be. */
  #called = 0
  readonly #baseline: BaselineWalk | undefined

  constructor(definition: ProcessDefinition, lane: number, store: Store, options: DecideOptions) {
    this.process = definition.name
    this.inputs = definition.inputs.map((each) => each.name)
    this.#definition = definition
    this.#topics = new Map(definition.inputs.map((each) => [each.name, each]))
    this.#store = store
    this.#id = { process: definition.name, lane }
    this.#options = options
    this.#baseline =
      options.baseline && new BaselineWalk(definition, this.#id, options.partitions, store, options.baseline)
  }

  async start(): Promise<void> {
    this.#nextWake = await this.#store.nextWake(this.#id)
  }

  nextWake(): number | undefined {
    return this.#nextWake
  }

  isBehind(): boolean {
    return this.#baseline?.isDue() ?? false
  }

  async bringUp(size: number): Promise<Turn | undefined> {
    const page = await this.#baseline?.page(this.#options, size)
    if (!page) return undefined
    await this.#load(page.keys)
    for (const key of page.keys) this.#touched.set(key, this.#hold(key))
    if (page.made) this.#emit.push(page.made)
    return { ...this.#turn(), looked: page.looked }
  }

  async records({ records, readUpTo }: Batch): Promise<Turn> {
    await this.#load(records.map((each) => each.key))
    const now = this.#options.now()
    for (const [index, record] of records.entries()) {
      let message: Envelope
      try {
        message = notAfter(now, this.#parse(record))
      } catch (error) {
        if (!(error instanceof ContractError)) throw error
        this.#bury(record, error.message)
        continue
      }
      try {
        this.#decideOn(record, message, readUpTo[index] as number)
      } catch (error) {
        if (!this.#definition.setsAside || this.#bodyOf(record.key) === undefined) throw error
        this.#bury(record, UNREADABLE)
      }
    }
    return this.#turn()
  }

  #decideOn(record: InRecord, message: Envelope, readUpTo: number): void {
    const held = this.#hold(record.key)
    if (held.unbelieved === 'shown' && !this.#definition.saysAll?.(message)) return this.#bury(record, CHANGED)
    // A timer that was due before this message was stamped comes first, as it would have in an idle system, but only
    // when nothing can come any more that was stamped before the timer. Otherwise it fires later, by itself.
    const until = Math.min(message.at, readUpTo)
    while (held.wakeAt !== undefined && held.wakeAt <= until) this.#wakeOne(record.key, held)
    const step = traceStep(`decide ${this.process}`, message.trace, { 'quadzero.corr': message.corr })
    const decision = this.#definition.decide(held.body, message, {
      now: message.at,
      key: record.key,
      cause: message.id,
      refs: this.#options.refs(message.at),
    })
    const wrong = decision.deadLetter ?? largeEmission(decision.emit, this.#options.largest)
    if (wrong !== undefined) this.#bury(record, wrong)
    else this.#apply(record.key, held, decision, step.trace ? { ...message, trace: step.trace } : message)
    step.end()
  }

  #bodyOf(key: string): unknown {
    return (this.#touched.get(key) ?? this.#cache.get(key))?.body
  }

  async wake(until: number): Promise<Turn & { more: boolean }> {
    const limit = WAKES + this.#idle
    const due = await this.#store.due(this.#id, until, limit)
    // Where nothing is known to stand, somebody else put something.
    for (const { key } of due) if (this.#cache.get(key)?.stored === false) this.#cache.delete(key)
    await this.#load(due.map((each) => each.key))
    let [idle, isCalled] = [0, true]
    for (const { key } of due) {
      try {
        const held = this.#call(key, until)
        if (held.unbelieved || !held.stored) idle++
        if (held.wakeAt !== undefined && held.wakeAt <= until) isCalled = false
      } catch (error) {
        if (!this.#definition.setsAside || this.#bodyOf(key) === undefined) throw error
        idle++
      }
    }
    this.#idle = Math.min(idle, MOST_IDLE)
    const more = due.length === limit && idle < MOST_IDLE
    this.#called = isCalled && !more ? until : 0
    return { ...this.#turn(), more }
  }

  #call(key: string, until: number): Held {
    const held = this.#hold(key)
    if (held.unbelieved || !held.stored) return held
    // Somebody else moved its time: it is stored again as it was left.
    if (held.wakeAt === undefined || held.wakeAt > until) this.#touched.set(key, held)
    // After a clock that jumped, what comes again each second is caught up with at once, not by a commit a second.
    for (let n = 0; n < MOST_WAKES && held.wakeAt !== undefined && held.wakeAt <= until; n++) this.#wakeOne(key, held)
    return held
  }

  committed(): void {
    for (const [key, held] of this.#touched) {
      held.stored = held.body !== undefined
      this.#cache.delete(key)
      this.#cache.set(key, held)
      this.#sooner(held.wakeAt)
    }
    this.#touched = new Map()
    const excess = this.#cache.size - this.#options.cacheSize
    if (excess > 0) {
      const keys = this.#cache.keys()
      for (let i = 0; i < excess; i++) this.#cache.delete(keys.next().value as string)
    }
  }

  async settleWake(): Promise<void> {
    const next = await this.#store.nextWake(this.#id)
    const isIdle = next !== undefined && next <= this.#called
    this.#nextWake = isIdle ? this.#options.now() + IDLE_MS : next
  }

  #sooner(wakeAt: number | undefined): void {
    if (wakeAt !== undefined && (this.#nextWake === undefined || wakeAt < this.#nextWake)) this.#nextWake = wakeAt
  }

  async #load(keys: readonly string[]): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => this.#cache.get(key)?.unbelieved ?? !this.#cache.has(key))
    if (missing.length === 0) return
    const found = await this.#store.load(this.process, missing, { asCommitted: true })
    for (const key of missing) {
      const record = found.get(key)
      if (record?.changed) throw new Changed(`${this.process} ${key}`)
      this.#cache.set(key, heldOf(record))
    }
  }

  #hold(key: string): Held {
    const held = this.#touched.get(key) ?? this.#cache.get(key)
    if (!held) throw new Error(`state of a key was not loaded in ${this.process}`)
    // What is not signed yet is, as it stands, before anything is decided from it.
    const taken = this.#baseline?.signed(key, held.body, this.#options)
    if (taken) this.#apply(key, held, { ...taken, wakeAt: held.wakeAt }, taken.cause)
    return held
  }

  #wakeOne(key: string, held: Held): void {
    const at = held.wakeAt as number
    const wake: Wake = { type: 'wake', at }
    const cause = `${this.process}@${key}@${at}`
    const decision = this.#definition.decide(held.body, wake, { now: at, key, cause, refs: this.#options.refs(at) })
    if (decision.state !== undefined && decision.wakeAt !== undefined && decision.wakeAt <= at)
      throw new Error(`${this.process} asked to be woken at a time that is over: it would never end`)
    this.#apply(key, held, decision, { id: cause, at, corr: cause })
  }

  #apply(
    key: string,
    held: Held,
    decision: Decision<unknown>,
    cause: Pick<Envelope, 'id' | 'at' | 'corr' | 'trace'>,
  ): void {
    const wakeAt = decision.state === undefined ? undefined : decision.wakeAt
    const isOther = decision.state !== held.body || wakeAt !== held.wakeAt || held.unbelieved === 'shown'
    if (isOther) this.#touched.set(key, held)
    if (isOther) held.unbelieved = undefined
    held.body = decision.state
    held.wakeAt = wakeAt
    decision.emit?.forEach((emit, index) => {
      this.#out(emit.topic, emit.key, {
        id: `${cause.id}/${this.process}.${index}`,
        type: emit.type,
        v: 1,
        at: cause.at,
        corr: cause.corr,
        ...(cause.trace ? { trace: cause.trace } : {}),
        data: emit.data,
      })
    })
  }

  #out(topic: string, key: string, message: Envelope): void {
    this.#emit.push({ topic, partition: partitionOf(key, this.#options.partitions), key, message })
  }

  #parse(record: InRecord): Envelope {
    if (record.trusted) return record.message as Envelope
    if (record.message === undefined) throw new ContractError('the value is not JSON')
    const topic = this.#topics.get(record.topic)
    if (!topic) throw new Error(`${this.process} was given a record of ${record.topic}, which it does not read`)
    // A key in two partitions would have two writers of its state.
    if (topic.key !== 'any' && partitionOf(record.key, this.#options.partitions) !== record.partition)
      throw new ContractError('the record is not in the partition of its key')
    return parseMessage(topic, record.message)
  }

  #bury(record: InRecord, reason: string): void {
    const { topic, partition, offset, key } = record
    const id = `${this.process}-${topic}-${partition}-${offset}`
    const letter = { process: this.process, topic, partition, offset, key, reason, value: record.raw() }
    this.#emit.push(letterRecord({ id, at: this.#options.now() }, letter, this.#options))
  }

  #turn(): Turn {
    const states: StateWrite[] = []
    for (const [key, held] of this.#touched) {
      if (held.body === undefined && !held.stored) continue
      const { tags, sort = '' } = listingOf(this.#definition, held.body) ?? {}
      states.push({ key, body: held.body, wakeAt: held.wakeAt, tags, sort, fresh: !held.stored })
    }
    const emit = this.#emit
    this.#emit = []
    return { states, emit }
  }
}

function heldOf(record: StateRecord | undefined): Held {
  if (!record?.unbelieved) return { body: record?.body, wakeAt: record?.wakeAt, stored: record !== undefined }
  return { body: undefined, wakeAt: undefined, stored: true, unbelieved: record.unbelieved }
}
