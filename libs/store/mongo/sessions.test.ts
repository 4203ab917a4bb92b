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

describe.runIf(hasServers)('a lane is taken over while its former owner commits others in the same transaction', () => {
  const { commitTransaction } = ClientSession.prototype
  const stores: MongoStore[] = []
  afterEach(async () => {
    ClientSession.prototype.commitTransaction = commitTransaction
    await Promise.all(stores.splice(0).map((store) => store.close()))
  })

  it.each(['before', 'while'])(
    '%s it is being committed: theirs are made, once; only the one taken is fenced',
    async (moment) => {
      const name = uniqueName()
      const [former, next] = [await openMongo(name), await openMongo(name)]
      stores.push(former, next)
      const [taken, kept] = [0, 1].map((lane) => ({ process: 'p', lane })) as [LaneId, LaneId]
      const [a, b] = [await former.takeOver(taken, 'former'), await former.takeOver(kept, 'former')]
      let takenOver: Promise<unknown> | undefined
      ClientSession.prototype.commitTransaction = async function stolen(...given) {
        takenOver ??= next.takeOver(taken, 'next')
        if (moment === 'before') await takenOver
        return commitTransaction.apply(this, given)
      }
      const [lost, made] = await Promise.allSettled([
        commit(former, taken, a, 'taken'),
        commit(former, kept, b, 'kept'),
      ])
      await takenOver
      expect(made).toEqual({ status: 'fulfilled', value: undefined })
      if (moment === 'before') expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'store.fenced' } })
      expect((await next.load('p', ['kept'])).get('kept')?.body).toBe('written')
      // It goes on as if nothing had been: the same epoch, the next seq.
      await commit(former, kept, { ...b, seq: 1 }, 'after')
    },
  )

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
