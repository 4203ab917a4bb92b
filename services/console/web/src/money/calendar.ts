const MONTHS = 18

/** The month of a moment in the operator’s zone, wherever the reader sits, and those before it: the latest first. */
export function monthsUntil(at: number, zone: string): string[] {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: 'numeric' }).formatToParts(at)
  const [year, month] = (['year', 'month'] as const).map((name) =>
    Number(parts.find(({ type }) => type === name)?.value),
  ) as [number, number]
  return Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  )
}
