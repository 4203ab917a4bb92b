import { randomBytes } from 'node:crypto'
import type { ClientSession, Collection, MongoClient } from 'mongodb'
import { EPOCHS, type Former } from '../port.ts'
import type { LaneRow } from './rows.ts'

interface Row {
  _id: string
  /** JSON: the seq of each lane; their names hold slashes and dots. */
  reached: string
}

export const newIncarnation = (): string => randomBytes(8).toString('hex')

/** Which lives this database has had: one until it is restored from a backup, then one more each time. */
export class Incarnations {
  readonly #client: MongoClient
  readonly #meta: Collection<{ _id: string; value: string }>
  readonly #former: Collection<Row>
  readonly #lanes: Collection<LaneRow>
  /** What is known of the present one: it only changes with it. */
  #known: { incarnation: string; former: Former } | undefined

  constructor(client: MongoClient) {
    this.#client = client
    const db = client.db()
    this.#meta = db.collection('meta')
    this.#former = db.collection('incarnations')
    this.#lanes = db.collection('lanes')
  }

  async present(session?: ClientSession): Promise<{ incarnation: string; former: Former }> {
    const within = session ? { session } : {}
    const incarnation = (await this.#meta.findOne({ _id: 'incarnation' }, within))?.value
    if (incarnation === undefined)
      throw new Error('the database has no incarnation: it was emptied while it was in use')
    if (this.#known?.incarnation === incarnation) return this.#known
    const rows = await this.#former.find({}, within).toArray()
    this.#known = {
      incarnation,
      former: Object.fromEntries(rows.map(({ _id, reached }) => [_id, JSON.parse(reached)])),
    }
    return this.#known
  }

  /** As the port says: all of it in one transaction. */
  async renew({
    unknown,
    logLost,
  }: {
    readonly unknown: readonly string[]
    readonly logLost: boolean
  }): Promise<string> {
    const next = newIncarnation()
    await this.#client.withSession((session) =>
      session.withTransaction(async () => {
        const { incarnation, former } = await this.present(session)
        const lanes = await this.#lanes.find({}, { session, projection: { seq: 1 } }).toArray()
        const reached = JSON.stringify(Object.fromEntries(lanes.map(({ _id, seq }) => [_id, seq])))
        const strange = unknown.filter((each) => each !== incarnation && !(each in former))
        const rows = [{ _id: incarnation, reached }, ...strange.map((each) => ({ _id: each, reached: '{}' }))]
        await this.#former.insertMany(rows, { session })
        await this.#lanes.updateMany({}, { $inc: { epoch: EPOCHS }, $set: { logLost } }, { session })
        await this.#meta.updateOne({ _id: 'incarnation' }, { $set: { value: next } }, { session })
      }),
    )
    return next
  }
}
