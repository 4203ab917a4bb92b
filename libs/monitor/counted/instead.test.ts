import { describe, expect, it } from 'vitest'
import { instead } from './instead.ts'

/** Four weeks of 14 to 22 people a day, of whom hardly two are neighbours. */
const before = Array.from({ length: 28 }, (_, day) => ({ all: 14 + (day % 9), neighbours: day % 14 === 0 ? 1 : 0 }))
const count = (all: number, neighbours: number, days = before) => instead({ all, neighbours }, days)

describe('neighbours in the place of the usual people', () => {
  it('are as many as others are missing', () => {
    expect(count(18, 11)).toBe(8)
    expect(count(10, 10)).toBe(10)
  })

  it.each([
    ['an order of a company beside them', 178, 160],
    ['a small one', 26, 8],
    ['an order on a day without others', 160, 160],
    ['a day on which few come', 5, 0],
  ])('%s is none', (_, all, neighbours) => expect(count(all, neighbours)).toBe(0))

  it('say nothing where always many were, or little is known yet', () => {
    const village = before.map(({ all }) => ({ all, neighbours: all - 4 }))
    expect(count(18, 14, village)).toBe(0)
    expect(count(18, 11, before.slice(0, 6))).toBe(0)
  })

  it('are none of who has as many on all days, also where fewer others come', () => {
    const staff = before.map(({ all }, day) => ({ all: all + 4 + (day % 5), neighbours: 4 + (day % 5) }))
    expect([count(14, 8, staff), count(16, 10, staff)]).toEqual([0, 0])
    expect(count(20, 20, staff)).toBeGreaterThan(6)
  })
})
