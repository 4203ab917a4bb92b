import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert } from 'antd'
import { Due } from '../cases/bits.tsx'
import { useMoment } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { review, type WholeCase } from './api.ts'
import { AppealPart } from './appeal.tsx'
import { CaseTags, useNow, Weight } from './bits.tsx'
import { isOver } from './case-files.tsx'
import { Files, isLetterComing } from './files.tsx'
import { useCaseNames } from './names.ts'
import { Notes } from './notes.tsx'
import { Refunds } from './redress.tsx'
import { Similar } from './similar.tsx'
import { Steps } from './steps.tsx'
import { VerdictFacts } from './verdict-shown.tsx'
import { Waits } from './waits.tsx'
import { Why } from './why.tsx'
import { useWords } from './words.ts'
import '../cases/cases.css'
import './review.css'

/** One case: whom it is about and why, who has it, what was decided and what became of it. */
export function CaseFile() {
  const { number = '' } = useParams({ strict: false }) as { number?: string }
  const t = useWords()
  const { what } = useCaseNames()
  useLive('cases')
  const query = useQuery({
    queryKey: ['cases', 'one', number],
    queryFn: () => review.case(number),
    refetchInterval: ({ state }) => (state.data && isLetterComing(state.data) ? 3_000 : 30_000),
  })
  const { data } = query
  return (
    <Screen
      title={data ? t('caseOf', { whom: what(data) }) : t('case')}
      about={t('caseNumber', { number })}
      extra={data && <Steps key={number} of={data} />}
    >
      <Part query={query}>{(found) => <Page key={found.number} of={found} />}</Part>
    </Screen>
  )
}

function Page({ of }: { of: WholeCase }) {
  // What waits for an answer stands first.
  const isAppealed = of.status === 'appealed'
  return (
    <>
      <Urgent of={of} />
      <div className="case">
        <div className="case-work stack">
          {isAppealed && <AppealPart of={of} />}
          <Summary of={of} />
          {of.waits?.of === 'verdict' && <Proposed of={of} waits={of.waits} />}
          {of.verdict && <Decided of={of} />}
          {of.redress && <Refunds redress={of.redress} borne={of.borne} />}
          {!isAppealed && <AppealPart of={of} />}
        </div>
        <div className="case-work stack">
          <Why of={of} />
          <Files of={of} />
          <Notes of={of} />
          <Similar of={of} />
        </div>
      </div>
    </>
  )
}

/** What cannot wait. */
function Urgent({ of: { frozen, due_at, escalation, owner, owner_name } }: { of: WholeCase }) {
  const t = useWords()
  const moment = useMoment()
  const me = useMe()
  const now = useNow()
  const isLate = Date.parse(due_at) <= now
  return (
    <>
      {frozen && (
        <Alert
          type="error"
          showIcon
          className="gap"
          title={t(isLate ? 'frozenCaseLate' : 'frozenCase', { when: moment(due_at) })}
          description={t('frozenCaseAbout')}
        />
      )}
      {escalation && (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={
            escalation.by === '0000'
              ? t('escalatedItself', { when: moment(escalation.at) })
              : t('escalatedBy', { who: escalation.by_name, when: moment(escalation.at) })
          }
          description={escalation.reason || undefined}
        />
      )}
      {owner !== undefined && owner !== me.id && me.purposes.includes('judge') && (
        <p className="note gap">{t('takenBy', { who: owner_name ?? owner })}</p>
      )}
    </>
  )
}

function Summary({ of }: { of: WholeCase }) {
  const t = useWords()
  const me = useMe()
  const moment = useMoment()
  const { whom, service, suspicion } = useCaseNames()
  const { subject, owner, snoozed_until } = of
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [t('state'), <CaseTags key="state" of={of} />],
    ...(of.status === 'closed'
      ? []
      : ([[t('due'), <Due key="due" at={of.due_at} overdue={of.overdue} done={isOver(of)} />]] as const)),
    ...(owner === undefined && isOver(of)
      ? []
      : ([[t('owner'), owner === undefined ? t('nobody') : owner === me.id ? t('mine') : of.owner_name]] as const)),
    [t('suspicion'), suspicion(of, 3)],
    [t('weight'), <Weight key="weight" of={of.weight} />],
    ...(subject.partnerId
      ? ([
          [
            t('partner'),
            <Link key="partner" to="/console/risk/partners/$id" params={{ id: subject.partnerId } as never}>
              {whom(of)}
            </Link>,
          ],
        ] as const)
      : []),
    ...(subject.serviceId
      ? ([
          [
            t('service'),
            <Link key="service" to="/console/services/$id" params={{ id: subject.serviceId } as never}>
              {service(of)}
            </Link>,
          ],
        ] as const)
      : []),
    ...(subject.app ? ([[t('app'), <code key="app">{subject.app}</code>]] as const) : []),
    [t('openedAt'), moment(of.opened_at)],
    ...(snoozed_until ? ([[t('snoozedUntil'), moment(snoozed_until)]] as const) : []),
    [t('chained'), <code key="digest">{of.digest.slice(0, 16)}…</code>],
  ]
  return (
    <section className="panel" aria-labelledby="summary">
      <h2 id="summary">{t('summary')}</h2>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** A verdict that somebody proposed. */
function Proposed({ of: { number }, waits }: { of: WholeCase; waits: NonNullable<WholeCase['waits']> }) {
  const t = useWords()
  return (
    <section className="panel" aria-labelledby="proposed">
      <h2 id="proposed">{t('verdict')}</h2>
      <Waits number={number} waits={waits} />
    </section>
  )
}

function Decided({ of }: { of: WholeCase }) {
  const t = useWords()
  const moment = useMoment()
  const { verdict, decided_at, decided_by_name, approved_by_name, proposal, number, withdrawn } = of
  if (!verdict) return null
  return (
    <section className="panel" aria-labelledby="verdict">
      <h2 id="verdict">{t('verdict')}</h2>
      <p className="soft">
        {t(approved_by_name ? 'approvedBy' : proposal ? 'decidedByTwo' : 'decidedBy', {
          who: decided_by_name ?? '',
          second: approved_by_name ?? '',
          when: moment(decided_at ?? ''),
        })}
      </p>
      {withdrawn && <p className="note gap">{t('verdictUndone')}</p>}
      <VerdictFacts verdict={verdict} />
      {verdict.publish && (
        <p className="below">
          <Link to="/console/notices">{t('toNotices')}</Link> ·{' '}
          <a href={`/public/notices/${number}`} target="_blank" rel="noreferrer">
            {t('publicPage')}
          </a>
        </p>
      )}
    </section>
  )
}
