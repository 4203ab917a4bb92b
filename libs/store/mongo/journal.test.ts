import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { ClientSession, Collection, MongoClient } from 'mongodb'
import { afterEach, describe, expect, it } from 'vitest'
import { Stamps } from '#evidence'
import { databaseUrl, hasServers, openMongo, uniqueName } from '../../../test/servers.ts'
import { Fenced, type LaneDocument, type LaneId, type StateWrite } from '../port.ts'
import { MongoStore } from './index.ts'

const id: LaneId = { process: 'p', lane: 0 }
const log = { letters: 'kafka-1/1' }
const write = (key: string, body: unknown, fresh = true): StateWrite => ({
  key,
  body,
  wakeAt: undefined,
  tags: undefined,
  sort: '',
  fresh,
})
const commit = (
  store: MongoStore,
  { epoch, seq }: Pick<LaneDocument, 'epoch' | 'seq'>,
  states: StateWrite[],
  published = seq,
) =>
  store.commit({
    id,
    epoch,
    seq: seq + 1,
    log,
    positions: { letters: seq + 1 },
    marks: {},
    states,
    emit: [
      {
        topic: 'told',
        partition: 0,
        key: 'k',
        message: { id: `m${seq + 1}`, type: 't', v: 1, at: 1, corr: 'c', data: {} },
      },
    ],
    published,
  })
const body = async (store: MongoStore, key: string) => (await store.load('p', [key])).get(key)?.body

