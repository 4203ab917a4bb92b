import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Satisfied } from '../cases/satisfied.tsx'
import { api, call } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { useFromNow } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { Lead } from './lead.tsx'
import { useWords } from './words.ts'

const FIRST = 5

interface Page<Row> {
  readonly items: readonly Row[]
  readonly next?: string
}
interface Campaign {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly port?: string
  readonly reporters: number
}
interface Report {
  readonly id: string
  readonly number: string
  readonly kind: string
  readonly answer_by: string
  readonly overdue: boolean
  readonly owner_name?: string
}
interface Alarm {
  readonly what: 'reports' | 'unsubscribes' | 'complaints' | 'charges'
  readonly where: { readonly kind: 'all' | 'port' | 'partner' | 'district'; readonly id: string }
  readonly count: number
  readonly usual: number
}
interface Block {
  readonly id: string
  readonly kind: string
  readonly value: string
  readonly scope: 'all' | 'marketing'
  readonly at: string
}

const list = <Row,>(topic: string, path: string, enabled: boolean) => ({
  queryKey: [topic, 'overview'],
  queryFn: () => call<Page<Row>>('GET', `${path}&limit=${FIRST}`),
  enabled,
  refetchInterval: 60_000,
})

/** What is decided against spam and by two: what waits, what rises, what was blocked last. */
export function Spam() {
  const t = useWords()
  const me = useMe()
  const fromNow = useFromNow()
  const called = useCalled()
  useLive('campaigns', 'alarms', 'blocks')
  const looks = me.purposes.includes('look')
  const reads = me.purposes.includes('read')
  const decides = me.purposes.includes('decide')
  const campaigns = useQuery(list<Campaign>('campaigns', '/v1/campaigns?status=proposed', looks))
  const alarms = useQuery(list<Alarm>('alarms', '/v1/alarms?status=now', reads))
  const blocks = useQuery(list<Block>('blocks', '/v1/blocks?status=held', reads))
  if (!looks && !reads && !decides) return null
  return (
    <section aria-label={t('spam')} className="pairs">
      {decides && <Waiting />}
      {reads && (
        <Panel title={t('alarms')} to="/console/alarms" status="now" query={alarms} empty={t('alarmsNone')}>
          {({ what, where, count, usual }) => (
            <li key={`${what} ${where.kind} ${where.id}`}>
              <Link to="/console/alarms">
                {t.of('whats', what)} · {t.of('wheres', where.kind)}{' '}
                {where.kind === 'partner' ? called.partner(where.id) : where.id}
              </Link>
              <span>
                <strong className="spam-rise">{count}</strong>{' '}
                <span className="soft">{t('usually', { figure: Math.round(usual * 10) / 10 })}</span>
              </span>
            </li>
          )}
        </Panel>
      )}
      {looks && (
        <Panel
          title={t('campaignsDue')}
          to="/console/campaigns"
          status="proposed"
          query={campaigns}
          empty={t('campaignsNone')}
        >
          {({ id, kind, text, port, reporters }) => (
            <li key={id}>
              <Link to={`/console/campaigns/${encodeURIComponent(id)}`} className="spam-text">
                {id.startsWith('p') ? t('portReported', { port: port ?? '' }) : text}
              </Link>
              <span className="soft">{t.of('kinds', kind)}</span>
              <strong>{t('reporters', { count: reporters })}</strong>
            </li>
          )}
        </Panel>
      )}
      {reads && (
        <Panel title={t('blocksLast')} to="/console/blocks" status="held" query={blocks} empty={t('blocksNone')}>
          {({ id, kind, value, scope, at }) => (
            <li key={id}>
              <Link to={`/console/blocks/${encodeURIComponent(id)}`} className="number is-mask">
                {value}
              </Link>
              <span className="soft">{t.of('targetKinds', kind)}</span>
              <State tone={scope === 'all' ? 'bad' : 'warn'}>{t.of('scopes', scope)}</State>
              <span className="soft">{fromNow(at)}</span>
            </li>
          )}
        </Panel>
      )}
    </section>
  )
}

/** Reports that nobody answered yet. */
export function ReportsDue() {
  const t = useWords()
  const fromNow = useFromNow()
  useLive('reports')
  const reports = useQuery(list<Report>('reports', '/v1/report-cases?status=waiting', true))
  return (
    <Panel
      title={t('reportsDue')}
      to="/console/reports"
      status="waiting"
      query={reports}
      empty={t('noneDue')}
      more={<Satisfied of="report" />}
    >
      {({ id, number, kind, answer_by, overdue, owner_name }) => (
        <li key={id}>
          <Link to={`/console/reports/${encodeURIComponent(id)}`}>{number}</Link>
          <span className="soft">{t.of('kinds', kind)}</span>
          {overdue ? (
            <State tone="bad">{t('overdue')}</State>
          ) : (
            <span className="soft">{t('due', { when: fromNow(answer_by) })}</span>
          )}
          <span className="soft">{owner_name ?? t('nobody')}</span>
        </li>
      )}
    </Panel>
  )
}

/** What waits for this person’s yes, and what it is about. */
function Waiting() {
  const t = useWords()
  const { t: shell, i18n } = useTranslation()
  useLive('proposals')
  const query = useQuery({
    queryKey: ['proposals', 'open'],
    queryFn: () => api.proposals('open', ''),
    refetchInterval: 60_000,
  })
  return (
    <section className="panel">
      <h2>{t('waiting')}</h2>
      <Part query={query}>
        {({ items, next }) => {
          const own = items.filter((each) => each.why_not === undefined)
          return (
            <>
              <Lead to="/console/proposals" search={{ status: 'mine' }}>
                {own.length}
                {next ? '+' : ''}
              </Lead>
              <ul className="due">
                {own.slice(0, FIRST - 2).map(({ id, kind, by_name }) => (
                  <li key={id}>
                    <span>{i18n.exists(`kind/${kind}`) ? shell(`kind/${kind}`) : kind}</span>
                    <span className="soft">{by_name}</span>
                  </li>
                ))}
              </ul>
            </>
          )
        }}
      </Part>
    </section>
  )
}

function Panel<Row>({
  title,
  to,
  status,
  query,
  empty,
  more,
  children,
}: {
  more?: ReactNode
  title: string
  to: string
  /** What its list is narrowed to, so that it is of the same. */
  status: string
  query: Parameters<typeof Part<Page<Row>>>[0]['query']
  empty: string
  children: (row: Row) => ReactNode
}) {
  const t = useWords()
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <Part query={query}>
        {({ items }) => (
          <>
            {items.length === 0 ? <p className="soft">{empty}</p> : <ul className="due">{items.map(children)}</ul>}
            {more}
            <Link to={to} search={{ status } as never}>
              {t('seeAll')}
            </Link>
          </>
        )}
      </Part>
    </section>
  )
}
