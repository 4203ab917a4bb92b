/** A figure day by day, as small as a word: drawn, and said as its first and last. @param least what fills its height at least, so that little looks like little */
export function Spark({ values, label, least = 1 }: { values: readonly number[]; label: string; least?: number }) {
  const most = Math.max(least, ...values)
  const step = values.length > 1 ? 96 / (values.length - 1) : 0
  const points = values.map(
    (each, n) => `${(2 + n * step).toFixed(1)},${(26 - (24 * Math.max(0, each)) / most).toFixed(1)}`,
  )
  return (
    <svg className="spark" viewBox="0 0 100 28" role="img" aria-label={label}>
      <polyline points={points.join(' ')} />
      {points.length > 0 && <circle cx={points.at(-1)?.split(',')[0]} cy={points.at(-1)?.split(',')[1]} r="2" />}
    </svg>
  )
}
