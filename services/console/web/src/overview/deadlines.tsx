import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Satisfied } from '../cases/satisfied.tsx'
import type { ListedCase } from '../review/api.ts'
import { useCaseNames } from '../review/names.ts'
import { call } from '../shell/api.ts'
import { useFromNow, useNames } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { ReportsDue } from './spam.tsx'
import { useWords } from './words.ts'

interface Named {
  readonly name_zh: string
  readonly name_en: string
}
interface Due {
  readonly id: string
  readonly number?: string
  /** Whom it is about, where that says more than its number. */
  readonly whom?: string
  readonly text?: string
  readonly service?: Named
  /** The service that it is about. */
  readonly about?: Named
  readonly due_at?: string
  readonly answer_by?: string
  readonly overdue: boolean
  readonly owner_name?: string
}
interface DueCases {
  readonly items: readonly ListedCase[]
  readonly next?: string
}
interface DueList {
  readonly items: readonly Due[]
  readonly next?: string
}
const FIRST = 5

/** What runs out of time next, and whose it is. */
export function Deadlines() {
  useLive('complaints', 'disputes', 'cases')
  const t = useWords()
  const me = useMe()
  const { what } = useCaseNames()
  const looks = me.purposes.includes('look')
  const list = (topic: string, path: string, enabled: boolean) => ({
    queryKey: [topic, 'due'],
    queryFn: () => call<DueList>('GET', `${path}&limit=${FIRST}`),
    enabled,
    refetchInterval: 60_000,
  })
  const complaints = useQuery(list('complaints', '/v1/complaints?status=waiting', looks))
  const disputes = useQuery(list('disputes', '/v1/disputes?status=open', looks))
  const cases = useQuery({
    queryKey: ['cases', 'due'],
    queryFn: async (): Promise<DueList> => {
      const { items, next } = await call<DueCases>('GET', `/v1/cases?status=waiting&limit=${FIRST}`)
      return { items: items.map((each) => ({ ...each, id: each.number, whom: what(each) })), ...(next ? { next } : {}) }
    },
    enabled: looks,
    refetchInterval: 60_000,
  })
  return (
    <div className="pairs">
      {looks && <DuePanel title={t('casesDue')} to="/console/cases" status="waiting" query={cases} />}
      {looks && (
        <DuePanel
          title={t('complaintsDue')}
          to="/console/complaints"
          status="waiting"
          query={complaints}
          more={<Satisfied of="complaint" />}
        />
      )}
      {looks && <DuePanel title={t('disputesDue')} to="/console/disputes" status="open" query={disputes} />}
      {looks && <ReportsDue />}
    </div>
  )
}

function DuePanel({
  title,
  to,
  status,
  query,
  more,
}: {
  title: string
  to: string
  /** What its list is narrowed to, so that it is of the same. */
  status: string
  query: UseQueryResult<DueList>
  more?: ReactNode
}) {
  const t = useWords()
  const fromNow = useFromNow()
  const names = useNames()
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <Part query={query}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <p className="soft">{t('noneDue')}</p>
            ) : (
              <ul className="due">
                {items.map((each) => (
                  <li key={each.id}>
                    <Link to={`${to}/${encodeURIComponent(each.id)}`}>
                      {each.whom ?? each.number ?? (each.service ? names.service(each.service) : each.id)}
                    </Link>
                    {each.about && (
                      <span className="soft due-about" title={names.service(each.about)}>
                        {names.service(each.about)}
                      </span>
                    )}
                    {each.overdue ? (
                      <State tone="bad">{t('overdue')}</State>
                    ) : (
                      <span className="soft">{t('due', { when: fromNow(each.answer_by ?? each.due_at ?? 0) })}</span>
                    )}
                    <span className="soft">{each.owner_name ?? t('nobody')}</span>
                  </li>
                ))}
              </ul>
            )}
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
