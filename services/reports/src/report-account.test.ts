import { expect, it } from 'vitest'
import type { Found, Query } from '#store'
import { ledgerOf } from './report-account.ts'

it('a page says how many points there are by the whole ledger, and shows the last lines of it', async () => {
  const found = Array.from({ length: 403 }, (_, n): Found => {
    const body = { number: String(100_000_000 + n), points: 10, at: n, ...(n === 0 ? {} : { exported: {} }) }
    return { key: `c${n}.key-of-lin.1`, body, wakeAt: undefined, cursor: String(n) }
  })
  const find = async (_: string, { tag, after, limit }: Query) => {
    expect(tag).toBe('subscriber=key-of-lin.1')
    const from = after === undefined ? 0 : found.findIndex(({ cursor }) => cursor === after) + 1
    return found.slice(from, from + limit)
  }
  const { total, items } = await ledgerOf({ find }, { key: 'key-of-lin', tenure: 1 })
  expect([total, items.length, items[0], items[1]?.handed_over]).toEqual([
    ...[4030, 200],
    { number: '100000000', points: 10, earned_at: '1970-01-01T00:00:00.000Z', handed_over: false },
    true,
  ])
})
