import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Found, Store } from '#store'
import { services } from '../services/gateway.ts'
import { Client } from '../tools/cli/client.ts'
import { type Given, publicKeyOf } from '../tools/cli/seals.ts'
import { verifyAudit, verifyLedger, verifyReceipts } from '../tools/cli/verify.ts'
import { ADMIN_KEY, startTestGateway, type TestGateway } from './gateway.ts'
import { until } from './until.ts'

/* Whoever can write the database edits every kind of evidence in every way, and is found; docs/threat-model.md has the table. */

const commands = { receipts: verifyReceipts, ledger: verifyLedger, audit: verifyAudit }
type Command = keyof typeof commands

interface Kind {
  /** Which `quadzero verify` finds what is done to it. */
  readonly by: Command
  /** Parts of its state that prove nothing, and why. */
  readonly working: Readonly<Record<string, string>>
  /** Names that the finding may give it, besides its key. */
  readonly names?: (body: Body, key: string) => readonly string[]
  readonly only?: (key: string, body: Body) => boolean
  /** What cuts off its end is found by what was proved before, or minutes later. */
  readonly remembered?: true
}
// biome-ignore lint/suspicious/noExplicitAny: the stored state of any process
type Body = any

const ofAccount = 'what is allowed next, or is said next; consents prove it'
const partners = ({ charges = [] }: Body) => charges.flatMap((each: Body) => [each.partnerId, each.id].filter(Boolean))
const share = ({ shard }: Body, key: string) => [shard, key.split('.')[0] as string].filter(Boolean)

/** Stored kinds whose states are evidence. */
const evidence: Readonly<Record<string, Kind>> = {
  consents: { by: 'receipts', working: {} },
  account: {
    by: 'ledger',
    working: Object.fromEntries(
      [
        ...['msisdn', 'tenureSince', 'formerSince', 'language', 'standings', 'purchases', 'waiting', 'rechecks'],
        ...['notices', 'reminders', 'acted', 'heartbeat'],
      ].map((each) => [each, ofAccount]),
    ),
    names: partners,
    only: (_, { charges }) => charges?.length > 0,
  },
  settlement: { by: 'ledger', working: {}, names: (_, key) => [key.replace('|', ' '), key.split('|')[0] as string] },
  'audit-records': { by: 'audit', working: {} },
  'seal-records': {
    by: 'receipts',
    working: {},
    names: share,
    only: (key) => key.startsWith('receipts-'),
    remembered: true,
  },
}

/** Stored kinds that prove nothing by themselves. */
const others: Readonly<Record<string, string>> = {
  audit: 'where the chain stands: what is newer than its records is told as taken, and the next record shows another',
  seals: 'heads that wait for the next seal: their records are unsigned, and seals broken, when they are changed',
  confirmation: 'prompts and refusals; its receipts are signed one by one',
  subscriber: 'what is subscribed and blocked now; consents prove it',
  tenures: 'whose number it is',
  charge: 'which charges were heard of already: the account books each once, whatever stands here',
  billing: 'nothing is kept',
  ...Object.fromEntries(
    ['complaints', 'requests', 'staff', 'proposals', 'proposal-pages', 'dead-letters'].map((each) => [
      each,
      'work that people do; what they did is on the audit',
    ]),
  ),
  ...Object.fromEntries(
    [
      ...['assembly', 'mt-decisions', 'send-answers', 'send-bulk', 'deliveries', 'web-sessions', 'staff-sessions'],
      ...['webhook-calls', 'charging-alarms', 'complaint-alarms', 'receipts', 'retry'],
    ].map((each) => [each, 'on its way, and soon over']),
  ),
}

type World = ReadonlyMap<string, ReadonlyMap<string, Body>>

