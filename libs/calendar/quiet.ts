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
export function quietUntil(at: number, quiet: QuietHours, zone: string): number | undefined {
  if (!isWithin(at, quiet, zone)) return undefined
  const now = zonedTime(at, zone)
  const isToday = minuteOfDay(at, zone) < minutes(quiet.to)
  return (isToday ? now : now.add({ days: 1 })).withPlainTime(quiet.to).epochMilliseconds
}

/** The next moment after `now` at which the wall of `zone` shows this time of day, such as `20:00`. */
export function nextTimeOf(time: string, now: number, zone: string): number {
  const today = zonedTime(now, zone).withPlainTime(time)
  return (today.epochMilliseconds > now ? today : today.add({ days: 1 })).epochMilliseconds
}
