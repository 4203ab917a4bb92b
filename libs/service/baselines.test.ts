import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import { Baselines } from '#reference'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { beginBaselines } from './baselines.ts'

const commitOf = { log: {}, positions: {}, marks: {}, published: 0, emit: [] }

async function installation() {
  const store = new MemoryStore(new MemoryDatabase())
  const write = async (process: string, rows: readonly (readonly [string, object])[]) => {
    const id = { process, lane: 0 }
    const { epoch, seq } = await store.takeOver(id)
    const states = rows.map(([key, body]) => ({ key, body, wakeAt: undefined, tags: [], sort: '', fresh: true }))
    await store.commit({ id, epoch, seq: seq + 1, states, ...commitOf })
  }
  /** A start of a build that signs these, on the log as it is. */
  const starts = async (signs: Readonly<Record<string, readonly string[]>>, baselines = new Baselines()) => {
    const told: OutRecord[] = []
    const bus = { partitions: 1, publish: async (records: readonly OutRecord[]) => void told.push(...records) }
    const deps = { bus, store, baselines, clock: { now: () => 5 }, log: { warn() {} } }
    const assignments = Object.entries(signs).map(([name, each]) => ({ name, signs: each }))
    await beginBaselines(deps as never, assignments, (process) => process === 'money')
    return { baselines, told: told.map(({ key, message }) => [key, message.data]) }
  }
  return { write, starts }
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

it('tells a new log what the store knows was taken, and takes nothing a second time', async () => {
  const { write, starts } = await installation()
  await write('money', [['a', {}]])
  const begun = { process: 'money', number: 1, at: 1, takes: ['lists 1', 'stamp'] }
  const made = { process: 'money', number: 1, at: 2, lane: 0, taken: 1 }
  await write('baselines', [
    ['money 1', { ...begun, proof: {} }],
    ['money 1 0', { ...made, proof: {}, again: 1 }],
  ])
  const { baselines, told } = await starts({ money: ['lists 1'] })
  expect(told).toEqual([
    ['money 1', begun],
    ['money 1 0', made],
  ])
  expect([baselines.due('money', 0), baselines.due('money', 1)?.number]).toEqual([undefined, 1])
})
