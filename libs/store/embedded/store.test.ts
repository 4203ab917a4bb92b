import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LaneHandler } from '#bus'
import { openEmbedded, removeFolder, temporaryFolder } from '../../../test/servers.ts'
import { Changed, cursorAt, type LaneId } from '../port.ts'

let folder: string
let open: ReturnType<typeof openEmbedded>
const quiet: LaneHandler = { granted() {}, revoked: async () => {} }
beforeEach(async () => {
  folder = temporaryFolder()
  open = openEmbedded(folder, 1)
  await open.bus.ensureTopics([{ name: 'letters', keep: 1 }])
  const message = { id: 'm', type: 'noted', v: 1, at: 1, corr: 'm', data: {} }
  await open.bus.publish([{ topic: 'letters', partition: 0, key: 'k', message }])
})
afterEach(() => {
  open.database.close()
  removeFolder(folder)
})

/** The lane commits that it has read the letter. */
async function read(id: LaneId): Promise<void> {
  const { epoch } = await open.store.takeOver(id, 's')
  const turn = { log: {}, positions: { letters: 1 }, marks: {}, states: [], emit: [], published: 0 }
  await open.store.commit({ id, epoch, seq: 1, ...turn })
}

it('a key that is none is nothing to a lane and in no list, nor is a time that is none', async () => {
  const id = { process: 'quick', lane: 0 }
  const { epoch } = await open.store.takeOver(id, 's')
  const state = { key: 'a', body: { n: 1 }, wakeAt: 900, tags: ['of=all'], sort: '', fresh: true }
  const turn = { log: {}, positions: {}, marks: {}, states: [state], emit: [], published: 0 }
  await open.store.commit({ id, epoch, seq: 1, ...turn })
  const { sqlite } = open.database
  const row = sqlite.prepare('INSERT INTO states (process, key, lane, wake_at, body) VALUES (?, ?, 0, ?, ?)')
  row.run('quick', new Uint8Array([0]), 1, '{}')
  row.run('quick', 'junk', 'abc', '{}')
  sqlite
    .prepare('INSERT INTO lists (process, tag, sort, key) VALUES (?, ?, ?, ?)')
    .run('quick', 'of=all', '', new Uint8Array([0]))
  expect(await open.store.nextWake(id)).toBe(900)
  expect(await open.store.due(id, 900, 1)).toEqual([{ key: 'a', wakeAt: 900 }])
  const keys = ['a', 'junk']
  expect((await open.store.tails(id, { limit: 9 })).map(({ key }) => key)).toEqual(keys)
  expect((await open.store.find('quick', { limit: 9 })).map(({ key }) => key)).toEqual(keys)
  expect((await open.store.find('quick', { limit: 1, descending: true })).map(({ key }) => key)).toEqual(['junk'])
  expect((await open.store.find('quick', { tag: 'of=all', limit: 9 })).map(({ key }) => key)).toEqual(['a'])
  sqlite.prepare("DELETE FROM states WHERE key = 'a'").run()
  expect(await open.store.nextWake(id)).toBeUndefined()
})

it('a state that somebody moved to another lane, or took away, stands as its lane leaves it', async () => {
  const id = { process: 'quick', lane: 0 }
  const { epoch } = await open.store.takeOver(id, 's')
  const commit = (seq: number, fresh: boolean) => {
    const states = ['a', 'b', 'c'].map((key) => {
      return { key, body: { seq }, wakeAt: 900 + seq, tags: undefined, sort: '', fresh }
    })
    return open.store.commit({
      ...{ id, epoch, seq, states },
      log: {},
      positions: {},
      marks: {},
      emit: [],
      published: 0,
    })
  }
  await commit(1, true)
  open.database.sqlite.exec("UPDATE states SET lane = 9 WHERE key = 'a'; DELETE FROM states WHERE key = 'b'")
  await commit(2, false)
  const left = { body: { seq: 2 }, wakeAt: 902, lane: 0 }
  expect([...(await open.store.load('quick', ['a', 'b', 'c'])).values()]).toEqual([left, left, left])
})

