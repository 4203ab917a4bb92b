import { type Collection, type Db, type Filter, type MongoClient, MongoServerError } from 'mongodb'
import type { Tls } from '#config'
import {
  Changed,
  type Commit,
  cursorAt,
  Fenced,
  type Found,
  jsonIn,
  type LaneDocument,
  type LaneId,
  type LaneStamps,
  type Loading,
  laneName,
  MOST_BESIDE,
  type Query,
  type Remembered,
  type Renewal,
  recordOf,
  type StateRecord,
  type Store,
  type Told,
} from '../port.ts'
import { Applier } from './applier.ts'
import { Doorway } from './doorway.ts'
import { changedOf, HeldLane } from './held.ts'
import { Incarnations } from './incarnations.ts'
import { Journal } from './journal.ts'
import { besideOf, boundsOf, END, filterOf, OF_TEXT, TEXT } from './queries.ts'
import { Reads } from './reads.ts'
import type { Change, LaneRow, StateRow } from './rows.ts'
import { clientOf, hopeless } from './secure.ts'
import { RowStamps } from './stamps.ts'

/** A transaction takes some 10 ms: one that blocks a lane for longer is ended. */
const BLOCKED_MS = 100
/** Of hundreds that are given to a process which starts, so that the first are ready while the last wait. */
const TAKEN_OVER_AT_ONCE = 16
/** The server’s code for `maxTimeMS`. */
const TIME_OVER = 50

/**
 * States and lane documents in MongoDB (a replica set). A commit is one row of the journal; behind it, many commits are
 * carried into the states by one transaction (decision 28). What was committed by way of this object, all that it reads has.
 */
