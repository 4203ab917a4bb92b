import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkAfter, makeSealer, placeOf, Stamps, start, versionAfter } from '#evidence'
import { contentOf } from '../services/cases/src/domain/case-state.ts'
import { bookedOf } from '../services/charging/src/domain/settlement.ts'
import { moneyOf } from '../services/charging/src/domain/signed.ts'
import { lifeOf } from '../services/confirmations/src/domain/records.ts'
import { sealKey } from '../services/confirmations/src/domain/seals.ts'
import { services } from '../services/gateway.ts'
import { auditKey } from '../services/staff/src/domain/audit.ts'
import { Client } from '../tools/cli/client.ts'
import { type Given, publicKeyOf } from '../tools/cli/seals.ts'
import { verifyAudit, verifyLedger, verifyReceipts } from '../tools/cli/verify.ts'
import { verifyCases } from '../tools/cli/verify-cases.ts'
import { type Editable, edits } from './edits.ts'
import { ADMIN_KEY, type Mode, startTestGateway, type TestGateway } from './gateway.ts'
import { type Body, changesOf, type Outside, outsideOfDatabase, outsideOfFile, type Rows } from './outside.ts'
import { databaseUrl, hasServers, removeFolder, temporaryFolder, uniqueName } from './servers.ts'
import { trials } from './trials.ts'
import { until } from './until.ts'

/*
 * Whoever can write the database edits every kind of evidence in every way, from outside of the gateway while that runs, and
 * is found; docs/threat-model.md has the table.
 */

const commands = { receipts: verifyReceipts, ledger: verifyLedger, audit: verifyAudit, cases: verifyCases }
type Command = keyof typeof commands

interface Kind extends Editable {
  /** Which `quadzero verify` finds what is done to it. */
  readonly by: Command
  /** Names that the finding may give it, besides its key. */
  readonly names?: (body: Body, key: string) => readonly string[]
  /** What cuts off its end is found by what was proved before, or minutes later. */
  readonly remembered?: true
}

const ofAccount = 'what is allowed next, or is said next; consents prove it'
const partners = ({ charges = [] }: Body) => charges.flatMap((each: Body) => [each.partnerId, each.id].filter(Boolean))
const share = ({ shard }: Body, key: string) => [shard, key.split('.')[0] as string].filter(Boolean)
/** Long enough ago to have been signed since, had it been. */
const ago = () => Date.now() - 180_000
const attacker = { sealer: makeSealer('a secret of whoever it is'), stamps: new Stamps(['another'], 'waiting-heads') }
/** The version anew, by what the record holds now. */
const versioned = (body: Body, content: object): Body => ({
  ...body,
  version: { ...body.version, digest: placeOf(body.version, content).digest },
})
const relinked = (body: Body): Body => ({
  ...body,
  ...linkAfter({ number: body.number - 1, digest: body.before }, body.salt, body.content),
})
const first = (rows: Rows) => [...rows][0] as [string, Body]
const last = (rows: Rows) => [...rows].at(-1) as [string, Body]

