import { describe, expect, it } from 'vitest'
import { Buyers } from './buyers.ts'
import { Mishaps } from './mishaps.ts'

describe('wrong charges of one day', () => {
  const counted = (...days: readonly (readonly [day: number, count: number])[]) => {
    const mishaps = new Mishaps()
    let after = 0
    for (const [day, count] of days) for (let n = 0; n < count; n++) after += Number(mishaps.add(day))
    return after
  }

  it('come back where there are many on another day, a week and more later', () => {
    expect(counted([10, 20], [40, 20])).toBe(20)
    expect(counted([10, 20], [11, 9], [16, 30])).toBe(0)
    expect(counted([10, 20], [17, 1], [39, 2])).toBe(3)
  })
  it('of which there never were many come back to nothing', () =>
    expect(counted(...Array.from({ length: 60 }, (_, day) => [day, 4] as const))).toBe(0))
  it('that are found and told in one batch are one mishap, whenever they were made; those of the next month are another', () => {
    const mishaps = new Mishaps()
    const batch = (from: number, told: number) =>
      Array.from({ length: 80 }, (_, n) => mishaps.add(from + Math.floor(n / 4), told)).filter(Boolean).length
    mishaps.add(10, 31)
    expect(batch(10, 31)).toBe(0)
    expect(batch(31, 62)).toBeGreaterThan(50)
  })
  it('are another mishap after months', () => expect(counted([10, 20], [74, 20], [76, 3], [90, 2])).toBe(2))
})

describe('the few who are charged most', () => {
  const share = (who: (n: number) => number, of: 'few' | 'dozens' = 'few', users = 1000) => {
    const buyers = new Buyers()
    let few = 0
    for (let n = 0; n < 3000; n++) {
      if (n % 30 === 0) buyers.look(users)
      few += Number(buyers.add(who(n))[of])
    }
    return few / 3000
  }

  it('are found among thousands who are charged once', () =>
    expect(share((n) => (n % 2 ? n % 12 : 1000 + n))).toBeGreaterThan(0.4))
  it('are nobody where all are charged as often', () => {
    expect(share((n) => 1000 + n)).toBe(0)
    expect(share((n) => n % 400)).toBeLessThan(0.05)
  })
  it('are a small part of forty who buy half of it', () =>
    expect(share((n) => (n % 2 ? (n * 7) % 40 : 1000 + n))).toBeLessThan(0.12))

  it('are after the first a dozen or two who are charged again and again, of few users as of many', () => {
    const alike = (count: number) => (n: number) => (n % 4 ? (n * 7) % count : 1000 + n)
    expect(share(alike(20), 'dozens')).toBeGreaterThan(0.5)
    expect(share(alike(12), 'dozens', 40)).toBeGreaterThan(0.4)
    expect(share((n) => n % 24, 'dozens', 24)).toBe(0)
  })
  it('are after the first hardly any where some are charged much more, and the others more or less', () => {
    const fan = (n: number) => Math.floor(60 * ((n * 0.618034) % 1) ** 2)
    expect(share((n) => (n % 2 ? fan(n) : 1000 + n), 'dozens')).toBeLessThan(0.3)
    expect(share((n) => (n % 2 ? n % 3 : 1000 + n), 'dozens')).toBe(0)
  })
})
