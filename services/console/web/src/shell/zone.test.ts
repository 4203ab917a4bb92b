import { describe, expect, it } from 'vitest'
import { dayAfter, dayIn, localOf, momentOf } from './zone.ts'

const zone = 'Asia/Shanghai'

describe('a field of day and time', () => {
  it('has the operator’s clock, wherever one sits, and is read by it', () => {
    expect(localOf(Date.parse('2026-11-26T16:30:59Z'), zone)).toBe('2026-11-27T00:30')
    expect(momentOf('2026-11-27T00:30', zone)).toBe(Date.parse('2026-11-26T16:30:00Z'))
    expect(momentOf('2026-11-27T00:30:05', zone)).toBe(Date.parse('2026-11-26T16:30:05Z'))
  })

  it('follows clocks that are put forward and back', () => {
    const [summer, winter] = ['2026-10-24T12:00', '2026-10-25T12:00']
    expect(momentOf(summer, 'Europe/Berlin')).toBe(Date.parse('2026-10-24T10:00:00Z'))
    expect(momentOf(winter, 'Europe/Berlin')).toBe(Date.parse('2026-10-25T11:00:00Z'))
    expect(localOf(momentOf('2026-03-29T03:30', 'Europe/Berlin'), 'Europe/Berlin')).toBe('2026-03-29T03:30')
  })

  it('is no moment while it is empty', () => {
    expect(momentOf('', zone)).toBeNaN()
    expect(momentOf('2026-11', zone)).toBeNaN()
  })
})

it('a day ends with the operator’s midnight: an hour after it is the next one', () => {
  expect(dayIn(Date.parse('2026-11-26T15:59:00Z'), zone)).toBe(Date.parse('2026-11-26'))
  expect(dayIn(Date.parse('2026-11-26T17:00:00Z'), zone)).toBe(Date.parse('2026-11-27'))
})

it.each([
  ['2026-11-27', '2026-11-28'],
  ['2026-12-31', '2027-01-01'],
  ['2028-02-28', '2028-02-29'],
  // A field of a day takes years of six digits: a screen that is drawn with one stands.
  ['275760-12-31', '275760-12-31'],
])('what holds to the end of %s ends as %s begins', (day, next) => {
  expect(dayAfter(day)).toBe(next)
})
