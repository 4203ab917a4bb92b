import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { type Db, MongoClient } from 'mongodb'
import { afterEach, describe, expect, it } from 'vitest'
import type { Bus } from '#bus'
import { backUp } from '#bus/embedded'
import { MemoryBus, MemoryCluster } from '#bus/memory'
import { laneProgress, partitionOf } from '#contracts'
import { beginAnew, DecideWork, Member, type ProcessDefinition, systemClock, Witness } from '#process'
import type { Store } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { account, appTopics, type BookState, book, orders } from '../libs/process/simulation/app.ts'
import {
  databaseUrl,
  hasServers,
  openEmbedded,
  openKafka,
  openMongo,
  removeFolder,
  temporaryFolder,
  uniqueName,
} from './servers.ts'
import { until } from './until.ts'

const LANES = 3
const ACCOUNTS = 6
const topics = appTopics.map((each) => each.name)
const quiet = { info() {}, warn() {}, error() {} }
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A pair of adapters whose store can be copied while it is written, and put back. */
interface Pair {
  bus: Bus
  store: Store
  backUp(): Promise<void>
  /** What `quadzero restore` does, in a process of its own. */
  renew(): Promise<unknown>
  /** By MongoDB alone. */
  database?: Db
  /** With nobody running. Gives the pair anew: what was in memory of it is gone. */
  putBack(): Promise<Pair>
}

async function memory(): Promise<Pair> {
  const bus = new MemoryBus(new MemoryCluster(LANES))
  let copy = {}
  const open = (database: MemoryDatabase): Pair => {
    return {
      bus,
      store: new MemoryStore(database),
      renew: () => beginAnew(bus, new MemoryStore(database), topics, { logLost: false }),
      async backUp() {
        const { lanes, states, incarnation, former } = database
        copy = structuredClone({ lanes, states, incarnation, former })
      },
      putBack: async () => open(Object.assign(new MemoryDatabase(), structuredClone(copy))),
    }
  }
  return open(new MemoryDatabase())
}

/** All collections as they were at one moment, as `mongodump --oplog` or a snapshot of the volume gives them. */
async function distributed(): Promise<Pair> {
  const name = uniqueName()
  const bus = await openKafka(name, LANES)
  closers.push(() => bus.close())
  const client = await MongoClient.connect(databaseUrl(name))
  closers.push(() => client.close())
  const db = client.db()
  const copy = new Map<string, { _id: never }[]>()
  const open = async (): Promise<Pair> => {
    const store = await openMongo(name)
    closers.push(() => store.close())
    return {
      bus,
      store,
      database: db,
      async renew() {
        const own = await openKafka(name, LANES)
        await beginAnew(own, store, topics, { logLost: false })
        await own.close()
      },
      async backUp() {
        const names = (await db.listCollections().toArray()).map((each) => each.name)
        await client.withSession({ snapshot: true }, async (session) => {
          for (const each of names) copy.set(each, (await db.collection(each).find({}, { session }).toArray()) as never)
        })
      },
      async putBack() {
        for (const { name: each } of await db.listCollections().toArray()) await db.collection(each).deleteMany({})
        for (const [each, rows] of copy) if (rows.length > 0) await db.collection(each).insertMany(rows)
        return open()
      },
    }
  }
  return open()
}

async function embedded(): Promise<Pair> {
  const folder = temporaryFolder()
  closers.push(() => removeFolder(folder))
  const [data, copy] = [join(folder, 'data'), join(folder, 'copy')]
  const open = async (): Promise<Pair> => {
    const { bus, store, database } = openEmbedded(data, LANES)
    closers.push(() => database.close())
    await bus.ensureTopics(appTopics)
    return {
      bus,
      store,
      renew: () => beginAnew(bus, store, topics, { logLost: false }),
      backUp: async () => backUp(data, copy),
      async putBack() {
        database.close()
        removeFolder(data)
        cpSync(copy, data, { recursive: true })
        return open()
      },
    }
  }
  return open()
}

