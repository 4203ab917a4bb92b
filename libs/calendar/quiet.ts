import { minuteOfDay } from './day.ts'
import { zonedTime } from './time.ts'

export interface QuietHours {
  /** `22:00`, in the subscriber’s zone. */
  readonly from: string
  /** `08:00`; earlier than `from`, it means the next day. */
  readonly to: string
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Whether the wall of `zone` shows a time within these hours, their first minute in and their last (`to`) out. */
export function isWithin(at: number, hours: QuietHours, zone: string): boolean {
  const [now, from, to] = [minuteOfDay(at, zone), minutes(hours.from), minutes(hours.to)]
  return from <= to ? now >= from && now < to : now >= from || now < to
}

/** When quiet hours that hold at `at` end; undefined outside them. */
export const quietUntil = (at: number, quiet: QuietHours, zone: string): number | undefined =>
  isWithin(at, quiet, zone) ? nextTimeOf(quiet.to, at, zone) : undefined

/** The last answer of each time of day and zone, and the moment that it was asked of: it holds for all in between. */
const answers = new Map<string, { readonly asked: number; readonly at: number }>()
const MOST_ANSWERS = 10_000

/** The next moment after `now` at which the wall of `zone` shows this time of day, such as `20:00`. */
export function nextTimeOf(time: string, now: number, zone: string): number {
  const name = `${time} ${zone}`
  const known = answers.get(name)
  if (known && known.asked <= now && now < known.at) return known.at
  const wall = zonedTime(now, zone)
  const today = wall.withPlainTime(time)
  // Not a day after today's: where clocks skip it today, today's is later than it says.
  const at = (today.epochMilliseconds > now ? today : wall.add({ days: 1 }).withPlainTime(time)).epochMilliseconds
  if (answers.size >= MOST_ANSWERS) answers.clear()
  answers.set(name, { asked: now, at })
  return at
}
