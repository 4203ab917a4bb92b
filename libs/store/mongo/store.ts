import { type ClientSession, type Collection, type Db, MongoClient, MongoServerError } from 'mongodb'
import type { OutRecord } from '#bus'
import {
  type Commit,
  Fenced,
  type Found,
  type LaneDocument,
  type LaneId,
  laneName,
  type StateRecord,
  type StateWrite,
  type Store,
} from '../port.ts'

interface LaneRow {
  _id: string
  epoch: number
  seq: number
  /** Logical session of the owner, to be ended by whoever takes over. */
  owner?: unknown
  log?: string
  incarnation: string
  /** JSON: topic names hold dots. */
  positions: string
  marks: string
}

interface StateRow {
  _id: string
  /** Lane. */
  l: number
  /** Wake time, ms. */
  w?: number
  /** Index entries. */
  x?: readonly string[]
  /** Body as JSON: read and written whole, never queried. */
  b: string
}

interface OutboxRow {
  _id: string
  lane: string
  seq: number
  records: string
}

/**
 * States, lane documents and outbox in MongoDB (a replica set). A commit is one multi-document transaction; the lane
 * document, with epoch and seq, is the fence.
 */
export class MongoStore implements Store {
  readonly emits = 'outbox'
  readonly #client: MongoClient
  readonly #db: Db
  readonly #lanes: Collection<LaneRow>
  readonly #outbox: Collection<OutboxRow>
  readonly #sessions = new Map<string, ClientSession>()
  readonly #prepared = new Map<string, Promise<void>>()
  readonly #incarnation: string

  private constructor(client: MongoClient, incarnation: string) {
    this.#client = client
    this.#db = client.db()
    this.#lanes = this.#db.collection<LaneRow>('lanes')
    this.#outbox = this.#db.collection<OutboxRow>('outbox')
    this.#incarnation = incarnation
  }

