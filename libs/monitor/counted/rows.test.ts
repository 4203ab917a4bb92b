import { describe, expect, it } from 'vitest'
import { type InRow, Rows } from './rows.ts'

/** Who came, one after another: of which hundred, where, at which hour. */
const told = (came: readonly (readonly [block: number, place: number | undefined, hour: number])[]) => {
  const rows = new Rows()
  return came.map(([block, place, hour]) => rows.add(block, place, hour))
}
const twelve = <T>(of: (n: number) => T): T[] => Array.from({ length: 12 }, (_, n) => of(n))
const counted = (all: readonly (InRow | undefined)[], what: InRow) => all.filter((each) => each === what).length

describe('of one hundred within the hour', () => {
  it('are apart, each at a place of their own: of one site two of 24 would have met', () =>
    expect(counted(told(Array.from({ length: 45 }, (_, n) => [7, 100 + n, 9] as const)), 'apart')).toBe(15))

  it.each([1, 40])('are together where they are at a site with %s places', (places) => {
    const came = Array.from({ length: 90 }, (_, n) => [7, 100 + ((n * n) % places), 9] as const)
    expect(counted(told(came), 'apart')).toBe(0)
  })

  it('are apart at the place from which others come too: that is the partner’s own', () => {
    const others = twelve((n) => [50 + n, 100, 8] as const)
    expect(counted(told([...others, ...twelve(() => [7, 100, 9] as const)]), 'apart')).toBe(5)
  })

  it('may be anywhere where no place is told', () =>
    expect(counted(told(twelve(() => [7, undefined, 9])), 'untold')).toBe(5))
})

it.each([
  ['over the day', twelve((n) => [7, 100 + n, n] as const)],
  ['among as many others', twelve((n) => [n % 3 === 0 ? 7 : 50 + n, 100 + n, 9] as const)],
])('of one hundred %s they are in no row', (_, came) =>
  expect(told(came).every((each) => each === undefined)).toBe(true),
)

it('goes on as it was kept', () => {
  const rows = new Rows()
  for (let n = 0; n < 7; n++) rows.add(7, 100, 9)
  const kept = new Rows()
  kept.load(structuredClone(rows.save()))
  expect([kept.add(7, 100, 9), new Rows().add(7, 100, 9)]).toEqual(['together', undefined])
})
