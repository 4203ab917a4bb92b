import { type Db, MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseUrl, hasServers, openMongo, uniqueName } from '../../../test/servers.ts'
import { Changed, type Commit, type LaneDocument, type LaneId } from '../port.ts'
import type { MongoStore } from './index.ts'

// biome-ignore lint/suspicious/noExplicitAny: any document, as the database's shell has it
type Row = any

const id: LaneId = { process: 'p', lane: 0 }
const name = 'p/0'
const message = { id: 'm', type: 't', v: 1, at: 1, corr: 'c', data: {} }
const commitOf = ({ epoch }: Pick<LaneDocument, 'epoch'>, seq: number): Commit => ({
  id,
  epoch,
  seq,
  log: { letters: 'a log' },
  positions: { letters: seq },
  marks: { 'letters<edge': ['life', seq, 0] },
  states: [{ key: `k${seq}`, body: { seq }, wakeAt: 9, tags: ['a=b'], sort: '1', fresh: true }],
  emit: [{ topic: 'told', partition: 0, key: 'k', message }],
  published: 0,
})

/** Each field changed, each taken out, one put in. */
function* editsOf(row: Row, kept: readonly string[]): Generator<[string, Row]> {
  const changed = (value: unknown) => {
    if (typeof value === 'number') return value + 1
    if (typeof value === 'boolean') return !value
    if (typeof value === 'string') return value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))
    return value
  }
  for (const field of Object.keys(row).filter((each) => !kept.includes(each))) {
    if (changed(row[field]) !== row[field]) yield [`${field} changed`, { ...row, [field]: changed(row[field]) }]
    const { [field]: _, ...rest } = row
    yield [`${field} taken out`, rest]
  }
}

