import { expect, it } from 'vitest'
import type { Beside } from '#store'
import { flawBeside, lookBeside } from './lists.ts'

const key = (n: number) => String(n).padStart(5, '0')

/** Rows each of which keeps the process busy for so long. */
function slow(count: number, ms: number) {
  const asked: number[] = []
  const beside = async (_: string, { after, limit }: { after?: string | undefined; limit: number }) => {
    asked.push(limit)
    const from = after === undefined ? 0 : Number(after) + 1
    const rows: Beside[] = Array.from({ length: Math.min(limit, count - from) }, (_each, n) => ({
      ...{ key: key(from + n), body: {}, wakeAt: undefined, lane: 0, entries: [] },
    }))
    for (const until = performance.now() + ms * rows.length; performance.now() < until; );
    return { rows, ...(rows.length === limit ? { next: key(from + limit - 1) } : {}) }
  }
  return { asked, store: { beside } }
}

it('states are looked at in portions, smaller ones where they take long, and the process goes on between', async () => {
  const { asked, store } = slow(60, 2)
  let turns = 0
  const other = setInterval(() => turns++, 0)
  const seen: string[] = []
  const flawOf = (row: Beside) => {
    seen.push(row.key)
    return Number(row.key) % 30 === 7 ? 'is wrong' : undefined
  }
  const found = await lookBeside(store, 'any', flawOf, { limit: 1000 })
  clearInterval(other)
  expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => key(n)))
  expect(found).toEqual({ rows: 60, items: [7, 37].map((n) => ({ id: key(n), says: 'is wrong' })) })
  expect(asked[0]).toBeLessThanOrEqual(16)
  // Two milliseconds a row: two at a time, from then on.
  expect(Math.max(...asked.slice(4))).toBeLessThanOrEqual(2)
  expect(turns).toBeGreaterThan(5)
})

it('a page has as many as were asked for, in whatever portions', async () => {
  const { store } = slow(500, 0)
  const page = await lookBeside(store, 'any', () => undefined, { after: key(99), limit: 300 })
  expect(page).toEqual({ rows: 300, items: [], next: key(399) })
})

it('a state that is woken later than its time comes, or never, is named; one that is woken early, or need not be, is not', () => {
  const said = { listing: () => undefined, wakes: (state: unknown) => (state as { due?: number }).due }
  const of = (body: object, wakeAt: unknown) => flawBeside({ key: 'a', body, wakeAt, lane: 0, entries: [] }, said, 0)
  expect([of({ due: 9 }, 9), of({ due: 9 }, 3), of({}, undefined), of({}, 7)]).toEqual(Array(4).fill(undefined))
  expect(of({ due: 9 }, undefined)).toBe('is not woken when its time comes')
  for (const late of [10, '3', null, Number.NaN])
    expect(of({ due: 9 }, late)).toBe('is woken later than when its time comes')
})
