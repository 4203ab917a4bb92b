import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { MemoryBus, MemoryCluster } from '#bus/memory'
import { topic } from '#contracts'
import type { Commit } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { until } from '../../test/until.ts'
import { type Effect, EffectWork, Member, systemClock } from './index.ts'

const letters = topic({
  name: 'letters',
  key: 'any',
  owner: 'test',
  summary: 'test',
  keep: 1,
  messages: { posted: z.object({}) },
})
const told = topic({
  name: 'told',
  key: 'any',
  owner: 'test',
  summary: 'test',
  keep: 1,
  messages: { delivered: z.object({}) },
})

const running: Member[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()))
})

/** Letters that are carried out in the world: what went out cannot be taken back. */
async function post(
  carryOut: (id: string, signal: AbortSignal) => Promise<void> = async () => {},
  store = new MemoryStore(new MemoryDatabase()),
) {
  const cluster = new MemoryCluster(1)
  cluster.log.ensure([letters, told])
  const delivered: string[] = []
  const record = (id: string, on: { readonly name: string } = letters) => {
    const type = on === letters ? 'posted' : 'delivered'
    return { topic: on.name, partition: 0, key: id, message: { id, type, v: 1, at: 1, corr: id, data: {} } }
  }
  const effect: Effect = {
    name: 'postman',
    inputs: [letters],
    carryOut: async ({ message }, signal) => {
      await carryOut(message.id, signal)
      delivered.push(message.id)
      return [record(message.id, told)]
    },
    refuse: (each) => record(each.key, told),
  }
  const start = async () => {
    const member = new Member(
      [{ name: 'postman', inputs: ['letters'], batch: 4, work: () => new EffectWork(effect) }],
      {
        bus: new MemoryBus(cluster),
        store,
        clock: systemClock,
        session: 's',
        log: { info() {}, warn() {}, error() {} },
      },
    )
    running.push(member)
    await member.start()
    return member
  }
  const toldOf = () => cluster.log.partition('told', 0).map((each) => (each.message as { id: string }).id)
  return { send: (...ids: string[]) => cluster.log.append(ids.map((id) => record(id))), delivered, toldOf, start }
}

/** A database that is away: `made` says whether what it is asked for happens all the same, and only its answer is lost. */
class Away extends MemoryStore {
  failures: { made: boolean }[] = []
  override async commit(commit: Commit): Promise<void> {
    const failure = this.failures.shift()
    if (!failure) return super.commit(commit)
    if (failure.made) await super.commit(commit)
    throw new Error('the connection was lost')
  }
}

it('what was carried out while the store was away is stored from memory and not carried out again', async () => {
  const store = new Away(new MemoryDatabase())
  const office = await post(undefined, store)
  const member = await office.start()
  store.failures = [{ made: false }, { made: true }, { made: false }]
  office.send('a', 'b', 'c')
  await until('it is said that it is not stored', () => member.troubles().some((each) => each.includes('the store')))
  await until('all is stored, and told', () => office.toldOf().length === 3)
  expect(office.delivered).toEqual(['a', 'b', 'c'])
  expect(office.toldOf()).toEqual(['a', 'b', 'c'])
  expect(member.troubles()).toEqual([])
})

it('a lane that is stopped begins nothing new, stores what it carried out, and leaves the rest to who comes after', async () => {
  const gate = Promise.withResolvers<void>()
  const begun: string[] = []
  const office = await post(async (id, signal) => {
    begun.push(id)
    if (id === 'slow') await gate.promise
    if (id !== 'waits') return
    if (begun.filter((each) => each === 'waits').length === 1)
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('not begun'))))
  })
  const first = await office.start()
  office.send('a', 'waits', 'slow', 'b')
  await until('all are begun', () => begun.length === 4)
  office.send('c')
  const stopping = first.stop()
  gate.resolve()
  await stopping
  expect(office.delivered).toEqual(['a', 'b', 'slow'])
  await office.start()
  await until('the rest is carried out', () => office.delivered.length === 5)
  // What could not be begun, with others behind it that were, goes to the end.
  expect(office.delivered).toEqual(['a', 'b', 'slow', 'c', 'waits'])
  await until('each is told of once', () => office.toldOf().length === 5)
})

it('one that fails for an unknown reason does not send the others again', async () => {
  let broken = true
  const office = await post(async (id) => {
    if (id === 'odd' && broken) throw new TypeError('something nobody foresaw')
  })
  const member = await office.start()
  office.send('a', 'odd', 'b')
  await until('the lane is in trouble', () => member.troubles().some((each) => each.endsWith('TypeError')))
  broken = false
  await until('nothing is lost', () => office.delivered.length === 3)
  expect(office.delivered).toEqual(['a', 'b', 'odd'])
})
