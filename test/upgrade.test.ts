import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '#config'
import { openAdapters } from '../services/adapters.ts'
import { readSecrets } from '../services/secrets.ts'
import { Client } from '../tools/cli/client.ts'
import { type Given, publicKeyOf } from '../tools/cli/seals.ts'
import { verifySubscribers } from '../tools/cli/verify-kept.ts'
import { verifyLists } from '../tools/cli/verify-lists.ts'
import { ADMIN_KEY, environmentOf, startTestGateway, type TestGateway } from './gateway.ts'
import { type Outside, outsideOfDatabase, outsideOfFile } from './outside.ts'
import type { Body } from './rows.ts'
import { databaseUrl, hasServers, removeFolder, temporaryFolder, uniqueName } from './servers.ts'
import { until } from './until.ts'

/*
 * A data folder of a build that neither signed what subscribers have, nor stamped complaints, nor listed as this one does, and
 * this build on it: what stood there is taken as it stood, once, and whoever writes the database has it taken no second time
 * (docs/decisions/0085).
 */

const folder = temporaryFolder()
const environment = environmentOf('embedded', folder)
let on: TestGateway
let outside: Outside
let client: Client
let given: Given

const start = async () => {
  on = await startTestGateway('embedded', { DATA_DIR: folder })
  client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
  given = { publicKey: (await publicKeyOf(client, undefined)).key, patienceMs: 0 }
}

/** The rows of a kind as that build wrote them, by who has their lanes, and all without what it knew nothing of. */
async function earlierBuild(changes: Readonly<Record<string, (body: Body) => Body>>, knowsNothing = true) {
  const file = new DatabaseSync(join(folder, 'quadzero.sqlite'))
  const rowsOf = (kind: string) =>
    file.prepare('SELECT key, lane, wake_at, body FROM states WHERE process = ?').all(kind) as unknown as {
      key: string
      lane: number
      wake_at: number | null
      body: string
    }[]
  const rows = Object.entries(changes).map(([kind, change]) => [kind, change, rowsOf(kind)] as const)
  if (knowsNothing)
    file.exec(`
    DELETE FROM states WHERE process = 'baselines' OR (process = 'seals' AND (key LIKE 'holdings-%' OR key LIKE 'baselines-%'))
      OR (process = 'seal-records' AND (key LIKE 'holdings-%' OR key LIKE 'baselines-%'));
    DELETE FROM lanes WHERE name LIKE 'baselines/%';
    DELETE FROM log WHERE topic = (SELECT id FROM topics WHERE name = 'evidence.baselines');
    DELETE FROM ends WHERE topic = (SELECT id FROM topics WHERE name = 'evidence.baselines');
    DELETE FROM log WHERE topic = (SELECT id FROM topics WHERE name = 'evidence.seals') AND key LIKE 'holdings-%';`)
  file.close()
  left = rows
  await leave(environment, left)
}

type Left = readonly (readonly [
  kind: string,
  change: (body: Body) => Body,
  rows: readonly { key: string; lane: number; wake_at: number | null; body: string }[],
])[]
/** What that build left last. */
let left: Left = []

async function leave(environment: Record<string, string>, rows: Left) {
  const config = readConfig(environment)
  const { store, close } = await openAdapters(config, readSecrets(config), { warn() {}, error() {} })
  for (const [process, change, found] of rows)
    for (const lane of new Set(found.map((each) => each.lane))) {
      const id = { process, lane }
      const { epoch, seq, positions, marks, log: logs = {} } = await store.takeOver(id, 'earlier')
      const states = found
        .filter((each) => each.lane === lane)
        .map(({ key, wake_at, body }) => ({
          ...{
            key,
            body: change(JSON.parse(body)),
            tags: process === 'complaint-cases' ? ['of=old'] : undefined,
            sort: '',
            // Elsewhere than in the file they come from there is none of them yet.
            fresh: environment['MONGODB_URL'] !== '',
          },
          wakeAt: wake_at ?? undefined,
        }))
      await store.commit({ id, epoch, seq: seq + 1, log: logs, positions, marks, states, emit: [], published: 0 })
    }
  await close()
}

const verified = async (remembered?: Given['remembered'], by = { client, given }) => {
  const found = await verifySubscribers(by.client, { ...by.given, remembered })
  return { ...found, told: found.flaws.map(({ id, flaw }) => `${id}: ${flaw}`) }
}
const isSigned = async (by = { client, given }) => {
  await until('it is signed', async () => {
    const { waiting, told } = await verified(undefined, by)
    return waiting === 0 && told.length === 0
  })
  return verified(undefined, by)
}
const hasTaken = ({ gateway }: TestGateway) =>
  until('all lanes have taken theirs', async () =>
    /^quadzero_baseline_lanes 0$/m.test(await (await fetch(`${gateway.url}/metrics`)).text()),
  )

beforeAll(async () => {
  await start()
  for (const n of [1, 2, 3]) {
    const phone = on.phone(`861350013880${n}`)
    await phone.ask('10661234', 'XH')
    await phone.ask('10086901', '是')
  }
  for (const n of [1, 2]) {
    const complaint = { subscriber: `861350013880${n}`, category: 'charge', text: '乱扣费' }
    expect((await on.call('POST', '/v1/complaints', complaint)).status).toBe(202)
  }
  await until('complaints', async () => (await on.call('GET', '/v1/complaints')).body.items.length === 2)
  await on.stop()
  const unstamped = ({ stamp: _, ...body }: Body) => body
  await earlierBuild({
    subscriber: ({ proof: _, ...body }) => body,
    ...Object.fromEntries(['complaint-cases', 'audit', 'traffic', 'receipts'].map((kind) => [kind, unstamped])),
  })
  await start()
  outside = await outsideOfFile(folder)
})
afterAll(async () => {
  await outside?.close()
  await on?.stop()
  removeFolder(folder)
})

