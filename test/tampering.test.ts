import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionOf, reportRewards } from '#contracts'
import { edgeRecord } from '#service'
import { KEEPS_NOTHING, STAMPED } from '../services/believed.ts'
import { assignmentsOf } from '../services/gateway.ts'
import { Client } from '../tools/cli/client.ts'
import { type Given, publicKeyOf } from '../tools/cli/seals.ts'
import { verifyLedger } from '../tools/cli/verify.ts'
import { verifyLists } from '../tools/cli/verify-lists.ts'
import { edits } from './edits.ts'
import { ADMIN_KEY, environmentOf, modes, startTestGateway, type TestGateway } from './gateway.ts'
import { unseenInLists, unseenInWakes } from './listed.ts'
import { type Outside, outsideOfDatabase, outsideOfFile } from './outside.ts'
import { type Body, changesOf, type Rows } from './rows.ts'
import { databaseUrl, removeFolder, temporaryFolder, uniqueName } from './servers.ts'
import { type Command, commands, evidence, unrolled } from './tampered.ts'
import { trials } from './trials.ts'
import { until } from './until.ts'

/*
 * Whoever can write the database edits every kind of evidence in every way, from outside of the gateway while that runs, and
 * is found; docs/threat-model.md has the table.
 */

type World = ReadonlyMap<string, Rows>

