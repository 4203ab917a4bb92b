import { describe, expect, it } from 'vitest'
import type { InRecord } from '#bus'
import { topic } from '#contracts'
import { Stamps } from '#evidence'
import { StampedStore } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { DecideWork } from './decide-work.ts'
import type { ProcessDefinition } from './types.ts'

const said = topic({ name: 'said', key: 'any', owner: 'test', summary: '', keep: 1, messages: {} })
const hears = (key: string, type = 'said'): InRecord => {
  const message = { id: `${type}-${key}`, type, v: 1, at: 5000, corr: 'm', data: {} }
  return { topic: 'said', partition: 0, offset: 0, key, message, trusted: true, raw: () => '' }
}

/** A lane of one kind, its database, and whoever has its shell. */
async function laneOf(
  more: Partial<ProcessDefinition> = {},
  kinds: { absent?: string[]; shown?: string[]; refs?: (at: number) => unknown } = {},
) {
  const id = { process: 'kept', lane: 0 }
  const database = new MemoryDatabase()
  const stamping = { absent: [], held: [], ...kinds }
  const store = new StampedStore(new MemoryStore(database), new Stamps(['a secret'], 'states'), stamping, () => 0, {
    changed() {},
  })
  const { epoch } = await store.takeOver(id, 's')
  let seq = 0
  const clock = { at: 9000 }
  const definition = {
    ...{ name: 'kept', inputs: [said] },
    decide: (state: unknown, { type }: { type: string }) => ({
      state: type === 'ended' ? undefined : { n: (state as { n: number } | undefined)?.n ?? 0, type },
      ...(type === 'wake' ? {} : { wakeAt: 8000 }),
    }),
    ...more,
  }
  const options = { refs: kinds.refs ?? (() => ({})), partitions: 1, largest: 1e6, cacheSize: 99, now: () => clock.at }
  const work = new DecideWork(definition as ProcessDefinition, 0, store, options)
  const letters: string[] = []
  const commit = async ({ states, emit }: Awaited<ReturnType<typeof work.records>>) => {
    for (const { message } of emit) letters.push((message.data as { reason: string }).reason)
    const none = { log: {}, positions: {}, marks: {}, published: 0, emit: [] }
    if (states.length > 0) await store.commit({ id, epoch, seq: ++seq, states, ...none })
    work.committed()
    return states.map(({ key, body }) => [key, body])
  }
  const hear = async (...records: InRecord[]) =>
    commit(await work.records({ records, readUpTo: records.map(() => Number.NEGATIVE_INFINITY) }))
  const wake = async () => {
    const done = await commit(await work.wake(clock.at))
    await work.settleWake()
    return done
  }
  const rows = database.process('kept')
  const edit = (key: string, how: object) => rows.set(key, { ...rows.get(key), ...how } as never)
  return { hear, wake, work, rows, edit, letters, clock }
}

describe('a decision', () => {
  it('has what was in force at its message’s time, and a timer at its own, though both come in one turn', async () => {
    const by: unknown[] = []
    const { hear, wake, clock } = await laneOf(
      {
        decide: (_, { type }, { now, refs }) => {
          by.push([type, now, refs])
          return { state: { n: 1, by: refs }, ...(type === 'wake' ? {} : { wakeAt: now + 3000 }) }
        },
      },
      { refs: (at) => (at < 7000 ? 'before' : 'after') },
    )
    clock.at = 7000
    const late = { ...hears('b'), message: { ...(hears('b').message as object), at: 7000 } } as InRecord
    await hear(hears('a'), late)
    clock.at = 10_000
    await wake()
    expect(by).toEqual([
      ['said', 5000, 'before'],
      ['said', 7000, 'after'],
      ['wake', 8000, 'after'],
      ['wake', 10_000, 'after'],
    ])
  })
})

describe('a timer', () => {
  it('that somebody moved is called when it is due all the same, and stands again as it was left', async () => {
    const { hear, wake, edit, rows, clock } = await laneOf({}, { absent: ['kept'] })
    clock.at = 7000
    await hear(hears('a'))
    edit('a', { wakeAt: 1 })
    expect(await wake()).toEqual([['a', { n: 0, type: 'said' }]])
    expect(rows.get('a')?.wakeAt).toBe(8000)
    expect(await wake()).toEqual([])
    clock.at = 9000
    expect(await wake()).toEqual([['a', { n: 0, type: 'wake' }]])
  })

  it('of what nobody of ours wrote is not called, hides no other, and does not come again without end', async () => {
    const { hear, wake, edit, work, clock } = await laneOf({}, { absent: ['kept'] })
    for (let n = 0; n < 600; n++) edit(`junk ${n}`, { body: '{}', wakeAt: 1, lane: 0, tags: [], sort: '' })
    await hear(hears('a'))
    const called = [...(await wake()), ...(await wake())]
    expect(called).toEqual([['a', { n: 0, type: 'wake' }]])
    await wake()
    expect(work.nextWake()).toBe(clock.at + 1000)
  })
})

describe('of a row that somebody else changed and that is shown all the same', () => {
  it('what comes waits as a dead letter, unless it says all of it, or ends it', async () => {
    const saysAll = ({ type }: { type: string }) => type === 'all' || type === 'ended'
    const { hear, edit, rows, letters } = await laneOf({ saysAll }, { shown: ['kept'] })
    for (const key of ['a', 'b', 'c']) edit(key, { body: '{"n":9}', wakeAt: 1, lane: 0, tags: [], sort: '' })
    expect(await hear(hears('a'), hears('b', 'all'), hears('c', 'ended'))).toEqual([
      ['b', { n: 0, type: 'all' }],
      ['c', undefined],
    ])
    expect(rows.get('a')?.body).toBe('{"n":9}')
    expect(letters).toEqual([expect.stringContaining('was changed in the database')])
    // It is put right: nothing but a stamp of ours says so.
    expect(await hear(hears('b'))).toEqual([['b', { n: 0, type: 'said' }]])
  })
})

describe('a state without a stamp that nothing can be decided from', () => {
  const decide: ProcessDefinition['decide'] = (state, { type }) => ({
    state: { list: [...((state as { list: string[] } | undefined)?.list ?? []), 'x'].map((each) => each.trim()) },
    ...(type === 'wake' ? {} : { wakeAt: 8000 }),
  })
  const junk = { body: '{"list":[7]}', wakeAt: 1, lane: 0, tags: [], sort: '' }

  it('keeps its own messages and timers, and not its lane', async () => {
    const { hear, wake, work, edit, letters, clock } = await laneOf({ decide, setsAside: true })
    edit('junk', junk)
    expect(await hear(hears('junk'), hears('a'))).toEqual([['a', { list: ['x'] }]])
    expect(letters).toEqual([expect.stringContaining('nothing can be decided')])
    expect(await wake()).toEqual([['a', { list: ['x', 'x'] }]])
    expect(work.nextWake()).toBe(clock.at + 1000)
  })

  it('stops the lane of what is not one subscriber’s alone', async () => {
    const { hear, edit } = await laneOf({ decide })
    edit('junk', junk)
    await expect(hear(hears('junk'))).rejects.toThrow(TypeError)
  })
})