/** Stored kinds whose states are evidence. */
const evidence: Readonly<Record<string, Kind>> = {
  consents: {
    by: 'receipts',
    working: {},
    remade: (body) => {
      const link = relinked(body)
      return versioned(link, lifeOf(link))
    },
    invented: (rows) => {
      const { salt, content } = first(rows)[1]
      const made = { subscriber: 'stranger', tenure: 1, ...linkAfter(undefined, salt, content), salt, content }
      return [ago(), Date.now() + 86_400_000].map((at, n) => [
        `stranger.1.${n}`,
        { ...made, version: versionAfter(start, lifeOf(made), at) },
      ])
    },
  },
  account: {
    by: 'ledger',
    working: Object.fromEntries(
      [
        ...['msisdn', 'tenureSince', 'formerSince', 'language', 'standings', 'purchases', 'waiting', 'rechecks'],
        ...['notices', 'reminders', 'acted', 'heartbeat', 'lost'],
      ].map((each) => [each, ofAccount]),
    ),
    names: partners,
    only: (_, { charges }) => charges?.length > 0,
    remade: (body) => versioned(body, moneyOf(body)),
    invented: (rows) => {
      const { charges, ...more } = first(rows)[1]
      const made = { ...more, charges: [{ ...charges[0], id: 'never-was' }], archived: undefined }
      return [['stranger', { ...made, version: versionAfter(start, moneyOf(made), ago()) }]]
    },
  },
  settlement: {
    by: 'ledger',
    working: {},
    names: (_, key) => [key.replace('|', ' '), key.split('|')[0] as string],
    remade: (body) => versioned(body, bookedOf(body)),
    invented: () => {
      const [partnerId, month, at] = ['sp-nobody', '2031-01', ago()]
      const made = { partnerId, month, lines: {}, accounts: {}, closed: { at, by: 'wang.fang' } }
      return [
        [`${partnerId}|${month}`, { ...made, version: versionAfter(start, made, at) }],
        [`${partnerId}|${month}`, { ...made, untold: { since: start, at: Date.now(), dueAt: Date.now(), stamp: '' } }],
      ]
    },
  },
  'audit-records': {
    by: 'audit',
    working: {},
    remade: relinked,
    invented: (rows) => {
      const { salt, content, ...head } = last(rows)[1]
      const never = { ...content, actor: 'wang.fang', id: 'never-was' }
      return [[auditKey(head.number + 1), { ...linkAfter(head, salt, never), salt, content: never }]]
    },
  },
  'seal-records': {
    by: 'receipts',
    working: {},
    names: share,
    only: (key) => key.startsWith('receipts-'),
    remembered: true,
    remade: ({ digest: _, keyId: __, signature: ___, ...seal }) => attacker.sealer.seal(seal),
    invented: (rows) => {
      const { number, digest, ...seal } = last(rows)[1]
      const made = attacker.sealer.seal({ ...seal, number: number + 1, before: digest, at: Date.now() })
      return [[sealKey(made), made]]
    },
  },
  cases: {
    by: 'cases',
    working: { redress: 'how far the refunds are, which the ledger proves, until they are made' },
    names: ({ subject = {} }) => [subject.partnerId],
    remade: (body) => versioned(body, contentOf(body)),
    invented: (rows) => {
      const { version: _, ...body } = first(rows)[1]
      const made = { ...body, number: '99999999' }
      return [['99999999', { ...made, version: versionAfter(start, contentOf(made), ago()) }]]
    },
  },
  'partner-standings': {
    by: 'cases',
    working: Object.fromEntries(
      ['version', 'told'].map((each) => [
        each,
        'what was told last; readers keep the highest, and the auditor reads the penalties',
      ]),
    ),
    names: ({ penalties = [] }, key) => [key, ...penalties.map((each: Body) => each.case)],
    invented: (rows) => [['sp-nobody', { ...first(rows)[1], partnerId: 'sp-nobody' }]],
  },
  seals: {
    by: 'receipts',
    working: { dueAt: 'when the next seal is made: what waits for longer is not signed, and told' },
    only: (key) => key.startsWith('receipts-'),
    remade: (body) => ({ ...body, stamp: attacker.stamps.of(body) }),
    invented: () => [
      ['receipts-~', { number: 0, digest: 'genesis', chains: 0, records: 0, told: [], stamp: attacker.stamps.of([]) }],
    ],
  },
}

/** Stored kinds that prove nothing by themselves. */
const others: Readonly<Record<string, string>> = {
  audit: 'where the chain stands: what is newer than its records is told as taken, and the next record shows another',
  ...Object.fromEntries(
    ['staff', 'staff-sessions', 'web-sessions', 'proposals', 'proposal-pages'].map((each) => [
      each,
      'stamped: what was changed is as if it were not there (test/believed.test.ts)',
    ]),
  ),
  confirmation: 'prompts and refusals; its receipts are signed one by one',
  subscriber: 'what is subscribed and blocked now; consents prove it',
  tenures: 'whose number it is',
  charge: 'which charges were heard of already: the account books each once, whatever stands here',
  billing: 'nothing is kept',
  'ledger-lines': 'a list of what was booked: the sums of the months are signed, and the charges counted again',
  'case-subjects': 'which cases are open, so that one is of each pattern; the cases are signed',
  'case-charges': 'a list of charges; the accounts have them, and give back once',
  'case-victims': 'who was counted as a victim; the ledger has what went back',
  'case-hearers': 'who complained about whom, so that they hear of it',
  notices: 'what the public reads lies in the log; the verdict is in its case, which is signed',
  'complaint-cases': 'a list of what complaints are',
  'dispute-cases': 'a list of what disputes are',
  campaigns: 'what was reported, and what people decide of it, which is on the audit; it blocks nothing by itself',
  ...Object.fromEntries(
    ['campaign-placing', 'campaign-reporters', 'campaign-rolls'].map((each) => [each, 'how reports are counted']),
  ),
  traffic: 'counts for a screen',
  'network-blocks':
    'what the reference data in the log says of blocks, which every place holds; who placed each is on the audit',
  'report-cases': 'a list of what reports are',
  ...Object.fromEntries(
    ['campaigns', 'campaign-placing', 'campaign-reporters', 'campaign-rolls'].map((each) => [
      each,
      'what reports of one text come to; a person decides, and that is on the audit',
    ]),
  ),
  flags: 'what the monitor found, pinned to a case, which is signed',
  'monitor-standings': 'what the monitor counts, told anew each day; people look at it before they decide',
  'report-rewards': 'points, not yet signed: docs/threat-model.md says so',
  ...Object.fromEntries(
    ['port-counts', 'port-traffic', 'surge-counts', 'surges', 'stations', 'carried-messages'].map((each) => [
      each,
      'counts that people look at before they decide',
    ]),
  ),
  'line-cases': 'a list of what was put right; disputes and receipts prove it',
  ...Object.fromEntries(
    ['complaints', 'reporters', 'requests', 'dead-letters'].map((each) => [
      each,
      'work that people do; what they did is on the audit',
    ]),
  ),
  ...Object.fromEntries(
    [
      ...['assembly', 'mt-decisions', 'send-answers', 'send-bulk', 'deliveries'],
      ...[
        'webhook-calls',
        'charging-alarms',
        'complaint-alarms',
        'case-alarms',
        'case-charge-sorter',
        'victim-walk',
        'mt-waiting',
        'monitor',
        'monitor-observe',
        'port-rate',
        'carried-lookups',
        'report-alarms',
        'surge-told',
        'alarms-told',
        'receipts',
        'retry',
      ],
    ].map((each) => [each, 'on its way, and soon over']),
  ),
}

