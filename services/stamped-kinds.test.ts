import { afterAll, beforeAll, expect, it } from 'vitest'
import { partitionOf } from '#contracts'
import { DecideWork } from '#process'
import type { StateWrite, Store } from '#store'
import { openEmbedded, removeFolder, temporaryFolder } from '../test/servers.ts'
import { believed, KEEPS_NOTHING, STAMPED, stampOf } from './believed.ts'
import { flawBeside } from './lists.ts'
import { ALL } from './monitor/src/domain/all.ts'

/*
 * Whoever writes the database edits a row of each kind that is stamped, in every way that a row has; which kinds there are, and
 * that each is evidence, stamped, or none of both for a reason, test/tampering.test.ts holds.
 */

const stamped = [...STAMPED.absent, ...STAMPED.held, ...STAMPED.shown]
const PARTITIONS = 2
const folder = temporaryFolder()
const { store: plain, database } = openEmbedded(folder, PARTITIONS)
const told: string[] = []
const log = { error: (fields: object) => void told.push(nameOf(fields as { process: string; key?: string })) }
const nameOf = ({ process, key = '' }: { process: string; key?: string }) => `${process} ${key}`
let minutes = 0
const open = () =>
  believed(
    plain,
    (name) => `a secret of ${name}`,
    PARTITIONS,
    log,
    {},
    () => ++minutes * 60_000,
  )
let store = open()
beforeAll(() => {
  store = open()
})
afterAll(async () => {
  await store.close()
  removeFolder(folder)
})

interface Row {
  readonly key: string
  readonly lane: number
  readonly wake_at: number | null
  readonly body: string
}
const sql = (text: string) => database.sqlite.prepare(text)
const rowsOf = (kind: string) =>
  sql('SELECT key, lane, wake_at, body FROM states WHERE process = ? ORDER BY key').all(kind) as unknown as Row[]
function putBack(kind: string, rows: readonly Row[]): void {
  database.sqlite.exec('BEGIN')
  sql('DELETE FROM states WHERE process = ?').run(kind)
  for (const { key, lane, wake_at, body } of rows)
    sql('INSERT INTO states (process, key, lane, wake_at, body) VALUES (?, ?, ?, ?, ?)').run(
      kind,
      key,
      lane,
      wake_at,
      body,
    )
  database.sqlite.exec('COMMIT')
}

const write = (key: string, n: number): StateWrite => ({
  ...{ key, body: { n, of: [key, 'z'] }, wakeAt: 1_900_000_000_000 + n, tags: undefined, sort: '', fresh: n === 1 },
})

/** Two rows as their lane leaves them, and as it left them before. */
async function left(kind: string) {
  const lane = partitionOf(kind === 'monitor' ? ALL : 'a', PARTITIONS)
  const id = { process: kind, lane }
  const keys = ['a', ...['b', 'c', 'd', 'e'].filter((key) => partitionOf(key, PARTITIONS) === lane)].slice(0, 2)
  const { epoch, seq } = await store.takeOver(id, 's')
  const head = { id, epoch, log: {}, positions: {}, marks: {}, emit: [], published: 0 }
  await store.commit({ ...head, seq: seq + 1, states: keys.map((key) => write(key, 1)) })
  const former = rowsOf(kind)
  await store.commit({ ...head, seq: seq + 2, states: keys.map((key) => write(key, 2)) })
  return { id, keys: keys as [string, string], former, rows: rowsOf(kind) }
}

