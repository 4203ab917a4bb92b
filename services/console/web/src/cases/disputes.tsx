import { useEffect } from 'react'
import { DataList } from '../lists/data-list.tsx'
import { useMoment, useNames } from '../shell/format.ts'
import { Masked } from '../shell/masked.tsx'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { TakeNext } from '../shell/take-next.tsx'
import { cases, type ListedDispute } from './api.ts'
import { CaseStanding, Due } from './bits.tsx'
import { useCaseFilters } from './filters.ts'
import { rememberQueue } from './queue.ts'
import { useWords } from './words.ts'
import './cases.css'

const CHANNELS = ['sms', 'web', 'app', 'voice', 'counter'] as const

/** Disputed charges by the deadline of their decision. */
export function Disputes() {
  const t = useWords()
  const me = useMe()
  const names = useNames()
  const moment = useMoment()
  const [search] = useSearchState()
  useEffect(() => rememberQueue('disputes', search), [search])
  return (
    <Screen
      title={t('disputes')}
      about={t('disputesAbout')}
      extra={
        me.purposes.includes('review') && (
          <TakeNext
            waiting={() => cases.disputes('status=open&owner=-&limit=10')}
            take={async ({ id }) => `/console/disputes/${(await cases.takeDispute(id)).id}`}
            lost={['dispute.taken', 'decided']}
            says={t('takeNext')}
            none={t('noDisputeToTake')}
          />
        )
      }
    >
      <DataList<ListedDispute>
        title={t('disputes')}
        topic="disputes"
        path="/v1/disputes"
        rowKey={(each) => each.id}
        open={(each) => `/console/disputes/${each.id}`}
        csv="/v1/disputes/csv"
        empty={t('disputesNone')}
        filters={useCaseFilters(['overdue', 'proven', 'disproven'], CHANNELS)}
        columns={[
          {
            name: 'service',
            title: t('charge'),
            render: ({ service, charge }) => (
              <>
                {names.service(service)}
                <span className="case-about">{charge}</span>
              </>
            ),
          },
          { name: 'partner', title: t('partner'), render: ({ service }) => names.partner(service) },
          {
            name: 'subscriber',
            title: t('subscriber'),
            render: ({ subscriber }) => <Masked masked={subscriber.masked} sight={subscriber.ref} />,
          },
          { name: 'amount', title: t('amount'), figure: true, render: (each) => names.yuan(each.amount_fen) },
          { name: 'charged', title: t('chargedAt'), short: true, render: (each) => moment(each.charged_at) },
          {
            name: 'due',
            title: t('decideBy'),
            sorted: true,
            render: (each) => (
              <Due at={each.decided_at ?? each.due_at} overdue={each.overdue} done={each.status !== 'open'} />
            ),
          },
          {
            name: 'state',
            title: t('state'),
            render: (each) => <CaseStanding of={each.overdue ? 'overdue' : each.status} whose={each} me={me.id} />,
          },
        ]}
      />
    </Screen>
  )
}
