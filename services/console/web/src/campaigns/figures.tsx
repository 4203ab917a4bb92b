import { Chart } from '../charts/chart.tsx'
import type { Whole } from './api.ts'
import { Sender } from './bits.tsx'
import { useWords } from './words.ts'

const DAY = 86_400_000
/** So many days are shown at least: one bar alone tells nothing of its time. */
const LEAST = 10

/** Reporters and reports day by day; days without any are shown as such. */
export function Days({ campaign: { days } }: { campaign: Whole }) {
  const t = useWords()
  const last = Date.parse(days.at(-1)?.day ?? new Date().toISOString().slice(0, 10))
  const first = Math.min(Date.parse(days[0]?.day ?? ''), last - (LEAST - 1) * DAY) || last - (LEAST - 1) * DAY
  const at = Array.from({ length: Math.round((last - first) / DAY) + 1 }, (_, n) => first + n * DAY)
  const byDay = new Map(days.map((each) => [Date.parse(each.day), each]))
  const values = (of: 'reports' | 'reporters') => at.map((each) => byDay.get(each)?.[of] ?? 0)
  const reporters = values('reporters')
  const told = days.map(({ day, reports, reporters }) => t('dayTold', { day, reports, reporters })).join(t('and'))
  return (
    <section className="panel" aria-labelledby="days">
      <h2 id="days">{t('days')}</h2>
      <Chart
        label={`${t('days')}: ${told}`}
        at={at}
        daily
        lines={[
          { name: t('newReporters'), values: reporters },
          { name: t('reports'), values: values('reports') },
        ]}
      />
    </section>
  )
}

/** Reports by what they are of, the most first, each with its share as a bar. */
export function Counts({
  title,
  counts,
  group,
  about,
  empty,
  children,
}: {
  title: string
  counts: Readonly<Record<string, number>>
  group?: 'senderKinds' | 'kinds'
  about?: string
  empty?: string
  /** Shown above the rows. */
  children?: React.ReactNode
}) {
  const t = useWords()
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1])
  const most = rows[0]?.[1] ?? 1
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="soft">{empty}</p>
      ) : (
        <>
          {about && <p className="soft">{about}</p>}
          {children}
          <table className="counts">
            <tbody>
              {rows.map(([name, count]) => (
                <tr key={name}>
                  <th scope="row">
                    {group === 'senderKinds' ? (
                      <Sender of={name} />
                    ) : group ? (
                      t.of(group, name)
                    ) : name === 'other' ? (
                      t('otherPlaces')
                    ) : (
                      name
                    )}
                  </th>
                  <td className="counts-bar">
                    <meter min={0} max={most} value={count} aria-hidden />
                  </td>
                  <td className="counts-figure">{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
