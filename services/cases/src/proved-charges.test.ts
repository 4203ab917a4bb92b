import { expect, it } from 'vitest'
import { shardOf } from '#contracts'
import { makeSealer, start, versionAfter } from '#evidence'
import type { KnownCharge } from './domain/victims.ts'
import { provedCharges } from './proved-charges.ts'

const MINUTE = 60_000
const at = Date.parse('2026-11-20T08:00:00Z')
const waits = { from: at + 60 * MINUTE, now: at + 90 * MINUTE }
const operator = makeSealer('the operator’s')
const charge = { id: 'c1', serviceId: 'joke', partnerId: 'sp-huayu', amountFen: 500, at: at - MINUTE, kind: 'month' }
const known = {
  ...{ chargeId: 'c1', subscriber: 'lin', partnerId: 'sp-huayu', serviceId: 'joke', amountFen: 500, refundFen: 0 },
  chargedAt: charge.at,
} as KnownCharge
const money = { tenure: 1, charges: [charge], archived: undefined, past: undefined }
const version = versionAfter(start, money, at)

/** The account as it is stored, and the seal that was made of it as it was. */
const world = (account: object, { sealer = operator, changed }: { sealer?: typeof operator; changed?: true } = {}) => {
  const shard = shardOf('accounts', 'lin')
  const { version: of } = account as { version: typeof version }
  const head = { chain: 'lin', number: of.number, digest: of.digest, since: start }
  const seal = sealer.seal({ shard, number: 1, before: 'genesis', at, heads: [head], chains: 1, records: 1 })
  const row = { key: `${shard}.000000001`, body: seal }
  return {
    store: {
      load: async () => new Map([['lin', changed ? { body: undefined, changed } : { body: account }]]),
      find: async (_: string, { after = '', descending }: { after?: string; descending?: boolean }) =>
        (descending ? row.key < after : row.key > after) ? [row] : [],
    },
  } as unknown as Parameters<typeof provedCharges>[0]
}
const proved = async (deps: ReturnType<typeof world>, each: KnownCharge = known, unsealed = waits) =>
  (await provedCharges(deps, operator.publicKey, [each], unsealed)).get(each.chargeId)

it('a charge is what was sealed of its account when it was judged, since that minute', async () => {
  expect(await proved(world({ ...money, version }))).toEqual({ whole: true, sealedAt: at })
  // As little as is kept of one that is long ago.
  const past = { ...money, charges: [], past: [['c1', 'joke', 'sp-huayu', 500, charge.at, '2026-11', 1]] }
  expect(await proved(world({ ...past, version: versionAfter(start, past, at) }))).toMatchObject({ whole: true })
})

it.each([
  ['the amount in its account', { ...money, charges: [{ ...charge, amountFen: 50 }], version }, known],
  ['both amounts', { ...money, charges: [{ ...charge, amountFen: 50 }], version }, { ...known, amountFen: 50 }],
  ['the amount that cases find', { ...money, version }, { ...known, amountFen: 50 }],
  ['the time that cases find', { ...money, version }, { ...known, chargedAt: 1 }],
] as const)('who changed %s in the database is seen', async (_, account, each) => {
  expect(await proved(world(account), each as KnownCharge)).toMatchObject({ whole: false })
})

it('who made the digest anew has no seal for it, but one of their own; nor does a stamp of the row', async () => {
  const forged = { ...money, charges: [{ ...charge, amountFen: 50 }] }
  const account = { ...forged, version: versionAfter(start, forged, at) }
  const cheap = { ...known, amountFen: 50 }
  expect(await proved(world(account, { sealer: makeSealer('their own') }), cheap)).toEqual({ whole: false })
  expect(await proved(world({ ...money, version }, { changed: true }))).toEqual({ whole: false })
  // What changed minutes ago waits for its seal.
  expect(await proved(world(account, { sealer: makeSealer('x') }), cheap, { from: at, now: at })).toEqual({
    whole: true,
  })
})

it('of a charge that its account keeps no more nothing is said', async () => {
  expect(await proved(world({ ...money, version }), { ...known, chargeId: 'c0' })).toEqual({})
})
