import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Chart } from '../charts/chart.tsx'
import { ApiError } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { Fold } from '../shell/fold.tsx'
import { useDay, useMoment } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { dayIn } from '../shell/zone.ts'
import { review } from './api.ts'
import { CaseTags, Points, Weight } from './bits.tsx'
import { Cohorts } from './cohorts.tsx'
import { type Kind, type Looked, loadLooked, type Unit, type UnitSignal } from './monitor-api.ts'
import { useCaseNames } from './names.ts'
import { PartnerCharges } from './partner-charges.tsx'
import { PartnerComplaints } from './partner-complaints.tsx'
import { Moved } from './ranks.tsx'
import { SignalChart } from './signal-chart.tsx'
import { useSignals } from './signals.ts'
import { Spark } from './spark.tsx'
import { useWords } from './words.ts'
import './review.css'

const DAY = 86_400_000
/** Signals of a service that are drawn: the strongest. */
const CHARTS = 4

/** The monitor has no whole day of it yet. */
const unseen = (error: unknown): null => {
  if (error instanceof ApiError && error.status === 404) return null
  throw error
}

/** One partner or app: every signal beside its peers, how its risk went, flags, cases and points. */
function Risk({ kind }: { kind: Kind }) {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const t = useWords()
  const me = useMe()
  useLive('monitor', 'cases', 'standings')
  const isZh = useTranslation().i18n.language === 'zh'
  const query = useQuery({ queryKey: ['monitor', kind, id], queryFn: () => loadLooked(kind, id).catch(unseen) })
  return (
    <Screen
      title={(isZh ? query.data?.partner_zh : query.data?.partner_en) || id}
      about={
        kind === 'apps' ? (
          <AsksFor partners={query.data?.partners ?? []} />
        ) : (
          <>
            <Link to="/console/partners/$id" params={{ id }}>
              {t('admission')}
            </Link>{' '}
            ·{' '}
            <Link to="/console/complaints" search={{ partner: id } as never}>
              {t('complaints')}
            </Link>{' '}
            ·{' '}
            <Link to="/console/disputes" search={{ partner: id } as never}>
              {t('disputes')}
            </Link>
          </>
        )
      }
      extra={
        me.purposes.includes('judge') && (
          <Link
            to="/console/open-case"
            search={(kind === 'partners' ? { partner: id } : { partner: query.data?.partners[0], app: id }) as never}
          >
            <Button>{t('open')}</Button>
          </Link>
        )
      }
    >
      <div className="stack">
        {kind === 'partners' && <Record partner={id} />}
        <Part query={query}>
          {(looked) => (looked ? <Seen looked={looked} /> : <p className="panel soft">{t('riskNone')}</p>)}
        </Part>
        {kind === 'partners' && (
          <>
            <PartnerCharges partner={id} />
            <PartnerComplaints partner={id} />
          </>
        )}
      </div>
    </Screen>
  )
}

/** The partners that an app asks for: the cases are theirs. */
function AsksFor({ partners }: { partners: readonly string[] }) {
  const t = useWords()
  const called = useCalled()
  return (
    <>
      {t('appAsksFor')}{' '}
      {partners.map((each, n) => (
        <span key={each}>
          {n > 0 && ' · '}
          <Link to="/console/risk/partners/$id" params={{ id: each } as never}>
            {called.partner(each)}
          </Link>
        </span>
      ))}
    </>
  )
}

