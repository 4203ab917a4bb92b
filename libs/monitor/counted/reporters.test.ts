import { describe, expect, it } from 'vitest'
import { Reporters } from './reporters.ts'

const MONTH = 30 * 24
/** What so many reporters come to, each of whom reports once, from this hour on. */
const round = (told: Reporters, many: number, hour: number) => {
  let sum = 0
  for (let sub = 1; sub <= many; sub++) sum += told.report(Math.imul(sub, 0x9e3779b1) >>> 0, hour, 1)
  return sum
}

describe('reporters of a port', () => {
  it('count once a month, also where more report it than are remembered one by one', () => {
    const told = new Reporters()
    expect(round(told, 257, 0)).toBe(257)
    for (let hour = 1; hour < 40; hour++) expect(round(told, 257, hour)).toBe(0)
    expect(round(told, 257, 2 * MONTH)).toBe(257)
  })

  it('that are very many count nearly all, and none of them twice; it takes no more memory for more', () => {
    const told = new Reporters()
    expect(round(told, 2000, 0)).toBeGreaterThan(1900)
    const { bytes } = told
    expect(round(told, 2000, 1)).toBe(0)
    expect(round(told, 20_000, 2)).toBeLessThan(18_000)
    expect(told.bytes).toBe(bytes)
    expect(bytes).toBeLessThan(60_000)
  })

  it('goes on from a snapshot as it was', () => {
    const told = new Reporters()
    round(told, 600, 0)
    const other = new Reporters()
    other.load(structuredClone(told.save()))
    expect([round(told, 700, MONTH - 1), round(other, 700, MONTH - 1)]).toEqual([100, 100])
  })
})
