import { useEffect } from 'react'
import { CaseStanding, Due, stateOf } from '../cases/bits.tsx'
import { rememberQueue } from '../cases/queue.ts'
import { Satisfied } from '../cases/satisfied.tsx'
import { DataList } from '../lists/data-list.tsx'
import type { Filter } from '../lists/filters.tsx'
import { Masked } from '../shell/masked.tsx'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { TakeNext } from '../shell/take-next.tsx'
import { type Listed, reports } from './api.ts'
import { SenderWords } from './sender.tsx'
import { useWords } from './words.ts'
import '../cases/cases.css'

const STATES = ['open', 'waiting', 'overdue', 'answered', 'closed', 'withdrawn'] as const
const KINDS = ['fraud', 'impersonation', 'minors', 'porn', 'gambling', 'loan', 'invoice', 'marketing', 'other'] as const
const SENDERS = ['port', 'own', 'person', 'foreign', 'unknown', 'fake'] as const

/** Spam reports by the deadline of their first answer. */
export function Reports() {
  const t = useWords()
  const me = useMe()
  const [search] = useSearchState()
  useEffect(() => rememberQueue('reports', search), [search])
  const mayWork = me.purposes.includes('review')
  const options = (group: 'states' | 'kinds' | 'senders', values: readonly string[]) =>
    values.map((value) => ({ value, label: t.of(group, value) }))
  const filters: readonly Filter[] = [
    { name: 'status', label: t('state'), usual: 'open', options: options('states', STATES) },
    { name: 'kind', label: t('kind'), options: options('kinds', KINDS) },
    { name: 'sender', label: t('sender'), options: options('senders', SENDERS) },
    { name: 'port', label: t('port') },
    { name: 'campaign', label: t('campaign'), kind: 'given' },
    {
      name: 'owner',
      label: t('owner'),
      options: [
        { value: me.id, label: t('mine') },
        { value: '-', label: t('nobody') },
      ],
    },
  ]
  return (
    <Screen
      title={t('reports')}
      about={t('about')}
      extra={
        mayWork && (
          <TakeNext
            waiting={() => reports.list('status=waiting&owner=-&limit=10')}
            take={async ({ id }) => `/console/reports/${(await reports.step(id, 'take')).id}`}
            lost={['report.taken', 'decided']}
            says={t('takeNext')}
            none={t('nothingToTake')}
          />
        )
      }
    >
      <Satisfied of="report" />
      <DataList<Listed>
        title={t('reports')}
        topic="reports"
        path="/v1/report-cases"
        rowKey={(each) => each.id}
        open={(each) => `/console/reports/${each.id}`}
        csv="/v1/report-cases/csv"
        empty={t('none')}
        filters={filters}
        columns={[
          {
            name: 'number',
            title: t('report'),
            render: (each) => (
              <>
                <span className="number">{each.number}</span>
                <span className="case-about">
                  {t.of('kinds', each.kind)}
                  {each.important && ` · ${t('important')}`}
                </span>
              </>
            ),
          },
          { name: 'text', title: t('message'), render: (each) => <span className="case-text">{each.text}</span> },
          { name: 'sender', title: t('sender'), render: (each) => <SenderWords of={each.sender} /> },
          {
            name: 'reporter',
            title: t('reporter'),
            render: ({ subscriber }) => <Masked masked={subscriber.masked} sight={subscriber.ref} />,
          },
          {
            name: 'due',
            title: t('answerBy'),
            sorted: true,
            render: (each) => (
              <Due
                at={each.closed?.at ?? each.withdrawn_at ?? each.answered_at ?? each.answer_by}
                overdue={each.overdue}
                done={(each.answered_at ?? each.closed ?? each.withdrawn_at) !== undefined}
              />
            ),
          },
          {
            name: 'state',
            title: t('state'),
            render: (each) => <CaseStanding of={stateOf(each)} whose={each} me={me.id} />,
          },
        ]}
      />
    </Screen>
  )
}