describe.each(modes)('whoever can write the database (%s)', (mode) => {
  let on: TestGateway
  let outside: Outside
  let client: Client
  let given: Given
  let [before, after]: World[] = []
  const folder = temporaryFolder()
  const name = uniqueName()

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
    const world = new Map<string, Rows>()
    for (const kind of [...Object.keys(evidence), ...Object.keys(unrolled)]) {
      // What is written each second cannot be put back as it is now: by then it is older.
      const rows = [...(await outside.read(kind))].filter(([key]) => !key.startsWith('heartbeat-'))
      world.set(kind, new Map(rows))
    }
    return world
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
    for (const [partner, serviceId] of [
      ['sp-huayu', 'game-gold'],
      ['sp-shop', 'mall-card'],
    ] as const) {
      const found = { partner, pattern: `pattern ${count}`, text: '抽查 40 笔，均在退订之后。' }
      const { number } = (await on.call('POST', '/v1/cases', found)).body
      const warning = { outcome: 'proven', points: 5, sanctions: [{ what: 'freeze-orders', serviceId }] }
      const reasons = { reason_zh: '退订后仍扣费', reason_en: 'Charged after a cancel' }
      expect((await on.call('POST', `/v1/cases/${number}/verdict`, { ...warning, ...reasons })).status).toBe(200)
    }
    for (const each of (await on.call('GET', '/v1/cases?status=all')).body.items)
      await on.call('POST', `/v1/cases/${each.number}/notes`, { text: `第 ${count} 次核对` })
    const { bus, clock, keyOf } = on.gateway.deps
    for (const each of ['1', '2', '3']) {
      const msisdn = `861350013740${each}`
      const [campaign, subscriber] = [`c${count}`, keyOf(msisdn)]
      const data = { campaign, subscriber, tenure: 1, msisdn, number: `12345678${each}`, points: 10 * count }
      const message = { id: `${campaign}-${each}`, at: clock.now(), corr: campaign, type: 'reward.earned', data }
      await bus.publish([edgeRecord(reportRewards, bus, `${campaign}.${subscriber}.1`, message)])
    }
    const rewards = async () => (await on.call('GET', '/v1/report-rewards?state=all')).body.items.length
    await until('the points', async () => (await rewards()) === 3 * count)
    if (count === 1) await on.call('POST', '/v1/report-rewards/exports', {})
    const port = { kind: 'port', value: `1066900${count}` }
    const number = { kind: 'number', value: `861350013750${count}` }
    const placed = { scope: 'all', reason: 'fraud', note: '冒充银行' }
    for (const target of [port, number])
      expect((await on.call('POST', '/v1/blocks', { ...target, ...placed })).status).toBe(202)
    const [block] = (await on.call('GET', '/v1/blocks')).body.items
    if (count === 2) await on.call('POST', `/v1/blocks/${block.id}/lift`, { note: '查清' })
    const bank = { kind: 'port', value: `1065500${count}`, list: 'bank', note: '银行' }
    expect((await on.call('POST', '/v1/white-list', bank)).status).toBe(202)
    for (const each of ['one', 'two'])
      await on.call('POST', '/v1/keys', { name: `${each} ${count}`, kind: 'auditor', purposes: ['audit'] })
    await until('the postings', async () => (await verifyLedger(client, given)).postings >= 12 * count)
    // A row that the gateway writes while it is edited, or put back, is neither seen nor as it was.
    const isDue = ({ notices = [], waiting = [] }: Body) => notices.length + waiting.length > 0
    const due = async () => [...(await outside.read('account')).values()].filter(isDue)
    await until('refunds are told', async () => (await due()).length === 0)
  }
  /** What is found while rows are other ones than they were. */
  const changed = async <Found>(changes: readonly (readonly [string, Rows])[], look: () => Promise<Found>) => {
    const undo: [kind: string, was: Map<string, Body | undefined>][] = []
    for (const [kind, rows] of changes) {
      const edited = changesOf(after?.get(kind) as Rows, rows)
      // What stands there now: the gateway goes on meanwhile, and what is older than it left it is told.
      const now = await outside.read(kind)
      undo.push([kind, new Map([...edited.keys()].map((key) => [key, now.get(key)]))])
      await outside.write(kind, edited)
    }
    const found = await look().catch((error: Error) => ({ told: [`fails: ${error.message}`] }))
    for (const [kind, was] of undo) await outside.write(kind, was)
    return found as Found
  }

  beforeAll(async () => {
    const { DATA_DIR, ...own } =
      mode === 'embedded'
        ? { DATA_DIR: folder }
        : { DATA_DIR: folder, MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` }
    const policy = JSON.parse(readFileSync(environmentOf(mode, folder)['POLICY_FILE'] as string, 'utf8'))
    const POLICY_FILE = join(folder, 'policy.json')
    writeFileSync(POLICY_FILE, JSON.stringify({ ...policy, reminders: { ...policy.reminders, refundSeconds: 1 } }))
    on = await startTestGateway(mode, { DATA_DIR, POLICY_FILE, ...own })
    outside = await (mode === 'embedded' ? outsideOfFile(folder) : outsideOfDatabase(databaseUrl(name)))
    client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
    // What is there at rest is all there is: nothing more is waited for.
    given = { publicKey: (await publicKeyOf(client, undefined)).key, patienceMs: 0 }
    await happens(1)
    before = await snapshot()
    await happens(2)
    await on.phone('8613500137101').ask('10661234', '0000')
    after = await snapshot()
  })
  afterAll(async () => {
    await outside?.close()
    await on?.stop()
    removeFolder(folder)
  })

  it('finds every kind of state here: as evidence, stamped, or as one that keeps nothing', () => {
    const processes = [...new Set(assignmentsOf(on.gateway.deps).map((each) => each.name))]
    // Each of these goes through the edits of services/stamped-kinds.test.ts.
    const stamped = [...STAMPED.absent, ...STAMPED.held, ...STAMPED.shown]
    const known = new Set([...Object.keys(evidence), ...stamped, ...KEEPS_NOTHING])
    expect(processes.toSorted()).toEqual([...known].toSorted())
    expect(KEEPS_NOTHING.filter((each) => each in evidence || stamped.some((kind) => kind === each))).toEqual([])
  })

  it.each(Object.entries(evidence))('changes nothing of %s unseen', async (kindName, kind) => {
    const { by, names = () => [] } = kind
    const proved = kind.remembered && (await verify(by)).last
    const [rows, former] = [after?.get(kindName), before?.get(kindName)] as [Rows, Rows]
    const unseen: string[] = []
    const tried = new Map<string, number>()
    for (const { how, where, of, rows: other } of edits(rows, former, kind)) {
      const count = (tried.get(how) ?? 0) + 1
      tried.set(how, count)
      // The same code reads both stores: of MongoDB each kind of edit is enough.
      if (mode === 'distributed' && count > 2) continue
      const { told } = await changed([[kindName, other]], () => verify(by, proved))
      const known = of.flatMap((key) => [key, ...names(other.get(key) ?? rows.get(key) ?? {}, key)])
      if (!told.some((each) => known.some((id) => each.includes(id))))
        unseen.push(`${how} ${where} of ${of[0]}: ${told.join('; ') || 'all whole'}`)
    }
    expect(unseen).toEqual([])
    expect([...tried.keys()]).toEqual(expect.arrayContaining(['changes', 'inserts what never was', 'removes a record']))
    // A lane that began anew meanwhile, since it found its file locked, stands for a minute.
    await until('all is as it was', async () => (await verify(by)).told.length === 0, 90_000)
  })

  it('knows by what each kind without a roll is told of', () => {
    const known: readonly string[] = [...Object.keys(unrolled), ...Object.keys(evidence), ...STAMPED.counted]
    expect(STAMPED.unrolled.filter((each) => !known.includes(each))).toEqual([])
  })

  it('misses each row that is taken away of kinds with too many rows to know each, and says in which lane', async () => {
    const lanes = new Map<string, string>()
    const taken = new Map<string, Map<string, Body>>()
    for (const kind of STAMPED.counted) {
      const [key, body] = [...(await outside.read(kind))].at(0) ?? []
      if (key === undefined) continue
      taken.set(kind, new Map([[key, body]]))
      lanes.set(kind, `${kind} lane ${partitionOf(key, on.gateway.deps.bus.partitions)}: `)
      await outside.write(kind, new Map([[key, undefined]]))
    }
    expect([...taken.keys()]).toEqual(expect.arrayContaining(['receipts', 'requests']))
    const told = async () => (await verifyLists(client, [...taken.keys()])).wrong
    const isTold = (wrong: string[]) => [...lanes.values()].every((lane) => wrong.some((each) => each.startsWith(lane)))
    await until('they are missed', async () => isTold(await told()))
    for (const [kind, rows] of taken) await outside.write(kind, rows)
    await until('they are as they were', async () => (await told()).length === 0)
  })

  it.each(Object.entries(unrolled))(
    'takes no row of %s away unseen, puts none back and changes none',
    async (kindName, { by, names = () => [] }) => {
      const [rows, former] = [after?.get(kindName), before?.get(kindName)] as [Rows, Rows]
      const unseen: string[] = []
      const look = async (how: string, edited: Rows, of: readonly string[]) => {
        const { told } = await changed([[kindName, edited]], () => verify(by))
        const isTold = (key: string) =>
          [key, ...names(rows.get(key) ?? {}, key)].some((name) => told.some((each) => each.includes(name)))
        if (!of.every(isTold)) unseen.push(`${how}: ${told.join('; ') || 'all whole'}`)
      }
      const without = (gone: readonly string[]) => new Map([...rows].filter(([key]) => !gone.includes(key)))
      const keys = [...rows.keys()]
      expect(keys.length).toBeGreaterThan(5)
      // The same code reads both stores: of MongoDB some are enough.
      for (const key of mode === 'embedded' ? keys : keys.slice(0, 2)) await look(`takes ${key}`, without([key]), [key])
      await look('takes two', without(keys.slice(-2)), keys.slice(-2))
      await look('takes all', new Map(), keys)
      const [one, two] = keys as [string, string]
      const swapped = new Map([...rows, [one, rows.get(two)], [two, rows.get(one)]])
      await look('swaps two', swapped, [one, two])
      const later = keys.filter((key) => !former.has(key))
      await look('rolls all back', former, later)
      for (const [key, was] of former)
        if (JSON.stringify(was) !== JSON.stringify(rows.get(key)))
          await look(`rolls ${key} back`, new Map([...rows, [key, was]]), [key])
      expect(unseen).toEqual([])
    },
  )

  it('names each row of the archive that was changed, or after which one was taken away', async () => {
    const rows = [...(await outside.read('monitor'))].filter(([, each]) => 'data' in each)
    const [[key, body], [next]] = rows.toSorted(([a], [b]) => (a < b ? -1 : 1)) as [[string, Body], [string, Body]]
    const told = async () => (await verifyLists(client, ['monitor'])).wrong
    expect(await told()).toEqual([])
    await outside.write('monitor', new Map([[key, { ...body, until: body['until'] + 1 }]]))
    expect(await told()).toEqual([`monitor ${key}: it was changed`])
    await outside.write(
      'monitor',
      new Map([
        [key, body],
        [next, undefined],
      ]),
    )
    expect(await told()).toEqual([expect.stringContaining(`what stood before it, ${next}, was taken away`)])
    await outside.write('monitor', new Map([[next, rows.find(([each]) => each === next)?.[1]]]))
    expect(await told()).toEqual([])
  })

  it('takes no state of any kind out of a list unseen, puts none in and moves none', async () => {
    expect((await verifyLists(client)).wrong).toEqual([])
    expect(await unseenInLists(on, outside, client)).toEqual([])
    expect((await verifyLists(client)).wrong).toEqual([])
  })

  it('has no state of any kind woken later than its time, or never, unseen', async () => {
    const { unseen, tried } = await unseenInWakes(on, outside, client)
    expect(unseen).toEqual([])
    expect(tried).toEqual(expect.arrayContaining(['audit-records', 'traffic', 'receipts', 'case-charges']))
    expect(tried).toEqual(
      expect.arrayContaining(['surges', 'stations', 'port-traffic', 'port-rate', 'carried-messages']),
    )
    expect((await verifyLists(client)).wrong).toEqual([])
  })

  it.each(Object.entries(trials))('does once more what was tried: %s', async (_what, { by, edit, tells }) => {
    for (const remake of [false, true]) {
      const rows = new Map([...(after as World)].map(([kind, each]) => [kind, new Map(each)]))
      const remade = (kind: string) => (body: Body) => (remake ? (evidence[kind]?.remade?.(body) ?? body) : body)
      const where = edit(rows, { month: remade('settlement'), account: remade('account'), receipt: remade('consents') })
      const { told } = await changed([...rows], () => verify(by))
      expect(told).toEqual(expect.arrayContaining(tells(where).map((each) => expect.stringContaining(each))))
    }
  })

  it.each(Object.keys(commands) as Command[])(
    'puts back a whole backup, and %s is found by what was remembered',
    async (by) => {
      const proved = (await verify(by)).last
      const { told } = await changed([...(before as World)], () => verify(by, proved))
      expect(told.filter((each) => each.endsWith(': gone'))).not.toEqual([])
    },
  )
})