/** Every leaf of a value, and each place in a list. */
function* places(value: Body, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return void (yield path)
  for (const name of Object.keys(value)) yield* places(value[name], [...path, name])
}
const edited = (value: Body, [name, ...rest]: readonly string[], change: (value: Body) => Body): Body => {
  const copy = structuredClone(value)
  if (rest.length > 0) copy[name as string] = edited(copy[name as string], rest, change)
  else {
    const made = change(copy[name as string])
    if (made !== undefined) copy[name as string] = made
    else if (Array.isArray(copy)) copy.splice(Number(name), 1)
    else delete copy[name as string]
  }
  return copy
}
const another = (value: Body): Body =>
  typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value}x`

/** Lists of a value with more than one place, by their path. */
function* lists(value: Body, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value) && value.length > 1) yield path
  for (const name of Object.keys(value)) yield* lists(value[name], [...path, name])
}

interface Edit {
  readonly what: string
  readonly rows: ReadonlyMap<string, Body>
  /** Keys, one of which the finding names. */
  readonly of: readonly string[]
}

/** Every way in which whoever writes the database can change this kind; `former` is what it was at the time of a backup. */
function* edits(
  rows: ReadonlyMap<string, Body>,
  former: ReadonlyMap<string, Body>,
  { working, only = () => true }: Kind,
): Generator<Edit> {
  const own = [...rows].filter(([key, body]) => only(key, body))
  const [key, body] = own.toSorted(([, a], [, b]) => [...places(b)].length - [...places(a)].length)[0] as [string, Body]
  const withBody = (changed: Body) => new Map([...rows, [key, changed]])
  for (const path of places(body)) {
    if ((path[0] as string) in working) continue
    const name = path.join('.')
    yield { what: `changes ${name}`, rows: withBody(edited(body, path, another)), of: [key] }
    yield { what: `removes ${name}`, rows: withBody(edited(body, path, () => undefined)), of: [key] }
  }
  for (const name of Object.keys(body)) {
    if (name in working) continue
    yield { what: `removes all of ${name}`, rows: withBody(edited(body, [name], () => undefined)), of: [key] }
  }
  for (const path of lists(body)) {
    if ((path[0] as string) in working) continue
    yield {
      what: `reorders ${path.join('.')}`,
      rows: withBody(edited(body, path, (list) => list.toReversed())),
      of: [key],
    }
  }
  const without = (gone: readonly string[]) => new Map([...rows].filter(([each]) => !gone.includes(each)))
  for (const [each] of own) yield { what: 'removes a record', rows: without([each]), of: [each, followerOf(each, own)] }
  for (const count of [1, 2]) {
    const gone = own.slice(-count).map(([each]) => each)
    yield { what: `truncates the last ${count}`, rows: without(gone), of: gone }
  }
  yield { what: 'removes all records', rows: without(own.map(([each]) => each)), of: own.map(([each]) => each) }
  const [[first, a], [second, b]] = own as [[string, Body], [string, Body]]
  yield { what: 'swaps two records', rows: new Map([...rows, [first, b], [second, a]]), of: [first, second] }
  for (const [each, old] of former) {
    if (!only(each, old) || JSON.stringify(old) === JSON.stringify(rows.get(each))) continue
    yield { what: 'rolls a record back', rows: new Map([...rows, [each, old]]), of: [each] }
  }
  const added = own.filter(([each]) => !former.has(each)).map(([each]) => each)
  if (added.length > 0) yield { what: 'rolls the kind back to a backup', rows: former, of: added }
}
const followerOf = (key: string, own: readonly [string, Body][]): string =>
  own[own.findIndex(([each]) => each === key) + 1]?.[0] ?? key

describe('whoever can write the database', () => {
  let on: TestGateway
  let client: Client
  let given: Given
  let [before, after]: World[] = []
  /** What the store gives instead of what it holds. */
  const shown = new Map<string, ReadonlyMap<string, Body>>()

  const verify = async (by: Command, remembered?: Given['remembered']) => {
    const found = await commands[by](client, { ...given, remembered })
    const told = found.flaws.map((each) => `${each.id}: ${each.flaw}`)
    return { ...found, told: [...told, ...('wrong' in found ? found.wrong : [])] }
  }
  const snapshot = async (): Promise<World> => {
    for (const by of Object.keys(commands) as Command[])
      await until(`${by} are signed`, async () => {
        const { waiting, told } = await verify(by)
        return waiting === 0 && told.length === 0
      })
    const rows = async (kind: string) =>
      new Map((await on.gateway.deps.store.find(kind, { limit: 10_000 })).map(({ key, body }) => [key, body]))
    return new Map(await Promise.all(Object.keys(evidence).map(async (kind) => [kind, await rows(kind)] as const)))
  }
  const happens = async (count: number) => {
    const phone = on.phone('8613500137101')
    await phone.ask('10661234', count === 1 ? 'XH' : 'XZ')
    await phone.ask('10086901', '是')
    const other = on.phone(`861350013720${count}`)
    await other.ask('10661234', 'XH')
    await other.ask('10086901', '是')
    for (const [subscriber, service, amount_fen, kind = 'month'] of [
      ['8613700137000', 'ring-one', 200, 'once'],
      ['8613700137000', 'star-news', 800],
      ['8613700137000', 'joke-daily', 500],
      [`861370013701${count}`, 'star-news', 800],
    ] as const) {
      const charge = { id: `t${count}-${service}-${subscriber.slice(-2)}`, subscriber, service, amount_fen, kind }
      const charged_at = new Date(Date.now() - 3_600_000).toISOString()
      expect((await on.call('POST', '/v1/charges', { items: [{ ...charge, charged_at }] })).status).toBe(202)
    }
    for (const name of ['one', 'two'])
      await on.call('POST', '/v1/keys', { name: `${name} ${count}`, kind: 'auditor', purposes: ['audit'] })
    await until('the postings', async () => (await verifyLedger(client, given)).postings >= 12 * count)
  }

  beforeAll(async () => {
    on = await startTestGateway('embedded')
    client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
    given = { publicKey: (await publicKeyOf(client, undefined)).key }
    await happens(1)
    before = await snapshot()
    await happens(2)
    await on.phone('8613500137101').ask('10661234', '0000')
    after = await snapshot()
    const { store } = on.gateway.deps as { store: { -readonly [K in keyof Store]: Store[K] } }
    const [find, load] = [store.find.bind(store), store.load.bind(store)]
    store.find = async (process, query) => {
      const rows = shown.get(process)
      if (!rows) return find(process, query)
      const found: Found[] = [...rows].map(([key, body]) => ({ key, body, cursor: key }))
      const sorted = found.toSorted((a, b) => (a.key < b.key ? -1 : 1))
      return sorted.filter(({ key }) => key > (query.after ?? '')).slice(0, query.limit)
    }
    store.load = async (process, keys) => {
      const rows = shown.get(process)
      if (!rows) return load(process, keys)
      return new Map(keys.flatMap((key) => (rows.has(key) ? [[key, { body: rows.get(key), wakeAt: undefined }]] : [])))
    }
  }, 120_000)
  afterAll(() => on.stop())

  it('finds every kind of state here: as evidence, or with the reason why it is none', () => {
    const processes = Object.values(services).flatMap(
      (make) =>
        make(on.gateway.deps)
          .lanes?.()
          .assignments.map((each) => each.name) ?? [],
    )
    const known = [...Object.keys(evidence), ...Object.keys(others)]
    expect([...new Set(processes)].toSorted()).toEqual(known.toSorted())
  })

  it.each(Object.entries(evidence))('changes nothing of %s unseen', { timeout: 120_000 }, async (name, kind) => {
    const { by, names = () => [] } = kind
    const last = kind.remembered && (await verify(by)).last
    const [rows, former] = [after?.get(name), before?.get(name)] as [Map<string, Body>, Map<string, Body>]
    const unseen: string[] = []
    for (const edit of edits(rows, former, kind)) {
      shown.set(name, edit.rows)
      const { told } = await verify(by, last).catch((error: Error) => ({ told: [`fails: ${error.message}`] }))
      const known = edit.of.flatMap((key) => [key, ...names(rows.get(key) ?? {}, key)])
      if (!told.some((each) => known.some((id) => each.includes(id))))
        unseen.push(`${edit.what} of ${edit.of[0]}: ${told.join('; ') || 'all whole'}`)
    }
    shown.clear()
    expect(unseen).toEqual([])
  })

  it.each(Object.keys(commands) as Command[])(
    'puts back a whole backup, and %s is found by what was remembered',
    async (by) => {
      const { last } = await verify(by)
      for (const [kind, rows] of before as World) shown.set(kind, rows)
      const { told } = await verify(by, last)
      shown.clear()
      expect(told.filter((each) => each.endsWith(': gone'))).not.toEqual([])
    },
  )
})
