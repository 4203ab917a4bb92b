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

const DAY = 86_400_000

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

it('of an appeal that was granted while its charges are walked over no more are named; else they are, once each', async () => {
  const database = new MemoryDatabase()
  const store = new MemoryStore(database)
  const put = async (process: string, key: string, body: object, tags: string[] = [], sort = '') => {
    const lane = { process, lane: 0 }
    const { epoch, seq } = await store.takeOver(lane)
    const states = [{ key, body, wakeAt: undefined, tags, sort, fresh: true }]
    await store.commit({
      id: lane,
      epoch,
      seq: seq + 1,
      log: {},
      positions: {},
      marks: {},
      states,
      emit: [],
      published: 0,
    })
  }
  const charge = {
    chargeId: 'c1',
    subscriber: 'lin',
    partnerId: 'huayu',
    serviceId: 'joke',
    amountFen: 500,
    refundFen: 0,
  }
  await put('case-charges', 'c1', { ...charge, chargedAt: 5 }, ['partner=huayu'], new Date(5).toISOString())
  await put('cases', '10002000', { number: '10002000', appeal: { at: 1, text: '', decided: { granted: true } } })
  await put('cases', '10002001', { number: '10002001', appeal: { at: 1, text: '', decided: { granted: false } } })
  const named = async (number: string, type = 'walk.page') => {
    const data = { number, rule: { partnerId: 'huayu', from: 1, until: 9 }, times: 2, round: 0, page: 3 }
    const message = { id: 'a', type, v: 1, at: 1, corr: '', data }
    const record = {
      topic: victimWalks.name,
      partition: 0,
      offset: 0,
      key: number,
      message,
      trusted: true,
      raw: () => '',
    }
    const { work } = victimWalk({ bus, store, policy: { policy: defaultPolicy } } as unknown as Deps)
    const { emit } = await work().records({ records: [record], readUpTo: [0] }, new AbortController().signal)
    return emit.map(({ message: { type, data } }) => [type, (data as { done?: boolean }).done])
  }
  expect(await named('10002000')).toEqual([['victims.named', true]])
  expect(await named('10002001')).toEqual([
    ['charge.condemned', undefined],
    ['charge.named', undefined],
    ['victims.named', true],
  ])
  // And of what went back by then its account is asked who bears it.
  expect(await named('10002000', 'acquit.page')).toEqual([
    ['charge.acquitted', undefined],
    ['victims.acquitted', true],
  ])
})

it('of one person’s verdict no more is named than one person may refund: others that met it count, and what was told late', async () => {
  const now = Date.parse('2026-11-20T10:00Z')
  const decided = { at: now - DAY, by: 'li.xue', verdict: { refund: {} }, foreseen: { subscribers: 1, fen: 1000 } }
  const subject = { partnerId: 'huayu' }
  const named = async (own: object, other: object, fen?: number) => {
    const state = {
      number: '10002000',
      subject,
      decided: { ...decided, ...own },
      redress: { refundFen: 0, subscribers: 0 },
    }
    const beside = { number: '10002001', subject, decided: { ...decided, ...other } }
    const charge = { chargeId: 'c1', subscriber: 'lin', ...subject, serviceId: 'joke', amountFen: 500, refundFen: 0 }
    const store = {
      load: async () => new Map([[state.number, { body: state }]]),
      find: async (process: string, { tag }: { tag: string }) =>
        process === 'case-charges'
          ? [{ body: { ...charge, chargedAt: 5 }, cursor: 'c1' }]
          : tag === 'month=2026-11'
            ? [state, beside].map((body) => ({ body }))
            : [],
    }
    const data = { number: state.number, rule: { ...subject, from: 1, until: 9 }, times: 2, round: 0, page: 1 }
    const message = {
      id: 'a',
      type: 'walk.page',
      v: 1,
      at: 1,
      corr: '',
      data: fen === undefined ? data : { ...data, fen },
    }
    const record = {
      topic: victimWalks.name,
      partition: 0,
      offset: 0,
      key: state.number,
      message,
      trusted: true,
      raw: () => '',
    }
    const deps = {
      bus,
      store,
      policy: { policy: defaultPolicy },
      clock: { now: () => now },
      staff: { get: () => ({}) },
    }
    const { work } = victimWalk({ ...deps, catalogue: { asOne: (id: string) => [id] } } as unknown as Deps)
    const { emit } = await work().records({ records: [record], readUpTo: [0] }, new AbortController().signal)
    return emit.map(({ message: { type, data } }) => [type, (data as { held?: boolean }).held])
  }
  const all = [
    ['charge.condemned', undefined],
    ['charge.named', undefined],
    ['victims.named', undefined],
  ]
  const none = [['victims.named', true]]
  const small = { foreseen: { subscribers: 9, fen: 9000 } }
  const large = { foreseen: { subscribers: 9, fen: 999_500 } }
  expect([await named({}, small), await named({}, large)]).toEqual([all, none])
  // Two people decided the other, or this one.
  expect([await named({}, { ...large, proposal: 'pr-1' }), await named({ proposal: 'pr-2' }, large)]).toEqual([
    all,
    all,
  ])
  // Its own pages before this one.
  expect([await named({}, small, 990_000), await named({}, small, 991_000)]).toEqual([all, none])
})
