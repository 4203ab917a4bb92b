import { type ClientSession, type Collection, type Db, type MongoClient, MongoError } from 'mongodb'
import { type Commit, Fenced, laneName } from '../port.ts'
import { type LaneRow, type OutboxEntry, type StateRow, writeOf } from './rows.ts'

interface Waiting {
  readonly commit: Commit
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** Those who wait, and what lets them through: a session a transaction, or nothing where none is needed. */
interface Turnstile {
  readonly waiting: Waiting[]
  readonly idle: (ClientSession | undefined)[]
}

/** One of the group's lanes has another owner: nothing was written, each is then tried by itself. */
class GroupFenced extends Error {}

const MOST_STATES = 1000
const TRIES = 6
/** Each lane that is taken over from this member may end its session once. */
const TRIES_WHEN_ENDED = 200

/**
 * Group commit: what the lanes of a member ask for while a transaction is under way goes into the next one together. A
 * transaction costs some milliseconds whatever it holds, and each lane waits for its own commit only.
 */
export class Committer {
  readonly #client: MongoClient
  readonly #lanes: Collection<LaneRow>
  readonly #db: Db
  readonly #sessions: readonly ClientSession[]
  /** What each lane document’s outbox holds, so that a commit can write it whole. */
  readonly #outboxes = new Map<string, readonly OutboxEntry[]>()
  readonly #transactions: Turnstile
  /** A commit without states moves one document only: it needs no transaction, and does not wait for those that do. */
  readonly #moves: Turnstile

  /** @param width transactions under way at once */
  constructor(client: MongoClient, width: number) {
    this.#client = client
    this.#db = client.db()
    this.#lanes = this.#db.collection<LaneRow>('lanes')
    this.#sessions = Array.from({ length: width }, () => this.#client.startSession())
    this.#transactions = { waiting: [], idle: [...this.#sessions] }
    this.#moves = { waiting: [], idle: Array.from({ length: width }, () => undefined) }
  }

  /** Logical ids of the sessions that may hold a transaction of ours open. */
  sessionIds(): unknown[] {
    return this.#sessions.map((each) => each.id?.id)
  }

  /** @throws Fenced, or the driver’s error when the outcome is that it did not happen. */
  commit(commit: Commit): Promise<void> {
    const turnstile = commit.states.length > 0 ? this.#transactions : this.#moves
    return new Promise((done, failed) => {
      turnstile.waiting.push({ commit, done, failed })
      // Lanes that were woken by the same fetch ask within the same turn of the event loop.
      if (turnstile.idle.length > 0) setImmediate(() => this.#next(turnstile))
    })
  }

  /** After a take-over: what the lane’s last owner left in its outbox. */
  adopt(lane: string, outbox: readonly OutboxEntry[]): void {
    this.#outboxes.set(lane, outbox)
  }

  async close(): Promise<void> {
    await Promise.all(this.#sessions.map((each) => each.endSession().catch(() => undefined)))
  }

  #next(turnstile: Turnstile): void {
    const { waiting, idle } = turnstile
    if (waiting.length === 0 || idle.length === 0) return
    const session = idle.pop()
    void this.#run(takeSome(waiting), session).finally(() => {
      idle.push(session)
      this.#next(turnstile)
    })
  }

