import { describe, expect, it } from 'vitest'
import { seeded } from '../../process/simulation/world.ts'
import { Alike } from './alike.ts'

/** How one of a group buys on a day: the hour; undefined: they do not. */
type Buys = (who: number, day: number, random: () => number) => number | undefined
const isTaken =
  (chance: number, hour: Buys): Buys =>
  (who, day, random) =>
    random() < chance ? hour(who, day, random) : undefined
const byDay: Buys = (_who, _day, random) => 9 + Math.floor(random() * 10)

/** Of sixty days, which share of all purchases is of those who are alike, beside others of whom some buy again. */
function shareOf(
  count: number,
  buys: Buys,
  place: (who: number, random: () => number) => object,
  others = 12,
  again = 0.4,
): number {
  const random = seeded(11)
  const alike = new Alike()
  const nowhere = { cell: 0, address: 0, block: 0 }
  let [cases, all, next] = [0, 0, 10_000]
  const latest: number[] = []
  for (let day = 0; day < 60; day++) {
    const bought: [sub: number, hour: number, place: object][] = []
    for (let who = 1; who <= count; who++) {
      const hour = buys(who, day, random)
      if (hour !== undefined) bought.push([who, hour, place(who, random)])
    }
    for (let n = 0; n < others; n++) {
      const isAgain = latest.length > 40 && random() < again
      const sub = isAgain ? (latest[Math.floor(random() * latest.length)] as number) : next++
      if (!isAgain) latest.push(sub)
      bought.push([sub, 8 + Math.floor(random() * 14), { cell: 500 + (sub % 90), block: sub }])
    }
    for (const [sub, hour, where] of bought.toSorted((a, b) => a[1] - b[1])) {
      all++
      if (alike.add(sub, { ...nowhere, ...where }, 24 * (day + 20_000) + hour)) cases++
    }
    alike.look(24 * (day + 20_001) - 1)
  }
  return cases / all
}

describe('buyers who are alike', () => {
  const sims = isTaken(0.2, byDay)
  it('are SIMs that buy again and again in a back room, by two addresses in turn as well', () => {
    expect(shareOf(50, sims, () => ({ cell: 7 }))).toBeGreaterThan(0.2)
    expect(shareOf(50, sims, (_, random) => ({ address: random() < 0.5 ? 3 : 4 }))).toBeGreaterThan(0.2)
  })
  it('are SIMs each of which buys once in ten days: that is told over four weeks', () => {
    const inTurn: Buys = (who, day, random) => ((who + day) % 10 === 0 ? 9 + Math.floor(random() * 10) : undefined)
    expect(shareOf(80, inTurn, (who) => ({ cell: 1 + (who % 2) }), 12, 0.1)).toBeGreaterThan(0.05)
  })
  it('are those with neighbouring numbers, where no place is told', () =>
    expect(shareOf(50, sims, (who) => ({ block: Math.floor(who / 10) + 1 }))).toBeGreaterThan(0.2))
  it('are none without anything in common, and none that begin every day anew', () => {
    expect(shareOf(50, sims, () => ({}))).toBe(0)
    expect(shareOf(50, sims, (who) => ({ cell: who, block: who * 100 }))).toBe(0)
  })

  const room = () => ({ cell: 7 })
  it('are nobody of whom half come again within four weeks, where hardly anybody does elsewhere', () =>
    expect(shareOf(80, isTaken(0.025, byDay), room, 12, 0.02)).toBe(0))
  it('are nobody in a dormitory, where some buy once and some each evening', () => {
    const much = (who: number) => -Math.log(1 - ((who * 0.618034) % 1)) * 0.2
    expect(shareOf(50, (who, day, random) => isTaken(much(who), byDay)(who, day, random), room)).toBe(0)
  })
  it('are nobody who has a habit: a ticket to work, lunch', () =>
    expect(
      shareOf(
        50,
        isTaken(0.4, (who, _, random) => 7 + (who % 3) + Math.floor(random() * 2)),
        room,
      ),
    ).toBe(0))
  it('are nobody where all others do so too, or there are hardly any others', () => {
    expect(shareOf(100, sims, (who) => ({ cell: 1 + (who % 2) }), 0)).toBe(0)
    expect(shareOf(50, sims, room, 0)).toBe(0)
  })
  it('are nobody at a place where few come again: a shop, a hospital', () =>
    expect(shareOf(3000, (who, day) => (who % 50 === day % 50 ? 9 + (who % 9) : undefined), room)).toBe(0))
  it('are nobody where half of them buy again, though hardly anybody does elsewhere', () =>
    expect(shareOf(80, isTaken(0.05, byDay), room, 12, 0.02)).toBe(0))
  it('are nobody who is erased', () => {
    const alike = new Alike()
    alike.add(5, { cell: 1, address: 0, block: 0 }, 480_000)
    alike.forget(5)
    expect(alike.save().buyers.size).toBe(0)
  })
})
