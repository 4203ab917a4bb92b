import { describe, expect, it } from 'vitest'
import {
  dayAt,
  dayOf,
  monthOf,
  monthsLater,
  nextMidnight,
  nextTimeOf,
  periodAt,
  periodStart,
  quietUntil,
  readTime,
} from './index.ts'

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

  it('that end where they begin are none', () => {
    expect(quietUntil(at('2026-11-22T00:00:00'), { from: '00:00', to: '00:00' }, zone)).toBeUndefined()
  })
})

it.each([
  ['2026-11-22T19:59:59', '2026-11-22T20:00:00'],
  ['2026-11-22T20:00:00', '2026-11-23T20:00:00'],
  ['2026-12-31T21:00:00', '2027-01-01T20:00:00'],
])('after %s it is 20:00 at %s', (now, then) => {
  expect(nextTimeOf('20:00', at(now), zone)).toBe(at(then))
})

it('asked in any order, also across the hours that clocks skip and repeat, the next 20:00 and 02:30 are the next', () => {
  const berlin = 'Europe/Berlin'
  const wall = (time: number) => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(berlin)
  for (const day of ['2026-03-28', '2026-10-24'])
    for (let n = 0; n < 400; n++) {
      const now = Date.parse(`${day}T00:00:00Z`) + ((n * 7919) % 4320) * 60_000
      for (const time of ['20:00', '02:30']) {
        const days = [0, 1].map((days) => wall(now).add({ days }).withPlainTime(time).epochMilliseconds)
        expect(nextTimeOf(time, now, berlin)).toBe(days.find((each) => each > now))
      }
    }
})

describe('monthly periods', () => {
  it.each([
    ['2026-01-30T23:59:59.999', -1],
    ['2026-01-31T00:00:00.000', 0],
    ['2026-02-27T23:59:59.999', 0],
    ['2026-02-28T00:00:00.000', 1],
    ['2026-03-30T23:59:59.999', 1],
    ['2026-03-31T00:05:00.000', 2],
    ['2026-04-29T23:59:59.999', 2],
    ['2026-04-30T00:00:00.000', 3],
    ['2027-01-31T00:00:00.000', 12],
    ['2028-02-28T23:59:59.999', 24],
    ['2028-02-29T00:00:00.000', 25],
  ])('that began on 31 January: at %s it is period %d', (now, period) => {
    expect(periodAt(at('2026-01-31T00:00:00'), at(now), zone)).toBe(period)
    if (now.endsWith('00:00:00.000') && period >= 0)
      expect(periodStart(at('2026-01-31T00:00:00'), period, zone)).toBe(at(now))
  })

  it('begin at midnight of the zone, also where clocks change in between, or at midnight', () => {
    const paris = 'Europe/Paris'
    const first = Date.parse('2026-03-15T00:00:00+01:00')
    expect(periodStart(first, 1, paris)).toBe(Date.parse('2026-04-15T00:00:00+02:00'))
    expect(periodAt(first, Date.parse('2026-04-14T21:59:59Z'), paris)).toBe(0)
    expect(periodAt(first, Date.parse('2026-04-14T22:00:00Z'), paris)).toBe(1)
    // In Beirut the clocks skip midnight of 29 March 2026: that day begins at 01:00.
    const beirut = 'Asia/Beirut'
    expect(periodStart(Date.parse('2026-01-29T00:00:00+02:00'), 2, beirut)).toBe(Date.parse('2026-03-28T22:00:00Z'))
    expect(nextMidnight(Date.parse('2026-03-28T12:00:00Z'), beirut)).toBe(Date.parse('2026-03-28T22:00:00Z'))
  })
})

it.each([
  ['2026-11-24T23:59:59.999', '2026-11-25T00:00:00'],
  ['2026-11-25T00:00:00.000', '2026-11-25T00:00:00'],
  ['2026-11-25T00:00:00.001', '2026-11-26T00:00:00'],
  ['2026-12-31T10:00:00.000', '2027-01-01T00:00:00'],
])('the first day that begins no earlier than %s begins at %s', (moment, midnight) => {
  expect(nextMidnight(at(moment), zone)).toBe(at(midnight))
})

it('months later is the same time of that day of the month, else of its last', () => {
  expect([1, 2, 3, 13].map((months) => monthsLater(at('2026-01-31T10:20:30'), months, zone))).toEqual(
    ['2026-02-28T10:20:30', '2026-03-31T10:20:30', '2026-04-30T10:20:30', '2027-02-28T10:20:30'].map(at),
  )
})

it('a day is the subscriber’s, not UTC’s', () => {
  const newYear = at('2027-01-01T00:30:00')
  expect([dayOf(newYear, zone), monthOf(newYear, zone)]).toEqual(['2027-01-01', '2027-01'])
  expect(dayAt(newYear, zone)).toEqual({
    year: 2027,
    month: 1,
    day: 1,
    daysInMonth: 31,
    minute: 30,
    end: at('2027-01-02T00:00:00'),
  })
})

describe('a time that is given', () => {
  it.each([
    ['2026-11-22T08:00:00+08:00', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T08:00+0800', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T08:00:00.5Z', '2026-11-22T08:00:00.500Z'],
    ['2028-02-29', '2028-02-28T16:00:00.000Z'],
    ['2026-11-22', '2026-11-21T16:00:00.000Z'],
  ])('%s is %s: a date alone is midnight of the operator’s zone', (text, iso) => {
    expect(new Date(readTime(text, zone) as number).toISOString()).toBe(iso)
  })

  it.each([
    '2026-11-31',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31T10:00:00Z',
    '2026-02-30T10:00:00+08:00',
    '2026-11-22T24:00:00Z',
    '2026-11-22T10:60Z',
    '2026-11-22T08:00:00+25:00',
    '2026-11-22T08:00:00',
    '22.11.2026',
    'yesterday',
    '',
  ])('%j is none', (text) => {
    expect(readTime(text, zone)).toBeUndefined()
  })
})