  /** @param url with the database's name. A database that is down is waited for. */
  static async open(url: string): Promise<MongoStore> {
    const client = new MongoClient(url, {
      writeConcern: { w: 'majority', journal: true },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      retryWrites: true,
      serverSelectionTimeoutMS: 5000,
      maxPoolSize: 20,
    })
    for (;;) {
      try {
        await client.connect()
        const incarnation = await prepare(client.db())
        return new MongoStore(client, incarnation)
      } catch (error) {
        if (error instanceof MongoServerError && error.code === 18) throw error
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    }
  }

  async takeOver(id: LaneId, _session: string): Promise<LaneDocument> {
    const name = laneName(id)
    await this.#prepare(id.process)
    await this.#sessions.get(name)?.endSession()
    const session = this.#client.startSession()
    this.#sessions.set(name, session)
    const former = await this.#lanes.findOne({ _id: name }, { projection: { owner: 1 } })
    // A transaction that a killed owner left open would block the lane for a minute.
    if (former?.owner) await this.#db.admin().command({ killSessions: [{ id: former.owner }] })
    const row = await this.#lanes.findOneAndUpdate(
      { _id: name },
      {
        $inc: { epoch: 1 },
        $set: { owner: session.id?.id },
        $setOnInsert: { seq: 0, positions: '{}', marks: '{}', incarnation: this.#incarnation },
      },
      { upsert: true, returnDocument: 'after' },
    )
    if (!row) throw new Error('the lane document could not be made')
    const pending = await this.#outbox.find({ lane: name }).sort({ seq: 1 }).toArray()
    return {
      epoch: row.epoch,
      seq: row.seq,
      // A store restored from a backup counts its seq anew, so its messages must not be taken for old ones.
      incarnation: this.#incarnation,
      positions: JSON.parse(row.positions),
      marks: JSON.parse(row.marks),
      log: row.log,
      outbox: pending.map(({ seq, records }) => ({ seq, records: JSON.parse(records) as OutRecord[] })),
    }
  }

  async load(process: string, keys: readonly string[]): Promise<Map<string, StateRecord>> {
    const rows = await this.#states(process)
      .find({ _id: { $in: [...keys] } })
      .toArray()
    return new Map(rows.map(({ _id, b, w }) => [_id, { body: JSON.parse(b), wakeAt: w }]))
  }

  async due(id: LaneId, until: number, limit: number): Promise<readonly { key: string; wakeAt: number }[]> {
    const rows = await this.#states(id.process)
      .find({ l: id.lane, w: { $lte: until } })
      .sort({ w: 1 })
      .limit(limit)
      .project<{ _id: string; w: number }>({ w: 1 })
      .toArray()
    return rows.map(({ _id, w }) => ({ key: _id, wakeAt: w }))
  }

  async nextWake(id: LaneId): Promise<number | undefined> {
    const row = await this.#states(id.process)
      .find({ l: id.lane, w: { $gt: 0 } })
      .sort({ w: 1 })
      .limit(1)
      .project<{ w: number }>({ w: 1 })
      .next()
    return row?.w
  }

  async commit(commit: Commit): Promise<void> {
    const { id, epoch, seq } = commit
    const name = laneName(id)
    const session = this.#sessions.get(name)
    if (!session) throw new Fenced(id)
    for (let attempt = 0; ; attempt++) {
      try {
        session.startTransaction({ writeConcern: { w: 'majority', journal: true }, readConcern: { level: 'snapshot' } })
        const done = await this.#lanes.updateOne(
          { _id: name, epoch, seq: seq - 1 },
          {
            $set: {
              seq,
              log: commit.log,
              positions: JSON.stringify(commit.positions),
              marks: JSON.stringify(commit.marks),
              incarnation: this.#incarnation,
            },
          },
          { session },
        )
        if (done.matchedCount === 0) {
          await session.abortTransaction()
          if (await this.#isDone(name, epoch, seq)) return
          throw new Fenced(id)
        }
        await this.#write(commit, session)
        await session.commitTransaction()
        return
      } catch (error) {
        if (error instanceof Fenced) throw error
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined)
        // The outcome may be unknown: the counter tells.
        if (await this.#isDone(name, epoch, seq)) return
        if (!isTransient(error) || attempt >= 5) throw error
      }
    }
  }

  async #write({ id, seq, states, emit, published }: Commit, session: ClientSession): Promise<void> {
    const name = laneName(id)
    if (states.length > 0)
      await this.#states(id.process).bulkWrite(
        states.map((each) => writeOf(each, id.lane)),
        { session, ordered: false },
      )
    if (emit.length > 0)
      await this.#outbox.insertOne(
        { _id: `${name}#${seq}`, lane: name, seq, records: JSON.stringify(emit) },
        { session },
      )
    if (published > 0) await this.#outbox.deleteMany({ lane: name, seq: { $lte: published } }, { session })
  }

  /** True when this very commit has been made; false when the lane stands before it. @throws Fenced through the caller's next try */
  async #isDone(name: string, epoch: number, seq: number): Promise<boolean> {
    const row = await this.#lanes.findOne({ _id: name }, { projection: { epoch: 1, seq: 1 } })
    return row?.epoch === epoch && row.seq === seq
  }

  async find(process: string, query: { tag?: string; after?: string; limit: number }): Promise<readonly Found[]> {
    const { tag, after = '', limit } = query
    await this.#prepare(process)
    const rows = await this.#states(process)
      .find({ _id: { $gt: after }, ...(tag ? { x: tag } : {}) })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray()
    return rows.map(({ _id, b }) => ({ key: _id, body: JSON.parse(b) }))
  }

  async ping(): Promise<void> {
    await this.#db.command({ ping: 1 })
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await session.endSession().catch(() => undefined)
    await this.#client.close()
  }

  #states(process: string): Collection<StateRow> {
    return this.#db.collection<StateRow>(`states.${process}`)
  }

  /** Collections are made before the first transaction: made inside concurrent ones, they conflict. */
  #prepare(process: string): Promise<void> {
    const known = this.#prepared.get(process)
    if (known) return known
    const made = (async () => {
      await this.#db.createCollection(`states.${process}`).catch(existing)
      await this.#states(process).createIndexes([
        { key: { l: 1, w: 1 }, partialFilterExpression: { w: { $gt: 0 } }, name: 'wake' },
        { key: { x: 1, _id: 1 }, sparse: true, name: 'tags' },
      ])
    })()
    this.#prepared.set(process, made)
    made.catch(() => this.#prepared.delete(process))
    return made
  }
}

function writeOf({ key, body, wakeAt, tags, fresh }: StateWrite, lane: number) {
  if (body === undefined) return { deleteOne: { filter: { _id: key } } }
  const row: StateRow = {
    _id: key,
    l: lane,
    b: JSON.stringify(body),
    ...(wakeAt === undefined ? {} : { w: wakeAt }),
    ...(tags && tags.length > 0 ? { x: tags } : {}),
  }
  return fresh ? { insertOne: { document: row } } : { replaceOne: { filter: { _id: key }, replacement: row } }
}

async function prepare(db: Db): Promise<string> {
  for (const name of ['lanes', 'outbox', 'meta']) await db.createCollection(name).catch(existing)
  await db.collection('outbox').createIndex({ lane: 1, seq: 1 })
  const meta = db.collection<{ _id: string; value: string }>('meta')
  await meta.updateOne({ _id: 'incarnation' }, { $setOnInsert: { value: Date.now().toString(36) } }, { upsert: true })
  return (await meta.findOne({ _id: 'incarnation' }))?.value as string
}

const existing = (error: unknown): void => {
  if (!(error instanceof MongoServerError) || error.code !== 48) throw error
}

const isTransient = (error: unknown): boolean =>
  error instanceof Error &&
  'hasErrorLabel' in error &&
  (error as { hasErrorLabel(label: string): boolean }).hasErrorLabel('TransientTransactionError')