/** One member of both processes, running until it is stopped. */
async function run({ bus, store }: Pair) {
  const witness = store.emits === 'outbox' ? await Witness.open(bus, systemClock) : undefined
  const assign = (definition: ProcessDefinition<never>) => ({
    name: definition.name,
    inputs: definition.inputs.map((each) => each.name),
    work: (lane: number) =>
      new DecideWork(definition as unknown as ProcessDefinition, lane, store, {
        refs: () => undefined,
        partitions: LANES,
        now: Date.now,
        cacheSize: 100,
        largest: bus.largest,
      }),
  })
  const assignments = [assign(account as never), assign(book as never)]
  const options = { bus, store, clock: systemClock, session: uniqueName(), log: quiet, timerGraceMs: 20, witness }
  const member = new Member(assignments, options)
  await member.start()
  const stop = async () => {
    await member.stop()
    await witness?.close()
  }
  closers.push(stop)
  return { member, stop }
}

/** Each account orders once more. */
async function order(bus: Bus, n: number): Promise<void> {
  const records = Array.from({ length: ACCOUNTS }, (_, i) => {
    const key = `a${i}`
    const message = { id: `${key}-${n}`, type: 'ordered', v: 1, at: Date.now(), corr: 'x', data: { account: key, n } }
    return { topic: orders.name, partition: partitionOf(key, LANES), key, message }
  })
  await bus.publish(records)
}
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1)

/** Which orders stand in the books, as often as they do; each has to end in one outcome. */
async function booked(store: Store): Promise<number[]> {
  const books = (await store.find('book', { limit: 100 })).map(({ body }) => body as BookState)
  const numbers = (texts: readonly string[], place: number) => texts.map((each) => Number(each.split('/')[place]))
  const entries = numbers(
    books.flatMap((each) => each.entries),
    2,
  )
  const outcomes = numbers(
    books.flatMap((each) => each.outcomes),
    1,
  )
  if (entries.length !== outcomes.length) return []
  return entries.toSorted((a, b) => a - b)
}
const eachOnce = (numbers: readonly number[]) => numbers.flatMap((n) => Array(ACCOUNTS).fill(n))
const done = (store: Store, last: number) =>
  until(`the books hold order ${last} of all`, async () => {
    const found = await booked(store)
    return found.filter((n) => n === last).length >= ACCOUNTS
  })

describe.each([['memory', memory], ...(hasServers ? ([['Kafka and MongoDB', distributed]] as const) : [])] as const)(
  'a store that is restored while the log is kept: %s',
  (_name, open) => {
    it('does not start unnoticed; renewed, it does all that was done since once more, and nothing twice', async () => {
      const before = await open()
      await before.bus.ensureTopics([...appTopics, laneProgress])
      const first = await run(before)
      for (const n of upTo(10)) await order(before.bus, n)
      await done(before.store, 10)
      // In between: some of it is read, some is stored, some is on its way.
      await Promise.all([order(before.bus, 11), order(before.bus, 12), before.backUp()])
      for (const n of [13, 14, 15, 16, 17, 18, 19, 20]) await order(before.bus, n)
      await done(before.store, 20)
      await first.stop()

      let after = await before.putBack()
      // The second time it is the same backup again, which knows nothing of the life that began after the first.
      for (const last of [20, 21]) {
        const forgotten = await run(after)
        await until('it is noticed', () =>
          forgotten.member.troubles().some((each) => each.includes('quadzero restore')),
        )
        await forgotten.stop()
        after = await after.putBack()
        await after.renew()
        const second = await run(after)
        await done(after.store, last)
        await order(after.bus, last + 1)
        await done(after.store, last + 1)
        expect(await booked(after.store)).toEqual(eachOnce(upTo(last + 1)))
        await second.stop()
        after = await after.putBack()
      }
    })
  },
)

