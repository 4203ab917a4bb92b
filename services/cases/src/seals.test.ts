import { expect, it } from 'vitest'
import { shardOf } from '#contracts'
import { genesis, makeSealer } from '#evidence'
import type { Query } from '#store'
import { sealsOf } from './seals.ts'

const CHAIN = 'lin.1.r-1'
const start = { number: 0, digest: genesis }
const [now, former, other] = ['the-new-seal-key-0123', 'the-old-seal-key-0123', 'a-key-of-somebody-else'].map(
  makeSealer,
)

const seal = (by = now, digest = 'as-it-is', number = 1) =>
  (by as NonNullable<typeof now>).seal({
    ...{ shard: shardOf('receipts', CHAIN), number, before: genesis, at: number * 1000, chains: 1, records: 1 },
    heads: [{ chain: CHAIN, number: 1, digest, since: start }],
  })

const places = (seals: readonly { readonly number: number }[]) =>
  seals.map((body) => ({ key: `${shardOf('receipts', CHAIN)}.${String(body.number).padStart(9, '0')}`, body }))

/** When the record of this time was sealed, by what lies in the database. */
async function sealedAt(seals: readonly { readonly number: number }[], at = 1000) {
  let asked = 0
  const rows = [...places(seals), { key: 'restored.1', body: {} }].sort((a, b) => (a.key < b.key ? -1 : 1))
  const find = async (_: string, { after = '', descending, limit }: Query) => {
    asked++
    const found = rows.filter(({ key }) => (descending ? key < after : key > after))
    return (descending ? found.reverse() : found).slice(0, limit)
  }
  const keys = [now, former].map((each) => each?.publicKey).join('')
  const record = { chain: CHAIN, digest: 'as-it-is', at }
  const found = await sealsOf({ store: { find } } as never, keys, 'receipts', [record])
  return { at: found.get(CHAIN)?.at, asked }
}

it('a seal names a record that this installation signed, also with an earlier key', async () => {
  expect((await sealedAt([seal()])).at).toBe(1000)
  expect((await sealedAt([seal(former)])).at).toBe(1000)
})

it('what was written into the heads of a seal in the database seals nothing; the true one behind it does', async () => {
  const true_ = seal(now, 'what it was')
  const [head] = seal().heads
  const forged = { ...true_, heads: [...true_.heads, head] }
  for (const lies of [
    [forged],
    [{ ...seal(), signature: 'AAAA' }],
    [{ ...seal(), signature: undefined }],
    [seal(other)],
    [],
  ])
    expect((await sealedAt(lies)).at).toBeUndefined()
  expect((await sealedAt([forged, seal(now, 'as-it-is', 2)])).at).toBe(2000)
})

it('one of last year is found among ten thousand, by its time', async () => {
  const other = { ...seal(now, 'x'), heads: [] }
  const others = Array.from({ length: 10_000 }, (_, n) => ({ ...other, number: n + 1, at: n * 300_000 }))
  const own = { ...seal(now, 'as-it-is', 700), number: 701, at: 700 * 300_000 }
  const known = now?.seal({ ...own, shard: shardOf('receipts', CHAIN) })
  const { at, asked } = await sealedAt(
    others.map((each) => (each.number === 701 && known ? known : each)),
    699 * 300_000 + 1,
  )
  expect(at).toBe(700 * 300_000)
  expect(asked).toBeLessThan(20)
})

it.each([1, 2, 7, 29])('one is found though %i seals after it were of an earlier time', async (after) => {
  const [MINUTE, HOUR] = [60_000, 3_600_000]
  const shard = shardOf('receipts', CHAIN)
  // Of 11:00, and then of 10:05, 10:10 and so on, since what was read late is of the time when it was told.
  const others = Array.from({ length: after + 12 }, (_, n) => n).map((n) => ({
    ...{ ...seal(now, 'x'), heads: [] },
    number: n + 1,
    at: n < 12 ? 10 * HOUR + n * 5 * MINUTE : 10 * HOUR + (n - 11) * 5 * MINUTE,
  }))
  const own = now?.seal({ ...seal(), shard, number: 12, at: 11 * HOUR })
  const rows = others.map((each) => (each.number === 12 && own ? own : each))
  expect((await sealedAt(rows, 11 * HOUR - MINUTE)).at).toBe(11 * HOUR)
  // One of the lane that was late is in a seal between.
  const late = now?.seal({ ...seal(), shard, number: 13, at: 10 * HOUR + 5 * MINUTE })
  const with13 = others.map((each) => (each.number === 13 && late ? late : each))
  expect((await sealedAt(with13, 10 * HOUR + 59 * MINUTE)).at).toBe(10 * HOUR + 5 * MINUTE)
})
