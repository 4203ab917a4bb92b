import { describe, expect, it } from 'vitest'
import { Latest } from './latest.ts'

describe('the latest keys', () => {
  it('are known as they were set last, and not when they were deleted', () => {
    const latest = new Latest<number>(4)
    latest.set('a', 1)
    latest.set('b', 1)
    latest.set('c', 1)
    latest.set('a', 2)
    expect([latest.get('a'), latest.get('b'), latest.get('c')]).toEqual([2, 1, 1])
    latest.delete('a')
    latest.delete('b')
    expect([latest.get('a'), latest.get('b'), latest.get('c')]).toEqual([undefined, undefined, 1])
  })

  it('are at least half of the most, and never more', () => {
    const latest = new Latest<number>(10)
    for (let n = 0; n < 100; n++) {
      latest.set(`k${n}`, n)
      expect(latest.size).toBeLessThanOrEqual(10)
      for (let known = Math.max(0, n - 4); known <= n; known++) expect(latest.get(`k${known}`)).toBe(known)
    }
  })
})
