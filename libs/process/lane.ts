import type { Bus, LaneReader, OutRecord } from '#bus'
import {
  type Commit,
  Fenced,
  type LaneDocument,
  type LaneId,
  type LogNames,
  laneName,
  type Marks,
  type Store,
} from '#store'
import { Ahead } from './ahead.ts'
import { Brake, type Pace } from './brake.ts'
import { PositionError } from './errors.ts'
import { fitting } from './large.ts'
import { MarkBook } from './marks.ts'
import { type Batch, type Look, merge } from './merge.ts'
import { stillNews } from './news.ts'
import { resumedAt } from './resume.ts'
import { TIMER_GRACE_MS } from './times.ts'
import type { Clock } from './types.ts'
import type { Progress, Witness } from './witness.ts'
import type { LaneWork, Turn } from './work.ts'

/** Moments at which a crash test kills: each lies between two steps of the protocol. */
export type Moment = 'read' | 'decided' | 'committed' | 'published'

export interface LaneOptions {
  readonly bus: Pick<Bus, 'publish' | 'largest' | 'partitions'>
  readonly store: Store
  readonly clock: Clock
  readonly session: string
  /** At most this many messages a commit. */
  readonly batch?: number
  /** The next batch of effects begins only while fewer than this are carried out and not stored; in tests only. */
  readonly mostUnstored?: number
  /** Stores behind what is carried out; another one in tests only. */
  readonly ahead?: typeof Ahead
  /** Why no work may be taken now. */
  readonly hold?: () => string | undefined
  /** Timers fire this much after their due time; other than TIMER_GRACE_MS in tests only. */
  readonly timerGraceMs?: number
  /** The watchdog looks at lanes that finished no step for so long. */
  readonly stallMs?: number
  /** What the log knows of the lanes: a store that is behind it was restored from a backup. */
  readonly witness?: Witness | undefined
  readonly at?: (moment: Moment, lane: LaneId) => void | Promise<void>
  /** The lane is taken over, and what its last owner left is published; its work may have to read before it begins. */
  readonly onTakenOver?: () => void
  /** It reads. */
  readonly onStarted?: () => void
  readonly onTurn?: (lane: LaneId, messages: number, ms: number) => void
  /** What the lanes of its member share of the time beside their work; its own where there is none. */
  readonly pace?: Pace
  /** So many states were looked at for its baseline. */
  readonly onBroughtUp?: (lane: LaneId, states: number) => void
  /** So much would have told people outside of what is too long ago, and does not. */
  readonly onOld?: (lane: LaneId, messages: number) => void
  /** What was decided is true now: what the commit emitted. */
  readonly onCommit?: (lane: LaneId, emit: readonly OutRecord[]) => void
}

const NOTHING: Turn = { states: [], emit: [] }
/** A lane that may take no work asks again after this. */
const HOLD_MS = 200
/** A lane that waits for nothing but messages rests for so long. */
const REST_MS = 4000
/** So long a lane that was stopped may store what it carried out; who waits for its end waits longer (ABANDON_MS of the member). */
const FINISH_MS = 8000

/**
 * One lane of one process: reads, decides, commits, publishes, for ever. It keeps the three promises (docs/rules.md):
 * the lane document is the fence, positions and states change in one transaction, and the outbox is published in order
 * and deleted only after the log acknowledged it. Everything in memory is dropped by throwing: the owner starts anew.
 */
export class Lane {
  readonly id: LaneId
  readonly #name: string
  readonly #work: LaneWork
  readonly #reader: LaneReader
  readonly #options: LaneOptions
  #positions: Record<string, number> = {}
  readonly #ahead: Ahead
  #marks!: MarkBook
  /** The marks as of the last step. */
  #marked: Marks = {}
  #document!: LaneDocument
  #log: LogNames = {}
  #seq = 0
  #published = 0
  #publishing: Promise<void> = Promise.resolve()
  #publishFailure: { error: unknown } | undefined
  /** Until when what was carried out may still be stored, once the lane is told to stop. */
  #endsAt = Number.POSITIVE_INFINITY
  #isEnding = false
  /** Ends the wait for a publication. */
  #release: () => void = () => {}
  /** Why what was carried out is not stored yet. */
  #unstored: string | undefined
  #look: Look | undefined
  readonly #brake: Brake
  /** The last poll gave all that fits into a batch. */
  #isFull = false
  readonly #grace: number
  readonly #restMs: number
  /** When the lane last finished a step, for the watchdog. */
  lastStep: number
  busy = false

  constructor(id: LaneId, work: LaneWork, reader: LaneReader, options: LaneOptions) {
    this.id = id
    this.#name = laneName(id)
    this.#work = work
    this.#reader = reader
    this.#options = options
    this.#grace = options.timerGraceMs ?? TIMER_GRACE_MS
    const { ahead = Ahead, clock, mostUnstored } = options
    this.#ahead = new ahead(clock, (turn, positions, marks) => this.#commit(turn, positions, marks), mostUnstored)
    this.#ahead.failed = () => this.#reader.wake()
    this.#restMs = Math.min(REST_MS, (options.stallMs ?? 30_000) / 4)
    this.#brake = new Brake(options.clock, options.pace)
    this.lastStep = options.clock.now()
  }