/** Points that are left and cases that there were: what reviewers have decided of it. */
function Record({ partner }: { partner: string }) {
  const t = useWords()
  const day = useDay()
  const { suspicion, part } = useCaseNames()
  const standing = useQuery({ queryKey: ['standings', partner], queryFn: () => review.standing(partner) })
  const cases = useQuery({
    queryKey: ['cases', 'of', partner],
    queryFn: () => review.cases(`status=all&partner=${encodeURIComponent(partner)}&limit=50`),
  })
  return (
    <section className="panel" aria-labelledby="record">
      <h2 id="record">{t('record')}</h2>
      <Part query={standing}>{({ items: [own] }) => <Points left={own?.points ?? 100} />}</Part>
      <Part query={cases}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('noCases')}</p>
          ) : (
            <ul className="few below">
              {items.map((each) => (
                <li key={each.number}>
                  <Link to="/console/cases/$number" params={{ number: each.number } as never}>
                    {suspicion(each)}
                  </Link>
                  <span className="soft">{part(each)}</span>
                  <CaseTags of={each} />
                  <span className="soft">{day(each.opened_at)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Part>
    </section>
  )
}

function Seen({ looked }: { looked: Looked }) {
  const t = useWords()
  const called = useCalled()
  const moment = useMoment()
  const signals = useSignals()
  const { series, at, risk, risk_before, units, flags } = looked
  const { zone } = useMe()
  // Told an hour after the last day’s midnight.
  const end = dayIn(Date.parse(at), zone)
  return (
    <>
      <section className="panel" aria-labelledby="risk">
        <h2 id="risk">
          {t('weight')} <Weight of={risk} /> <span className="soft moved-since">{t('movedSince')}</span>{' '}
          <Moved by={risk - risk_before} />
        </h2>
        <p className="soft">
          {t('asOf', { when: moment(at), version: looked.policy })} · {t('weightAbout')}
        </p>
        <Chart
          label={t('daysLabel', {
            days: series.length,
            first: Math.round(series[0] ?? 0),
            last: Math.round(series.at(-1) ?? 0),
          })}
          at={series.map((_, n) => end - (series.length - n) * DAY)}
          lines={[{ name: t('weight'), values: series.map((each) => Math.round(each * 10) / 10) }]}
          daily
          asLines
        />
      </section>
      {units.map((each, n) => (
        <UnitShown key={`${each.kind} ${each.name}`} unit={each} end={end} isFirst={n === 0} />
      ))}
      <Cohorts of={looked.cohorts} days={looked.cohort_days} />
      <section aria-labelledby="flags">
        <h2 id="flags">{t('flags')}</h2>
        <Table
          rows={flags}
          rowKey={({ flag, at: raised }) => `${flag} ${raised}`}
          empty={t('noFlags')}
          columns={[
            {
              name: 'what',
              title: t('signals'),
              render: (each) =>
                each.signals
                  .slice(0, 3)
                  .map(({ name }) => signals.name(name))
                  .join(' · '),
            },
            {
              name: 'service',
              title: t('service'),
              render: (each) => each.service && called.service(each.service),
            },
            { name: 'at', title: t('openedAt'), short: true, render: (each) => moment(each.at) },
            {
              name: 'state',
              title: t('state'),
              render: ({ cleared_at, stop_first, shadow }) => (
                <State tone={cleared_at ? 'over' : stop_first ? 'bad' : shadow ? 'news' : 'warn'}>
                  {cleared_at
                    ? t('clearedAt', { when: moment(cleared_at) })
                    : t(shadow ? 'onTrial' : stop_first ? 'frozen' : 'stands')}
                </State>
              ),
            },
          ]}
        />
      </section>
    </>
  )
}

/** What it is of: a service by its name, and of a way which of its ways. */
function UnitName({ unit: { kind, name } }: { unit: Unit }) {
  const called = useCalled()
  if (kind === 'together') return null
  if (kind === 'service') return called.service(name)
  if (kind !== 'way') return <code>{name}</code>
  const [service = name, ...way] = name.split(' ')
  return (
    <>
      {called.service(service)} <code>{way.join(' ')}</code>
    </>
  )
}

/**
 * A service, a port or an app with its signals: what was seen, what is usual, day by day; the quiet ones folded. The
 * strongest is open, of the others one sees what speaks against them.
 */
function UnitShown({ unit, end, isFirst }: { unit: Unit; end: number; isFirst: boolean }) {
  const t = useWords()
  const signals = useSignals()
  const told = unit.signals.filter(({ evidence }) => evidence > 0)
  const quiet = unit.signals.filter(({ evidence, figure }) => evidence <= 0 && figure > 0)
  const drawn = told.filter(({ cases }) => cases.length > 0).slice(0, CHARTS)
  const heading = (
    <h2 className="unit-name">
      {unit.name.endsWith(' *') ? (
        t('units/rest')
      ) : (
        <>
          {t(`units/${unit.kind}`)} <UnitName unit={unit} />
        </>
      )}{' '}
      <Weight of={unit.risk} />
    </h2>
  )
  const parts = (
    <div className="stack">
      {drawn.length > 0 && (
        <div className="signal-charts panel">
          {drawn.map((each) => (
            <SignalChart key={each.name} signal={each} end={end} />
          ))}
        </div>
      )}
      <Signals of={told} />
      {quiet.length > 0 && (
        <details className="quiet-signals">
          <summary className="quiet-more">{t('quietSignals', { count: quiet.length })}</summary>
          <Signals of={quiet} />
        </details>
      )}
    </div>
  )
  return (
    <section className="stack" aria-label={unit.name}>
      {isFirst ? (
        <>
          {heading}
          {parts}
        </>
      ) : (
        <Fold
          name={unit.name}
          summary={
            <>
              {heading}
              <span className="soft">
                {told
                  .slice(0, 3)
                  .map(({ name }) => signals.name(name))
                  .join(t('listed')) || t('noSignals')}
              </span>
            </>
          }
        >
          {parts}
        </Fold>
      )}
    </section>
  )
}

function Signals({ of }: { of: readonly UnitSignal[] }) {
  const t = useWords()
  const signals = useSignals()
  return (
    <Table
      rows={of}
      rowKey={({ name }) => name}
      empty={t('noSignals')}
      columns={[
        { name: 'name', title: t('signals'), render: ({ name }) => signals.name(name) },
        {
          name: 'figure',
          title: t('seen'),
          render: (each) => <Beside of={each} />,
        },
        { name: 'weight', title: t('weight'), figure: true, render: ({ evidence }) => <Weight of={evidence} /> },
        {
          name: 'days',
          title: t('casesByDay'),
          render: ({ cases }) =>
            cases.length > 0 && (
              <Spark
                values={cases}
                label={t('daysLabel', { days: cases.length, first: cases[0] ?? 0, last: cases.at(-1) ?? 0 })}
              />
            ),
        },
        {
          name: 'clear',
          title: t('clearAt'),
          render: ({ name, clear_at }) => (clear_at === undefined ? '' : signals.figure(name, clear_at)),
        },
      ]}
    />
  )
}

/** What was seen, what is usual (for it, as it was before), and what is among peers where that is another: bars of one scale. */
function Beside({ of: { name, figure, baseline, peers } }: { of: UnitSignal }) {
  const t = useWords()
  const signals = useSignals()
  const isOwn = signals.figure(name, peers.rate) !== signals.figure(name, baseline)
  const most = Math.max(figure, baseline, isOwn ? peers.rate : 0, Number.MIN_VALUE)
  const bar = (value: number) => ({ inlineSize: `${Math.max(1, (100 * value) / most)}%` })
  return (
    <span className="beside">
      <span className="beside-bar beside-own" style={bar(figure)} aria-hidden />
      <strong>{signals.figure(name, figure)}</strong>
      <span className="beside-bar" style={bar(baseline)} aria-hidden />
      <span className="soft">{t('usual', { figure: signals.figure(name, baseline) })}</span>
      {isOwn && (
        <>
          <span className="beside-bar" style={bar(peers.rate)} aria-hidden />
          <span className="soft">{t('peersUsual', { figure: signals.figure(name, peers.rate) })}</span>
        </>
      )}
    </span>
  )
}

export const RiskyPartner = () => <Risk kind="partners" />
export const RiskyApp = () => <Risk kind="apps" />
