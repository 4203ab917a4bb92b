import { expect, it } from 'vitest'
import { Handset, LIN } from './fixtures.ts'
import type { NumberChange, SubscriberState } from './state.ts'

const DAY = 86_400_000

/** Whether a change of the number ended what was there. */
const ends = (handset: Handset, type: string, more: object) =>
  handset.play.say(type, { msisdn: LIN, ...more }).some((each) => each.type === 'tenure.ended')

it('a number that is told released again, of the same day, takes nothing from whoever has it since', () => {
  const handset = new Handset()
  const released = { reason: 'released', on: 20 * DAY }
  expect(ends(handset, 'number.released', released)).toBe(true)
  expect(ends(handset, 'number.assigned', { on: 20 * DAY })).toBe(true)
  handset.play.say('subscription.import', { msisdn: LIN, serviceId: 'weather', since: 1 })
  expect([ends(handset, 'number.released', released), ends(handset, 'number.assigned', { on: 20 * DAY })]).toEqual([
    false,
    false,
  ])
  expect(handset.play.state?.subscriptions).toHaveLength(1)
  // Of another day it is another change, and so is what does not say when it was.
  expect(ends(handset, 'number.released', { reason: 'released', on: 90 * DAY })).toBe(true)
  expect([1, 2].map(() => ends(handset, 'number.released', { reason: 'released' }))).toEqual([true, true])
})

it('is known by its last changes, however often it changes hands', () => {
  const handset = new Handset()
  for (let day = 1; day <= 9; day++) ends(handset, 'number.assigned', { on: day * DAY })
  expect(handset.play.state?.changes).toHaveLength(4)
  expect(ends(handset, 'number.assigned', { on: 9 * DAY })).toBe(false)
})

it('a change that is known without its time makes none that is told without one a repetition', () => {
  const handset = new Handset()
  ends(handset, 'number.assigned', { on: 20 * DAY })
  const changes = [{ what: 'assigned' }, { what: 'released' }] as unknown as NumberChange[]
  handset.play.state = { ...(handset.play.state as SubscriberState), changes }
  expect(ends(handset, 'number.assigned', {})).toBe(true)
  expect(ends(handset, 'number.released', { reason: 'released' })).toBe(true)
})

it('a change that is told late, after one that came later, takes nothing from whoever has the number since', () => {
  const handset = new Handset()
  expect(ends(handset, 'number.assigned', { on: 21 * DAY })).toBe(true)
  handset.play.say('subscription.import', { msisdn: LIN, serviceId: 'weather', since: 21 * DAY })
  for (const reason of ['released', 'ported-out'])
    expect(ends(handset, 'number.released', { reason, on: 20 * DAY })).toBe(false)
  expect(ends(handset, 'number.assigned', { on: 20 * DAY })).toBe(false)
  expect(handset.services).toEqual(['weather'])
  // It is in no way told late: whoever has it leaves the same day.
  expect(ends(handset, 'number.released', { reason: 'released', on: 21 * DAY })).toBe(true)
})
