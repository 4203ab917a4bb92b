import { randomBytes } from 'node:crypto'
import { type ClientSession, type Collection, type MongoClient, MongoServerError } from 'mongodb'
import { Changed, EPOCHS, OUTBOX, type Renewal, type Told } from '../port.ts'
import { forgottenAt } from './journal.ts'
import { type JournalRow, type LaneRow, placeName } from './rows.ts'
import type { RowStamps } from './stamps.ts'

export const newIncarnation = (): string => randomBytes(8).toString('hex')

/** So long lanes may take to catch up after a restore; at least as long as the log keeps what they read. */
const RECALL_MS = 8 * 86_400_000

const PRESENT = 'incarnation'
interface Kept {
  readonly _id: string
  readonly stamp: string
}

interface Life {
  readonly incarnation: string
  readonly former: readonly string[]
  readonly recalls: boolean
}

/** Which lives this database has had: one until it is restored from a backup, then one more each time. */
export class Incarnations {
  readonly #client: MongoClient
  readonly #meta: Collection<Kept & { value: string }>
  readonly #former: Collection<Kept>
  readonly #recalled: Collection<Kept & { until: Date }>
  readonly #lanes: Collection<LaneRow>
  readonly #journal: Collection<JournalRow>
  readonly #stamps: RowStamps
  /** What is known of the present one: it only changes with it. */
  #known: Life | undefined

  constructor(client: MongoClient, stamps: RowStamps) {
    this.#client = client
    const db = client.db()
    this.#meta = db.collection('meta')
    this.#former = db.collection('incarnations')
    this.#recalled = db.collection('recalled')
    this.#lanes = db.collection('lanes')
    this.#journal = db.collection('journal')
    this.#stamps = stamps
  }

  /** A database that is new begins its first life. */
  async begin(): Promise<void> {
    const first = this.#present(newIncarnation())
    await this.#meta.updateOne({ _id: PRESENT }, { $setOnInsert: first }, { upsert: true })
  }

  async present(): Promise<Life> {
    const incarnation = await this.#now()
    if (this.#known?.incarnation === incarnation) return this.#known
    const rows = await this.#former.find().toArray()
    const former = rows.filter(({ _id, stamp }) => this.#stamps.textHolds('former', _id, stamp)).map(({ _id }) => _id)
    this.#known = { incarnation, former, recalls: (await this.#recalled.findOne()) !== null }
    return this.#known
  }

  async #now(session?: ClientSession, asItStands = false): Promise<string> {
    const row = await this.#meta.findOne({ _id: PRESENT }, session ? { session } : {})
    if (!row) throw new Error('the database has no incarnation: it was emptied while it was in use')
    if (!asItStands && !this.#stamps.textHolds('present', row.value, row.stamp))
      throw new Changed('the incarnation of the database')
    return row.value
  }

  #present(value: string): { value: string; stamp: string } {
    return { value, stamp: this.#stamps.text('present', value) }
  }

  async recall(messages: readonly Told[]): Promise<void> {
    // Of one that was changed, `renew` says so.
    const incarnation = await this.#now(undefined, true)
    const lanes = await this.#lanes.find({}, { projection: { seq: 1 } }).toArray()
    const reached = new Map(lanes.map(({ _id, seq }) => [_id, seq]))
    const until = new Date(Date.now() + RECALL_MS)
    const rows = messages
      .filter(
        ({ source: { lane, incarnation: life, seq } }) =>
          life !== incarnation || seq > (reached.get(lane) ?? 0) - OUTBOX,
      )
      .map(({ id }) => ({ _id: id, until, stamp: this.#stamps.text('recalled', id) }))
    if (rows.length > 0) await this.#recalled.insertMany(rows, { ordered: false }).catch(known)
  }

  async recalled(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#recalled.find({ _id: { $in: [...ids] } }, { projection: { stamp: 1 } }).toArray()
    return new Set(
      rows.map(({ _id, stamp }) => {
        if (!this.#stamps.textHolds('recalled', _id, stamp))
          throw new Changed('what a restore keeps from being told twice')
        return _id
      }),
    )
  }

  /** As the port says: all of it in one transaction, once whoever still commits has been told to stop. */
  async renew({ lives, logLost, asItStands = false }: Renewal): Promise<string> {
    const next = newIncarnation()
    // A busy owner takes each next place before the transaction does, for ever, unless it finds that it is the owner no more.
    await this.#lanes.updateMany({}, { $inc: { epoch: 1 } })
    await this.#client.withSession((session) =>
      session.withTransaction(async () => {
        const last = await this.#now(session, asItStands)
        for (const _id of new Set([...lives, last]))
          await this.#former.updateOne(
            { _id },
            { $set: { stamp: this.#stamps.text('former', _id) } },
            { upsert: true, session },
          )
        for (const row of await this.#lanes.find({}, { session }).toArray()) {
          if (!asItStands && !this.#stamps.laneHolds(last, row)) throw new Changed(`lane ${row._id}`)
          const [epoch, place] = [row.epoch + EPOCHS, row.place ?? 0]
          const kept = asItStands ? unrolled(row) : row
          const renewed = this.#stamps.lane(next, { ...kept, epoch, by: epoch, place, logLost })
          await this.#lanes.replaceOne({ _id: row._id }, renewed, { session })
          await this.#renewJournal(session, renewed, { last, next, asItStands })
        }
        await this.#meta.updateOne({ _id: PRESENT }, { $set: this.#present(next) }, { session })
      }),
    )
    return next
  }

  /** What was committed and is in no state yet belongs to the new life; what cannot be believed is left out when that is said. */
  async #renewJournal(
    session: ClientSession,
    { _id: lane, epoch, place = 0 }: LaneRow,
    { last, next, asItStands }: { readonly last: string; readonly next: string; readonly asItStands: boolean },
  ): Promise<void> {
    const behind = { _id: { $gt: placeName(lane, place), $lt: `${lane}#~` } }
    const rows = await this.#journal.find(behind, { session }).sort({ _id: 1 }).toArray()
    const holds = (count: number) => this.#stamps.follow(last, place, rows.slice(0, count))
    if (!asItStands && !holds(rows.length)) throw new Changed(`the journal of lane ${lane}`)
    let whole = rows.length
    while (!holds(whole)) whole--
    for (const row of rows.slice(0, whole)) {
      const { h } = row
      const kept = asItStands && h !== undefined ? { ...row, h: JSON.stringify(unrolled(JSON.parse(h))) } : row
      await this.#journal.replaceOne({ _id: row._id }, this.#stamps.row(next, kept), { session })
    }
    const left = rows.slice(whole).map((each) => each._id)
    if (left.length > 0) await this.#journal.deleteMany({ _id: { $in: left } }, { session })
    // Who still runs finds the next place taken.
    const fence = { _id: placeName(lane, place + whole + 1), e: epoch, until: forgottenAt() }
    await this.#journal.insertOne(this.#stamps.row(next, fence), { session })
  }
}

/** What it said of the rows is not asked for any more: they are believed as they stand. */
function unrolled<Of extends { readonly roll?: unknown }>({ roll: _, ...rest }: Of): Omit<Of, 'roll'> {
  return rest
}

/** What is recalled already may be recalled again. */
const known = (error: unknown): void => {
  if (!(error instanceof MongoServerError) || error.code !== 11000) throw error
}
