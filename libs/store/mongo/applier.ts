import { type ClientSession, type Collection, type Db, type MongoClient, MongoError } from 'mongodb'
import { Fenced } from '../port.ts'
import { answered } from './answered.ts'
import type { HeldLane, Part } from './held.ts'
import { type JournalRow, type LaneRow, type StateRow, writesOf } from './rows.ts'

/** One of the lanes has another owner: nothing was written, each is then tried by itself. */
class GroupFenced extends Error {}

const MOST_STATES = 1000
/** What is committed under load is carried over together, once in so long. */
const GAP_MS = 100
const TRIES = 6
/** Each lane that is taken over from this member may end its session once. */
const TRIES_WHEN_ENDED = 200
const LONGEST_PAUSE_MS = 1000
/** A thousand states of a busy server; it ends a transaction by itself after a minute. */
const WRITE_MS = 30_000

/**
 * Carries what the journal holds into the states: many commits in one transaction, with the lane documents as the fence. The
 * first after a rest goes at once, so that who reads in another process is hardly behind.
 */
export class Applier {
  readonly #db: Db
  readonly #lanes: Collection<LaneRow>
  readonly #journal: Collection<JournalRow>
  readonly #session: ClientSession
  readonly #behind = new Set<HeldLane>()
  /** One transaction at a time: two take longer than both after each other. */
  #turn: Promise<unknown> = Promise.resolve()
  #running = false
  #hurried = false
  #endGap: () => void = () => {}
  /** Settles with the round under way. */
  #round = newRound()
  #closed = false
  /** Why the last round failed, which is tried again. */
  failure: unknown

  constructor(client: MongoClient) {
    this.#db = client.db()
    this.#lanes = this.#db.collection<LaneRow>('lanes')
    this.#journal = this.#db.collection<JournalRow>('journal')
    this.#session = client.startSession()
  }

  /** Logical ids of the sessions that may hold a transaction of ours open. */
  sessionIds(): unknown[] {
    return [this.#session.id?.id]
  }

  /** States that are not being carried over yet. */
  get size(): number {
    let size = 0
    for (const each of this.#behind) size += each.size
    return size
  }

  /** Something of this lane was committed. */
  add(lane: HeldLane): void {
    this.#behind.add(lane)
    if (this.#running || this.#closed) return
    this.#running = true
    void this.#run()
  }

  /** Resolves when what was committed so far is in the states. @throws what the store threw when it was tried */
  async settle(which: (lane: HeldLane) => boolean = () => true): Promise<void> {
    const wanted = [...this.#behind].filter(which).map((lane) => ({ lane, place: lane.place }))
    while (wanted.some(({ lane, place }) => !lane.fenced && lane.applied < place)) {
      if (this.#closed) throw new Error('the store is closed')
      this.#hurried = true
      this.#endGap()
      await this.#round.promise
    }
  }

  /** Carries a lane over now, with others that wait. @throws Fenced, or what the store threw */
  async carry(lane: HeldLane): Promise<void> {
    this.add(lane)
    try {
      await this.settle((each) => each === lane)
    } catch (error) {
      lane.drop()
      throw error
    }
    if (lane.fenced) throw new Fenced(lane.id)
  }

  /** Carries one lane over by itself, with its place in the journal, which it has not taken yet. @throws Fenced */
  async alone(lane: HeldLane, place: JournalRow): Promise<void> {
    const part = lane.take(false)
    try {
      await this.#exclusively(() => this.#persist([part], place))
    } catch (error) {
      // Whether it was made, only the journal knows: whoever takes the lane over reads it.
      lane.drop()
      throw error
    }
    if (lane.fenced) throw new Fenced(lane.id)
  }

  async close(): Promise<void> {
    await Promise.race([this.settle().catch(() => undefined), pause(5000)])
    this.#closed = true
    this.#endGap()
    await this.#session.endSession().catch(() => undefined)
  }

  async #run(): Promise<void> {
    while (this.#behind.size > 0 && !this.#closed) {
      const parts = this.#take()
      if (parts.length > 0) await this.#carry(parts)
      for (const { lane } of parts) if (!lane.behind) this.#behind.delete(lane)
      const { resolve } = this.#round
      this.#round = newRound()
      resolve()
      await this.#gap()
    }
    this.#running = false
  }

  #take(): Part[] {
    const parts: Part[] = []
    let states = 0
    for (const lane of this.#behind) {
      if (states >= MOST_STATES) break
      this.#behind.delete(lane)
      if (lane.fenced) continue
      const part = lane.take()
      states += part.changes.size
      parts.push(part)
    }
    for (const { lane } of parts) this.#behind.add(lane)
    return parts
  }

  /** Until it is done: the journal has it, so nothing is lost meanwhile. Who waits for it is told why it takes so long. */
  async #carry(parts: readonly Part[]): Promise<void> {
    for (let rest = 50; !this.#closed; rest = Math.min(2 * rest, LONGEST_PAUSE_MS)) {
      try {
        await this.#exclusively(() => this.#persist(parts.filter((part) => part.lane.carries(part))))
        this.failure = undefined
        return
      } catch (error) {
        this.failure = error
        const { reject } = this.#round
        this.#round = newRound()
        reject(error)
        await pause(rest)
      }
    }
  }

  #exclusively(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act)
    this.#turn = done.catch(() => undefined)
    return done
  }

  async #gap(): Promise<void> {
    if (!this.#hurried && !this.#closed)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, GAP_MS)
        this.#endGap = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#hurried = false
  }

  /** Tries again what is transient; an unknown outcome is told by the lanes’ places. */
  async #persist(parts: readonly Part[], place?: JournalRow): Promise<void> {
    if (parts.length === 0) return
    const documents = parts.map((each) => each.lane.documentOf(each))
    let isOver = false
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#transact(parts, documents, place, isOver)
        break
      } catch (error) {
        if (this.#session.inTransaction()) await answered(this.#session.abortTransaction()).catch(() => undefined)
        if (await this.#areDone(documents)) break
        const isFenced = error instanceof GroupFenced || isTaken(error, place)
        if (isFenced && parts.length === 1) return parts[0]?.lane.drop()
        if (isFenced) {
          for (const each of parts) await this.#persist([each])
          return
        }
        if (!isOver && isThere(error)) {
          isOver = true
          continue
        }
        const most = wasEnded(error) ? TRIES_WHEN_ENDED : TRIES
        if (!canRepeat(error) || attempt >= most) throw error
        await pause(5 * Math.min(attempt, TRIES))
      }
    }
    for (const { lane } of parts) lane.done()
    const ids = parts.flatMap((each) => each.ids)
    // Those that stay are known by their place to be carried over; nobody waits for it.
    this.#journal.deleteMany({ _id: { $in: ids } }, { writeConcern: { w: 1 } }).catch(() => undefined)
  }