/* A database administrator, with the shell of MongoDB, wants the gateway to publish, or to skip, what no lane decided. */
describe.runIf(hasServers)('lanes and the journal, written into MongoDB', () => {
  let db: Db
  let owner: MongoStore
  let next: MongoStore
  const closers: (() => Promise<unknown>)[] = []
  beforeEach(async () => {
    const database = uniqueName()
    ;[owner, next] = [await openMongo(database), await openMongo(database)]
    const client = await MongoClient.connect(databaseUrl(database))
    closers.push(
      () => owner.close(),
      () => next.close(),
      () => client.close(),
    )
    db = client.db()
  })
  afterEach(async () => {
    for (const close of closers.splice(0)) await close()
  })
  const rows = (of: string) => db.collection<Row>(of)
  const all = (of: string): Promise<Row[]> => rows(of).find().sort({ _id: 1 }).toArray()
  async function put(of: string, documents: readonly Row[]): Promise<void> {
    await rows(of).deleteMany({})
    if (documents.length > 0) await rows(of).insertMany([...documents])
  }
  const outcome = (): Promise<unknown> => next.takeOver(id, 'next').catch((error: unknown) => error)
  /** So many commits that stay in the journal: whoever locks the lane and raises its epoch keeps its owner from carrying over. */
  async function commitOnly(lane: LaneDocument, count: number): Promise<void> {
    await db.client.withSession(async (session) => {
      session.startTransaction()
      await rows('lanes').updateOne({ _id: name }, { $inc: { epoch: 1 } }, { session })
      for (let seq = 1; seq <= count; seq++) await owner.commit(commitOf(lane, seq))
      await session.commitTransaction()
    })
  }
  const carried = () => expect.poll(() => rows('journal').countDocuments({ h: { $exists: true } })).toBe(0)

  it('a lane that was changed in any field, or is from before a restore, is taken over by nobody', async () => {
    const lane = await owner.takeOver(id, 'owner')
    for (const seq of [1, 2]) await owner.commit(commitOf(lane, seq))
    await carried()
    const [whole] = await all('lanes')
    for (const [edit, row] of editsOf(whole, ['_id', 'epoch', 'owners'])) {
      await put('lanes', [row])
      expect(await outcome(), edit).toBeInstanceOf(Changed)
    }
    for (const outbox of ['[]', JSON.stringify([{ seq: 2, records: [{ topic: 'api.keys', key: 'k', message }] }])]) {
      await put('lanes', [{ ...whole, outbox }])
      expect(await outcome()).toBeInstanceOf(Changed)
    }
    // Another lane’s, put in its place.
    await next.takeOver({ process: 'p', lane: 1 }, 'next')
    const other = await rows('lanes').findOne({ _id: 'p/1' })
    await put('lanes', [{ ...other, _id: name }])
    expect(await outcome()).toBeInstanceOf(Changed)
    await put('lanes', [whole])
    expect(await next.takeOver(id, 'next')).toMatchObject({ seq: 2, positions: { letters: 2 } })
    await next.renew({ lives: [], logLost: false })
    await put('lanes', [whole])
    expect(await outcome()).toBeInstanceOf(Changed)
  })

  it('a row of the journal that was changed, put in or taken out is carried over by nobody', async () => {
    const lane = await owner.takeOver(id, 'owner')
    await commitOnly(lane, 3)
    const [fence, ...whole] = await all('journal')
    expect(whole).toHaveLength(3)
    const lanes = await all('lanes')
    const tell = async (edit: string, journal: readonly Row[]) => {
      await put('journal', [fence, ...journal])
      await put('lanes', lanes)
      expect(await outcome(), edit).toBeInstanceOf(Changed)
      // Nor does it do so by another try.
      expect(await outcome(), edit).toBeInstanceOf(Changed)
    }
    const [first, second, third] = whole
    for (const [edit, row] of editsOf(second, ['_id'])) await tell(edit, [first, row, third])
    for (const [edit, r] of editsOf(second.s[0].r, []))
      await tell(`s.r.${edit}`, [first, { ...second, s: [{ ...second.s[0], r }] }, third])
    await tell('a state taken out', [first, { ...second, s: [] }, third])
    await tell('taken out', [first, third])
    await tell('put elsewhere', [first, { ...third, _id: second._id }, third])
    await tell('put in', [...whole, { ...third, _id: third._id.replace(/4$/, '5') }])
    await put('journal', [fence, ...whole])
    await put('lanes', lanes)
    expect(await next.takeOver(id, 'next')).toMatchObject({ seq: 3, positions: { letters: 3 } })
  })

  it('a key that is none, and a state that is none, keep no row from being found', async () => {
    const lane = await owner.takeOver(id, 'owner')
    await owner.commit(commitOf(lane, 1))
    await expect.poll(async () => (await all('states.p')).length).toBe(1)
    for (const _id of [null, 5, { of: 'k' }])
      await rows('states.p').insertOne({ _id, l: 0, w: 1, x: ['a=b'], s: '0', b: '{}' })
    await rows('states.p').insertOne({ _id: 'zz', l: 0 })
    await rows('states.p').insertOne({ _id: 'zzz', l: 0, b: 5 })
    const keysOf = (found: readonly { key: string }[]) => found.map(({ key }) => key)
    expect(keysOf(await owner.tails(id, { limit: 9 }))).toEqual(['k1', 'zz', 'zzz'])
    expect(keysOf(await owner.tails(id, { after: 'k1', limit: 9 }))).toEqual(['zz', 'zzz'])
    expect(keysOf(await owner.due(id, 100, 1))).toEqual(['k1'])
    expect(await owner.nextWake(id)).toBe(9)
    expect(keysOf(await owner.find('p', { limit: 1 }))).toEqual(['k1'])
    expect(keysOf(await owner.find('p', { limit: 9, descending: true }))).toEqual(['zzz', 'zz', 'k1'])
    expect(keysOf(await owner.find('p', { tag: 'a=b', limit: 1 }))).toEqual(['k1'])
    expect(keysOf(await owner.find('p', { tag: 'a=b', after: '00', limit: 1 }))).toEqual(['k1'])
  })

  it('a place that somebody took for the owner is no commit of the owner’s', async () => {
    const lane = await owner.takeOver(id, 'owner')
    await owner.commit(commitOf(lane, 1))
    const [fence] = await all('journal')
    await rows('journal').insertOne({ _id: fence._id.replace(/1$/, '3'), e: lane.epoch, h: '{}', s: [], stamp: 'x' })
    await expect(owner.commit(commitOf(lane, 2))).rejects.toBeInstanceOf(Changed)
  })

  it('the life of the store, and what a restore has kept from being told twice, are nobody else’s to say', async () => {
    const lane = await owner.takeOver(id, 'owner')
    await rows('meta').updateOne({ _id: 'incarnation' }, { $set: { value: 'another' } })
    expect(await outcome()).toBeInstanceOf(Changed)
    await rows('meta').updateOne({ _id: 'incarnation' }, { $set: { value: lane.incarnation } })
    await rows('incarnations').insertOne({ _id: 'a life that was not' })
    expect(await next.takeOver(id, 'next')).toMatchObject({ former: [] })
    await rows('recalled').insertOne({ _id: 'an entry of the audit', until: new Date(Date.now() + 1e6) })
    await expect(next.recalled(['an entry of the audit'])).rejects.toBeInstanceOf(Changed)
  })

  it('goes on after what somebody wrote only when that is said on purpose', async () => {
    const lane = await owner.takeOver(id, 'owner')
    await commitOnly(lane, 2)
    const [, , second] = await all('journal')
    await rows('journal').updateOne({ _id: second._id }, { $set: { o: '[]' } })
    await rows('lanes').updateOne({ _id: name }, { $set: { positions: '{"letters":7}' } })
    await expect(next.renew({ lives: [], logLost: false })).rejects.toBeInstanceOf(Changed)
    const incarnation = await next.renew({ lives: [], logLost: false, asItStands: true })
    // What was committed and holds is kept, and what was changed is left out.
    expect(await next.takeOver(id, 'next')).toMatchObject({ incarnation, seq: 1, positions: { letters: 1 } })
    expect([...(await next.load('p', ['k1', 'k2'])).keys()]).toEqual(['k1'])
  })

  it('is renewed while somebody still commits, who is fenced: what was committed before is kept, and all of it holds', async () => {
    const lane = await owner.takeOver(id, 'owner')
    let told = 0
    const working = (async () => {
      for (let seq = 1; ; seq++) {
        await owner.commit(commitOf(lane, seq))
        told = seq
      }
    })()
    const fenced = expect(working).rejects.toThrow('another owner')
    await expect.poll(() => told).toBeGreaterThan(5)
    const incarnation = await next.renew({ lives: [], logLost: false })
    await fenced
    const { seq, ...renewed } = await next.takeOver(id, 'next')
    expect(renewed).toMatchObject({ incarnation })
    // One more may stand in the journal, of which its owner was told only that the lane is another’s.
    expect([told, told + 1]).toContain(seq)
  })
})