it('what a lane never committed has not been read, though another has read it', async () => {
  await open.bus.join('quick', ['letters'], quiet)
  await open.bus.join('slow', ['letters'], quiet)
  await read({ process: 'quick', lane: 0 })
  expect(open.store.floor('letters', 0)).toBe(0)
  await open.store.takeOver({ process: 'slow', lane: 0 }, 's')
  expect(open.store.floor('letters', 0)).toBe(0)
  await read({ process: 'slow', lane: 0 })
  expect(open.store.floor('letters', 0)).toBe(1)
})

it('a process that does not run now keeps what it has not read; one that reads the topic no more does not', async () => {
  await open.bus.join('quick', ['letters'], quiet)
  await open.bus.join('away', ['letters'], quiet)
  await read({ process: 'quick', lane: 0 })
  open.database.close()
  open = openEmbedded(folder, 1)
  await open.bus.ensureTopics([{ name: 'letters', keep: 1 }])
  expect(open.store.floor('letters', 0)).toBe(0)
  await open.bus.join('away', [], quiet)
  expect(open.store.floor('letters', 0)).toBe(1)
})

it('a lane that somebody changed in the file is taken over by nobody, until that is said on purpose', async () => {
  const id = { process: 'quick', lane: 0 }
  await read(id)
  const { sqlite } = open.database
  const { seq, body } = sqlite.prepare('SELECT seq, body FROM lanes').get() as { seq: number; body: string }
  const { stamp, head } = JSON.parse(body)
  const put = (lane: { seq?: number; body?: unknown }) =>
    sqlite
      .prepare('UPDATE lanes SET seq = ?, body = ?')
      .run(lane.seq ?? seq, lane.body ? JSON.stringify(lane.body) : body)
  const edits = [
    { seq: seq + 1 },
    { body: {} },
    { body: { head } },
    { body: { stamp, head: { ...head, positions: { letters: 7 } } } },
    { body: { stamp, head: { ...head, marks: { 'letters<edge': ['life', 9, 0] } } } },
    { body: { stamp, head: { ...head, log: { letters: 'another' } } } },
  ]
  for (const edit of edits) {
    put(edit)
    await expect(open.store.takeOver(id, 's'), JSON.stringify(edit)).rejects.toBeInstanceOf(Changed)
    await expect(open.store.renew({ lives: [], logLost: false })).rejects.toBeInstanceOf(Changed)
  }
  put({ body: { head: { ...head, positions: { letters: 7 } } } })
  await open.store.renew({ lives: [], logLost: false, asItStands: true })
  expect(await open.store.takeOver(id, 's')).toMatchObject({ seq: 1, positions: { letters: 7 } })
})

