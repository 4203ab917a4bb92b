import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import { type Envelope, topic } from '#contracts'
import { placeOf, start } from '#evidence'
import { StampedStore, type StateWrite } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { Stamps } from '../evidence/stamp.ts'
import type { LaneBaseline } from './baseline.ts'
import { DecideWork } from './decide-work.ts'
import { type Proven, sealed } from './sealed.ts'
import type { ProcessDefinition } from './types.ts'
import type { Turn } from './work.ts'

interface Holding extends Proven {
  readonly holds: number
}

const contentOf = ({ proof: _, ...content }: Holding) => content
const said = topic({ name: 'said', key: 'any', owner: 'test', summary: '', keep: 1, messages: {} })
const process = sealed<Holding, Envelope, unknown>(
  'holdings',
  {
    name: 'held',
    inputs: [said],
    decide: (state) => ({ state: { ...state, holds: (state?.holds ?? 0) + 1 } }),
    catchUp: {
      nth: 1,
      decide: (state) =>
        state.holds % 2 === 1
          ? {
              state: { ...state, holds: state.holds + 1 },
              emit: [{ topic: 'told', key: `k00${state.holds}`, type: 'made.even', data: {} }],
            }
          : undefined,
    },
    index: ({ holds }) => ({ all: '', odd: `${Number(holds.toFixed()) % 2}` }),
  },
  contentOf,
)

const id = { process: 'held', lane: 0 }
const write = (key: string, body: object, tags: string[] = []): StateWrite => {
  return { key, body, wakeAt: 9000, tags, sort: '', fresh: true }
}

/** A lane as an earlier build left it, and whoever has it now. */
async function upgraded(states: readonly StateWrite[], held: readonly string[] = []) {
  const plain = new MemoryStore(new MemoryDatabase())
  const told: OutRecord[] = []
  const due = { number: 1, takes: new Set(['seal', 'stamp', 'lists 1']), isOrdered: false }
  const by: { due: ReturnType<LaneBaseline['due']> } = { due }
  const takes = () => (by.due?.isOrdered ? 'all' : by.due && ('unstamped' as const))
  const stamps = new Stamps(['a secret'], 'states')
  const open = () => new StampedStore(plain, stamps, { absent: [], held }, () => 0, { changed() {}, takes })
  const store = open()
  const commit = async ({ states, emit }: Turn, { epoch, seq }: { epoch: number; seq: number }) => {
    const none = { log: {}, positions: {}, marks: {}, published: 0 }
    await store.commit({ id, epoch, seq, states, emit: [], ...none })
    told.push(...emit)
  }
  const before = await plain.takeOver(id)
  const none = { log: {}, positions: {}, marks: {}, published: 0, emit: [] }
  await plain.commit({ id, epoch: before.epoch, seq: before.seq + 1, states, ...none })
  /** Takes the lane over, and does so many turns of its baseline, or all. */
  const turns = async (most = Number.POSITIVE_INFINITY) => {
    const document = await store.takeOver(id, 'now')
    let { seq } = document
    const work = new DecideWork(process as unknown as ProcessDefinition, 0, store, {
      ...{ refs: () => undefined, partitions: 1, largest: 1e6, cacheSize: 10, now: () => 1000 },
      baseline: {
        due: () => by.due,
        made: (lane, number, taken) => ({
          ...{ topic: 'baselines', partition: 0, key: 'made' },
          message: { id: '', v: 1, at: 0, corr: '', type: 'baseline.made', data: { lane, number, taken } },
        }),
      },
    })
    for (let n = 0; n < most; n++) {
      const turn = await work.bringUp(200)
      if (!turn) break
      if (turn.states.length + turn.emit.length > 0) await commit(turn, { epoch: document.epoch, seq: ++seq })
      work.committed()
    }
    return {
      work,
      async hears(key: string) {
        const message = { id: 'm', type: 'said', v: 1, at: 2000, corr: 'm', data: {} }
        const record = { topic: 'said', partition: 0, offset: 0, key, message, trusted: true, raw: () => '' }
        await commit(await work.records({ records: [record], readUpTo: [2000] }), { epoch: document.epoch, seq: ++seq })
        work.committed()
      },
    }
  }
  const heads = () => told.filter(({ message }) => message.type === 'head.moved').map(({ message }) => message.data)
  const rows = async () => (await store.beside('held', { after: '', limit: 1000 })).rows
  return { by, plain, store, told, turns, heads, rows, open }
}

const many = Array.from({ length: 450 }, (_, n) => write(`k${String(n).padStart(3, '0')}`, { holds: n }))

