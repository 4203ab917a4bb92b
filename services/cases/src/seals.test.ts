import { expect, it } from 'vitest'
import { shardOf } from '#contracts'
import { genesis, makeSealer } from '#evidence'
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

/** When the record was sealed, by what lies in the database. */
const sealedAt = async (...seals: object[]) => {
  const rows = seals.map((body, at) => ({ key: `${shardOf('receipts', CHAIN)}.${9 - at}`, body }))
  const found = await sealsOf(
    { store: { find: async () => rows } } as never,
    [now, former].map((each) => each?.publicKey).join(''),
    'receipts',
    [{ chain: CHAIN, digest: 'as-it-is' }],
  )
  return found.get(CHAIN)?.at
}

it('a seal names a record that this installation signed, also with an earlier key', async () => {
  expect([await sealedAt(seal()), await sealedAt(seal(former))]).toEqual([1000, 1000])
})

it('what was written into the heads of a seal in the database seals nothing; the true one behind it does', async () => {
  const true_ = seal(now, 'what it was')
  const [head] = seal().heads
  const forged = { ...true_, heads: [...true_.heads, head] }
  expect(await sealedAt(forged)).toBeUndefined()
  expect(await sealedAt({ ...seal(), signature: 'AAAA' }, { ...seal(), signature: undefined })).toBeUndefined()
  expect(await sealedAt(seal(other))).toBeUndefined()
  expect(await sealedAt({ ...seal(), at: 1 }, forged, seal(now, 'as-it-is', 2))).toBe(2000)
})