it('a state that is no state any more is nothing to decide from, and hides none that stands beside it', async () => {
  const id = { process: 'quick', lane: 0 }
  const { epoch } = await open.store.takeOver(id, 's')
  const states = ['a', 'b'].map((key) => ({
    key,
    body: { key },
    wakeAt: undefined,
    tags: ['of=x'],
    sort: '',
    fresh: true,
  }))
  await open.store.commit({ id, epoch, seq: 1, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
  for (const body of ['no JSON', '{', '']) {
    open.database.sqlite.prepare("UPDATE states SET body = ? WHERE key = 'a'").run(body)
    expect((await open.store.load('quick', ['a'])).get('a')).toMatchObject({ body: undefined, changed: true })
    const listed = [
      await open.store.find('quick', { limit: 5 }),
      await open.store.find('quick', { tag: 'of=x', limit: 5 }),
    ]
    for (const found of listed) expect(found.map((each) => each.body)).toEqual([undefined, { key: 'b' }])
  }
})

it('a page of a list begins in the index where the one before ended, also where the list is bounded', async () => {
  const { sqlite } = open.database
  const searched: string[] = []
  const prepare = sqlite.prepare.bind(sqlite)
  sqlite.prepare = (sql: string) => {
    const places = sql
      .split('?')
      .slice(1)
      .map(() => '')
    searched.push(
      ...prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...places)
        .map(({ detail }) => String(detail)),
    )
    return prepare(sql)
  }
  const after = cursorAt('2026-11-27', 'k')
  const bounds = { tag: 'open=yes', from: '2026-11-01', until: '2026-12-01', limit: 9 }
  await open.store.find('sorted', { ...bounds, after })
  await open.store.find('sorted', { ...bounds, after, descending: true })
  expect(searched.filter((each) => each.includes('SEARCH t'))).toEqual([
    expect.stringContaining('(sort,key)>(?,?) AND sort<?'),
    expect.stringContaining('sort>? AND (sort,key)<(?,?)'),
  ])
})

it('of the lists of a state that changes only those are written that it enters or leaves', async () => {
  const id = { process: 'quick', lane: 0 }
  const { epoch } = await open.store.takeOver(id, 's')
  let seq = 0
  const rest = { log: {}, positions: {}, marks: {}, emit: [], published: 0 }
  const { sqlite } = open.database
  const written = async (tags: string[], sort: string) => {
    const changes = () => (sqlite.prepare('SELECT total_changes() AS n').get() as { n: number }).n
    const before = changes()
    const state = { key: 'k', body: { seq }, wakeAt: undefined, tags, sort, fresh: seq === 0 }
    await open.store.commit({ id, epoch, seq: ++seq, states: [state], ...rest })
    // The state and its lane are written besides.
    return changes() - before - 2
  }
  const listed = async (tag: string) => (await open.store.find('quick', { tag, limit: 9 })).map(({ cursor }) => cursor)
  expect(await written(['a=1', 'b=1', 'c=1'], '1')).toBe(3)
  expect(await written(['a=1', 'b=1', 'c=1'], '1')).toBe(0)
  expect(await written(['a=1', 'b=1', 'd=1'], '1')).toBe(2)
  expect([await listed('c=1'), await listed('d=1')]).toEqual([[], ['1\nk']])
  expect(await written(['a=1'], '2')).toBe(4)
  expect([await listed('a=1'), await listed('b=1')]).toEqual([['2\nk'], []])
  sqlite.prepare("INSERT INTO lists (process, tag, sort, key) VALUES ('quick', 'x=1', '2', 'k')").run()
  expect(await written(['a=1'], '2')).toBe(1)
  expect(await listed('x=1')).toEqual([])
})

it('a page of one lane passes by others without a look at their rows, and by so many of them at most', async () => {
  const commit = async (lane: number, keys: readonly string[]) => {
    const id = { process: 'walked', lane }
    const { epoch, seq } = await open.store.takeOver(id, 's')
    const states = keys.map((key) => ({
      key,
      body: { key },
      wakeAt: undefined,
      tags: undefined,
      sort: '',
      fresh: true,
    }))
    const turn = { log: {}, positions: {}, marks: {}, emit: [], published: 0 }
    await open.store.commit({ id, epoch, seq: seq + 1, states, ...turn })
  }
  const key = (n: number) => `k${String(n).padStart(5, '0')}`
  await commit(
    1,
    Array.from({ length: 9000 }, (_, n) => key(n)).filter((_, n) => n % 8000 !== 7),
  )
  await commit(0, [key(7), key(8007)])
  const asked: string[] = []
  const own = { lane: 0, has: (each: string) => asked.push(each) > 0 && each.endsWith('007') }
  const pages: (readonly string[])[] = []
  for (let after: string | undefined; ; ) {
    const before = asked.length
    const { rows, next } = await open.store.beside('walked', { after, limit: 200, own })
    pages.push(rows.map((row) => row.key))
    expect(asked.length - before).toBeLessThanOrEqual(4096)
    if (next === undefined) break
    after = next
  }
  expect(pages).toEqual([[key(7)], [key(8007)], []])
  expect(asked).toHaveLength(9000)
})

it('states are found by an index whatever is asked, and keys that are passed by by nothing else', async () => {
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
  const other = temporaryFolder()
  const { database, store } = openEmbedded(other, 1)
  try {
    await store.tails({ process: 'walked', lane: 0 }, { limit: 1 })
    const asked = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /^SELECT.*FROM states/.test(sql))
    const plan = (sql: string) =>
      (database.sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail)
    expect(asked.length).toBeGreaterThan(6)
    for (const sql of asked)
      expect([sql, plan(sql)]).toEqual([sql, [expect.stringMatching(/^SEARCH .* USING .*INDEX/)]])
    const keys = asked.filter((sql) => sql.startsWith('SELECT key FROM'))
    expect(keys).toHaveLength(2)
    for (const sql of keys) expect(plan(sql)).toEqual([expect.stringContaining('USING COVERING INDEX')])
  } finally {
    prepare.mockRestore()
    database.close()
    removeFolder(other)
  }
})
