import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { ArrivalClock } from './clock.ts'
import { charge, DAY, days, HOUR, type Line, run, START, silent } from './fixtures.ts'

const NOON = Date.parse('2026-07-01T12:00:00Z')
const MINUTE = 60_000
const YEARS = 3650 * DAY

/** After a quiet hour at noon. */
const running = () => {
  const clock = new ArrivalClock(36)
  for (const minute of [0, 20, 40, 60]) clock.tick(NOON - HOUR + minute * MINUTE)
  return clock
}
const row = (clock: ArrivalClock, from: number, count: number, apart = 1000) =>
  Array.from({ length: count }, (_, i) => clock.tick(from + i * apart)).at(-1)

describe('the time of arrival', () => {
  it('is not moved by one clock that jumped, and goes on with the others', () => {
    const clock = running()
    expect(clock.tick(NOON + YEARS)).toBe(NOON)
    expect(clock.tick(NOON + HOUR)).toBe(NOON + HOUR)
    expect(clock.jumped).toBe(1)
  })

  it('is not moved back by what is days late, and follows a pause once some agree', () => {
    const clock = running()
    expect(row(clock, NOON - 90 * HOUR, 50)).toBe(NOON)
    const later = NOON + 30 * DAY
    expect(row(clock, later, 4)).toBe(NOON)
    expect(clock.tick(later + 4000)).toBe(later + 4000)
  })

  it('follows also where little is told, each some days after the one before', () => {
    const clock = running()
    expect(row(clock, NOON + 3 * DAY, 5, 3 * DAY)).toBe(NOON + 15 * DAY)
  })

  it.each([
    ['three days', 3 * DAY],
    ['ten years', YEARS],
  ])('a clock that is set %s ahead and set right within the hour: all is as before', (_, ahead) => {
    const clock = running()
    expect(row(clock, NOON + ahead, 40, MINUTE)).toBe(NOON + ahead + 39 * MINUTE)
    expect(clock.certain).toBe(NOON)
    expect(row(clock, NOON + 41 * MINUTE, 4)).toBeGreaterThan(NOON + ahead)
    expect(clock.tick(NOON + 42 * MINUTE)).toBe(NOON + 42 * MINUTE)
    expect(clock.certain).toBe(clock.now)
  })

  it('set years ahead for hours: it is right again once an hour agrees; days ahead, the time has come by then', () => {
    const long = running()
    row(long, NOON + YEARS, 180, MINUTE)
    expect(long.certain).toBe(long.now)
    row(long, NOON + 3 * HOUR, 60, MINUTE)
    expect(long.now).toBeGreaterThan(NOON + YEARS)
    expect(long.tick(NOON + 4 * HOUR)).toBe(NOON + 4 * HOUR)
    const short = running()
    row(short, NOON + 3 * DAY, 180, MINUTE)
    expect(row(short, NOON + 3 * HOUR, 90, MINUTE)).toBeGreaterThan(NOON + 3 * DAY)
  })

  it('a first message of a year to come is one that jumped', () => {
    const clock = new ArrivalClock(36)
    clock.tick(NOON + YEARS)
    expect(clock.certain).toBe(0)
    expect(row(clock, NOON, 5)).toBe(NOON + 4000)
    expect(clock.certain).toBe(0)
    expect(clock.tick(NOON + HOUR)).toBe(NOON + HOUR)
    expect(clock.certain).toBe(NOON + HOUR)
  })
})

describe('the monitor, while a clock is wrong', () => {
  /** Nothing is wrong before the sixth day. */
  const good = days(12, (day) => (day < 6 ? [] : silent(day)))
  const flagged = (lines: readonly Line[]) => run(lines).flags.map(({ flag }) => [flag.at, flag.partner])
  const wrongly = (ms: number, from: number, until: number) =>
    good.map((line, i): Line => {
      const { message } = line
      return i < from || i >= until ? line : { ...line, message: { ...message, at: message.at + ms } }
    })

  it.each([
    ['the first message', 0, 1, YEARS],
    ['some hundred in a row', 1200, 1500, YEARS],
    ['as many by days', 1200, 1500, 3 * DAY],
  ])('%s: the same is flagged at the same time', (_, from, until, ms) => {
    const [first] = flagged(good)
    expect(first?.[1]).toBe('huayu')
    expect(flagged(wrongly(ms, from, until))[0]).toEqual(first)
  })

  it('what stops first stops afterwards too', () => {
    const cancelled = (day: number) =>
      day === 10
        ? Array.from({ length: 20 }, (_, i) =>
            charge('huayu', 50_000 + i, START + day * DAY + i * MINUTE, i % 2 ? 'after.cancel' : undefined),
          )
        : []
    const lines = days(12, cancelled).map((line, i): Line => {
      const { message } = line
      return i < 1200 || i >= 1500 ? line : { ...line, message: { ...message, at: message.at + YEARS } }
    })
    const stopFirst = defaultPolicy.monitor.stopFirst.map((each) => ({ ...each, share: 0.01 }))
    const stops = run(lines, { stopFirst }).flags.filter(({ flag }) => flag.stop_first)
    expect(stops.map(({ flag }) => flag.at)).toEqual([START + 10 * DAY + 9 * MINUTE])
  })
})
