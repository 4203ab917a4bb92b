/** A moment as the wall of a time zone shows it. Months from 1. */
export interface Wall {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

const QUARTER = 900_000
const zones = new Map<string, { readonly clock: Intl.DateTimeFormat; readonly offsets: Map<number, number> }>()

/** How far the zone is from UTC, ms. Zones change on quarters of an hour, so one answer serves a quarter. */
function offsetOf(at: number, name: string): number {
  let zone = zones.get(name)
  if (!zone) {
    const numeric = 'numeric' as const
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric }
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: name, ...fields, hourCycle: 'h23' })
    zone = { clock, offsets: new Map() }
    zones.set(name, zone)
  }
  const quarter = Math.floor(at / QUARTER)
  const known = zone.offsets.get(quarter)
  if (known !== undefined) return known
  const part: Record<string, number> = {}
  for (const { type, value } of zone.clock.formatToParts(quarter * QUARTER)) part[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part
  const offset = Date.UTC(year, month - 1, day, hour, minute) - quarter * QUARTER
  if (zone.offsets.size > 100_000) zone.offsets.clear()
  zone.offsets.set(quarter, offset)
  return offset
}

/** What the wall of `zone` (IANA) shows at `at` (ms since 1970). */
export function wallOf(at: number, zone: string): Wall {
  const shown = new Date(at + offsetOf(at, zone))
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
  }
}

/** The moment at which the wall of `zone` shows this; where clocks skip it, the moment after the gap. */
export function momentOf({ year, month, day, hour, minute }: Wall, zone: string): number {
  const asIfUtc = Date.UTC(year, month - 1, day, hour, minute)
  const guess = asIfUtc - offsetOf(asIfUtc, zone)
  return asIfUtc - offsetOf(guess, zone)
}

/** `2026-11`. */
export const monthOf = (at: number, zone: string): string => {
  const { year, month } = wallOf(at, zone)
  return `${year}-${String(month).padStart(2, '0')}`
}

/** `2026-11-22`. */
export const dayOf = (at: number, zone: string): string =>
  `${monthOf(at, zone)}-${String(wallOf(at, zone).day).padStart(2, '0')}`

export interface QuietHours {
  /** `22:00`, in the subscriber’s zone. */
  readonly from: string
  /** `08:00`; earlier than `from`, it means the next day. */
  readonly to: string
}

/** When quiet hours that hold at `at` end; undefined outside them. */
export function quietUntil(at: number, quiet: QuietHours, zone: string): number | undefined {
  const wall = wallOf(at, zone)
  const minute = wall.hour * 60 + wall.minute
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)]
  const within = from <= to ? minute >= from && minute < to : minute >= from || minute < to
  if (!within) return undefined
  const day = minute < to ? wall.day : wall.day + 1
  return momentOf({ ...wall, day, hour: Math.floor(to / 60), minute: to % 60 }, zone)
}

const minutesOf = (text: string): number => {
  const [hour = 0, minute = 0] = text.split(':').map(Number)
  return hour * 60 + minute
}

/**
 * The same wall time `months` later, on the same day of the month, else on its last day (docs/rules.md, "Double
 * confirmation": charges fall on that day of the month).
 */
export function monthsLater(at: number, months: number, zone: string): number {
  const wall = wallOf(at, zone)
  const first = new Date(Date.UTC(wall.year, wall.month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const there = { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: Math.min(wall.day, last) }
  return momentOf({ ...wall, ...there }, zone) + (at % 60_000)
}

/** How many whole months, by `monthsLater`, have passed from `since` to `at`; negative before. */
export function monthsBetween(since: number, at: number, zone: string): number {
  const [from, to] = [wallOf(since, zone), wallOf(at, zone)]
  const months = (to.year - from.year) * 12 + to.month - from.month
  return monthsLater(since, months, zone) > at ? months - 1 : months
}

/** The next moment after `now` at which the wall of `zone` shows this time of day, such as `20:00`. */
export function nextTimeOf(time: string, now: number, zone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const wall = wallOf(now, zone)
  const today = momentOf({ ...wall, hour, minute }, zone)
  return today > now ? today : momentOf({ ...wall, day: wall.day + 1, hour, minute }, zone)
}
