/** null: there was nothing to tell it of. */
export type Values = readonly (number | null)[]

/** A line of one point would not be seen: what has nothing on either side is a dot. */
export const dotted = (values: Values) =>
  values.map((value, n) =>
    value !== null && (values[n - 1] ?? null) === null && (values[n + 1] ?? null) === null
      ? { value, symbol: 'circle', symbolSize: 7 }
      : value,
  )

/** How far the axis goes: no share beyond 100 %, where none is; what is counted of something expected may be more. */
export function axisOf(all: readonly Values[], unit: string): { readonly max?: number; readonly interval?: number } {
  const most = Math.max(0, ...all.flat().map((each) => each ?? 0))
  return unit === '%' && most > 75 && most <= 100 ? { max: 100, interval: 25 } : {}
}

/**
 * What so many days that end with each show of what they could: null where they could show nothing, or where the first of
 * them are not known, unless fewer are in all.
 */
export function trailing(seen: readonly number[], of: readonly number[], days: number): Values {
  const sum = (values: readonly number[], at: number) =>
    values.slice(Math.max(0, at + 1 - days), at + 1).reduce((total, each) => total + each, 0)
  const first = Math.min(days, seen.length) - 1
  return seen.map((_, at) => (at >= first && sum(of, at) > 0 ? sum(seen, at) / sum(of, at) : null))
}