type World = ReadonlyMap<string, Rows>
const modes = ['embedded', ...(hasServers ? (['distributed'] as const) : [])] as const

describe.each<Mode>(modes)('whoever can write the database (%s)', (mode) => {
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
    for (const kind of Object.keys(evidence)) world.set(kind, await outside.read(kind))
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
    for (const partner of ['sp-huayu', 'sp-shop']) {
      const found = { partner, pattern: `pattern ${count}`, text: '抽查 40 笔，均在退订之后。' }
      const { number } = (await on.call('POST', '/v1/cases', found)).body
      const warning = { outcome: 'proven', points: 5, sanctions: [{ what: 'freeze-orders', serviceId: 'mall-card' }] }
      const reasons = { reason_zh: '退订后仍扣费', reason_en: 'Charged after a cancel' }
      expect((await on.call('POST', `/v1/cases/${number}/verdict`, { ...warning, ...reasons })).status).toBe(200)
    }
    for (const each of (await on.call('GET', '/v1/cases?status=all')).body.items)
      await on.call('POST', `/v1/cases/${each.number}/notes`, { text: `第 ${count} 次核对` })
    for (const each of ['one', 'two'])
      await on.call('POST', '/v1/keys', { name: `${each} ${count}`, kind: 'auditor', purposes: ['audit'] })
    await until('the postings', async () => (await verifyLedger(client, given)).postings >= 12 * count)
  }
  /** What is found while rows are other ones than they were. */
  const changed = async <Found>(changes: readonly (readonly [string, Rows])[], look: () => Promise<Found>) => {
    for (const [kind, rows] of changes) await outside.write(kind, changesOf(after?.get(kind) as Rows, rows))
    const found = await look().catch((error: Error) => ({ told: [`fails: ${error.message}`] }))
    for (const [kind, rows] of changes) await outside.write(kind, changesOf(rows, after?.get(kind) as Rows))
    return found as Found
  }

  beforeAll(async () => {
    const { DATA_DIR, ...own } =
      mode === 'embedded'
        ? { DATA_DIR: folder }
        : { DATA_DIR: folder, MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` }
    on = await startTestGateway(mode, { DATA_DIR, ...own })
    outside = await (mode === 'embedded' ? outsideOfFile(folder) : outsideOfDatabase(databaseUrl(name)))
    client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
    given = { publicKey: (await publicKeyOf(client, undefined)).key }
    await happens(1)
    before = await snapshot()
    await happens(2)
    await on.phone('8613500137101').ask('10661234', '0000')
    after = await snapshot()
  }, 120_000)
  afterAll(async () => {
    await outside?.close()
    await on?.stop()
    removeFolder(folder)
  })

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

  it.each(Object.entries(evidence))('changes nothing of %s unseen', { timeout: 120_000 }, async (kindName, kind) => {
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
    expect((await verify(by)).told).toEqual([])
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