  async #transact(
    parts: readonly Part[],
    documents: readonly LaneRow[],
    place: JournalRow | undefined,
    isOver: boolean,
  ): Promise<void> {
    const session = this.#session
    session.startTransaction({ writeConcern: { w: 'majority', journal: true }, readConcern: { level: 'snapshot' } })
    if (place) await answered(this.#journal.insertOne(place, { session }))
    const moves = documents.map((each) => {
      const { epoch, _id } = each
      return { replaceOne: { filter: { _id, epoch }, replacement: { ...each, owners: this.sessionIds() } } }
    })
    const { matchedCount } = await answered(this.#lanes.bulkWrite(moves, { ordered: false, session }))
    if (matchedCount !== parts.length) throw new GroupFenced()
    for (const [process, writes] of byProcess(parts, isOver))
      await answered(
        this.#db.collection<StateRow>(`states.${process}`).bulkWrite(writes, { session, ordered: false }),
        WRITE_MS,
      )
    await commitWholly(session)
  }

  /** True when exactly these have been carried over, all of them: one transaction makes all or none. */
  async #areDone(documents: readonly LaneRow[]): Promise<boolean> {
    // What is there, but not yet on a majority, is waited for: it must not be taken for what another owner did.
    while (await this.#stand(documents, 'local')) {
      if (await this.#stand(documents, 'majority')) return true
      await pause(5)
    }
    return false
  }

  async #stand(documents: readonly LaneRow[], readConcern: 'local' | 'majority'): Promise<boolean> {
    const names = documents.map((each) => each._id)
    const rows = await this.#lanes
      .find({ _id: { $in: names } }, { projection: { epoch: 1, stamp: 1 }, readConcern })
      .toArray()
    const found = new Map(rows.map((row) => [row._id, row]))
    return documents.every(({ _id, epoch, stamp }) => {
      const row = found.get(_id)
      return row?.epoch === epoch && row.stamp === stamp
    })
  }
}

function byProcess(parts: readonly Part[], isOver: boolean) {
  const found = new Map<string, ReturnType<typeof writesOf>>()
  for (const { lane, changes } of parts) {
    const writes = found.get(lane.id.process) ?? []
    for (const each of changes.values()) writes.push(...writesOf(each, isOver))
    if (writes.length > 0) found.set(lane.id.process, writes)
  }
  return found
}

/** Commits until it is known how that ended: who asks before may be told of neither. */
async function commitWholly(session: ClientSession): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await session.commitTransaction()
    } catch (error) {
      if (!hasLabel(error, 'UnknownTransactionCommitResult') || attempt === TRIES) throw error
    }
  }
}

function newRound(): PromiseWithResolvers<void> {
  const round = Promise.withResolvers<void>()
  round.promise.catch(() => undefined)
  return round
}

const hasLabel = (error: unknown, label: string): boolean => error instanceof MongoError && error.hasErrorLabel(label)

/** The place in the journal is a later owner’s. */
const isTaken = (error: unknown, place: JournalRow | undefined): boolean =>
  place !== undefined && error instanceof MongoError && error.code === 11000 && /\bjournal\b/.test(error.message)

/** Somebody else put a row where a lane left none. */
const isThere = (error: unknown): boolean => error instanceof MongoError && error.code === 11000

/** Interrupted, NoSuchTransaction: whoever took one lane over ended the session that the others were carried with. */
const wasEnded = (error: unknown): boolean => error instanceof MongoError && [11601, 251].includes(Number(error.code))

const canRepeat = (error: unknown): boolean => hasLabel(error, 'TransientTransactionError') || wasEnded(error)

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
