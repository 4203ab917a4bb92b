import { expect, it } from 'vitest'
import { cohortsOf } from './cohorts.ts'

/** Monday, 2 November 2026, and its day since 1970. */
const MONDAY = Date.UTC(2026, 10, 2) / 86_400_000

const unit = (kind: 'service' | 'together', signals: [name: string, cases: number[], of: number[]][]) => ({
  ...{ kind, name: 'comics', users: 100, risk: 0 },
  signals: signals.map(([name, cases, of]) => ({
    ...{ name, group: 'leaving', figure: 0, baseline: 0, evidence: 0, peers: { rate: 0, shape: 1 }, charges: [] },
    ...{ cases, of },
  })),
})

it('those who came in a week stand together, from Monday to Sunday, whatever day the last one is', () => {
  // Ten days that end with Wednesday of the week after: Monday to Sunday, then three.
  const days = Array.from({ length: 10 }, () => 10)
  const left = [1, 0, 0, 0, 0, 0, 2, 5, 0, 0]
  const looked = { day: MONDAY + 9, units: [unit('service', [['cancel.cohort', left, days]])] }
  expect(cohortsOf(looked, 60)).toEqual([
    { from: MONDAY, came: 70, left: 3, over: false },
    { from: MONDAY + 7, came: 30, left: 5, over: false },
  ])
})

it('all services of a partner count, their sum as one does not; who complained is a share of a sample', () => {
  const of = [4, 0, 0, 0, 0, 0, 0]
  const looked = {
    day: MONDAY + 6,
    units: [
      unit('service', [
        ['cancel.cohort', [1, 0, 0, 0, 0, 0, 0], of],
        ['regrets', [1, 0, 0, 0, 0, 0, 0], of],
      ]),
      unit('service', [['cancel.cohort', [3, 0, 0, 0, 0, 0, 0], of]]),
      unit('together', [['cancel.cohort', [4, 0, 0, 0, 0, 0, 0], [8, 0, 0, 0, 0, 0, 0]]]),
    ],
  }
  expect(cohortsOf(looked, 60)).toEqual([{ from: MONDAY, came: 8, left: 4, regretted: 0.25, over: false }])
})

it('a week is over when nothing more of it is counted, and one in which nobody came is none', () => {
  const of = [10, ...Array<number>(6).fill(0), ...Array<number>(62).fill(0)]
  const looked = { day: MONDAY + 68, units: [unit('service', [['cancel.cohort', of.map((each) => each / 2), of]])] }
  expect(cohortsOf(looked, 60)).toEqual([{ from: MONDAY, came: 10, left: 5, over: true }])
  expect(cohortsOf({ ...looked, day: MONDAY + 66 }, 60)).toMatchObject([{ from: MONDAY - 7, over: true }])
})
