import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import { Stamps } from '#evidence'
import { Baselines } from '#reference'
import { StampedStore, type Store } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { beginBaselines } from './baselines.ts'

const commitOf = { log: {}, positions: {}, marks: {}, published: 0, emit: [] }

/** @param behind what former owners committed, and nobody has carried over yet */
async function installation(behind: readonly string[] = []) {
  const isBehind = async (process: string) => behind.includes(process)
  const plain = Object.assign(new MemoryStore(new MemoryDatabase()), { isBehind })
  const stamps = new Stamps(['a secret'], 'states')
  const kinds = { absent: [], held: ['money', 'account', 'baselines'], unrolled: ['money', 'account', 'baselines'] }
  const store = new StampedStore(plain, stamps, kinds, () => 0, { changed() {} })
  const writeBy = (by: Store) => async (process: string, rows: readonly (readonly [string, object])[]) => {
    const id = { process, lane: 0 }
    const { epoch, seq } = await by.takeOver(id, 's')
    const states = rows.map(([key, body]) => ({ key, body, wakeAt: undefined, tags: [], sort: '', fresh: true }))
    await by.commit({ id, epoch, seq: seq + 1, states, ...commitOf })
  }
  /** A start of a build that signs these, on the log as it is. */
  const starts = async (
    signs: Readonly<Record<string, readonly string[]>>,
    baselines = new Baselines(),
    seals: readonly string[] = [],
  ) => {
    const told: OutRecord[] = []
    const bus = {
      partitions: 1,
      publish: async (records: readonly OutRecord[]) => void told.push(...records),
      async follow(topic: string, each: (record: { key: string }) => void) {
        if (topic === 'evidence.seals') for (const key of seals) each({ key })
        return async () => undefined
      },
    }
    const deps = { bus, store, baselines, clock: { now: () => 5 }, log: { warn() {} } }
    const assignments = Object.entries(signs).map(([name, each]) => ({ name, signs: each, seals: name }))
    const stampOf = (process: string) =>
      process === 'money' ? 'new' : ['account', 'baselines'].includes(process) ? 'known' : undefined
    await beginBaselines(deps as never, assignments, stampOf)
    return { baselines, told: told.map(({ key, message }) => [key, message.data]) }
  }
  return { write: writeBy(store), writeBeside: writeBy(plain), starts }
}

it('begins once for each kind, takes what stands there, and where nothing does there is nothing to take', async () => {
  const { write, starts } = await installation()
  await write('money', [['a', {}]])
  const { baselines, told } = await starts({ money: ['lists 1'], none: ['seal'] })
  expect(told).toEqual([
    ['money 1', { process: 'money', number: 1, at: 5, takes: ['lists 1', 'stamp'] }],
    ['none 1', { process: 'none', number: 1, at: 5, takes: ['seal'], nothing: true }],
  ])
  expect(baselines.due('money', 2)).toMatchObject({ number: 1, isOrdered: false })
  expect(baselines.due('none', 2)).toBeUndefined()
  expect((await starts({ money: ['lists 1'], none: ['seal'] }, baselines)).told).toEqual([])
})

it('takes what its last owner committed and nobody can read yet', async () => {
  const { starts } = await installation(['money'])
  const { told } = await starts({ money: ['lists 1'], none: ['seal'] })
  expect(told).toEqual([
    ['money 1', { process: 'money', number: 1, at: 5, takes: ['lists 1', 'stamp'] }],
    ['none 1', { process: 'none', number: 1, at: 5, takes: ['seal'], nothing: true }],
  ])
})

it('takes of a later build only what is new with it', async () => {
  const { write, starts } = await installation()
  await write('money', [['a', {}]])
  const { baselines } = await starts({ money: ['lists 1'] })
  const made = { process: 'money', number: 1, at: 6, lane: 0, taken: 1 }
  baselines.apply({ id: 'm', v: 1, at: 6, corr: 'm', type: 'baseline.made', data: made })
  const { told } = await starts({ money: ['lists 1', 'seal'] }, baselines)
  expect(told).toEqual([['money 2', { process: 'money', number: 2, at: 5, takes: ['seal'] }]])
  expect(baselines.due('money', 0)?.takes).toEqual(new Set(['seal']))
  expect(baselines.due('money', 1)?.takes).toEqual(new Set(['lists 1', 'stamp', 'seal']))
})

it('tells a new log what the store knows was begun, and takes nothing a second time', async () => {
  const { write, starts } = await installation()
  await write('money', [['a', {}]])
  const begun = { process: 'money', number: 1, at: 1, takes: ['lists 1', 'stamp'] }
  const ordered = {
    process: 'money',
    number: 2,
    at: 2,
    takes: ['lists 1', 'stamp'],
    by: 'two',
    reason: 'so',
    proposal: 'p',
  }
  await write('baselines', [
    ['money 1', { ...begun, proof: {} }],
    ['money 1 0', { process: 'money', number: 1, at: 2, lane: 0, taken: 1, proof: {} }],
    ['money 2', ordered],
  ])
  const { baselines, told } = await starts({ money: ['lists 1'] })
  expect(told).toEqual([
    ['money 1', { ...begun, nothing: true }],
    ['money 2', { ...ordered, nothing: true }],
  ])
  // Of a lane that had not made it either: only two people have that taken.
  expect([baselines.due('money', 0), baselines.due('money', 1)]).toEqual([undefined, undefined])
})

it('believes no fact that somebody else put into the store, and begins those of the facts themselves with nothing', async () => {
  const { write, writeBeside, starts } = await installation()
  await write('money', [['a', {}]])
  const fact = { process: 'money', number: 1, at: 1, takes: ['lists 1', 'stamp'] }
  await writeBeside('baselines', [
    ['money 1', { ...fact, by: 'two', reason: 'planted', proposal: 'p' }],
    ['none 1', { ...fact, process: 'none', nothing: true }],
    ['none 2', { process: 'none', number: 2, takes: 'everything' }],
    ['money 1 0', { process: 'money', number: 1, at: 2, lane: 0, taken: 0 }],
  ])
  const { told, baselines } = await starts({ money: ['lists 1'], baselines: ['seal'] })
  expect(told).toEqual([
    ['money 1', { ...fact, at: 5 }],
    ['baselines 1', { process: 'baselines', number: 1, at: 5, takes: ['seal', 'stamp'], nothing: true }],
  ])
  expect(baselines.due('money', 0)).toMatchObject({ number: 1, isOrdered: false })
})

it('takes nothing as it stands of what builds before this one stamped or signed: its rows lost that', async () => {
  const { write, starts } = await installation()
  const kinds = ['account', 'signed', 'unsigned']
  for (const each of kinds) await write(each, [['a', {}]])
  const { told, baselines } = await starts(
    { account: ['lists 1'], signed: ['seal'], unsigned: ['seal'] },
    new Baselines(),
    ['signed-a.000000001'],
  )
  expect(told).toEqual([
    ['account 1', { process: 'account', number: 1, at: 5, takes: ['stamp'], nothing: true }],
    ['account 2', { process: 'account', number: 2, at: 5, takes: ['lists 1'] }],
    ['signed 1', { process: 'signed', number: 1, at: 5, takes: ['seal'], nothing: true }],
    ['unsigned 1', { process: 'unsigned', number: 1, at: 5, takes: ['seal'] }],
  ])
  expect(baselines.due('account', 0)?.takes).toEqual(new Set(['lists 1']))
  expect([baselines.due('signed', 0), baselines.due('unsigned', 0)?.number]).toEqual([undefined, 1])
  expect(baselines.lanesDue(2)).toBe(4)
})