  positions(): Readonly<Record<string, number>> {
    return this.#positions
  }

  /** How far it has come in the present life of the store; undefined before it was taken over. */
  progress(): Progress | undefined {
    return this.#document && { incarnation: this.#document.incarnation, seq: this.#seq }
  }

  /** Why it rightly makes no progress now. */
  excuse(): string | undefined {
    // Before it is taken over there is nothing else that it could be doing.
    const isWaiting = this.#document === undefined && this.#options.store.isFinding?.(this.id)
    return this.#unstored ?? this.#work.excuse?.() ?? (isWaiting ? 'its rows are being found' : undefined)
  }

  /** What somebody should know of while it goes on. */
  trouble(): string | undefined {
    return this.#unstored
  }

  /**
   * Works until aborted. What was carried out by then, or by the time that anything failed, is stored while it may be.
   * @throws Fenced, PositionError, or whatever the store, the log or a decision threw.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { store, session, onStarted, clock } = this.#options
    const document = await store.takeOver(this.id, session, signal)
    try {
      await this.#begin(document)
      onStarted?.()
      const stopped = () => {
        this.#endsAt = clock.now() + FINISH_MS
        this.#reader.wake()
      }
      if (signal.aborted) stopped()
      signal.addEventListener('abort', stopped, { once: true })
      await this.#turns(signal)
    } finally {
      this.#isEnding = true
      this.#release()
      await this.#ahead.settle()
      store.release?.(this.id, document.epoch)
    }
    await this.#publishing
  }

  async #turns(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#publishFailure) throw this.#publishFailure.error
      this.#ahead.check()
      this.#options.store.checkRows?.(this.id)
      if (this.#options.hold?.() !== undefined) {
        this.lastStep = this.#options.clock.now()
        await this.#options.clock.sleep(HOLD_MS, signal)
        continue
      }
      const isBehind = await this.#bringUp()
      if (this.#options.store.isUnsaid?.(this.id)) await this.#commit(NOTHING, this.#positions, this.#marked)
      if (await this.#timers()) continue
      const patience = isBehind ? this.#brake.patience(this.#patience()) : this.#patience()
      const pending = await this.#reader.poll(this.#options.batch ?? 500, patience)
      if (signal.aborted) break
      if (this.#options.hold?.() !== undefined) continue
      const now = this.#options.clock.now()
      const batch = merge(pending, {
        max: this.#options.batch ?? 500,
        now,
        graceMs: this.#grace,
        positions: this.#ahead.positions ?? this.#positions,
        look: this.#look,
      })
      this.lastStep = now
      this.#isFull = batch.records.length >= (this.#options.batch ?? 500)
      if (batch.records.length > 0) await this.#step(batch, signal)
    }
  }

  /** Publishes what its last owner left, and goes to where it stopped. */
  async #begin(document: LaneDocument): Promise<void> {
    this.#options.witness?.check(this.id, document)
    this.#document = document
    this.#seq = this.#document.seq
    this.#log = await this.#reader.identity()
    this.#marked = this.#document.marks
    this.#marks = new MarkBook(this.#marked)
    for (const entry of this.#document.outbox) {
      await this.#options.bus.publish(await this.#untold(entry.records))
      this.#published = entry.seq
    }
    await this.#seek()
    this.#options.onTakenOver?.()
    await this.#work.start?.()
  }

  async #seek(): Promise<void> {
    this.#positions = resumedAt(this.id, this.#document, this.#log, await this.#reader.ranges())
    this.#reader.seek(this.#positions)
  }

  async #step({ records, readUpTo }: Batch, signal: AbortSignal): Promise<void> {
    const { at, onTurn, clock } = this.#options
    this.busy = true
    const began = clock.now()
    await at?.('read', this.id)
    const fresh: Batch = { records: [], readUpTo: [] }
    const places: number[] = []
    records.forEach((record, index) => {
      if (!this.#marks.take(record)) return
      places.push(index)
      fresh.records.push(record)
      fresh.readUpTo.push(readUpTo[index] as number)
    })
    const turn = places.length > 0 ? await this.#work.records(fresh, signal) : { states: [], emit: [] }
    const { done = places.length, failure } = turn
    const taken = records.slice(0, places[done])
    // It could not go on after some of them: the others are as if they had not been read.
    if (taken.length < records.length) this.#marks = new MarkBook(this.#marked)
    if (taken.length < records.length) for (const each of taken) this.#marks.take(each)
    this.#marked = this.#marks.toJSON()
    const positions = { ...(this.#ahead.positions ?? this.#positions) }
    for (const { topic, offset } of taken) positions[topic] = offset + 1
    if (this.#work.ahead) await this.#ahead.add(turn, positions, this.#marked, done)
    else await this.#commit(turn, positions, this.#marked)
    this.#reader.advance(positions)
    this.busy = false
    this.lastStep = clock.now()
    if (failure !== undefined && !signal.aborted) throw failure
    onTurn?.(this.id, taken.length, this.lastStep - began)
  }

  /** Some more of its baseline, beside its work. @returns whether that was yet to be made */
  async #bringUp(): Promise<boolean> {
    if (!this.#work.isBehind?.()) return false
    if (this.#brake.isOn(this.#isFull)) return true
    await this.#brake.page(
      async (size) => this.#work.bringUp?.(size),
      async (turn) => {
        if (!turn) return
        if (turn.states.length + turn.emit.length > 0) await this.#commit(turn, this.#positions, this.#marked)
        this.#options.onBroughtUp?.(this.id, turn.looked ?? 0)
      },
    )
    return true
  }

  /** Fires what is due once all inputs were read up to that time. True when it did something. */
  async #timers(): Promise<boolean> {
    const next = this.#work.nextWake?.()
    if (next === undefined || !this.#work.wake) return false
    const time = this.#options.clock.now() - this.#grace
    if (next > time) return false
    if (!this.#look || this.#look.time < next) {
      const ranges = await this.#reader.ranges()
      this.#look = {
        time,
        ends: Object.fromEntries(Object.entries(ranges).map(([topic, range]) => [topic, range.end])),
      }
    }
    const look = this.#look
    for (const [topic, end] of Object.entries(look.ends)) if ((this.#positions[topic] ?? 0) < end) return false
    this.busy = true
    const turn = await this.#work.wake(look.time)
    if (turn.states.length + turn.emit.length > 0) await this.#commit(turn, this.#positions, this.#marked)
    else this.#work.committed()
    await this.#work.settleWake?.()
    if (!turn.more) this.#look = undefined
    this.busy = false
    this.lastStep = this.#options.clock.now()
    return true
  }

  async #commit(turn: Turn, positions: Record<string, number>, marks: Marks): Promise<void> {
    const { bus, store, at, clock } = this.#options
    const seq = this.#seq + 1
    const { incarnation } = this.#document
    const news = stillNews(turn.emit, clock.now())
    if (news.length < turn.emit.length) this.#options.onOld?.(this.id, turn.emit.length - news.length)
    const emit = (await this.#untold(news)).map(
      (record, index): OutRecord => ({
        ...fitting(record, this.id.process, bus),
        source: { lane: this.#name, incarnation, seq, index },
      }),
    )
    await at?.('decided', this.id)
    const commit: Commit = {
      id: this.id,
      epoch: this.#document.epoch,
      seq,
      log: this.#log,
      positions,
      marks,
      states: turn.states,
      emit,
      published: this.#published,
    }
    await (this.#work.ahead ? this.#insist(commit) : store.commit(commit))
    this.#seq = seq
    this.#positions = positions
    this.#work.committed()
    this.#options.onCommit?.(this.id, emit)
    await at?.('committed', this.id)
    if (store.emits === 'outbox' && emit.length > 0) await this.#publish(seq, emit)
  }

  /** Without what the log holds already: of a store that was restored, from a life that it knows nothing of. */
  async #untold(emit: readonly OutRecord[]): Promise<readonly OutRecord[]> {
    if (!this.#document.recalls || emit.length === 0) return emit
    const told = await this.#options.store.recalled(emit.map((each) => each.message.id))
    return emit.filter((each) => !told.has(each.message.id))
  }

  /**
   * What was carried out cannot be undone, so it is stored from memory as soon as the store takes it: a commit of which
   * nobody knows whether it happened may be repeated. @throws Fenced when somebody else owns the lane
   */
  async #insist(commit: Commit): Promise<void> {
    const { store, clock } = this.#options
    for (let pause = 50; ; pause = Math.min(2 * pause, 1000)) {
      try {
        await store.commit(commit)
        this.#unstored = undefined
        return
      } catch (error) {
        if (error instanceof Fenced || clock.now() + pause > this.#endsAt) throw error
        this.#unstored = 'the store does not take what was carried out; it is tried again'
        await clock.sleep(pause)
      }
    }
  }

  /**
   * Chains behind the previous publication; at most one runs while the next turn is being decided. What is not published
   * when the lane ends stays in the outbox, for who takes it over.
   */
  async #publish(seq: number, records: readonly OutRecord[]): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#release = resolve
      void this.#publishing.then(resolve)
    })
    if (this.#publishFailure || this.#isEnding) return
    this.#publishing = this.#options.bus
      .publish(records)
      .then(async () => {
        this.#published = seq
        await this.#options.at?.('published', this.id)
      })
      .catch((error: unknown) => {
        this.#publishFailure = { error }
        this.#reader.wake()
      })
  }

  #patience(): number {
    const next = this.#work.nextWake?.()
    if (next === undefined) return this.#restMs
    const due = next + this.#grace - this.#options.clock.now()
    // The clock may be set forward meanwhile.
    return Math.max(5, Math.min(Math.round(this.#restMs / 4), due))
  }
}

export { Fenced, PositionError }
