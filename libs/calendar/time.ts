const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2}))?$/

/**
 * A time as files and calls give it, ms since 1970: a date with a time and its zone, or a date alone, which is midnight of
 * `zone`. Undefined for what is neither, and for a day that no calendar has, such as 2026-11-31.
 */
export function readTime(text: string, zone: string): number | undefined {
  if (!TIME.test(text)) return undefined
  try {
    return text.includes('T')
      ? Temporal.Instant.from(text).epochMilliseconds
      : Temporal.PlainDate.from(text, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

export const zonedTime = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

/** The same wall time `months` later, on the same day of the month, else on its last; after a gap, where clocks skip it. */
export const monthsLater = (at: number, months: number, zone: string): number =>
  zonedTime(at, zone).add({ months }).epochMilliseconds
