import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { CaseState, Due, Owner, stateOf } from '../cases/bits.tsx'
import { DataList } from '../lists/data-list.tsx'
import type { Filter } from '../lists/filters.tsx'
import { ApiError } from '../shell/api.ts'
import { useFail } from '../shell/fail.ts'
import { useKeys } from '../shell/keys.tsx'
import { Masked } from '../shell/masked.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Screen } from '../shell/screen.tsx'
import { type Listed, reports } from './api.ts'
import { SenderWords } from './sender.tsx'
import { useWords } from './words.ts'
import '../cases/cases.css'

const STATES = ['open', 'waiting', 'overdue', 'answered', 'closed'] as const
const KINDS = ['fraud', 'impersonation', 'minors', 'porn', 'gambling', 'loan', 'invoice', 'marketing', 'other'] as const
const SENDERS = ['port', 'own', 'person', 'foreign', 'unknown', 'fake'] as const

/** Spam reports by the deadline of their first answer. */
export function Reports() {
  const t = useWords()
  const me = useMe()
  const mayWork = me.purposes.includes('review')
  const options = (group: 'states' | 'kinds' | 'senders', values: readonly string[]) =>
    values.map((value) => ({ value, label: t.of(group, value) }))
  const filters: readonly Filter[] = [
    { name: 'status', label: t('state'), usual: 'open', options: options('states', STATES) },
    { name: 'kind', label: t('kind'), options: options('kinds', KINDS) },
    { name: 'sender', label: t('sender'), options: options('senders', SENDERS) },
    { name: 'port', label: t('port') },
    { name: 'campaign', label: t('campaign') },
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
    <Screen title={t('reports')} about={t('about')} extra={mayWork && <TakeNext />}>
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
                at={each.closed?.at ?? each.answered_at ?? each.answer_by}
                overdue={each.overdue}
                done={each.answered_at !== undefined || each.closed !== undefined}
              />
            ),
          },
          { name: 'state', title: t('state'), render: (each) => <CaseState of={stateOf(each)} /> },
          {
            name: 'owner',
            title: t('owner'),
            render: (each) => <Owner id={each.owner} name={each.owner_name} me={me.id} />,
          },
        ]}
      />
    </Screen>
  )
}

/** The most urgent that nobody has: of several people who take it at once, each gets another. */
function TakeNext() {
  const t = useWords()
  const fail = useFail()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const take = useMutation({
    mutationFn: async () => {
      const { items } = await reports.list('status=waiting&owner=-&limit=10')
      for (const { id } of items) {
        try {
          return await reports.step(id, 'take')
        } catch (error) {
          if (!(error instanceof ApiError) || !['report.taken', 'decided'].includes(error.code)) throw error
        }
      }
      return undefined
    },
    onSuccess: (taken) =>
      taken
        ? void navigate({ to: '/console/reports/$id', params: { id: taken.id } })
        : void message.info(t('nothingToTake')),
    onError: fail,
  })
  const run = () => take.mutate()
  useKeys([{ key: 't', says: t('takeNext'), run }])
  return (
    <Button type="primary" loading={take.isPending} onClick={run} aria-keyshortcuts="t">
      {t('takeNext')}
    </Button>
  )
}
