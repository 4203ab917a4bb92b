import { describe, expect, it, onTestFinished } from 'vitest'
import { partitionOf } from '#contracts'
import { defaultPolicy as policy } from '#policy'
import { DecideWork, type ProcessDefinition } from '#process'
import { Changed, type LaneDocument, type Store } from '#store'
import { edits } from '../test/edits.ts'
import { openEmbedded, removeFolder, temporaryFolder } from '../test/servers.ts'
import { believed } from './believed.ts'
import { hearers } from './cases/src/domain/hearers.ts'
import { ALL } from './monitor/src/domain/all.ts'
import { deliveries } from './partner-api/src/domain/deliveries.ts'
import { assembly } from './sms-gateway/src/domain/assembly.ts'
import { retry } from './sms-gateway/src/domain/retry.ts'
import { waiting } from './sms-gateway/src/domain/waiting.ts'

/** A database of its own until the test is over, as who writes beside the gateway sees it. */
function openPlain(lanes: number): Store {
  const folder = temporaryFolder()
  const { store } = openEmbedded(folder, lanes)
  onTestFinished(async () => {
    await store.close()
    removeFolder(folder)
  })
  return store
}

it('names twenty changed records in a minute, and says once that there are more', async () => {
  // Given an account that somebody wrote into the database beside the gateway
  const plain = openPlain(3)
  const said: object[] = []
  const clock = { now: 0 }
  const store = believed(
    plain,
    (name) => `key of ${name}`,
    3,
    { error: (fields) => said.push(fields) },
    {},
    () => clock.now,
  )
  const forge = async (from: number, to: number) => {
    const id = { process: 'account', lane: 0 }
    const { epoch, seq } = await plain.takeOver(id, 'somebody else')
    const keys = Array.from({ length: to - from }, (_, n) => `subscriber-${from + n}`)
    const states = keys.map((key) => ({
      ...{ key, body: { tenure: 1, standings: [] }, wakeAt: undefined },
      ...{ tags: undefined, sort: '', fresh: true },
    }))
    await plain.commit({ id, epoch, seq: seq + 1, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
    return keys
  }
  // When thirty of them are read within a minute
  const found = await store.load('account', await forge(0, 30))
  // Then none is believed, twenty are named, and one line stands for the rest
  expect([...found.values()].every(({ changed }) => changed)).toBe(true)
  expect(said.slice(0, 2)).toEqual([
    { process: 'account', key: 'subscriber-0' },
    { process: 'account', key: 'subscriber-1' },
  ])
  expect(said.slice(20)).toEqual([{ process: 'account' }])
  expect(store.changedRecords()).toBe(30)
  // And a minute later those that are new are named again
  clock.now = 60_000
  await store.load('account', await forge(30, 31))
  expect(said.at(-1)).toEqual({ process: 'account', key: 'subscriber-30' })
})

describe('what waits for its time and was written into the database beside the gateway', () => {
  const lin = '8613800138000'
  const yes = {
    ...{ name: 'a|10086901|1|1', to: '10086901', link: 'smsc', reference: 1, total: 1, from: lin, since: 0, corr: 'x' },
    ...{ brought: { smsc: 'a', session: 's' }, sessions: [], parts: { 1: { text: '是', digest: 'd' } } },
  }
  const phishing = { from: '10086', to: lin, text: '您的积分将过期，点击 dwz.cn/a1' }
  it.each([
    ['a yes that nobody texted', assembly, { open: [yes], finished: [] }],
    ['a message that nobody sent', retry, { topic: 'sms.outbound', key: lin, mt: { ...phishing, class: 'service' } }],
    [
      'what a verdict is told with in the morning',
      hearers,
      {
        ...{ msisdn: lin, language: 'zh-CN', said: [], told: [] },
        held: [{ text: phishing.text, dueAt: 1 }],
        lastAt: 1,
      },
    ],
    ['one of a port', waiting, { due: 1, key: lin, request: { ...phishing, id: 'mt-1' } }],
    [
      'an event for a partner',
      deliveries,
      { webhookId: 'w', partnerId: 'p', body: '{}', madeAt: 1, attempts: 0, status: 'pending' },
    ],
  ] as [string, ProcessDefinition, object][])('%s comes to nothing', async (_what, definition, body) => {
    const plain = openPlain(1)
    const id = { process: definition.name, lane: 0 }
    const states = [{ key: 'k', body, wakeAt: 1, tags: undefined, sort: '', fresh: true }]
    const { epoch, seq } = await plain.takeOver(id, 'somebody else')
    await plain.commit({ id, epoch, seq: seq + 1, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
    const woken = async (store: ConstructorParameters<typeof DecideWork>[2]) => {
      await store.takeOver(id, 'the gateway')
      const refs = { policy, assemblyMs: 600_000, shortCodes: policy.shortCodes, pausesMs: [1000] }
      const options = { refs: () => refs, partitions: 1, largest: 1_000_000, cacheSize: 10, now: () => 1000 }
      return (await new DecideWork(definition, 0, store, options).wake(1000)).emit
    }
    const said: object[] = []
    const store = believed(plain, (name) => `key of ${name}`, 1, { error: (fields) => said.push(fields) })
    expect(await woken(store)).toEqual([])
    expect(said).toEqual([{ process: definition.name, key: 'k' }])
    // It is due, and would be done if it were believed.
    expect(await woken(plain)).toHaveLength(1)
  })
})

it.each([
  [
    'adds nothing to a case, and opens none, by which cases are open',
    ...(['case-subjects', { open: { 'mellow joke': '10002000' }, ended: [] }] as const),
  ],
  ['takes no charge for known by what was heard of it', 'charge', { content: 'digest', until: 1 }],
])('%s, as somebody else wrote it', async (_what, process, body) => {
  const plain = openPlain(3)
  const store = believed(plain, (name) => `key of ${name}`, 3, { error: () => undefined })
  const id = { process, lane: 0 }
  const { epoch, seq } = await plain.takeOver(id, 'somebody else')
  const states = [{ key: 'mellow', body, wakeAt: undefined, tags: undefined, sort: '', fresh: true }]
  await plain.commit({ id, epoch, seq: seq + 1, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
  expect((await store.load(process, ['mellow'])).get('mellow')).toMatchObject({ changed: true })
})

const charge = {
  partnerId: 'huayu',
  serviceId: 'joke',
  amountFen: 500,
  chargedAt: 1,
  refundFen: 1000,
  rule: 'no.consent',
}
it.each([
  ['case-charges', { ...charge, chargeId: 'c1', subscriber: 'mellow', cases: ['10002000'] }],
  [
    'ledger-lines',
    { ...charge, chargeId: 'c1', kind: 'refund', debit: 'partner', credit: 'subscriber', month: '2026-11' },
  ],
  [
    'line-cases',
    { subscriber: 'mellow', since: 1, by: 'chen', reason: 'lost', consents: [{ receiptId: 'r' }], charges: [] },
  ],
] as const)('shows and decides nothing by a row of %s that was edited in any way', async (process, body) => {
  const plain = openPlain(3)
  const store = believed(plain, (name) => `key of ${name}`, 3, { error: () => undefined })
  const lanes = [0, 1, 2].map((lane) => ({ process, lane }))
  const write = async (on: Store, rows: ReadonlyMap<string, object | undefined>) => {
    for (const id of lanes) {
      const own = [...rows].filter(([key]) => partitionOf(key, 3) === id.lane)
      const { epoch, seq } = await on.takeOver(id, 's')
      const states = own.map(([key, body]) => ({
        ...{ key, body, wakeAt: undefined, tags: undefined, sort: '', fresh: false },
      }))
      await on.commit({ id, epoch, seq: seq + 1, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
    }
  }
  await write(
    store,
    new Map([
      ['one', body],
      ['two', { ...body, serviceId: 'star' }],
    ] as [string, object][]),
  )
  const stored = async () =>
    new Map((await plain.find(process, { limit: 9 })).map((each) => [each.key, each.body as object]))
  const rows = await stored()
  const invented = (own: ReadonlyMap<string, object>) => [['never', [...own.values()][0]]] as [string, object][]
  const tried = new Set<string>()
  for (const { how, where, rows: edited } of edits(rows, new Map(), { working: {}, invented })) {
    // Of what is taken away others know: nothing was put in there.
    if (/^(removes a record|removes all|truncates|rolls all back)$/.test(how)) continue
    tried.add(how)
    const other = [...edited].filter(([key, now]) => JSON.stringify(now) !== JSON.stringify(rows.get(key)))
    await write(plain, new Map(other))
    const believedNow = (await store.find(process, { limit: 9 })).map((each) => each.key)
    expect([how, where, believedNow.filter((key) => other.some(([edit]) => edit === key))]).toEqual([how, where, []])
    await write(plain, new Map([...other.map(([key]) => [key, undefined] as const), ...rows]))
  }
  expect([...tried].toSorted()).toEqual([
    'changes',
    'inserts a copy',
    'inserts what never was',
    'removes',
    'removes all of',
    'swaps',
  ])
  expect((await store.find(process, { limit: 9 })).map((each) => each.key)).toEqual(['one', 'two'])
})

it.each([
  ['in its midst', ['000000000004500']],
  ['at its end, with what the monitor knew by then', ['000000000009000', 'snapshot.a.head', 'snapshot.a.000000']],
])('stands where the archive has rows no more %s', async (_where, gone) => {
  const plain = openPlain(3)
  const opened = () => believed(plain, (name) => `key of ${name}`, 3, { error: () => undefined })
  const id = { process: 'monitor', lane: partitionOf(ALL, 3) }
  const write = async (on: Store, lane: LaneDocument, seq: number, writes: Record<string, object | undefined>) => {
    const states = Object.entries(writes).map(([key, body]) => ({
      ...{ key, body, wakeAt: undefined, tags: undefined, sort: '', fresh: body !== undefined },
    }))
    const { epoch, roll } = lane
    await on.commit({ id, epoch, seq, log: {}, positions: {}, marks: {}, states, emit: [], published: 0, roll })
  }
  const rows = ['000000000000000', '000000000004500', '000000000009000', 'snapshot.a.000000', 'snapshot.a.head']
  const store = opened()
  const lane = await store.takeOver(id, 's')
  await write(store, lane, 1, Object.fromEntries(rows.map((key) => [key, { messages: 4500, data: key }])))
  // What its days end for is missed by nobody.
  await write(store, lane, 2, { '000000000000000': undefined })
  await opened().takeOver(id, 's')
  await write(plain, await plain.takeOver(id, 's'), 3, Object.fromEntries(gone.map((key) => [key, undefined])))
  await expect(opened().takeOver(id, 's')).rejects.toThrow(Changed)
})
