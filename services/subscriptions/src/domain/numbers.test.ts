import { expect, it } from 'vitest'
import { dayOf, readTime } from '#calendar'
import { defaultPolicy } from '#policy'
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
  handset.play.say('subscription.import', { msisdn: LIN, serviceId: 'weather', since: 21 * DAY })
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

it('what was subscribed before the present owner had the number is not theirs, whatever an old file says', () => {
  const handset = new Handset()
  ends(handset, 'number.assigned', { on: 20 * DAY })
  const imported = (since: number) => ({ msisdn: LIN, serviceId: 'weather', since })
  expect(handset.play.sayBad('subscription.import', imported(20 * DAY - 1))).toContain('present owner')
  expect(handset.services).toEqual([])
  handset.play.say('subscription.import', imported(20 * DAY))
  expect(handset.services).toEqual(['weather'])
  // The next change is told without its time, and is of when it was told.
  ends(handset, 'number.assigned', {})
  expect(handset.play.sayBad('subscription.import', imported(handset.play.now - DAY))).toContain('present owner')
})

it('a change without its time is of the day that it is told: what began that day is the present owner’s', () => {
  const handset = new Handset()
  ends(handset, 'number.assigned', {})
  const { timeZone } = defaultPolicy
  const today = readTime(dayOf(handset.play.now, timeZone), timeZone) ?? 0
  const imported = (since: number) => ({ msisdn: LIN, serviceId: 'weather', since })
  expect(handset.play.sayBad('subscription.import', imported(today - 1))).toContain('present owner')
  handset.play.say('subscription.import', imported(today))
  expect(handset.services).toEqual(['weather'])
})

it('a change without its time is of the time that it is told: said again, it is another', () => {
  const handset = new Handset()
  for (let owner = 0; owner < 2; owner++) {
    handset.subscribed(['weather', '2031-01-09'])
    expect(handset.services).toEqual(['weather'])
    expect(ends(handset, 'number.assigned', {})).toBe(true)
    expect(handset.services).toEqual([])
  }
})

it('the same file again brings nothing back that was cancelled since; what began after that is another', () => {
  const handset = new Handset().subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])
  handset.text('10661234', '00000')
  handset.subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])
  expect(handset.services).toEqual(['weather'])
  handset.text('10661234', '恢复')
  handset.subscribed(['joke', '2026-03-02'])
  expect(handset.services).toEqual(['weather', 'joke'])
  handset.text('10086', '0000')
  handset.text('10086', '2')
  handset.play.say('subscription.import', { msisdn: LIN, serviceId: 'joke', since: handset.play.now + 1 })
  expect(handset.services).toEqual(['weather', 'joke'])
})

it('a file takes nothing from what stands by consent: its receipt, its tariff and the time of its yes', () => {
  const handset = new Handset()
  const consent = { requestId: 'r', receiptId: 'k.1.9', msisdn: LIN, serviceId: 'joke', partnerId: 'huayu' }
  const terms = { tariffFen: 500, trialDays: 7, period: 'month', origin: { channel: 'sms' } }
  handset.play.say('consent.given', { ...consent, ...terms, askedAt: handset.play.now })
  const agreed = handset.play.state?.subscriptions
  const row = { msisdn: LIN, serviceId: 'joke', since: handset.play.now - DAY / 2 }
  for (const more of [{}, { package: '畅享包' }, { since: handset.play.now + DAY }])
    expect(handset.play.say('subscription.import', { ...row, ...more })).toEqual([])
  expect(handset.play.state?.subscriptions).toEqual(agreed)
  expect(agreed).toMatchObject([{ receiptId: 'k.1.9', tariffFen: 500, trialDays: 7 }])
})

it('a consent that did not hold is not brought back, without its receipt, by the file that told of it', () => {
  const handset = new Handset()
  const consent = { requestId: 'r', msisdn: LIN, partnerId: 'huayu', tariffFen: 500, period: 'month' }
  const more = { origin: { channel: 'sms' }, askedAt: handset.play.now }
  for (const [serviceId, receiptId] of [
    ['joke', 'k.1.8'],
    ['star', 'k.1.9'],
  ])
    handset.play.say('consent.given', { ...consent, ...more, serviceId, receiptId })
  const since = handset.play.now
  handset.wait(60)
  handset.play.say('consents.voided', { msisdn: LIN, receiptIds: ['k.1.8'] })
  handset.play.say('consents.voided', { msisdn: LIN, receiptIds: [], lost: { since, case: '10002000' } })
  for (const serviceId of ['joke', 'star']) handset.play.say('subscription.import', { msisdn: LIN, serviceId, since })
  expect(handset.services).toEqual([])
  handset.play.say('subscription.import', { msisdn: LIN, serviceId: 'joke', since: handset.play.now + 1 })
  expect(handset.services).toEqual(['joke'])
})
