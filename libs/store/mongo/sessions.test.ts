import { ClientSession, MongoClient } from 'mongodb'
import { afterEach, describe, expect, it } from 'vitest'
import { databaseUrl, hasServers, openMongo, uniqueName } from '../../../test/servers.ts'
import type { LaneDocument, LaneId, StateWrite } from '../port.ts'
import type { MongoStore } from './index.ts'

const write = (key: string, body: unknown): StateWrite => ({
  key,
  body,
  wakeAt: undefined,
  tags: undefined,
  sort: '',
  fresh: true,
})
const commit = (store: MongoStore, id: LaneId, { epoch, seq }: LaneDocument, ...keys: string[]) =>
  store.commit({
    id,
    epoch,
    seq: seq + 1,
    log: {},
    positions: {},
    marks: {},
    states: keys.map((key) => write(key, 'written')),
    emit: [],
    published: 0,
  })

describe.runIf(hasServers)('a lane is taken over while its former owner carries others into the states with it', () => {
  const { commitTransaction } = ClientSession.prototype
  const stores: MongoStore[] = []
  afterEach(async () => {
    ClientSession.prototype.commitTransaction = commitTransaction
    await Promise.all(stores.splice(0).map((store) => store.close()))
  })

  it.each(['before', 'while'])('%s that is committed: what was committed of all is there, once', async (moment) => {
    const name = uniqueName()
    const [former, next] = [await openMongo(name), await openMongo(name)]
    stores.push(former, next)
    const [taken, kept] = [0, 1].map((lane) => ({ process: 'p', lane })) as [LaneId, LaneId]
    const [a, b] = [await former.takeOver(taken, 'former'), await former.takeOver(kept, 'former')]
    let takenOver: Promise<LaneDocument> | undefined
    ClientSession.prototype.commitTransaction = async function stolen(...given) {
      if (!takenOver) {
        takenOver = next.takeOver(taken, 'next')
        if (moment === 'before') await takenOver
      }
      return commitTransaction.apply(this, given)
    }
    await Promise.all([commit(former, taken, a, 'taken'), commit(former, kept, b, 'kept')])
    expect([...(await former.load('p', ['kept'])).keys()]).toEqual(['kept'])
    const owner = await (takenOver as unknown as Promise<LaneDocument>)
    expect(owner.seq).toBe(1)
    expect([...(await next.load('p', ['taken', 'kept'])).keys()].toSorted()).toEqual(['kept', 'taken'])
    await expect(commit(former, taken, { ...a, seq: 1 }, 'late')).rejects.toMatchObject({ code: 'store.fenced' })
    // It goes on as if nothing had been: the same epoch, the next seq.
    await commit(former, kept, { ...b, seq: 1 }, 'after')
    expect((await former.load('p', ['after'])).get('after')?.body).toBe('written')
  })

  it('and however often its session is ended, each commit is made, and once', async () => {
    const name = uniqueName()
    const store = await openMongo(name)
    const client = await MongoClient.connect(databaseUrl(name))
    stores.push(store)
    const id = { process: 'p', lane: 0 }
    const document = await store.takeOver(id, 's')
    const row = await client.db().collection<{ _id: string; owners: unknown[] }>('lanes').findOne({ _id: 'p/0' })
    let over = false
    const killer = (async () => {
      while (!over) {
        await client.db('admin').command({ killSessions: (row?.owners ?? []).map((id) => ({ id })) })
        await new Promise((resolve) => setTimeout(resolve, 4))
      }
    })()
    for (let seq = 0; seq < 40; seq++)
      await commit(store, id, { ...document, seq }, ...Array.from({ length: 100 }, (_, n) => `${seq}-${n}`))
    over = true
    await killer
    await client.close()
    expect(await store.find('p', { limit: 5000 })).toHaveLength(4000)
    expect((await store.takeOver(id, 's')).seq).toBe(40)
  })
})
