import { type Db, MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseUrl, hasServers, openMongo, uniqueName } from '../../../test/servers.ts'
import { until } from '../../../test/until.ts'
import type { LaneId, StateWrite } from '../port.ts'
import type { MongoStore } from './index.ts'

const lanes = [0, 1]
const idOf = (lane: number): LaneId => ({ process: 'p', lane })
const log = { letters: 'kafka-1/1' }
/** Every tenth is woken at some time, every fourth stands in a list, half of those without a sort. */
const state = (lane: number, n: number): StateWrite => ({
  key: `${lane}-${String(n).padStart(3, '0')}`,
  body: { n },
  wakeAt: n % 10 === 0 ? 1000 + n : undefined,
  tags: n % 4 === 0 ? ['status=open'] : undefined,
  sort: n % 8 === 0 ? `s${n}` : '',
  fresh: true,
})

describe.runIf(hasServers)('what is asked of MongoDB', () => {
  let store: MongoStore
  let client: MongoClient
  let db: Db
  beforeAll(async () => {
    const name = uniqueName()
    store = await openMongo(name)
    client = await MongoClient.connect(databaseUrl(name))
    db = client.db()
    for (const lane of lanes) {
      const { epoch } = await store.takeOver(idOf(lane), 'it')
      const states = Array.from({ length: 400 }, (_, n) => state(lane, n))
      const made = { epoch, seq: 1, log, positions: { letters: 1 }, marks: {}, states, emit: [], published: 0 }
      await store.commit({ id: idOf(lane), ...made })
    }
    // Of a kind that keeps a roll there is one more index, which must not be taken for the one of timers.
    await store.tails(idOf(0), { limit: 1 })
    await db.setProfilingLevel('all')
  })
  afterAll(async () => {
    await db.setProfilingLevel('off')
    await store.close()
    await client.close()
  })

  /** Documents that were looked at, and rows that came of it. */
  async function looked(at: () => Promise<{ readonly length: number } | { readonly size: number }>) {
    const before = await db.collection('system.profile').countDocuments()
    const found = await at()
    const commands = await db
      .collection('system.profile')
      .find({ ns: /states/ })
      .sort({ $natural: 1 })
      .toArray()
    expect(await db.collection('system.profile').countDocuments()).toBeGreaterThan(before)
    const last = commands.at(-1)
    return { examined: last?.['docsExamined'] as number, given: 'size' in found ? found.size : found.length }
  }

  it('walks through the states of one lane by an index of lanes, which it makes', async () => {
    for (const lane of lanes) {
      const { epoch } = await store.takeOver({ process: 'walked', lane }, 'it')
      const states = Array.from({ length: 100 }, (_, n) => state(lane, n))
      const made = { epoch, seq: 1, log, positions: { letters: 1 }, marks: {}, states, emit: [], published: 0 }
      await store.commit({ id: { process: 'walked', lane }, ...made })
    }
    const walk = async (more: object) =>
      (await store.beside('walked', { own: { lane: 1, has: () => true }, limit: 20, ...more })).rows
    await walk({})
    await until('the index is made', async () => (await looked(() => walk({ after: '' }))).examined === 20)
  })

  const page = (more: object) => () => store.find('p', { tag: 'status=open', limit: 20, ...more })
  it.each<[string, () => Promise<{ readonly length: number } | { readonly size: number }>, number]>([
    ['timers that are due', () => store.due(idOf(0), 1050, 10), 6],
    ['timers, none of which is due', () => store.due(idOf(1), 900, 10), 0],
    ['more timers than are wanted', () => store.due(idOf(0), 9000, 10), 10],
    ['the next timer', async () => [await store.nextWake(idOf(1))], 1],
    ['states by their keys', () => store.load('p', ['0-001', '0-300', '1-000', 'none']), 3],
    ['a list', page({}), 20],
    ['a list, from its end', page({ descending: true }), 20],
    ['a list between bounds', page({ from: 's16', until: 's40' }), 20],
    ['a list of a tag that nothing has', page({ tag: 'status=over' }), 0],
    ['all by their keys', () => store.find('p', { after: '0-390', limit: 20 }), 20],
    ['the stamps of a lane', () => store.tails(idOf(1), { after: '1-100', limit: 20 }), 20],
  ])('is found by an index: %s', async (_, ask, wanted) => {
    const { examined, given } = await looked(ask)
    expect(given).toBe(wanted)
    expect(examined).toBe(given)
  })

  it('is found by an index: the next page of a list, which lies in two ranges of it', async () => {
    for (const descending of [false, true]) {
      const first = await page({ descending })()
      const { examined, given } = await looked(page({ descending, after: first.at(-1)?.cursor }))
      expect(given).toBe(20)
      expect(examined).toBeLessThanOrEqual(2 * given)
    }
  })

  it('is one command: states that several lanes ask for at one time, each of which is given its own', async () => {
    const commands = () => db.collection('system.profile').countDocuments({ ns: /states/, op: { $ne: 'command' } })
    const before = await commands()
    const all = [0, 1].map((lane) => Array.from({ length: 200 }, (_, n) => state(lane, n).key))
    const [some, others, same, none, elsewhere] = await Promise.all([
      ...all.map((keys) => store.load('p', keys)),
      store.load('p', ['1-007']),
      store.load('p', []),
      store.load('q', ['0-001', 'none']),
    ])
    expect([some, others].map((each) => [...(each?.keys() ?? [])])).toEqual(all)
    expect([...(same ?? [])]).toEqual([['1-007', { body: { n: 7 }, wakeAt: undefined, lane: 1 }]])
    expect([none?.size, elsewhere?.size]).toEqual([0, 0])
    expect((await commands()) - before).toBe(2)
  })
})