export class MongoStore implements Store {
  readonly emits = 'outbox'
  readonly #client: MongoClient
  readonly #db: Db
  readonly #lanes: Collection<LaneRow>
  readonly #applier: Applier
  readonly #journal: Journal
  readonly #reads = new Reads((process, keys) =>
    this.#states(process)
      // One more than there can be: after a full batch the driver would ask whether that was all.
      .find({ _id: { $in: keys } }, { batchSize: keys.length + 1 })
      .toArray(),
  )
  readonly #takingOver = new Doorway(TAKEN_OVER_AT_ONCE)
  readonly #prepared = new Map<string, Promise<void>>()
  readonly #stamps: RowStamps
  readonly #incarnations: Incarnations

  private constructor(client: MongoClient, stamps: RowStamps, incarnations: Incarnations, answerMs?: number) {
    this.#client = client
    this.#db = client.db()
    this.#lanes = this.#db.collection<LaneRow>('lanes')
    this.#stamps = stamps
    this.#incarnations = incarnations
    this.#applier = new Applier(client)
    this.#journal = new Journal(client, this.#applier, stamps, answerMs)
  }

  /**
   * @param url with the database's name. A database that is down is waited for.
   * @param answerMs for which the answer to a commit is waited for, other than that of `answered` in tests only
   */
  static async open(url: string, laneStamps: LaneStamps, tls: Tls = {}, answerMs?: number): Promise<MongoStore> {
    const client = clientOf(url, {
      ...(Object.keys(tls).length > 0 ? { tls: true, ...tls } : {}),
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
        await prepare(client.db())
        const stamps = new RowStamps(laneStamps)
        const incarnations = new Incarnations(client, stamps)
        await incarnations.begin()
        return new MongoStore(client, stamps, incarnations, answerMs)
      } catch (error) {
        const over = hopeless(error)
        if (over) throw await client.close().then(() => over)
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    }
  }

  takeOver(id: LaneId, _session: string, signal?: AbortSignal): Promise<LaneDocument> {
    return this.#takingOver.pass(() => this.#takeOver(id), signal)
  }

  async #takeOver(id: LaneId): Promise<LaneDocument> {
    const name = laneName(id)
    await this.#prepare(id.process)
    const row = await this.#own(name, BLOCKED_MS).catch(async (error: unknown) => {
      if (!(error instanceof MongoServerError) || error.code !== TIME_OVER) throw error
      await this.#endSessionsOf(name)
      return this.#own(name)
    })
    if (!row) throw new Error('the lane document could not be made')
    // Asked for after the lane was fenced, so that who was running while the store was renewed notices.
    const life = await this.#incarnations.present()
    const lane = await this.#believed(id, row, life.incarnation)
    await (lane.behind ? this.#applier.carry(lane) : this.#stillOurs(lane))
    this.#journal.hold(lane)
    const { seq, positions, marks, log, roll } = lane.head
    return { epoch: row.epoch, seq, ...life, positions, marks, log, logLost: lane.logLost, outbox: lane.outbox, roll }
  }

  /** The lane with what its former owners committed. @throws Changed, Fenced */
  async #believed(id: LaneId, row: LaneRow, life: string): Promise<HeldLane> {
    try {
      if (!this.#stamps.laneHolds(life, row)) throw new Changed(`lane ${row._id}`)
      const rows = await this.#journal.claim(life, row)
      const lane = new HeldLane(id, row, life, this.#stamps)
      for (const each of rows) lane.adopt(each)
      return lane
    } catch (error) {
      // Of another life since it was asked for, or carried on by whoever has it now.
      const now = await this.#lanes.findOne({ _id: row._id }, { projection: { epoch: 1 } })
      throw error instanceof Changed && now?.epoch !== row.epoch ? new Fenced(id) : error
    }
  }

  /** Nobody took it over before we had its next place, or that place may have been another’s once. @throws Fenced */
  async #stillOurs(lane: HeldLane): Promise<void> {
    const { _id, epoch, ...document } = lane.documentOf(lane)
    const { matchedCount } = await this.#lanes.updateOne({ _id, epoch }, { $set: document })
    if (matchedCount === 0) throw new Fenced(lane.id)
  }

  /** Raises the epoch: from now on the former owner carries nothing over. What it is carrying at this moment is waited for. */
  #own(name: string, maxTimeMS?: number) {
    return this.#lanes.findOneAndUpdate(
      { _id: name },
      {
        $inc: { epoch: 1 },
        $set: { owners: this.#applier.sessionIds() },
        $setOnInsert: { seq: 0, positions: '{}', marks: '{}' },
      },
      { upsert: true, returnDocument: 'after', ...(maxTimeMS === undefined ? {} : { maxTimeMS }) },
    )
  }

  /** A transaction that a killed owner left open would block the lane for a minute; one that lives commits anew. */
  async #endSessionsOf(name: string): Promise<void> {
    const former = await this.#lanes.findOne({ _id: name }, { projection: { owners: 1 } })
    const own = this.#applier.sessionIds()
    const others = (former?.owners ?? []).filter((each) => !own.some((mine) => String(mine) === String(each)))
    if (others.length > 0) await this.#db.admin().command({ killSessions: others.map((id) => ({ id })) })
  }

  async load(process: string, keys: readonly string[], how: Loading = {}): Promise<Map<string, StateRecord>> {
    const behind = this.#journal.held(process).filter((lane) => lane.behind && keys.some((key) => lane.has(key)))
    const known = how.asCommitted ? changedOf(behind, keys) : new Map<string, Change>()
    if (!how.asCommitted && behind.length > 0) await this.#applier.settle((lane) => behind.includes(lane))
    const asked = known.size > 0 ? keys.filter((key) => !known.has(key)) : keys
    const rows = asked.length > 0 ? await this.#reads.read(process, asked) : []
    for (const { r } of known.values()) if (r) rows.push(r)
    return new Map(rows.map(({ _id, b, w, l }) => [_id, recordOf(b, w, l)]))
  }

  async due(id: LaneId, until: number, limit: number): Promise<readonly { key: string; wakeAt: number }[]> {
    await this.#settled(id.process, id.lane)
    const rows = await this.#states(id.process)
      .find({ ...OF_TEXT, l: id.lane, w: { $gt: 0, $lte: until } })
      .sort({ w: 1 })
      .limit(limit)
      .project<{ _id: string; w: number }>({ w: 1 })
      .toArray()
    return rows.map(({ _id, w }) => ({ key: _id, wakeAt: w }))
  }

  async nextWake(id: LaneId): Promise<number | undefined> {
    await this.#settled(id.process, id.lane)
    const row = await this.#states(id.process)
      .find({ ...OF_TEXT, l: id.lane, w: { $gt: 0 } })
      .sort({ w: 1 })
      .limit(1)
      .project<{ w: number }>({ w: 1 })
      .next()
    return row ? Number(row.w) : undefined
  }

  async tails(id: LaneId, { after, limit }: { after?: string; limit: number }) {
    await this.#settled(id.process, id.lane)
    // Only who keeps a roll asks for them, so only those pay for the index.
    if (after === undefined) await this.#indexLanes(id.process)
    const rows = await this.#states(id.process)
      .aggregate<{ _id: string; tail: string }>([
        { $match: { l: id.lane, _id: after === undefined ? TEXT : { $gt: after } } },
        { $sort: { _id: 1 } },
        { $limit: limit },
        { $project: { tail: END } },
      ])
      .toArray()
    return rows.map((each) => ({ key: each._id, tail: each.tail }))
  }

  async ends(process: string, { after, limit }: Parameters<Store['ends']>[1]) {
    await this.#settled(process)
    const rows = await this.#states(process)
      .aggregate<{ _id: string; tail: string; l: unknown }>([
        { $match: { _id: after === undefined ? TEXT : { $gt: after } } },
        { $sort: { _id: 1 } },
        { $limit: limit },
        { $project: { tail: END, l: 1 } },
      ])
      .toArray()
    return rows.map(({ _id: key, tail, l: lane }) => ({ key, tail, lane }))
  }

  async owns(id: LaneId, epoch: number): Promise<boolean> {
    return (await this.#lanes.countDocuments({ _id: laneName(id), epoch })) > 0
  }

  commit(commit: Commit): Promise<void> {
    return this.#journal.commit(commit)
  }

  async find(process: string, query: Query): Promise<readonly Found[]> {
    const { tag, descending = false, limit } = query
    await this.#prepare(process)
    await this.#settled(process)
    const order = descending ? -1 : 1
    const rows = await this.#states(process)
      .find(filterOf(query))
      .sort(tag === undefined ? { _id: order } : { s: order, _id: order })
      .limit(limit)
      .toArray()
    return rows.map(({ _id, b, w, l, s = '' }) => ({
      key: _id,
      body: jsonIn(b),
      wakeAt: w,
      lane: l,
      cursor: tag === undefined ? _id : cursorAt(s, _id),
    }))
  }

  async beside(process: string, { after, limit, own }: Parameters<Store['beside']>[1]) {
    await this.#settled(process)
    const states = this.#states(process)
    // Of many millions it takes minutes, and nobody waits for it: it is read more slowly until then.
    if (own && after === undefined) this.#indexLanes(process).catch(() => undefined)
    const found = await states
      .find({ _id: after === undefined ? { $gte: '' } : { $gt: after }, ...(own ? { l: own.lane } : {}) })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray()
    const rows = found.map(besideOf)
    if (found.length === limit) return { rows, next: found.at(-1)?._id as string }
    if (own) return { rows }
    // No key of ours, and shown by lists all the same.
    const strays = await states
      .find({ $nor: [{ _id: { $type: 'string' } }] } as Filter<StateRow>)
      .limit(MOST_BESIDE)
      .toArray()
    for (const each of strays) rows.push({ ...besideOf(each), key: JSON.stringify(each._id), lane: undefined })
    return { rows }
  }

  isBehind(process: string): Promise<boolean> {
    return this.#journal.has(process)
  }

  async count(process: string, query: { tag: string; from?: string; until?: string; most: number }): Promise<number> {
    await this.#prepare(process)
    await this.#settled(process)
    return this.#states(process).countDocuments({ x: query.tag, ...boundsOf(query) }, { limit: query.most })
  }

  async remember(id: string, digest: string, until: number): Promise<Remembered> {
    const remembered = this.#db.collection<{ _id: string; digest: string; until: Date }>('remembered')
    for (;;) {
      try {
        await remembered.insertOne({ _id: id, digest, until: new Date(until) })
        return 'new'
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== 11000) throw error
      }
      const known = await remembered.findOne({ _id: id })
      if (known && known.until.getTime() > Date.now()) return known.digest === digest ? 'same' : 'other'
      // The TTL index runs once a minute; what is over is over before it comes round.
      await remembered.deleteOne({ _id: id, until: { $lte: new Date() } })
    }
  }

  async recall(messages: readonly Told[]): Promise<void> {
    await this.#applier.settle()
    await this.#incarnations.recall(messages)
  }

  recalled(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#incarnations.recalled(ids)
  }

  async renew(options: Renewal): Promise<string> {
    await this.#applier.settle()
    return this.#incarnations.renew(options)
  }

  async ping(): Promise<void> {
    if (this.#applier.failure) throw this.#applier.failure
    await this.#db.command({ ping: 1 })
  }

  async time(): Promise<number> {
    const { localTime } = await this.#db.admin().command({ hello: 1 })
    return (localTime as Date).getTime()
  }

  async close(): Promise<void> {
    await this.#applier.close()
    await this.#client.close()
  }

  /** What this member committed is where it is read. */
  #settled(process: string, lane?: number): Promise<void> {
    return this.#applier.settle(({ id }) => id.process === process && (lane === undefined || id.lane === lane))
  }

  #states(process: string): Collection<StateRow> {
    return this.#db.collection<StateRow>(`states.${process}`)
  }

  #indexLanes(process: string): Promise<string> {
    return this.#states(process).createIndex({ l: 1, _id: 1 }, { name: 'lanes' })
  }

  /** Collections are made before the first transaction: made inside concurrent ones, they conflict. */
  #prepare(process: string): Promise<void> {
    const known = this.#prepared.get(process)
    if (known) return known
    const made = (async () => {
      await this.#db.createCollection(`states.${process}`).catch(existing)
      // Databases of 0.1 have an index without what lists are sorted by. Asked for first: to drop one that is not there waits
      // for a former owner’s transactions as well.
      if (await this.#states(process).indexExists('tags')) await this.#states(process).dropIndex('tags')
      await this.#states(process).createIndexes([
        { key: { l: 1, w: 1 }, partialFilterExpression: { w: { $gt: 0 } }, name: 'wake' },
        { key: { x: 1, s: 1, _id: 1 }, partialFilterExpression: { x: { $exists: true } }, name: 'lists' },
      ])
    })()
    this.#prepared.set(process, made)
    made.catch(() => this.#prepared.delete(process))
    return made
  }
}

async function prepare(db: Db): Promise<void> {
  for (const name of ['lanes', 'journal', 'meta', 'incarnations', 'recalled', 'remembered'])
    await db.createCollection(name).catch(existing)
  for (const name of ['remembered', 'recalled'])
    await db.collection(name).createIndex({ until: 1 }, { expireAfterSeconds: 0 })
  await db
    .collection('journal')
    .createIndex({ until: 1 }, { expireAfterSeconds: 0, partialFilterExpression: { until: { $exists: true } } })
}

const existing = (error: unknown): void => {
  if (!(error instanceof MongoServerError) || error.code !== 48) throw error
}