it.runIf(hasServers)('a lane whose document somebody puts back to what it was is not gone on with', async () => {
  const pair = await distributed()
  await pair.bus.ensureTopics([...appTopics, laneProgress])
  const { member } = await run(pair)
  const db = pair.database as Db
  const lanes = db.collection<{ _id: string; epoch: number }>('lanes')
  for (const n of upTo(3)) await order(pair.bus, n)
  await done(pair.store, 3)
  const before = await lanes.find({ _id: /^account/ }).toArray()
  for (const n of [4, 5]) await order(pair.bus, n)
  await done(pair.store, 5)
  // Each holds, and says that another owner came: whoever has the lane takes it over anew.
  for (const lane of before) await lanes.replaceOne({ _id: lane._id }, { ...lane, epoch: lane.epoch + 1 })
  let n = 5
  await until('it is noticed', async () => {
    await order(pair.bus, ++n)
    await db.collection('journal').deleteMany({})
    return member.troubles().some((each) => each.includes('somebody put the lane back'))
  })
  const entries = (await pair.store.find('book', { limit: 100 })).flatMap(({ body }) => (body as BookState).entries)
  expect(entries).toEqual([...new Set(entries)])
})

it.runIf(hasServers)(
  'a lane that somebody wrote stands and is named, the others go on, until somebody says so',
  async () => {
    const pair = await distributed()
    await pair.bus.ensureTopics([...appTopics, laneProgress])
    const first = await run(pair)
    for (const n of upTo(3)) await order(pair.bus, n)
    await done(pair.store, 3)
    await first.stop()
    const lanes = (pair.database as Db).collection<{ _id: string; marks: string }>('lanes')
    const { marks = '' } = (await lanes.findOne({ _id: 'book/0' })) ?? {}
    await lanes.updateOne({ _id: 'book/0' }, { $set: { marks: '{}' } })
    const second = await run(pair)
    await until('it is named', () =>
      second.member.troubles().some((each) => each.includes('not as the gateway left it')),
    )
    await order(pair.bus, 4)
    const booked4 = async () =>
      (await pair.store.find('book', { limit: 100 })).filter(({ body }) =>
        (body as BookState).entries.some((each) => each.split('/')[2] === '4'),
      )
    await until('the others go on', async () => (await booked4()).length > 0)
    expect(second.member.troubles().filter((each) => each.startsWith('lane '))).toHaveLength(1)
    await second.stop()
    await lanes.updateOne({ _id: 'book/0' }, { $set: { marks } })
    await run(pair)
    await done(pair.store, 4)
    expect(await booked(pair.store)).toEqual(eachOnce(upTo(4)))
  },
)

it('a log that is lost while the store is kept stops the lanes, until that is said on purpose', async () => {
  const cluster = new MemoryCluster(LANES)
  const database = new MemoryDatabase()
  const pair = { bus: new MemoryBus(cluster), store: new MemoryStore(database) } as unknown as Pair
  await pair.bus.ensureTopics([...appTopics, laneProgress])
  const first = await run(pair)
  for (const n of upTo(3)) await order(pair.bus, n)
  await done(pair.store, 3)
  await first.stop()

  const another = new MemoryCluster(LANES)
  another.log.identity = 'memory-2'
  const lost = { ...pair, bus: new MemoryBus(another) }
  await lost.bus.ensureTopics([...appTopics, laneProgress])
  const stopped = await run(lost)
  await until('they stop', () => stopped.member.troubles().some((each) => each.includes('--log-lost')))
  await stopped.stop()
  await lost.store.renew({ lives: [], logLost: true })
  await order(lost.bus, 4)
  await run(lost)
  await done(lost.store, 4)
  expect(await booked(lost.store)).toEqual(eachOnce(upTo(4)))
})

it('embedded, a copy that was made while messages came is whole: log and states went back together', async () => {
  const before = await embedded()
  const first = await run(before)
  for (const n of upTo(5)) await order(before.bus, n)
  await done(before.store, 5)
  await Promise.all([order(before.bus, 6), order(before.bus, 7), before.backUp(), order(before.bus, 8)])
  await order(before.bus, 9)
  await done(before.store, 9)
  await first.stop()
  const after = await before.putBack()
  await after.renew()
  await run(after)
  await order(after.bus, 10)
  await done(after.store, 10)
  const found = await booked(after.store)
  expect(found).toEqual(eachOnce([...new Set(found)]))
  expect(found).toEqual(expect.arrayContaining([...upTo(5), 10]))
})
