import { describe, expect, it } from 'vitest'
import { dayOf, momentOf, monthOf, monthsBetween, monthsLater, quietUntil, wallOf } from './index.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => Date.parse(`${text}+08:00`)
const night = { from: '22:00', to: '08:00' }

describe('quiet hours from 22:00 to 08:00', () => {
  it.each([
    ['2026-11-22T21:59:59', undefined],
    ['2026-11-22T22:00:00', '2026-11-23T08:00'],
    ['2026-11-30T23:30:00', '2026-12-01T08:00'],
    ['2026-12-01T00:10:00', '2026-12-01T08:00'],
    ['2026-12-01T07:59:59', '2026-12-01T08:00'],
    ['2026-12-01T08:00:00', undefined],
  ])('at %s they last until %s', (now, until) => {
    expect(quietUntil(at(now), night, zone)).toBe(until && at(until))
  })
})

describe('a day of the month', () => {
  it('comes again each month, else its last day', () => {
    const since = at('2026-01-31T10:20:30')
    expect([1, 2, 3, 13].map((months) => monthsLater(since, months, zone))).toEqual(
      ['2026-02-28T10:20:30', '2026-03-31T10:20:30', '2026-04-30T10:20:30', '2027-02-28T10:20:30'].map(at),
    )
  })

  it.each([
    ['2026-02-28T10:20:29', 0],
    ['2026-02-28T10:20:30', 1],
    ['2026-03-31T10:20:29', 1],
    ['2026-01-31T10:20:29', -1],
    ['2027-01-31T10:20:30', 12],
  ])('by %s, %d months have passed since 31 January', (now, months) => {
    expect(monthsBetween(at('2026-01-31T10:20:30'), at(now), zone)).toBe(months)
  })

  it('is the subscriber’s, not UTC’s', () => {
    expect([dayOf(at('2026-12-01T00:30:00'), zone), monthOf(at('2026-12-01T00:30:00'), zone)]).toEqual([
      '2026-12-01',
      '2026-12',
    ])
  })
})

it('clocks that are set forward or back do not lose an hour of anybody', () => {
  const noon = { year: 2026, month: 3, day: 29, hour: 12, minute: 0 }
  expect(wallOf(momentOf(noon, 'Europe/Paris'), 'Europe/Paris')).toEqual(noon)
  const winter = { year: 2026, month: 10, day: 25, hour: 12, minute: 0 }
  expect(wallOf(momentOf(winter, 'Europe/Paris'), 'Europe/Paris')).toEqual(winter)
})
