import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataList } from '../lists/data-list.tsx'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { Weight } from './bits.tsx'
import type { Kind, Ranked } from './monitor-api.ts'
import { useSignals } from './signals.ts'
import { Spark } from './spark.tsx'
import { useWords } from './words.ts'
import './review.css'

/** Evidence that is worth a look, log units. */
const MUCH = 10

const nameOf = ({ partner, app }: Ranked): string => partner ?? app ?? ''

/** Partners, or apps, ranked by the evidence that speaks against them, with what changed since the day before. */
function Ranks({ kind }: { kind: Kind }) {
  const t = useWords()
  const signals = useSignals()
  const { i18n } = useTranslation()
  const count = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const other = kind === 'partners' ? 'apps' : 'partners'
  const moved = ({ name, before, now }: Ranked['changes'][number]) =>
    `${signals.name(name)} ${now >= before ? '+' : '−'}${Math.round(Math.abs(now - before) * 10) / 10}`
  return (
    <Screen
      title={t(`risk/${kind}`)}
      about={t('riskAbout')}
      extra={<Link to={`/console/risk/${other}`}>{t(`risk/${other}`)}</Link>}
    >
      <DataList<Ranked>
        title={t(`risk/${kind}`)}
        topic="monitor"
        path={`/v1/monitor/${kind}`}
        order="desc"
        rowKey={nameOf}
        open={(each) => `/console/risk/${kind}/${encodeURIComponent(nameOf(each))}`}
        empty={t('riskNone')}
        columns={[
          {
            name: 'name',
            title: t(kind === 'partners' ? 'partner' : 'app'),
            render: (each) => <Called of={each} />,
          },
          { name: 'risk', title: t('weight'), sorted: true, figure: true, render: ({ risk }) => <Weight of={risk} /> },
          {
            name: 'series',
            title: t('days'),
            render: ({ series }) => (
              <Spark
                values={series}
                least={MUCH}
                label={t('daysLabel', {
                  days: series.length,
                  first: Math.round(series[0] ?? 0),
                  last: Math.round(series.at(-1) ?? 0),
                })}
              />
            ),
          },
          {
            name: 'changed',
            title: t('sinceYesterday'),
            render: ({ risk, risk_before, changes: [change] }) => (
              <>
                <Moved by={risk - risk_before} />
                {change && <span className="case-about moved-what">{moved(change)}</span>}
              </>
            ),
          },
          {
            name: 'signals',
            title: t('signals'),
            render: (each) =>
              each.signals.length > 0 && (
                <span className="case-text">{each.signals.map(({ name }) => signals.name(name)).join(' · ')}</span>
              ),
          },
          { name: 'users', title: t('users'), figure: true, render: ({ users }) => count.format(users) },
          {
            name: 'flags',
            title: t('flags'),
            render: ({ standing, stopped, raised, cleared }) =>
              (stopped || standing + raised + cleared > 0) && (
                <span className="tags">
                  {stopped && <State tone="bad">{t('frozen')}</State>}
                  {standing > 0 && <State tone="warn">{t('flagsStanding', { count: standing })}</State>}
                  {raised > 0 && <State tone="news">{t('flagsRaised', { count: raised })}</State>}
                  {cleared > 0 && <State tone="good">{t('flagsCleared', { count: cleared })}</State>}
                </span>
              ),
          },
        ]}
      />
    </Screen>
  )
}

/** A partner by its name, with its id; an app by its own. */
function Called({ of }: { of: Ranked }) {
  const isZh = useTranslation().i18n.language === 'zh'
  const name = isZh ? of.partner_zh : of.partner_en
  return (
    <>
      <span className="called">{name || nameOf(of)}</span>
      {name && <span className="case-about">{nameOf(of)}</span>}
    </>
  )
}

/** How much a risk has moved. */
export function Moved({ by }: { by: number }) {
  const t = useWords()
  const figure = Math.round(Math.abs(by) * 10) / 10
  if (figure === 0) return <span className="soft">{t('unmoved')}</span>
  return <span className={by > 0 ? 'moved-up' : 'moved-down'}>{`${by > 0 ? '▲' : '▼'} ${figure}`}</span>
}

export const RiskyPartners = () => <Ranks kind="partners" />
export const RiskyApps = () => <Ranks kind="apps" />
