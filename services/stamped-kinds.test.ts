import { afterAll, beforeAll, expect, it } from 'vitest'
import { partitionOf } from '#contracts'
import type { StateWrite, Store } from '#store'
import { openEmbedded, removeFolder, temporaryFolder } from '../test/servers.ts'
import { others } from '../test/tampered.ts'
import { believed, STAMPED, stampOf } from './believed.ts'
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
const log = { error: (fields: object) => void told.push(Object.values(fields).join(' ')) }
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
  ...{ key, body: { n, of: [key] }, wakeAt: 1_900_000_000_000 + n, tags: undefined, sort: '', fresh: n === 1 },
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
  'swaps two': ([a, b]) => [
    { ...(a as Row), body: (b as Row).body },
    { ...(b as Row), body: (a as Row).body },
  ],
  'takes it away': ([, b]) => [b as Row],
  'puts it back to what it was': ([, b], [a]) => [a as Row, b as Row],
}
/** Of kinds without a roll, what is missed and what is old is told by what holds them otherwise. */
const ofRolls = ['takes it away', 'puts it back to what it was']

it.each(stamped)('a row of %s is not changed unseen', async (kind) => {
  const { keys, rows, former } = await left(kind)
  const look = async (on: Store = store) => {
    told.length = 0
    for (const key of keys) await on.load(kind, [key])
    return told.filter((each) => each.startsWith(`${kind} `))
  }
  expect(await look()).toEqual([])
  const unseen: string[] = []
  for (const [how, edit] of Object.entries(edits)) {
    if (ofRolls.includes(how) && STAMPED.unrolled.some((each) => each === kind)) continue
    putBack(kind, edit(rows, former))
    const { rows: beside } = await store.beside(kind, { limit: 10 })
    const isNamed = (await look()).some((each) => each === `${kind} ${keys[0]}`)
    // What `verify lists` names without the memory of who has the lane.
    const isFound = beside.some((each) => each.key === keys[0] && each.changed)
    if (!isNamed || !(isFound || ofRolls.includes(how))) unseen.push(how)
    putBack(kind, rows)
    expect(await look()).toEqual([])
  }
  expect(unseen).toEqual([])
})

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
  const more = [...figures, 'audit', 'case-files']
  expect(stamped.filter((each) => stampOf(each) === 'new').toSorted()).toEqual([...since, ...lists, ...more].toSorted())
  expect(stampOf('staff-sessions')).toBe('known')
  expect(stampOf('receipts')).toBeUndefined()
})

it('what is said to be stamped is', () => {
  const said = Object.entries(others).filter(([, why]) => why.startsWith('stamped'))
  expect(said.map(([kind]) => kind).filter((kind) => !stamped.some((each) => each === kind))).toEqual([])
})
