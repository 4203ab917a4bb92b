import { zonedTime } from './time.ts'

export interface QuietHours {
  /** `22:00`, in the subscriber’s zone. */
  readonly from: string
  /** `08:00`; earlier than `from`, it means the next day. */
  readonly to: string
}

/** When quiet hours that hold at `at` end; undefined outside them. */
export function quietUntil(at: number, quiet: QuietHours, zone: string): number | undefined {
  const now = zonedTime(at, zone)
  const time = now.toPlainTime().toString({ smallestUnit: 'minute' })
  const { from, to } = quiet
  const within = from <= to ? time >= from && time < to : time >= from || time < to
  if (!within) return undefined
  return (time < to ? now : now.add({ days: 1 })).withPlainTime(to).epochMilliseconds
}

/** The next moment after `now` at which the wall of `zone` shows this time of day, such as `20:00`. */
export function nextTimeOf(time: string, now: number, zone: string): number {
  const today = zonedTime(now, zone).withPlainTime(time)
  return (today.epochMilliseconds > now ? today : today.add({ days: 1 })).epochMilliseconds
}