/** Where nothing stood. */
const NEVER = 'never-was'
const edits: Readonly<Record<string, (rows: readonly Row[], former: readonly Row[]) => readonly Row[]>> = {
  'changes what it says': ([a, b]) => [{ ...(a as Row), body: (a as Row).body.replace('"n":2', '"n":3') }, b as Row],
  'takes a field out of it': ([a, b]) => [{ ...(a as Row), body: (a as Row).body.replace('"n":2,', '') }, b as Row],
  'takes its stamp away': ([a, b]) => [
    { ...(a as Row), body: (a as Row).body.replace(/,"stamp":"[^"]*"/, '') },
    b as Row,
  ],
  'never has it woken': ([a, b]) => [{ ...(a as Row), wake_at: null }, b as Row],
  'has it woken later': ([a, b]) => [{ ...(a as Row), wake_at: 4_000_000_000_000 }, b as Row],
  'has it woken at once': ([a, b]) => [{ ...(a as Row), wake_at: 1 }, b as Row],
  'gives it to another lane': ([a, b]) => [{ ...(a as Row), lane: 1 - (a as Row).lane }, b as Row],
  'gives it to no lane': ([a, b]) => [{ ...(a as Row), lane: 999 }, b as Row],
  'swaps two': ([a, b]) => [
    { ...(a as Row), body: (b as Row).body },
    { ...(b as Row), body: (a as Row).body },
  ],
  'turns a list of it round': ([a, b]) => [
    { ...(a as Row), body: (a as Row).body.replace('["a","z"]', '["z","a"]') },
    b as Row,
  ],
  'puts in a copy': ([a, b]) => [{ ...(a as Row), key: NEVER }, a as Row, b as Row],
  'puts in what never was': ([a, b]) => [{ ...(a as Row), key: NEVER, body: '{"n":2,"of":[]}' }, a as Row, b as Row],
  'takes it away': ([, b]) => [b as Row],
  'takes all away': () => [],
  'puts it back to what it was': ([, b], [a]) => [a as Row, b as Row],
  'puts all back to a backup': (_rows, former) => former,
}
const rowOf = (rows: readonly Row[], key: string) => rows.find((row) => row.key === key)
const same = (a: Row | undefined, b: Row | undefined) => JSON.stringify(a) === JSON.stringify(b)
/** Of kinds without a roll, what is missed and what is old is told by the sum of their lane, or by what they are held against. */
const ofRolls = ['takes it away', 'takes all away', 'puts it back to what it was', 'puts all back to a backup']
const isCounted = (kind: string) => STAMPED.counted.some((each) => each === kind)

/** All rows of kinds that are counted are come by, be they few: each walk is one turn of it. */
async function patrolled(on: Store): Promise<string[]> {
  told.length = 0
  const end = new AbortController()
  let rests = 0
  const sleep = async () => {
    await new Promise(setImmediate)
    if (++rests > 2 * STAMPED.counted.length) end.abort()
  }
  await on.patrol?.(sleep, end.signal)
  return told.filter((each) => each.includes(' lane '))
}

it.each(stamped)('a row of %s is not changed unseen', async (kind) => {
  store = open()
  const { id, keys, rows, former } = await left(kind)
  const look = async (on: Store = store) => {
    told.length = 0
    for (const key of [...keys, NEVER]) await on.load(kind, [key])
    return told.filter((each) => each.startsWith(`${kind} `))
  }
  expect(await look()).toEqual([])
  const unseen: string[] = []
  for (const [how, edit] of Object.entries(edits)) {
    const isOfRolls = ofRolls.includes(how) && STAMPED.unrolled.some((each) => each === kind)
    if (isOfRolls && !isCounted(kind)) continue
    const edited = edit(rows, former)
    const changed = [...keys, NEVER].filter((key) => !same(rowOf(edited, key), rowOf(rows, key)))
    putBack(kind, edited)
    if (isOfRolls) {
      const next = open()
      await next.takeOver(id, 'the next')
      if (!(await patrolled(next)).includes(`${kind} lane ${id.lane}`)) unseen.push(how)
      putBack(kind, rows)
      continue
    }
    const { rows: beside } = await store.beside(kind, { limit: 10 })
    const named = await look()
    const isNamed = changed.every((key) => named.includes(`${kind} ${key}`))
    // What `verify lists` names without the memory of who has the lane.
    const isFound = changed.every((key) => beside.some((each) => each.key === key && each.changed))
    if (!isNamed || !(isFound || ofRolls.includes(how))) unseen.push(how)
    putBack(kind, rows)
    expect(await look()).toEqual([])
  }
  expect(unseen).toEqual([])
})

/** What lanes decide of one row, whatever they are called for. */
async function turnsOf(kind: string, lane: number) {
  const asked: unknown[] = []
  const decide = (state: unknown) => {
    asked.push(state)
    return { state: undefined }
  }
  const options = { refs: () => ({}), partitions: PARTITIONS, largest: 1e6, cacheSize: 9, now: () => NOW }
  const work = new DecideWork({ name: kind, inputs: [], decide }, lane, store, options)
  await work.start()
  const { states } = await work.wake(NOW)
  await work.settleWake()
  return { asked, states, next: work.nextWake() }
}
const NOW = 1_950_000_000_000

it.each(stamped)(
  'nothing is decided from a row of %s that is not as it was left, nor is it taken away',
  async (kind) => {
    store = open()
    const { id, rows, former } = await left(kind)
    const at = (row: Row, wake_at = 1) => ({ ...row, wake_at })
    const isHeld = STAMPED.held.some((each) => each === kind)
    const wrong: string[] = []
    for (const [how, edit] of Object.entries(edits)) {
      if (ofRolls.includes(how)) continue
      const was = (key: string) => rowOf(rows, key)
      // Woken at once, as well: what was left so is woken when it is time.
      const edited = edit(rows, former).map((row) => (same(row, was(row.key)) ? row : at(row)))
      putBack(kind, edited)
      const of = id.lane
      const turns = await turnsOf(kind, of).catch((error: { code?: string }) => error.code)
      if (isHeld && how !== 'gives it to no lane' && how !== 'gives it to another lane' && !how.startsWith('puts in'))
        if (turns !== 'store.changed') wrong.push(`${how}: ${JSON.stringify(turns)}`)
      if (typeof turns === 'object') {
        const right = edited.filter((row) => same(row, was(row.key)) && row.lane === of).length
        if (turns.asked.length !== right || turns.states.length !== right)
          wrong.push(`${how}: ${JSON.stringify(turns)}`)
        // Another timer is not kept waiting, nor does it ask without end.
        if (edited.some((row) => row.lane === of && row.wake_at === 1) && turns.next !== NOW + 1000)
          wrong.push(`${how}: next ${turns.next}`)
      } else if (turns !== 'store.changed') wrong.push(`${how}: ${turns}`)
      // Nor does another lane, which it was given to.
      const others = await turnsOf(kind, 1 - of).catch((error: { code?: string }) => error.code)
      if (typeof others === 'object' ? others.asked.length > 0 : others !== 'store.changed')
        wrong.push(`${how}: beside`)
      putBack(kind, rows)
    }
    expect(wrong).toEqual([])
  },
)

it.each(KEEPS_NOTHING)(
  'a row that somebody puts in of %s, which keeps nothing, is nothing to anybody',
  async (kind) => {
    const id = { process: kind, lane: 0 }
    putBack(kind, [{ key: 'a', lane: 0, wake_at: 1, body: '{"status":"open"}' }])
    sql('INSERT INTO lists (process, tag, sort, key) VALUES (?, ?, ?, ?)').run(kind, 'of=all', '', 'a')
    expect([...(await store.load(kind, ['a']))]).toEqual([])
    expect(await store.find(kind, { limit: 9 })).toEqual([])
    expect(await store.find(kind, { tag: 'of=all', limit: 9 })).toEqual([])
    expect(await store.count(kind, { tag: 'of=all', most: 9 })).toBe(0)
    expect(await store.due(id, Number.MAX_SAFE_INTEGER, 9)).toEqual([])
    expect(await store.nextWake(id)).toBeUndefined()
    const { epoch, seq } = await store.takeOver(id, 's')
    const commit = { id, epoch, seq: seq + 1, log: {}, positions: {}, marks: {}, emit: [], published: 0 }
    await expect(store.commit({ ...commit, states: [write('a', 1)] })).rejects.toThrow('keeps nothing')
    // Auditors are told that it is there.
    const { rows } = await store.beside(kind, { limit: 9 })
    const said = { listing: () => undefined, keepsNothing: true }
    expect(rows.map((row) => flawBeside(row, said, 0))).toEqual(['is, and nothing is kept of this kind'])
  },
)

it('who starts anew misses what was taken away, put in or put back meanwhile', async () => {
  for (const kind of stamped.filter((each) => !STAMPED.unrolled.some((one) => one === each))) {
    const { id, rows, former } = await left(kind)
    putBack(kind, (edits['puts it back to what it was'] as (typeof edits)[string])(rows, former))
    const next = open()
    const isTold = async () => {
      await next.takeOver(id, 'the next')
      next.checkRows(id)
    }
    await expect(isTold(), kind).rejects.toMatchObject({ code: 'store.changed' })
    putBack(kind, rows)
  }
})

it('takes no row without a stamp of what was stamped before stores of earlier builds were taken over', () => {
  const since = ['campaigns', 'campaign-placing', 'campaign-reporters', 'campaign-rolls', 'notices', 'flags']
  const lists = ['complaint-cases', 'dispute-cases', 'report-cases']
  const figures = ['traffic', 'port-traffic', 'port-rate', 'surges', 'stations', 'places', 'monitor-standings']
  const counted = STAMPED.counted.filter((each) => each !== 'deliveries')
  const more = [...figures, ...counted, 'audit', 'case-files']
  expect(stamped.filter((each) => stampOf(each) === 'new').toSorted()).toEqual([...since, ...lists, ...more].toSorted())
  expect(stampOf('staff-sessions')).toBe('known')
  expect(stampOf('subscriber')).toBeUndefined()
})

it('a file that is taken away is missed on patrol, which reads one of them a second', async () => {
  store = open()
  const { keys, rows } = await left('case-files')
  putBack('case-files', rows.slice(1))
  const end = new AbortController()
  const slept: number[] = []
  told.length = 0
  await store.patrol(async (ms) => {
    await new Promise(setImmediate)
    slept.push(ms)
    if (slept.filter((each) => each === 1000).length > 2 * keys.length) end.abort()
  }, end.signal)
  expect(told).toEqual([`case-files ${keys[0]}`])
  putBack('case-files', rows)
})