  async #run(group: readonly Waiting[], session: ClientSession | undefined): Promise<void> {
    try {
      await this.#persist(
        group.map((each) => each.commit),
        session,
      )
      for (const each of group) each.done()
    } catch (error) {
      if (group.length === 1) {
        const [only] = group as [Waiting]
        only.failed(error instanceof GroupFenced ? new Fenced(only.commit.id) : error)
        return
      }
      for (const each of group) await this.#run([each], session)
    }
  }

  /** Tries again what is transient; an unknown outcome is told by the lanes’ counters. */
  async #persist(commits: readonly Commit[], session: ClientSession | undefined): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#transact(commits, session)
        break
      } catch (error) {
        if (session?.inTransaction()) await session.abortTransaction().catch(() => undefined)
        if (await this.#areDone(commits)) break
        const most = wasEnded(error) ? TRIES_WHEN_ENDED : TRIES
        if (error instanceof GroupFenced || !canRepeat(error) || attempt >= most) throw error
        await new Promise((resolve) => setTimeout(resolve, 5 * Math.min(attempt, TRIES)))
      }
    }
    for (const commit of commits) this.#outboxes.set(laneName(commit.id), this.#outboxAfter(commit))
  }

  async #transact(commits: readonly Commit[], session: ClientSession | undefined): Promise<void> {
    if (!session) return this.#fence(commits, undefined)
    session.startTransaction({ writeConcern: { w: 'majority', journal: true }, readConcern: { level: 'snapshot' } })
    await this.#fence(commits, session)
    for (const [process, states] of byProcess(commits))
      await this.#db.collection<StateRow>(`states.${process}`).bulkWrite(states, { session, ordered: false })
    await commitWholly(session)
  }

  /** Moves the lane documents on. @throws GroupFenced when one of them has another owner, or has moved already */
  async #fence(commits: readonly Commit[], session: ClientSession | undefined): Promise<void> {
    const moves = commits.map((commit) => {
      const { id, epoch, seq, log, positions, marks } = commit
      const outbox = this.#outboxAfter(commit)
      const $set = {
        seq,
        log: JSON.stringify(log),
        positions: JSON.stringify(positions),
        marks: JSON.stringify(marks),
        logLost: false,
        outbox: JSON.stringify(outbox),
      }
      return { updateOne: { filter: { _id: laneName(id), epoch, seq: seq - 1 }, update: { $set } } }
    })
    const { matchedCount } = await this.#lanes.bulkWrite(moves, { ordered: false, ...(session ? { session } : {}) })
    if (matchedCount !== commits.length) throw new GroupFenced()
  }

  #outboxAfter({ id, seq, emit, published }: Commit): readonly OutboxEntry[] {
    const left = (this.#outboxes.get(laneName(id)) ?? []).filter((each) => each.seq > published && each.seq < seq)
    return emit.length > 0 ? [...left, { seq, records: emit }] : left
  }

  /** True when exactly these commits have been made, all of them: one transaction makes all or none. */
  async #areDone(commits: readonly Commit[]): Promise<boolean> {
    // What is there, but not yet on a majority, is waited for: it must not be taken for what another owner did.
    while (await this.#stand(commits, 'local')) {
      if (await this.#stand(commits, 'majority')) return true
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return false
  }

  async #stand(commits: readonly Commit[], readConcern: 'local' | 'majority'): Promise<boolean> {
    const names = commits.map((each) => laneName(each.id))
    const rows = await this.#lanes
      .find({ _id: { $in: names } }, { projection: { epoch: 1, seq: 1 }, readConcern })
      .toArray()
    const found = new Map(rows.map((row) => [row._id, row]))
    return commits.every(({ id, epoch, seq }) => {
      const row = found.get(laneName(id))
      return row?.epoch === epoch && row.seq === seq
    })
  }
}

function takeSome(waiting: Waiting[]): Waiting[] {
  let states = 0
  let count = 0
  while (count < waiting.length && (count === 0 || states < MOST_STATES))
    states += (waiting[count++] as Waiting).commit.states.length
  return waiting.splice(0, count)
}

function byProcess(commits: readonly Commit[]): Map<string, ReturnType<typeof writeOf>[]> {
  const found = new Map<string, ReturnType<typeof writeOf>[]>()
  for (const { id, states } of commits) {
    if (states.length === 0) continue
    const writes = found.get(id.process) ?? []
    for (const each of states) writes.push(writeOf(each, id.lane))
    found.set(id.process, writes)
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

const hasLabel = (error: unknown, label: string): boolean => error instanceof MongoError && error.hasErrorLabel(label)

/** Interrupted, NoSuchTransaction: whoever took one lane over ended the session that the others were committed with. */
const wasEnded = (error: unknown): boolean => error instanceof MongoError && [11601, 251].includes(Number(error.code))

const canRepeat = (error: unknown): boolean => hasLabel(error, 'TransientTransactionError') || wasEnded(error)
