import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { DataList } from '../lists/data-list.tsx'
import { call } from '../shell/api.ts'
import { useMoment } from '../shell/format.ts'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import type { Alarm, Station } from './api.ts'
import { useWords } from './words.ts'

function Where({ of: { kind, id } }: { of: Alarm['where'] }) {
  const t = useWords()
  const name = t.of('wheres', kind)
  if (kind !== 'port' && kind !== 'partner') return <>{`${name} ${id}`.trim()}</>
  return (
    <>
      {name} <Link to={`/console/${kind}s/${encodeURIComponent(id)}`}>{id}</Link>
    </>
  )
}

/** What rises out of its pattern, where, against what; and suspected fake base stations. */
export function Alarms() {
  const t = useWords()
  const moment = useMoment()
  const { data } = useQuery({
    queryKey: ['alarms', 'rule'],
    queryFn: () => call<{ rule: { false_alarms_per_month: number } }>('GET', '/v1/alarms?limit=1'),
  })
  return (
    <Screen title={t('alarms')} about={t('alarmsAbout', { figure: data?.rule.false_alarms_per_month ?? '…' })}>
      <div className="stack">
        <DataList<Alarm>
          title={t('alarms')}
          topic="alarms"
          path="/v1/alarms"
          order="desc"
          rowKey={({ what, where, from }) => `${what} ${where.kind} ${where.id} ${from}`}
          empty={t('alarmsNone')}
          filters={[
            {
              name: 'status',
              label: t('status'),
              options: (['now', 'over'] as const).map((value) => ({ value, label: t.of('alarmStatuses', value) })),
            },
          ]}
          columns={[
            {
              name: 'what',
              title: t('what'),
              render: ({ what, ended_at }) => <State tone={ended_at ? 'over' : 'bad'}>{t.of('whats', what)}</State>,
            },
            { name: 'where', title: t('where'), render: ({ where }) => <Where of={where} /> },
            { name: 'count', title: t('count'), figure: true, render: ({ count }) => count },
            { name: 'usual', title: t('usual'), figure: true, render: ({ usual }) => usual },
            { name: 'against', title: t('against'), render: ({ against }) => against.join(' · ') },
            { name: 'at', title: t('at'), sorted: true, short: true, render: ({ from }) => moment(from) },
          ]}
        />
        <section className="panel">
          <h2>{t('stations')}</h2>
          <p className="soft">
            {t('stationsAbout')}{' '}
            <a href="/v1/stations/csv" download>
              {t('csv')}
            </a>
          </p>
          <Stations />
        </section>
      </div>
    </Screen>
  )
}

function Stations() {
  const t = useWords()
  const moment = useMoment()
  const { data } = useQuery({
    queryKey: ['alarms', 'stations'],
    queryFn: () => call<{ items: readonly Station[] }>('GET', '/v1/stations?limit=50'),
  })
  if (!data || data.items.length === 0) return <p className="soft">{t('stationsNone')}</p>
  return (
    <ul>
      {data.items.map(({ district, cell, clusters }) => {
        const last = clusters.at(-1)
        return (
          <li key={`${district} ${cell}`}>
            {district ?? ''} {cell ?? ''} · {t('passes')} {clusters.length}
            {last && (
              <span className="soft">
                {' '}
                · {moment(last.from)} · {t('reporters')} {last.reporters} · {t('senders')} {last.senders.join(', ')}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
