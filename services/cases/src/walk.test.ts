import { expect, it } from 'vitest'
import { MemoryBus, MemoryCluster } from '#bus/memory'
import { caseOutcomes, victimWalks } from '#contracts'
import { Stamps } from '#evidence'
import { defaultPolicy } from '#policy'
import type { Deps } from '#service'
import { Changed, StampedStore } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { hearerTag } from './domain/hearers.ts'
import { victimWalk } from './walk.ts'

const id = { process: 'case-hearers', lane: 0 }
const bus = new MemoryBus(new MemoryCluster(1))
const page = {
  ...{ number: '10002000', subject: { partnerId: 'huayu' }, proven: true, reasonZh: '查实', reasonEn: 'proven' },
  ...{ since: 0, decidedAt: 9, refunds: true, withdrawn: false, page: 0 },
}

/** A database in which somebody complained, gateways on it, and the walk of one over who is to be told. */
function world() {
  const database = new MemoryDatabase()
  const opened = () =>
    new StampedStore(
      new MemoryStore(database),
      new Stamps(['a secret'], 'states'),
      { absent: [id.process], held: [] },
      () => 0,
      { changed: () => {} },
    )
  const complained = async (store: StampedStore, ...keys: string[]) => {
    const { epoch, seq } = await store.takeOver(id, 's')
    const tags = [hearerTag({ partnerId: 'huayu' })]
    const states = keys.map((key) => ({ key, body: { key }, wakeAt: undefined, tags, sort: '', fresh: true }))
    await store.commit({ id, epoch, seq: seq + 1, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
  }
  const told = (store: StampedStore) => {
    const message = { id: 'a', type: 'tell.page', v: 1, at: 1, corr: '', data: page }
    const record = { topic: victimWalks.name, partition: 0, offset: 0, key: page.number, message }
    const { work } = victimWalk({ bus, store, policy: { policy: defaultPolicy } } as unknown as Deps)
    return work().records(
      { records: [{ ...record, trusted: true, raw: () => '' }], readUpTo: [0] },
      new AbortController().signal,
    )
  }
  return { database, opened, complained, told }
}

it('who complained hears of an outcome once their rows can be believed, and nobody is passed over meanwhile', async () => {
  const { database, opened, complained, told } = world()
  await complained(opened(), 'lin', 'wang')
  const rows = database.process(id.process)
  const lin = rows.get('lin')
  rows.delete('lin')
  const store = opened()
  await expect(store.takeOver(id, 's')).rejects.toThrow(Changed)
  expect(await told(store)).toMatchObject({ emit: [], done: 0, failure: { code: 'record.changed' } })
  if (lin) rows.set('lin', lin)
  await store.takeOver(id, 's')
  const { emit, failure } = await told(store)
  expect(failure).toBeUndefined()
  expect(emit.map(({ topic, key }) => [topic, key])).toEqual([
    [caseOutcomes.name, 'lin'],
    [caseOutcomes.name, 'wang'],
  ])
})
