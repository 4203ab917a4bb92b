import { expect, it } from 'vitest'
import type { Observation } from '../observed/observe.ts'
import { UsageTold } from './usage-told.ts'

const DAY = 24
const seen = (kind: Observation['kind'], sub = 1): Observation => ({ kind, at: 0, sub, block: 0 })
const service = (name: string, partner?: string) => ({
  kind: 'service' as const,
  name,
  ...(partner ? { partner } : {}),
})
/** Use of as many people is told, each day from one hour to the other. */
const tell = (told: UsageTold, from: number, to: number, { people = 3, each = DAY } = {}) => {
  for (let hour = from; hour <= to; hour += each)
    for (let sub = 1; sub <= people; sub++) told.isKnown(service('comics', 'huayu'), seen('usage', sub), hour)
}

it('use is known of the service of which it has been told for three weeks, whoever’s it is by now, and of no other', () => {
  const told = new UsageTold()
  const known = (name: string, partner: string | undefined, hours: number, of = told) =>
    of.isKnown(service(name, partner), seen('charge'), 1000 + hours)
  tell(told, 1000, 1000 + 20 * DAY)
  expect([known('comics', 'huayu', 20 * DAY), known('comics', 'huayu', 21 * DAY)]).toEqual([false, true])
  tell(told, 1000 + 21 * DAY, 1000 + 900)
  expect(known('comics', 'yehua', 900)).toBe(true)
  // One that its partner took over, and of which nobody ever told.
  expect([known('songs', 'huayu', 900), known('tales', 'yehua', 900), known('huayu', undefined, 900)]).toEqual([
    false,
    false,
    false,
  ])
  const after = new UsageTold()
  after.load(told.save())
  expect(known('comics', 'huayu', 905, after)).toBe(true)
})

it('nor once it is told no more, nor of one or two alone, nor at once when it is told again', () => {
  const told = new UsageTold()
  const isKnown = (hour: number) => told.isKnown(service('comics'), seen('charge'), hour)
  tell(told, 1000, 1000 + 30 * DAY)
  expect([isKnown(1000 + 36 * DAY), isKnown(1000 + 38 * DAY)]).toEqual([true, false])
  tell(told, 1000 + 40 * DAY, 1000 + 70 * DAY)
  expect([isKnown(1000 + 60 * DAY), isKnown(1000 + 70 * DAY)]).toEqual([false, true])
  const ofTwo = new UsageTold()
  tell(ofTwo, 1000, 1000 + 30 * DAY, { people: 2 })
  expect(ofTwo.isKnown(service('comics'), seen('charge'), 1000 + 30 * DAY)).toBe(false)
})

it('and a file of each month is waited for, from its second on', () => {
  const told = new UsageTold()
  const isKnown = (hour: number) => told.isKnown(service('comics'), seen('charge'), hour)
  const month = { each: 30 * DAY }
  tell(told, 0, 30 * DAY, month)
  expect([isKnown(29 * DAY), isKnown(50 * DAY)]).toEqual([false, false])
  tell(told, 60 * DAY, 120 * DAY, month)
  expect([isKnown(149 * DAY), isKnown(156 * DAY)]).toEqual([true, false])
})

it('what has been told no more for months is not remembered', () => {
  const told = new UsageTold()
  const names = () => [...told.save().told.keys()]
  const use = (name: string, day: number) => told.isKnown(service(name), seen('usage'), day * DAY)
  for (const [name, day] of [
    ['comics', 0],
    ['tales', 60],
    ['songs', 70],
  ] as const)
    use(name, day)
  expect(names()).toEqual(['comics', 'tales', 'songs'])
  use('news', 71)
  expect(names()).toEqual(['tales', 'songs', 'news'])
})
