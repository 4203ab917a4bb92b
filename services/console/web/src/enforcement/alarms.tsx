import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataList } from '../lists/data-list.tsx'
import { call } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { useMinute } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import type { Alarm, AlarmRule, Station } from './api.ts'
import { useWords } from './words.ts'

/** Where what rises is listed, if it is. */
const listsOf: Readonly<Partial<Record<Alarm['what'], string>>> = {
  reports: '/console/reports',
  complaints: '/console/complaints',
}

function Where({ of: { kind, id } }: { of: Alarm['where'] }) {
  const t = useWords()
  const called = useCalled()
  const name = t.of('wheres', kind)
  if (kind !== 'port' && kind !== 'partner') return `${name} ${id}`.trim()
  return (
    <>
      {name}{' '}
      <Link to={`/console/${kind}s/${encodeURIComponent(id)}`}>{kind === 'partner' ? called.partner(id) : id}</Link>
    </>
  )
}

function What({ of: { what, where, ended_at } }: { of: Alarm }) {
  const t = useWords()
  const to = listsOf[what]
  const state = <State tone={ended_at ? 'over' : 'bad'}>{t.of('whats', what)}</State>
  return (
    <span className="alarm-what">
      {state}
      {to && (
        <Link to={to} search={(where.kind === 'port' ? { port: where.id } : {}) as never}>
          {t('toList')}
        </Link>
      )}
    </span>
  )
}

/** What rises out of its pattern, where, against what; the rule that says so; and suspected fake base stations. */
export function Alarms() {
  const t = useWords()
  const minute = useMinute()
  return (
    <Screen title={t('alarms')} about={t('alarmsAbout')}>
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
              usual: 'now',
              options: (['now', 'over'] as const).map((value) => ({ value, label: t.of('alarmStatuses', value) })),
            },
          ]}
          columns={[
            { name: 'what', title: t('what'), render: (alarm) => <What of={alarm} /> },
            { name: 'where', title: t('where'), render: ({ where }) => <Where of={where} /> },
            { name: 'count', title: t('count'), figure: true, render: ({ count }) => <strong>{count}</strong> },
            { name: 'usual', title: t('usual'), figure: true, render: ({ usual }) => Math.round(usual * 10) / 10 },
            { name: 'against', title: t('against'), render: ({ against }) => against.join(' · ') },
            { name: 'at', title: t('hourOf'), sorted: true, short: true, render: ({ from }) => minute(from) },
          ]}
        />
        <Rule />
        <Stations />
      </div>
    </Screen>
  )
}

/** When an alarm is raised, from what it is reckoned, and who hears of it. */
function Rule() {
  const t = useWords()
  const { i18n } = useTranslation()
  const watches = useMe().purposes.includes('watch')
  const query = useQuery({
    queryKey: ['alarms', 'rule'],
    queryFn: () => call<{ rule: AlarmRule }>('GET', '/v1/alarms?limit=1'),
  })
  const locale = i18n.language === 'zh' ? 'zh-CN' : 'en-GB'
  const whole = new Intl.NumberFormat(locale)
  const figure = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 })
  return (
    <section className="panel" aria-labelledby="alarm-rule">
      <h2 id="alarm-rule">{t('rule')}</h2>
      <Part query={query}>
        {({ rule: { false_alarms_per_month, default_per_month, policy, limit, series, told } }) => (
          <>
            <dl className="facts">
              <div>
                <dt>{t('ruleWatched')}</dt>
                <dd>{t('ruleSeries', { series: whole.format(series) })}</dd>
              </div>
              <div>
                <dt>{t('ruleAgainst')}</dt>
                <dd>{t('ruleWeeks')}</dd>
              </div>
              <div>
                <dt>{t('ruleRaised')}</dt>
                <dd>
                  {t('ruleLimit', { limit: figure.format(1 / limit), figure: false_alarms_per_month })}
                  {false_alarms_per_month === default_per_month
                    ? t('ruleDefault')
                    : t('ruleSet', { usual: default_per_month })}
                </dd>
              </div>
              <div>
                <dt>{t('ruleBy')}</dt>
                <dd>{t('ruleVersion', { version: policy })}</dd>
              </div>
              <div>
                <dt>{t('ruleTold')}</dt>
                <dd>{t(told === 0 ? 'toldNone' : 'toldSome', { count: told })}</dd>
              </div>
            </dl>
            <p className="soft below">
              {t('ruleWhere')}{' '}
              {watches && (
                <Link to="/console/monitor-policy" search={{ open: 'desk' } as never}>
                  {t('toPolicy')}
                </Link>
              )}
            </p>
          </>
        )}
      </Part>
    </section>
  )
}

function Stations() {
  const t = useWords()
  const minute = useMinute()
  useLive('alarms')
  const query = useQuery({
    queryKey: ['alarms', 'stations'],
    queryFn: () => call<{ items: readonly Station[] }>('GET', '/v1/stations?limit=50'),
    refetchInterval: 60_000,
  })
  return (
    <section className="panel" aria-labelledby="stations">
      <h2 id="stations">{t('stations')}</h2>
      <p className="soft">
        {t('stationsAbout')}{' '}
        <a href="/v1/stations/csv" download>
          {t('csv')}
        </a>
      </p>
      <Part query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('stationsNone')}</p>
          ) : (
            <Table
              rows={items}
              rowKey={({ district, cell }) => `${district} ${cell}`}
              empty={t('stationsNone')}
              columns={[
                {
                  name: 'place',
                  title: t('place_'),
                  render: ({ district, cell }) => [district, cell].filter(Boolean).join(' · '),
                },
                { name: 'passes', title: t('passes'), figure: true, render: ({ clusters }) => clusters.length },
                {
                  name: 'reporters',
                  title: t('reporters'),
                  figure: true,
                  render: ({ clusters }) => clusters.at(-1)?.reporters,
                },
                { name: 'senders', title: t('senders'), render: ({ clusters }) => clusters.at(-1)?.senders.join(', ') },
                {
                  name: 'last',
                  title: t('lastPass'),
                  short: true,
                  render: ({ clusters }) => clusters.at(-1) && minute(clusters.at(-1)!.from),
                },
              ]}
            />
          )
        }
      </Part>
    </section>
  )
}
