import { zonedTime } from './time.ts'

/** A calendar day of a zone. */
export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly daysInMonth: number
  /** Minute of the day at which the quarter of an hour begins that was asked about. */
  readonly minute: number
  /** When the next day begins, ms. */
  readonly end: number
}

const QUARTER = 900_000
const MOST_KNOWN = 100_000
const zones = new Map<string, Map<number, Day>>()

/**
 * The calendar day on which `at` (ms) falls in `zone` (IANA). Zones change on quarters of an hour, so one answer serves a
 * quarter: kept, because every charge asks (docs/decisions/0019).
 */
export function dayAt(at: number, zone: string): Day {
  const days = zones.get(zone) ?? new Map<number, Day>()
  if (days.size === 0) zones.set(zone, days)
  const quarter = Math.floor(at / QUARTER)
  const known = days.get(quarter)
  if (known) return known
  const time = zonedTime(quarter * QUARTER, zone)
  const { year, month, day, daysInMonth } = time
  const date = time.toPlainDate()
  const minute = time.hour * 60 + time.minute
  const end = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  const found = { year, month, day, daysInMonth, minute, end }
  if (days.size >= MOST_KNOWN) days.clear()
  days.set(quarter, found)
  return found
}

/** Minutes since midnight, as the wall of `zone` shows them. */
export const minuteOfDay = (at: number, zone: string): number =>
  dayAt(at, zone).minute + Math.floor((((at % QUARTER) + QUARTER) % QUARTER) / 60_000)

/** `2026-11`. */
export const monthOf = (at: number, zone: string): string => {
  const { year, month } = dayAt(at, zone)
  return `${year}-${String(month).padStart(2, '0')}`
}

/** `2026-11-22`. */
export const dayOf = (at: number, zone: string): string =>
  `${monthOf(at, zone)}-${String(dayAt(at, zone).day).padStart(2, '0')}`

/**
 * Which monthly period `at` falls in, where the first begins at 00:00 of the day of `first` and each next at 00:00 of that
 * day of the month, else of its last; below 0 before the first.
 */
export function periodAt(first: number, at: number, zone: string): number {
  const [from, to] = [dayAt(first, zone), dayAt(at, zone)]
  const months = (to.year - from.year) * 12 + to.month - from.month
  return to.day < Math.min(from.day, to.daysInMonth) ? months - 1 : months
}

/** When that period begins, ms. */
export const periodStart = (first: number, period: number, zone: string): number =>
  zonedTime(first, zone).toPlainDate().add({ months: period }).toZonedDateTime(zone).epochMilliseconds

/** The first 00:00 of `zone` that is not before `at`. */
export const nextMidnight = (at: number, zone: string): number => dayAt(at - 1, zone).end

/** When the n-th working day after the day of `at` ends: Monday to Friday, without the holidays (`2026-10-01`). */
export function endOfWorkingDay(at: number, n: number, holidays: readonly string[], zone: string): number {
  let day = zonedTime(at, zone).toPlainDate()
  for (let left = n; left > 0; ) {
    day = day.add({ days: 1 })
    if (day.dayOfWeek <= 5 && !holidays.includes(day.toString())) left--
  }
  return day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
}
