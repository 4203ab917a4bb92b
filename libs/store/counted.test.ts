import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Stamps } from '#evidence'
import { CountedStore } from './counted.ts'
import { MemoryDatabase, MemoryStore } from './memory/index.ts'
import type { LaneDocument, LaneId, Store } from './port.ts'
import { StampedStore } from './stamped.ts'

const KIND = 'requests'
const id: LaneId = { process: KIND, lane: 0 }
const stamps = new Stamps(['a secret'], 'states')

/** A database, members on it, and whoever has its shell. */
function world() {
  const database = new MemoryDatabase()
  const told: string[] = []
  const off: (number | undefined)[] = []
  const opened = (on: Store = new MemoryStore(database), kinds = [KIND]) => {
    const watch = {
      changed: (process: string, key: string, rows?: number) => {
        told.push(`changed ${process} ${key}`)
        off.push(rows)
      },
      over: (...what: unknown[]) => void told.push(`over ${what.join(' ')}`),
      right: (...what: unknown[]) => void told.push(`right ${what.join(' ')}`),
    }
    const counted = new CountedStore(on, stamps, kinds, () => 0, watch)
    return {
      counted,
      store: new StampedStore(counted, stamps, { absent: [KIND], held: [], unrolled: [KIND] }, () => 0, watch),
    }
  }
  const rows = () => database.process(KIND)
  const write = async (
    on: StampedStore,
    { epoch }: LaneDocument,
    seq: number,
    bodies: Record<string, object | undefined>,
  ) => {
    const states = Object.entries(bodies).map(([key, body]) => ({
      ...{ key, body, wakeAt: undefined, tags: undefined, sort: '', fresh: !rows().has(key) },
    }))
    await on.commit({ id, epoch, seq, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
  }
  const restore = (was: ReturnType<typeof backup>) => {
    rows().clear()
    for (const [key, row] of was) rows().set(key, row)
  }
  const backup = () => new Map(rows())
  /** Walks through all rows. */
  const walked = async (on: CountedStore) => {
    while (!(await on.walk(KIND)));
    return told.splice(0)
  }
  return { database, told, off, opened, rows, write, restore, backup, walked }
}

/** Three requests, of which one was answered and one is over since a backup. */
async function lived() {
  const all = world()
  const { store, counted } = all.opened()
  const lane = await store.takeOver(id, 's')
  await all.write(store, lane, 1, { zhang: { status: 'asked' }, li: { status: 'asked' }, wang: { status: 'asked' } })
  const former = all.backup()
  await all.write(store, lane, 2, { zhang: { status: 'confirmed' }, wang: undefined, zhao: { status: 'asked' } })
  return { ...all, store, counted, lane, former, whole: all.backup() }
}
type Lived = Awaited<ReturnType<typeof lived>>

/** What a row says cannot be changed under its stamp: services/stamped-kinds.test.ts. */
const edits: Readonly<Record<string, (on: Lived) => void>> = {
  'takes one away': ({ rows }) => void rows().delete('li'),
  'puts one back to what it was': ({ rows, former }) => void rows().set('zhang', former.get('zhang') as never),
  'puts one back that was over': ({ rows, former }) => void rows().set('wang', former.get('wang') as never),
  'takes one away for one that was over': ({ rows, former }) => {
    rows().delete('li')
    rows().set('wang', former.get('wang') as never)
  },
  'takes all away': ({ rows }) => rows().clear(),
  'cuts off the last': ({ rows }) => void rows().delete('zhao'),
  'swaps two': ({ rows }) => {
    const [zhang, li] = [rows().get('zhang'), rows().get('li')]
    rows()
      .set('zhang', li as never)
      .set('li', zhang as never)
  },
  'takes a stamp away': ({ rows }) => {
    const zhang = rows().get('zhang')
    rows().set('zhang', { ...zhang, body: '{"status":"confirmed"}' } as never)
  },
  'puts all back to a backup': ({ restore, former }) => restore(former),
}

describe('of a kind with too many rows to know each', () => {
  it.each(Object.entries(edits))(
    'who writes the database and %s is told of, until it is as it was',
    async (_how, edit) => {
      const on = await lived()
      expect(await on.walked(on.counted)).toEqual([])
      edit(on)
      expect(await on.walked(on.counted)).toEqual(['changed requests lane 0', 'over requests lane 0'])
      expect(on.store.changedRecords()).toBe(1)
      // It is told once, not after each walk.
      expect(await on.walked(on.counted)).toEqual([])
      on.restore(on.whole)
      expect(await on.walked(on.counted)).toEqual(['right requests lane 0'])
      expect(on.store.changedRecords()).toBe(0)
    },
  )

  it.each(Object.entries(edits))(
    'who %s while nobody has its lane is told of by who takes it over',
    async (_how, edit) => {
      const on = await lived()
      edit(on)
      const next = on.opened()
      const lane = await next.store.takeOver(id, 'next')
      expect(await on.walked(next.counted)).toEqual(['changed requests lane 0', 'over requests lane 0'])
      // What is written meanwhile does not hide it.
      await on.write(next.store, lane, 3, { qian: { status: 'asked' } })
      expect(await on.walked(next.counted)).toEqual([])
      on.restore(new Map([...on.whole, ['qian', on.rows().get('qian') as never]]))
      expect(await on.walked(next.counted)).toEqual(['right requests lane 0'])
    },
  )

  it('what is taken away of a lane that is off already is told, with how many rows are missed', async () => {
    const on = await lived()
    on.rows().delete('li')
    expect(await on.walked(on.counted)).toEqual(['changed requests lane 0', 'over requests lane 0'])
    await on.write(on.store, on.lane, 3, { qian: { status: 'asked' } })
    expect(await on.walked(on.counted)).toEqual([])
    on.rows().delete('zhao')
    expect(await on.walked(on.counted)).toEqual(['changed requests lane 0'])
    on.rows().set('zhang', on.former.get('zhang') as never)
    expect(await on.walked(on.counted)).toEqual(['changed requests lane 0'])
    expect(on.off).toEqual([-1, -2, -2])
  })

  it('what earlier builds left is counted as it stands, and held from then on', async () => {
    const all = world()
    const plain = all.opened(undefined, [])
    await all.write(plain.store, await plain.store.takeOver(id, 'earlier'), 1, { zhang: { n: 1 }, li: { n: 1 } })
    const { store, counted } = all.opened()
    const lane = await store.takeOver(id, 's')
    await all.write(store, lane, 2, { zhang: { n: 2 } })
    expect(await all.walked(counted)).toEqual([])
    await all.write(store, lane, 3, { zhao: { n: 1 } })
    all.rows().delete('li')
    expect(await all.walked(counted)).toEqual(['changed requests lane 0', 'over requests lane 0'])
    // It is no earlier build’s any more.
    expect(store.isUnsaid(id)).toBe(false)
    const next = all.opened()
    await next.store.takeOver(id, 'next')
    expect(await all.walked(next.counted)).toEqual(['changed requests lane 0', 'over requests lane 0'])
  })

  it('what a quiet lane was counted as is said by a commit of nothing', async () => {
    const all = world()
    const plain = all.opened(undefined, [])
    await all.write(plain.store, await plain.store.takeOver(id, 'earlier'), 1, { zhang: { n: 1 }, li: { n: 1 } })
    const { store, counted } = all.opened()
    const lane = await store.takeOver(id, 's')
    expect(store.isUnsaid(id)).toBe(false)
    await all.walked(counted)
    expect(store.isUnsaid(id)).toBe(true)
    await all.write(store, lane, 2, {})
    expect(store.isUnsaid(id)).toBe(false)
    all.rows().delete('li')
    const next = all.opened()
    await next.store.takeOver(id, 'next')
    expect(await all.walked(next.counted)).toEqual(['changed requests lane 0', 'over requests lane 0'])
  })

  it.each([
    ['was made', true],
    ['was not made', false],
  ])('a commit that %s when its owner died is counted once', async (_what, isMade) => {
    const on = await lived()
    const dying = new MemoryStore(on.database)
    dying.commit = async (what) => {
      if (isMade) await MemoryStore.prototype.commit.call(dying, what)
      throw new Error('no answer')
    }
    const first = on.opened(dying)
    const lane = await first.store.takeOver(id, 'first')
    const bodies = { zhang: { status: 'refused' }, li: undefined, qian: { status: 'asked' } }
    await expect(on.write(first.store, lane, 3, bodies)).rejects.toThrow('no answer')
    const next = on.opened()
    await next.store.takeOver(id, 'next')
    expect(await on.walked(next.counted)).toEqual([])
    on.rows().delete('zhao')
    expect(await on.walked(next.counted)).toEqual(['changed requests lane 0', 'over requests lane 0'])
  })

  it('whoever lost the lane says nothing of what its owner writes', async () => {
    const on = await lived()
    const next = on.opened()
    const lane = await next.store.takeOver(id, 'next')
    await on.write(next.store, lane, 3, { qian: { status: 'asked' } })
    expect(await on.walked(on.counted)).toEqual([])
    expect(await on.walked(next.counted)).toEqual([])
  })

  it('walks beside commits and tells of nothing that the gateway wrote, and of each row that it did not', async () => {
    const step = fc.record({
      key: fc.integer({ min: 0, max: 700 }),
      gone: fc.boolean(),
      n: fc.integer({ min: 0, max: 9 }),
    })
    const turns = fc.array(fc.array(step, { maxLength: 9 }), { maxLength: 30 })
    const waits = fc.infiniteStream(fc.integer({ min: 0, max: 3 }))
    await fc.assert(
      fc.asyncProperty(turns, waits, async (steps, pauses) => {
        const all = world()
        const slow = new MemoryStore(all.database)
        const { ends, commit } = slow
        // Before something is done, and before its answer comes, anything may happen.
        const slowly = async <Given>(done: () => Promise<Given>): Promise<Given> => {
          for (let n = pauses.next().value; n > 0; n--) await new Promise(setImmediate)
          const given = await done()
          for (let n = pauses.next().value; n > 0; n--) await new Promise(setImmediate)
          return given
        }
        slow.ends = (...asked) => slowly(() => ends.apply(slow, asked))
        slow.commit = (what) => slowly(() => commit.call(slow, what))
        const { store, counted } = all.opened(slow)
        const lane = await store.takeOver(id, 's')
        const first = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`k${n}`, { n: 0 }]))
        const writes = async () => {
          await all.write(store, lane, 1, first)
          for (const [turn, each] of steps.entries())
            await all.write(
              store,
              lane,
              turn + 2,
              Object.fromEntries(each.map(({ key, gone, n }) => [`k${key}`, gone ? undefined : { n }])),
            )
        }
        const walks = async () => {
          for (let n = 0; n < 3; n++) while (!(await counted.walk(KIND)));
        }
        await Promise.all([writes(), walks()])
        expect(await all.walked(counted)).toEqual([])
        const [key] = all.rows().keys()
        if (key === undefined) return
        all.rows().delete(key)
        expect(await all.walked(counted)).toContain('changed requests lane 0')
      }),
      { numRuns: 30, endOnFailure: true },
    )
  })
})
