import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect } from 'react'
import { Due, Owner } from '../cases/bits.tsx'
import { DataList } from '../lists/data-list.tsx'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { TakeNext } from '../shell/take-next.tsx'
import { type ListedCase, review } from './api.ts'
import { CaseTags, Weight } from './bits.tsx'
import { useCaseNames } from './names.ts'
import { rememberQueue } from './queue.ts'
import { useWords } from './words.ts'
import './review.css'

const QUEUES = ['waiting', 'frozen', 'overdue', 'escalated', 'appealed', 'refunding', 'settled', 'all'] as const

/** Cases about partners and apps, by the hour of their deadline, the heaviest first. */
export function CaseFiles() {
  const t = useWords()
  const me = useMe()
  const { whom, part, suspicion } = useCaseNames()
  const [search] = useSearchState()
  useEffect(() => rememberQueue(search), [search])
  const mayJudge = me.purposes.includes('judge')
  return (
    <Screen
      title={t('cases')}
      about={t('casesAbout')}
      extra={
        mayJudge && (
          <>
            <TakeNext
              waiting={() => review.cases('status=waiting&owner=-&limit=20')}
              take={async ({ number }) => `/console/cases/${(await review.step(number, 'take')).number}`}
              lost={['case.taken', 'case.interest', 'case.nothing']}
              says={t('takeNext')}
              none={t('nothingToTake')}
            />
            <Link to="/console/open-case">
              <Button>{t('open')}</Button>
            </Link>
          </>
        )
      }
    >
      <DataList<ListedCase>
        title={t('cases')}
        topic="cases"
        path="/v1/cases"
        csv="/v1/cases/csv"
        rowKey={({ number }) => number}
        open={({ number }) => `/console/cases/${number}`}
        empty={t('casesNone')}
        filters={[
          {
            name: 'status',
            label: t('state'),
            usual: 'waiting',
            options: QUEUES.map((value) => ({ value, label: t.of('queues', value) })),
          },
          {
            name: 'owner',
            label: t('owner'),
            options: [
              { value: me.id, label: t('mine') },
              { value: '-', label: t('nobody') },
            ],
          },
          { name: 'partner', label: t('partner'), kind: 'partner' },
        ]}
        columns={[
          {
            name: 'whom',
            title: t('whom'),
            render: (each) => (
              <>
                {whom(each)}
                <span className="case-about">{part(each)}</span>
              </>
            ),
          },
          {
            name: 'why',
            title: t('suspicion'),
            render: (each) => <span className="case-text">{suspicion(each, 3)}</span>,
          },
          { name: 'weight', title: t('weight'), figure: true, render: ({ weight }) => <Weight of={weight} /> },
          {
            name: 'due',
            title: t('due'),
            sorted: true,
            render: (each) => <Due at={each.due_at} overdue={each.overdue} done={isOver(each)} />,
          },
          { name: 'state', title: t('state'), render: (each) => <CaseTags of={each} /> },
          {
            name: 'owner',
            title: t('owner'),
            render: (each) => <Owner id={each.owner} name={each.owner_name} me={me.id} />,
          },
          { name: 'number', title: t('number'), render: ({ number }) => <span className="number soft">{number}</span> },
        ]}
      />
    </Screen>
  )
}

/** Nobody is waited for. */
export const isOver = ({ status }: Pick<ListedCase, 'status'>): boolean => status !== 'open' && status !== 'appealed'