it('signs, stamps and lists once what an earlier build left, and goes on where it was stopped', async () => {
  const { turns, heads, rows, told, store, by } = await upgraded(many, ['held'])
  await turns(2)
  expect(heads()).toHaveLength(400)
  await turns()
  expect(new Set(heads().map((each) => (each as { chain: string }).chain)).size).toBe(450)
  expect(heads()).toHaveLength(450)
  expect(heads()[7]).toMatchObject({ number: 1, since: start })
  const made = told.filter(({ message }) => message.type === 'baseline.made').map(({ message }) => message.data)
  expect(made).toEqual([{ lane: 0, number: 1, taken: 50 }])
  by.due = undefined
  for (const { body, changed, entries, wakeAt } of await rows()) {
    const { proof, holds } = body as Holding
    expect([changed, wakeAt, proof?.digest]).toEqual([undefined, 9000, placeOf(proof, { holds }).digest])
    expect(entries.map(([tag]) => tag).toSorted()).toEqual(['all=', `odd=${holds % 2}`])
  }
  expect((await store.load('held', ['k007'])).get('k007')?.changed).toBeUndefined()
})

it('signs what stands there before anything is decided from it, where it has not come to it yet', async () => {
  const { turns, told } = await upgraded(many)
  const { hears } = await turns(1)
  await hears('k449')
  const types = told.filter(({ message: { data } }) => (data as { chain: string }).chain === 'k449')
  expect(types.map(({ message }) => [message.type, (message.data as { number: number }).number])).toEqual([
    ['head.moved', 1],
    ['head.moved', 2],
  ])
})

it('takes nothing that was put in later, nor what was stamped and changed', async () => {
  const { turns, told, by, plain, store, heads } = await upgraded(many.slice(0, 3), ['held'])
  await turns()
  const edit = async (key: string, body: object) => {
    const { epoch, seq } = await plain.takeOver(id)
    const none = { log: {}, positions: {}, marks: {}, published: 0, emit: [] }
    await plain.commit({ id, epoch, seq: seq + 1, states: [{ ...write(key, body), fresh: false }], ...none })
  }
  by.due = undefined
  const [, one] = [...(await plain.load('held', ['k000', 'k001'])).values()]
  await edit('put-in', { holds: 9 })
  expect(heads()).toHaveLength(3)
  // Also another baseline, of something else that is new, signs nothing; and what carries a stamp that does not hold stays named.
  by.due = { number: 2, takes: new Set(['stamp']), isOrdered: false }
  await edit('k001', { ...(one?.body as object), holds: 99 })
  await turns()
  expect(heads()).toHaveLength(3)
  expect(told.filter(({ message }) => message.type === 'baseline.made')).toHaveLength(2)
  by.due = undefined
  expect((await store.beside('held', { after: 'k000', limit: 1 })).rows[0]?.changed).toBe(true)
})

it('does once what an earlier build left undone, and says of it what follows', async () => {
  const { turns, told, by, rows } = await upgraded(many.slice(0, 4))
  by.due = { number: 1, takes: new Set(['catch-up 1']), isOrdered: false }
  await turns()
  const done = () => told.filter(({ message }) => message.type === 'made.even').map(({ key }) => key)
  expect(done()).toEqual(['k001', 'k003'])
  expect((await rows()).map(({ body }) => (body as Holding).holds)).toEqual([0, 2, 2, 4])
  await turns()
  expect(done()).toHaveLength(2)
  by.due = { number: 2, takes: new Set(['catch-up 2']), isOrdered: false }
  await turns()
  expect(done()).toHaveLength(2)
})

it('passes by what is no state, whoever put it in, and comes to its end', async () => {
  const { turns, heads, told, store, by } = await upgraded([...many.slice(0, 3), write('junk', {})], ['held'])
  await turns()
  expect(heads()).toHaveLength(3)
  expect(told.at(-1)?.message.type).toBe('baseline.made')
  by.due = undefined
  expect((await store.load('held', ['junk'])).get('junk')?.changed).toBe(true)
})

it('takes all as it stands where people ordered it: a build without signatures ran meanwhile', async () => {
  const { turns, by, plain, heads, rows, open } = await upgraded(many.slice(0, 3), ['held'])
  await turns()
  const { epoch, seq } = await plain.takeOver(id)
  const [row] = [...(await plain.load('held', ['k002'])).values()]
  const states = [{ ...write('k002', { ...(row?.body as object), holds: 99 }), fresh: false }]
  const none = { log: {}, positions: {}, marks: {}, published: 0, emit: [] }
  await plain.commit({ id, epoch, seq: seq + 1, states, ...none })
  by.due = { number: 2, takes: new Set(['seal', 'stamp', 'lists 1']), isOrdered: true }
  // Who has not the lane believes nothing of it before that is done.
  expect((await open().load('held', ['k002'])).get('k002')?.changed).toBe(true)
  await turns()
  expect((await open().load('held', ['k002'])).get('k002')?.body).toMatchObject({ holds: 99 })
  by.due = undefined
  expect(heads().slice(3)).toMatchObject([{ chain: 'k002', number: 2, since: { number: 1 } }])
  expect((await rows()).filter(({ changed }) => changed)).toEqual([])
})
