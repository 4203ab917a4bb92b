/** A moment as a field of day and time has it, by the clock of a zone. */
export function localOf(at: number, timeZone: string): string {
  const two = '2-digit'
  const clock = { year: 'numeric', month: two, day: two, hour: two, minute: two, hourCycle: 'h23', timeZone } as const
  const parts = new Intl.DateTimeFormat('en', clock).formatToParts(at)
  const [year, month, day, hour, minute] = (['year', 'month', 'day', 'hour', 'minute'] as const).map(
    (name) => parts.find(({ type }) => type === name)?.value,
  )
  return `${year}-${month}-${day}T${hour}:${minute}`
}

/** The moment, ms, of what such a field has; NaN of what is no day and time. */
export function momentOf(local: string, timeZone: string): number {
  const asUtc = /T\d\d:\d\d/.test(local) ? Date.parse(`${local}Z`) : Number.NaN
  if (Number.isNaN(asUtc)) return Number.NaN
  const ahead = (at: number) => Date.parse(`${localOf(at, timeZone)}Z`) - Math.floor(at / 60_000) * 60_000
  // Where clocks are put forward or back, the difference is that of the moment itself.
  return asUtc - ahead(asUtc - ahead(asUtc))
}

/** The same as the API has it. */
export const isoOf = (local: string, timeZone: string): string => new Date(momentOf(local, timeZone)).toISOString()

/** The day of a moment in a zone, as its midnight in UTC: what a chart by days counts in. */
export const dayIn = (at: number, timeZone: string): number => Date.parse(localOf(at, timeZone).slice(0, 10))

/** The day whose midnight ends a day: until then something holds that holds to the end of it. What is none is refused where it is sent. */
export function dayAfter(day: string): string {
  const next = new Date(Date.parse(day) + 86_400_000)
  return Number.isNaN(next.getTime()) ? day : next.toISOString().slice(0, 10)
}