describe.runIf(hasServers)('the journal of commits', () => {
  const stores: MongoStore[] = []
  const clients: MongoClient[] = []
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((each) => each.close()))
    await Promise.all(clients.splice(0).map((each) => each.close()))
  })
  async function open(name: string, answerMs?: number): Promise<MongoStore> {
    const store = await openMongo(name, answerMs)
    stores.push(store)
    return store
  }
  /** The next transaction is not committed before `carryOn`. */
  function held() {
    const [begun, on] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { commitTransaction } = ClientSession.prototype
    ClientSession.prototype.commitTransaction = async function heldBack(...given) {
      ClientSession.prototype.commitTransaction = commitTransaction
      begun.resolve()
      await on.promise
      return commitTransaction.apply(this, given)
    }
    return { carried: begun.promise, carryOn: on.resolve }
  }
  async function database(name: string) {
    const client = await MongoClient.connect(databaseUrl(name))
    clients.push(client)
    return client.db()
  }

  it('gives who takes a lane over what its owner committed and had not carried into the states', async () => {
    const name = uniqueName()
    const [killed, next] = [await open(name), await open(name)]
    const first = await killed.takeOver(id, 'killed')
    const db = await database(name)
    // A lock on the states, as long as it takes: nothing is carried over.
    const session = db.client.startSession()
    session.startTransaction()
    await db.collection<{ _id: string }>('lanes').updateOne({ _id: 'p/0' }, { $set: { held: true } }, { session })
    await commit(killed, { ...first, seq: 0 }, [write('a', 1), write('b', 1)])
    await commit(killed, { ...first, seq: 1 }, [write('a', 2, false), write('b', undefined, false)])
    await commit(killed, { ...first, seq: 2 }, [write('b', 3), write('c', 1)], 1)
    expect(await db.collection('states.p').countDocuments()).toBe(0)
    // Which log it is stands in the first of them.
    const heads = await db.collection<{ _id: string; h: string }>('journal').find().sort({ _id: 1 }).toArray()
    expect(heads.flatMap(({ h }) => (h ? [JSON.parse(h).log] : []))).toEqual([log, undefined, undefined])
    const taking = next.takeOver(id, 'next')
    await session.abortTransaction()
    await session.endSession()
    const taken = await taking
    expect(taken).toMatchObject({ seq: 3, positions: { letters: 3 }, log })
    expect(taken.outbox.map((each) => each.seq)).toEqual([2, 3])
    expect([await body(next, 'a'), await body(next, 'b'), await body(next, 'c')]).toEqual([2, 3, 1])
    await expect(commit(killed, { ...first, seq: 3 }, [write('a', 9, false)])).rejects.toBeInstanceOf(Fenced)
    await commit(next, taken, [write('a', 4, false)])
    expect(await body(next, 'a')).toBe(4)
  })

  it('is read by who has committed while it is still carried into the states: who asks for that waits for nothing', async () => {
    const store = await open(uniqueName())
    const owner = await store.takeOver(id, 's')
    await commit(store, owner, [write('a', 1), write('b', 1), write('d', 1)])
    await store.find('p', { limit: 9 })
    const { carried, carryOn } = held()
    await commit(store, { ...owner, seq: 1 }, [write('a', 2, false), write('b', undefined, false)])
    await carried
    await commit(store, { ...owner, seq: 2 }, [write('a', 3, false), write('c', 1)])
    const loaded = await store.load('p', ['a', 'b', 'c', 'd', 'e'], { asCommitted: true })
    expect([...loaded].map(([key, { body }]) => [key, body]).toSorted()).toEqual([
      ['a', 3],
      ['c', 1],
      ['d', 1],
    ])
    carryOn()
    expect((await store.find('p', { limit: 9 })).map(({ key, body }) => [key, body])).toEqual([
      ['a', 3],
      ['c', 1],
      ['d', 1],
    ])
    // One that no row of the journal has is committed only when it is carried over.
    const large = Array.from({ length: 70 }, (_, n) => write(n === 0 ? 'a' : `l${n}`, 'x'.repeat(60_000), n > 0))
    const again = held()
    const done = commit(store, { ...owner, seq: 3 }, large)
    await again.carried
    expect((await store.load('p', ['a'], { asCommitted: true })).get('a')?.body).toBe(3)
    again.carryOn()
    await done
    expect(await body(store, 'a')).toHaveLength(60_000)
  })

  it('is not begun by whom somebody else overtook in taking the lane over, though a place seemed free', async () => {
    const name = uniqueName()
    const [slow, quick] = [await open(name), await open(name)]
    const { insertOne } = Collection.prototype
    let stopped = false
    Collection.prototype.insertOne = async function overtaken(...given) {
      if (!stopped) {
        stopped = true
        const owner = await quick.takeOver(id, 'quick')
        for (let seq = 0; seq < 3; seq++) await commit(quick, { ...owner, seq }, [write('a', seq, seq === 0)])
        await expect.poll(() => this.countDocuments({ until: { $exists: false } })).toBe(0)
      }
      return insertOne.apply(this, given)
    }
    const outcome = await slow.takeOver(id, 'slow').catch((error: unknown) => error)
    Collection.prototype.insertOne = insertOne
    expect(outcome).toBeInstanceOf(Fenced)
  })

  it('goes on with its owner when one that it overtook takes a place of it late', async () => {
    const name = uniqueName()
    const [slow, quick] = [await open(name), await open(name)]
    const { insertOne } = Collection.prototype
    let owner: LaneDocument | undefined
    Collection.prototype.insertOne = async function overtaken(...given) {
      Collection.prototype.insertOne = insertOne
      owner = await quick.takeOver(id, 'quick')
      return insertOne.apply(this, given)
    }
    await expect(slow.takeOver(id, 'slow')).rejects.toBeInstanceOf(Fenced)
    const first = owner as LaneDocument
    await commit(quick, first, [write('a', 1)])
    await commit(quick, { ...first, seq: 1 }, [write('a', 2, false)])
    expect(await body(quick, 'a')).toBe(2)
    expect(await slow.takeOver(id, 'slow')).toMatchObject({ seq: 2 })
    await expect(commit(quick, { ...first, seq: 2 }, [write('a', 3, false)])).rejects.toBeInstanceOf(Fenced)
  })

  it('goes on over new links when all that it had went silent, and makes what was under way once', async () => {
    const name = uniqueName()
    const links: { from: Socket; to: Socket }[] = []
    const proxy = createServer((from) => {
      const to = connect(Number(/:(\d+)\//.exec(databaseUrl(name))?.[1]), '127.0.0.1')
      links.push({ from, to })
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        one.pipe(other)
        one.on('error', () => {})
        one.on('close', () => other.destroy())
      }
    })
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
    const { port } = proxy.address() as AddressInfo
    const url = `mongodb://127.0.0.1:${port}/${name}?directConnection=true&connectTimeoutMS=300&heartbeatFrequencyMS=500`
    const store = await MongoStore.open(url, new Stamps(['a secret of tests'], 'lanes'))
    const owner = await store.takeOver(id, 's')
    await commit(store, owner, [write('a', 1)])
    for (const { from, to } of links.splice(0)) {
      from.unpipe(to).pause()
      to.unpipe(from).pause()
    }
    const under = commit(store, { ...owner, seq: 1 }, [write('a', 2, false)])
    await under.catch(() => commit(store, { ...owner, seq: 1 }, [write('a', 2, false)]))
    await commit(store, { ...owner, seq: 2 }, [write('a', 3, false)])
    await expect.poll(() => body(store, 'a').catch(() => undefined)).toBe(3)
    expect(await store.takeOver(id, 's')).toMatchObject({ seq: 3 })
    await store.close()
    proxy.close()
  })

  it('carries what was committed over a row that somebody put where there was none, and the others with it', async () => {
    const name = uniqueName()
    const [store, next] = [await open(name), await open(name)]
    const owner = await store.takeOver(id, 's')
    const other = { process: 'q', lane: 0 }
    const its = await store.takeOver(other, 's')
    const db = await database(name)
    await db.collection<{ _id: string }>('states.p').insertMany([
      { _id: 'a', l: 0, b: '"planted"', w: 1, x: ['of=x'] },
      { _id: 'gone', l: 0, b: '"planted"' },
      { _id: 'large', l: 0, b: '"planted"' },
    ] as never)
    const { carried, carryOn } = held()
    await commit(store, owner, [write('first', 1)])
    await carried
    await commit(store, { ...owner, seq: 1 }, [write('a', 1), write('b', 1), write('gone', 1)])
    await commit(store, { ...owner, seq: 2 }, [write('a', 2, false), write('gone', undefined, false)])
    await store.commit({
      ...{ id: other, epoch: its.epoch, seq: 1, log, positions: {}, marks: {}, published: 0, emit: [] },
      states: [write('theirs', 1)],
    })
    carryOn()
    expect(await store.find('p', { limit: 9 })).toMatchObject([
      { key: 'a', body: 2, wakeAt: undefined },
      { key: 'b' },
      { key: 'first' },
      { key: 'large' },
    ])
    expect(await db.collection<{ _id: string }>('states.p').findOne({ _id: 'a' })).toEqual({ _id: 'a', l: 0, b: '2' })
    expect((await store.find('q', { limit: 9 })).map(({ key }) => key)).toEqual(['theirs'])
    const large = Array.from({ length: 70 }, (_, n) => write(n === 0 ? 'large' : `l${n}`, 'x'.repeat(60_000)))
    await commit(store, { ...owner, seq: 3 }, large)
    expect(await body(store, 'large')).toHaveLength(60_000)
    await store.ping()
    expect(await next.takeOver(id, 's')).toMatchObject({ seq: 4 })
  })

  it('tells of states that a former owner committed, also where nobody has carried them over', async () => {
    const name = uniqueName()
    const [killed, next] = [await open(name), await open(name)]
    const owner = await killed.takeOver(id, 's')
    const { carried, carryOn } = held()
    await commit(killed, owner, [])
    await carried
    await commit(killed, { ...owner, seq: 1 }, [])
    const other = { process: 'pp', lane: 0 }
    await killed.commit({
      ...{ id: other, epoch: (await killed.takeOver(other, 's')).epoch, seq: 1, log, positions: {}, marks: {} },
      ...{ published: 0, emit: [], states: [write('its', 1)] },
    })
    expect([await next.isBehind('p'), await next.isBehind('pp')]).toEqual([false, true])
    await commit(killed, { ...owner, seq: 2 }, [write('a', 1)])
    expect([await next.isBehind('p'), await next.isBehind('ppp')]).toEqual([true, false])
    expect((await next.beside('p', { limit: 1 })).rows).toEqual([])
    carryOn()
    await killed.find('p', { limit: 1 })
    await expect.poll(() => next.isBehind('p')).toBe(false)
  })

  it('makes the commits that follow one of which MongoDB says nothing for ever', async () => {
    const store = await open(uniqueName(), 2000)
    const [owner, behind] = [await store.takeOver(id, 's'), { process: 'q', lane: 0 }]
    const its = await store.takeOver(behind, 's')
    const asked = Promise.withResolvers<void>()
    const { insertMany } = Collection.prototype
    Collection.prototype.insertMany = () => {
      Collection.prototype.insertMany = insertMany
      asked.resolve()
      return new Promise(() => undefined)
    }
    const under = commit(store, owner, [write('a', 1)]).catch(String)
    await asked.promise
    const next = { epoch: its.epoch, seq: 1, log, positions: {}, marks: {}, published: 0, emit: [] }
    await store.commit({ ...next, id: behind, states: [write('b', 1)] })
    expect(await under).toContain('has not answered')
    expect((await store.load('q', ['b'])).size).toBe(1)
    await commit(store, await store.takeOver(id, 's'), [write('a', 2)])
    expect(await body(store, 'a')).toBe(2)
  })

  it('shows in another process, soon, what was committed in this one', async () => {
    const name = uniqueName()
    const [here, there] = [await open(name), await open(name)]
    await commit(here, await here.takeOver(id, 's'), [write('a', 1)])
    await expect.poll(() => body(there, 'a'), { interval: 5 }).toBe(1)
  })

  it('takes a commit that is larger than one of its rows may be', async () => {
    const store = await open(uniqueName())
    const owner = await store.takeOver(id, 's')
    const large = 'x'.repeat(60_000)
    const states = Array.from({ length: 300 }, (_, n) => write(`k${n}`, `${n}${large}`))
    await commit(store, owner, states)
    await commit(store, { ...owner, seq: 1 }, [write('k7', 'small', false)])
    expect(String(await body(store, 'k299'))).toHaveLength(60_003)
    const again = await store.takeOver(id, 's')
    expect(again.seq).toBe(2)
    expect(await body(store, 'k7')).toBe('small')
  })

  it('is empty when all is in the states, but for the places that former owners may not take', async () => {
    const name = uniqueName()
    const store = await open(name)
    const owner = await store.takeOver(id, 's')
    for (let seq = 0; seq < 20; seq++) await commit(store, { ...owner, seq }, [write('a', seq, seq === 0)])
    const db = await database(name)
    const left = () => db.collection('journal').countDocuments({ until: { $exists: false } })
    await expect.poll(left, { interval: 10 }).toBe(0)
    expect(await db.collection('journal').countDocuments()).toBe(1)
  })

  it.each([1, 2, 3])('counts right, whoever owns the lane and however often it is taken away (%i)', async (seed) => {
    const name = uniqueName()
    const members = [await open(name), await open(name), await open(name)]
    let acknowledged = 0
    let unknown = 0
    let random = seed * 7919
    const chance = () => {
      random = (random * 1103515245 + 12345) % 2147483648
      return random / 2147483648
    }
    const play = async (store: MongoStore) => {
      while (acknowledged < 30) {
        try {
          await new Promise((resolve) => setTimeout(resolve, chance() * 60))
          const owner = await store.takeOver(id, 's')
          let count = ((await body(store, 'count')) as number | undefined) ?? 0
          const most = Math.floor(chance() * 12)
          for (let n = 0; n < most; n++) {
            await commit(store, { ...owner, seq: owner.seq + n }, [write('count', count + 1, count === 0)])
            acknowledged++
            count++
            if (chance() < 0.3) await new Promise((resolve) => setTimeout(resolve, chance() * 8))
          }
        } catch (error) {
          if (!(error instanceof Fenced)) throw error
          unknown++
        }
      }
    }
    await Promise.all(members.map(play))
    const last = await (members[0] as MongoStore).takeOver(id, 's')
    const count = await body(members[0] as MongoStore, 'count')
    // Who was fenced may have committed and not heard of it; who heard of it has.
    expect(count).toBeGreaterThanOrEqual(acknowledged)
    expect(count).toBeLessThanOrEqual(acknowledged + unknown)
    expect([last.seq, last.positions['letters']]).toEqual([count, count])
  })
})
