import { randomBytes } from 'node:crypto'
import { type ClientSession, type Collection, type MongoClient, MongoServerError } from 'mongodb'
import { EPOCHS, OUTBOX, type Told } from '../port.ts'
import type { LaneRow } from './rows.ts'

export const newIncarnation = (): string => randomBytes(8).toString('hex')

/** So long lanes may take to catch up after a restore; at least as long as the log keeps what they read. */
const RECALL_MS = 8 * 86_400_000

interface Life {
  readonly incarnation: string
  readonly former: readonly string[]
  readonly recalls: boolean
}

/** Which lives this database has had: one until it is restored from a backup, then one more each time. */
export class Incarnations {
  readonly #client: MongoClient
  readonly #meta: Collection<{ _id: string; value: string }>
  readonly #former: Collection<{ _id: string }>
  readonly #recalled: Collection<{ _id: string; until: Date }>
  readonly #lanes: Collection<LaneRow>
  /** What is known of the present one: it only changes with it. */
  #known: Life | undefined

  constructor(client: MongoClient) {
    this.#client = client
    const db = client.db()
    this.#meta = db.collection('meta')
    this.#former = db.collection('incarnations')
    this.#recalled = db.collection('recalled')
    this.#lanes = db.collection('lanes')
  }

  async present(): Promise<Life> {
    const incarnation = await this.#now()
    if (this.#known?.incarnation === incarnation) return this.#known
    const former = (await this.#former.find().toArray()).map((each) => each._id)
    this.#known = { incarnation, former, recalls: (await this.#recalled.findOne()) !== null }
    return this.#known
  }

  async #now(session?: ClientSession): Promise<string> {
    const row = await this.#meta.findOne({ _id: 'incarnation' }, session ? { session } : {})
    if (!row) throw new Error('the database has no incarnation: it was emptied while it was in use')
    return row.value
  }

  async recall(messages: readonly Told[]): Promise<void> {
    const incarnation = await this.#now()
    const lanes = await this.#lanes.find({}, { projection: { seq: 1 } }).toArray()
    const reached = new Map(lanes.map(({ _id, seq }) => [_id, seq]))
    const until = new Date(Date.now() + RECALL_MS)
    const rows = messages
      .filter(
        ({ source: { lane, incarnation: life, seq } }) =>
          life !== incarnation || seq > (reached.get(lane) ?? 0) - OUTBOX,
      )
      .map(({ id }) => ({ _id: id, until }))
    if (rows.length > 0) await this.#recalled.insertMany(rows, { ordered: false }).catch(known)
  }

  async recalled(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#recalled.find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray()
    return new Set(rows.map((each) => each._id))
  }

  /** As the port says: all of it in one transaction. */
  async renew({ lives, logLost }: { readonly lives: readonly string[]; readonly logLost: boolean }): Promise<string> {
    const next = newIncarnation()
    await this.#client.withSession((session) =>
      session.withTransaction(async () => {
        for (const _id of new Set([...lives, await this.#now(session)]))
          await this.#former.updateOne({ _id }, { $setOnInsert: { _id } }, { upsert: true, session })
        await this.#lanes.updateMany({}, { $inc: { epoch: EPOCHS }, $set: { logLost } }, { session })
        await this.#meta.updateOne({ _id: 'incarnation' }, { $set: { value: next } }, { session })
      }),
    )
    return next
  }
}

/** What is recalled already may be recalled again. */
const known = (error: unknown): void => {
  if (!(error instanceof MongoServerError) || error.code !== 11000) throw error
}
