import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { at, COUNTERS } from '../counted/counters.ts'
import { Counts } from '../counted/counts.ts'
import { fillByDay } from './peers.ts'
import { signalNames } from './signals.ts'
import { ByDay, Days } from './spans.ts'
import { Together } from './together.ts'

const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

/** What is said of spans, word by word: added up anew for each. */
function plainly(told: readonly { back: number; x: number; n: number }[], span: number, lag: number, without: number) {
  const worst = told.flatMap(({ back, x }) => (back < span && x > 0 ? [x] : [])).sort((a, b) => b - a)
  let x = told.reduce((sum, each) => sum + (each.back < span ? each.x : 0), 0)
  for (const day of worst.slice(0, without)) x -= day - (worst[without] ?? 0)
  return { x, n: told.reduce((sum, each) => sum + (each.back < span + lag ? each.n : 0), 0) }
}

it('spans of all lengths, with what came late and without the worst days, are what adding them up anew gives', () => {
  const next = random(7)
  for (let round = 0; round < 60; round++) {
    const told = Array.from({ length: 64 }, (_, back) => ({ back, x: Math.floor(next() * 4) * next(), n: next() * 9 }))
    const some = told.filter(() => next() < 0.7)
    const [days, byDay] = [new Days(), new ByDay()]
    for (const { back } of some) days.add(back, new Float32Array(0))
    for (const [lag, without] of [
      [0, 0],
      [14, 3],
      [1, 7],
      [2, 3],
    ] as const) {
      byDay.clear()
      for (const { x, n } of some) byDay.add(x, n)
      for (const span of [1, 2, 4, 8, 16, 32, 63])
        expect(byDay.spanWithoutWorst(days.within(span), days.within(span + lag), without)).toEqual(
          plainly(some, span, lag, without),
        )
    }
  }
})

it('all of a partner is what its services are now, also where a day that was over has changed since', () => {
  const policy = defaultPolicy.monitor
  const inADay = 24 / policy.stepHours
  const units = [new Counts(), new Counts(), new Counts()]
  const sum = new Together(units)
  const next = random(3)
  for (let step = 0; step < 80 * inADay; step++) {
    for (const unit of units) {
      if (next() < 0.3) unit.add('charges', step, next())
      if (next() < 0.3) unit.addTo('cohort', Math.floor(next() * step * policy.stepHours), policy, next())
      unit.close(step, policy)
    }
    if (step % 5 !== 0) continue
    const today = Math.floor(step / inADay)
    for (let day = Math.max(1, today - 63); day <= today; day++) {
      const plain = new Float32Array(COUNTERS)
      for (const counts of units.flatMap((unit) => unit.day(day) ?? []))
        for (const [place, count] of counts.entries()) plain[place] = (plain[place] as number) + count
      expect(sum.day(day)?.[at.charges] ?? 0).toBe(plain[at.charges])
      expect(sum.day(day)?.[at.cohort] ?? 0).toBe(plain[at.cohort])
    }
  }
})

it('who agreed is taken away of each day as well', () => {
  const [days, byDay, counts] = [new Days(), new ByDay(), new Float32Array(COUNTERS)]
  ;[counts[at.walked], counts[at.walkedYes], counts[at.walkedOf]] = [20, 7, 26]
  days.add(0, counts)
  fillByDay(signalNames.indexOf('numbers.unwilling'), days, byDay)
  expect([byDay.cases, byDay.of]).toEqual([6, 26])
})
