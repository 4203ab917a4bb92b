import { useEffect } from 'react'
import { DataList } from '../lists/data-list.tsx'
import { useNames } from '../shell/format.ts'
import { Masked } from '../shell/masked.tsx'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { TakeNext } from '../shell/take-next.tsx'
import { cases, type Listed } from './api.ts'
import { Against, CaseStanding, Due, stateOf } from './bits.tsx'
import { useCaseFilters } from './filters.ts'
import { rememberQueue } from './queue.ts'
import { Satisfied } from './satisfied.tsx'
import { useWords } from './words.ts'
import './cases.css'

const CHANNELS = ['sms', 'web', 'app', 'voice', 'counter', 'mail', 'letter', 'social'] as const

/** Complaints by the deadline of their first answer. */
export function Complaints() {
  const t = useWords()
  const me = useMe()
  const names = useNames()
  const [search] = useSearchState()
  useEffect(() => rememberQueue('complaints', search), [search])
  const mayWork = me.purposes.includes('review')
  return (
    <Screen
      title={t('complaints')}
      about={t('complaintsAbout')}
      extra={
        mayWork && (
          <TakeNext
            waiting={() => cases.complaints('status=waiting&owner=-&limit=10')}
            take={async ({ id }) => `/console/complaints/${(await cases.step(id, 'take')).id}`}
            lost={['complaint.taken', 'decided']}
            says={t('takeNext')}
            none={t('nothingToTake')}
          />
        )
      }
    >
      <Satisfied of="complaint" />
      <DataList<Listed>
        title={t('complaints')}
        topic="complaints"
        path="/v1/complaints"
        rowKey={(each) => each.id}
        open={(each) => `/console/complaints/${each.id}`}
        csv="/v1/complaints/csv"
        empty={t('complaintsNone')}
        filters={useCaseFilters(['waiting', 'overdue', 'answered', 'closed'], CHANNELS)}
        columns={[
          {
            name: 'number',
            title: t('complaint'),
            render: (each) => (
              <>
                <span className="number">{each.number}</span>
                {each.about && <span className="case-about">{names.service(each.about)}</span>}
                {each.against && (
                  <span className="case-about">
                    <Against of={each.against} />
                  </span>
                )}
              </>
            ),
          },
          { name: 'text', title: t('said'), render: (each) => <span className="case-text">{each.text}</span> },
          {
            name: 'subscriber',
            title: t('subscriber'),
            render: ({ subscriber }) => <Masked masked={subscriber.masked} sight={subscriber.ref} />,
          },
          {
            name: 'channel',
            title: t('channel'),
            render: (each) => <span className="short">{t.of('channels', each.channel)}</span>,
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