it('finds an upgraded store clean, and says since when it holds', async () => {
  const { since, records } = await isSigned()
  expect(since).toMatchObject({ number: 1, taken: records })
  expect(records).toBeGreaterThan(3)
  await until('all is stamped', async () => (await verifyLists(client)).wrong.length === 0)
  expect((await on.call('GET', '/v1/complaints')).body.items).toHaveLength(2)
})

it('says in its metrics how far it is', async () => {
  await hasTaken(on)
  expect(await (await fetch(`${on.gateway.url}/metrics`)).text()).toMatch(
    /^quadzero_baseline_states_total\{process="subscriber"\} [1-9]/m,
  )
})

it.runIf(hasServers)(
  'finds it so on Kafka and MongoDB, and takes nothing a second time there either',
  async () => {
    const [name, own] = [uniqueName(), temporaryFolder()]
    const there = { DATA_DIR: own, MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` }
    await leave({ ...environmentOf('distributed', own), ...there }, left)
    const upgraded = await startTestGateway('distributed', there)
    const database = await outsideOfDatabase(there.MONGODB_URL)
    try {
      const of = new Client({ QUADZERO_URL: upgraded.gateway.url, ADMIN_KEY })
      const by = { client: of, given: { publicKey: (await publicKeyOf(of, undefined)).key, patienceMs: 0 } }
      await hasTaken(upgraded)
      const all = left.find(([kind]) => kind === 'subscriber')?.[2].length
      await until('it says so', async () => (await verified(undefined, by)).since !== undefined)
      const { since, records } = await isSigned(by)
      expect([since?.number, records]).toEqual([1, all])
      expect((await verifyLists(of, ['subscriber', 'complaint-cases'])).wrong).toEqual([])
      const [[key, { proof: _, ...body }]] = [...(await database.read('subscriber'))] as [[string, Body]]
      await database.write('subscriber', new Map([[key, { ...body, blocks: [] }]]))
      expect((await verified(undefined, by)).told).toContain(`${key}: back`)
    } finally {
      await database.close()
      await upgraded.stop()
      removeFolder(own)
    }
  },
  120_000,
)

it('puts on the audit that it took what stood there', async () => {
  const { items } = (await on.call('GET', '/v1/audit?limit=200')).body as { items: Body[] }
  const noted = items.filter(({ content }) => content?.action === 'baseline').map(({ content }) => content)
  expect(noted).toContainEqual(
    expect.objectContaining({ actor: 'system', target: 'subscriber 1', reason: 'seal', outcome: 'done' }),
  )
})

it('takes what an earlier build left meanwhile when people order it, and says who did', async () => {
  const rows = await outside.read('subscriber')
  const [[key, { proof, ...body }]] = [...rows].filter(([, each]) => each.proof) as [[string, Body]]
  // As a build does that knows nothing of signatures.
  const put = { ...body, proof, language: 'en' }
  await on.stop()
  await outside.close()
  await earlierBuild({ subscriber: (each) => (each.msisdn === body.msisdn ? put : each) }, false)
  await start()
  outside = await outsideOfFile(folder)
  expect((await verified()).told).toEqual([`${key}: sealed`, `${key}: content`])
  const order = { process: 'subscriber', reason: '回退到旧版本之后' }
  expect((await on.call('POST', '/v1/baselines', order)).body.status).toBe('applied')
  await until('it is taken', async () => (await verified()).since?.number === 2)
  const { since, told } = await isSigned()
  expect([told, since]).toEqual([[], expect.objectContaining({ taken: 1, reason: '回退到旧版本之后' })])
  expect(since?.by).toMatch(/^key /)
})

it('does not take it for an upgrade when all signatures are stripped, also where the log’s own record is gone', async () => {
  const { last } = await verified()
  const rows = await outside.read('subscriber')
  const signed = [...rows].filter(([, { proof }]) => proof)
  const edited = signed.map(([key, { proof: _, ...body }]) => [key, { ...body, blocks: [] }] as const)
  await outside.write('subscriber', new Map(edited))
  const keys = signed.map(([key]) => key).toSorted()
  expect((await verified()).told.filter((each) => each.endsWith('back')).toSorted()).toEqual(
    keys.map((key) => `${key}: back`),
  )
  const facts = await outside.read('baselines')
  const gone = [...facts.keys()].filter((key) => key.startsWith('subscriber '))
  await outside.write('baselines', new Map(gone.map((key) => [key, undefined])))
  expect((await verified()).told).toEqual(expect.arrayContaining(gone.map((key) => `${key}: taken`)))
  await on.stop()
  await outside.close()
  const file = new DatabaseSync(join(folder, 'quadzero.sqlite'))
  file.exec("DELETE FROM log WHERE topic = (SELECT id FROM topics WHERE name = 'evidence.baselines')")
  file.close()
  await start()
  outside = await outsideOfFile(folder)
  const again = await verified(last)
  for (const key of keys) expect(again.told.filter((each) => each.startsWith(key))).not.toEqual([])
})
