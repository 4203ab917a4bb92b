import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useRef } from 'react'
import { useFail } from '../shell/fail.ts'
import { FirstCases } from '../shell/first-cases.tsx'
import { useMinute } from '../shell/format.ts'
import { useKeys } from '../shell/keys.tsx'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { campaignScreen, campaigns, isOpen, type Whole } from './api.ts'
import { CampaignState, weight } from './bits.tsx'
import { Decide, type DecideHandle } from './decide.tsx'
import { Decided } from './decided.tsx'
import { Counts, Days } from './figures.tsx'
import { Join } from './join.tsx'
import { Places } from './places.tsx'
import { Proposal } from './proposal.tsx'
import { Variants } from './variants.tsx'
import { useWords } from './words.ts'
import './campaigns.css'

/** One campaign: why it stands here, its texts with what differs, who sent it, and what is to be done. */
export function Campaign() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const t = useWords()
  useLive('campaigns', 'blocks', 'reports')
  const decide = useRef<DecideHandle>(null)
  const query = useQuery({ queryKey: ['campaigns', 'one', id], queryFn: () => campaigns.one(id) })
  const { data } = query
  const title = data
    ? data.id.startsWith('p')
      ? t('titleOfPort', { port: data.port ?? '' })
      : t('titleOfText', { kind: t.of('kinds', data.kind), reporters: data.reporters })
    : t('campaign')
  return (
    <Screen
      title={title}
      extra={data && <Steps key={id} campaign={data} onDecide={(how) => decide.current?.go(how)} />}
    >
      <Part query={query}>{(campaign) => <Page key={campaign.id} campaign={campaign} decide={decide} />}</Part>
    </Screen>
  )
}

function Page({ campaign, decide }: { campaign: Whole; decide: React.Ref<DecideHandle> }) {
  const t = useWords()
  const mayBlock = useMe().purposes.includes('block')
  return (
    <div className="campaign">
      <div className="stack campaign-main">
        <Standing campaign={campaign} />
        {campaign.proposal && <Proposal campaign={campaign} />}
        <Variants campaign={campaign} />
        <Days campaign={campaign} />
        <ReportsOf campaign={campaign} />
      </div>
      <div className="stack">
        <Decided campaign={campaign} />
        {mayBlock && isOpen(campaign) && <Decide ref={decide} campaign={campaign} />}
        <Counts title={t('senders')} counts={campaign.senders} group="senderKinds" />
        <Counts title={t('kinds_')} counts={campaign.kinds} group="kinds" />
        <Places campaign={campaign} />
      </div>
    </div>
  )
}

/** Its reports, the newest first, and those of campaigns that were joined to it. */
function ReportsOf({ campaign: { id, port = '', joined } }: { campaign: Whole }) {
  const t = useWords()
  const list = { topic: 'reports', path: '/v1/report-cases', to: '/console/reports' }
  const search: Record<string, string> = id.startsWith('p') ? { port } : { campaign: id }
  return (
    <>
      <FirstCases {...list} title={t('reportsOf')} search={search} />
      {joined.map((each) => (
        <FirstCases key={each} {...list} title={t('reportsJoined')} search={{ campaign: each }} />
      ))}
    </>
  )
}

/** Texts of a port that are told apart. */
const MOST_TEXTS = 50

/** What it amounts to, and how it stands. */
function Standing({ campaign }: { campaign: Whole }) {
  const t = useWords()
  const moment = useMinute()
  const { into, reporters, weighted, reports, since, last, texts } = campaign
  return (
    <section className="panel" aria-label={t('standing')}>
      <dl className="campaign-figures">
        <Figure name={t('status')}>
          <CampaignState of={campaign.status} />
        </Figure>
        <Figure name={t('reporters')} more={t('weighted', { figure: weight(weighted) })}>
          <strong>{reporters}</strong>
        </Figure>
        <Figure name={t('reports')}>
          <strong>{reports}</strong>
        </Figure>
        {texts > 1 && (
          <Figure name={t('texts')}>
            <strong>{texts < MOST_TEXTS ? texts : `≥ ${MOST_TEXTS}`}</strong>
          </Figure>
        )}
        <Figure name={t('sinceLast')}>
          {moment(since)}
          {moment(last) !== moment(since) && <span className="campaign-until">{moment(last)}</span>}
        </Figure>
      </dl>
      {into && (
        <p className="note">
          {t('joinedTo')} <Link to={campaignScreen(into)}>{t('toThat')}</Link>
        </p>
      )}
    </section>
  )
}

function Figure({ name, more, children }: { name: string; more?: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {more && <span className="campaign-about">{more}</span>}
      </dd>
    </div>
  )
}

/** What can be done from its heading, each with its key. */
function Steps({ campaign, onDecide }: { campaign: Whole; onDecide: (how: 'block' | 'dismiss') => void }) {
  const t = useWords()
  const me = useMe()
  const fail = useFail()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { id, into, decided } = campaign
  const mayBlock = me.purposes.includes('block')
  const canDecide = mayBlock && isOpen(campaign)
  const canJoin = mayBlock && into === undefined && !decided && id.startsWith('c')
  const next = useMutation({
    mutationFn: async () => {
      const { items } = await campaigns.list('status=proposed&limit=100')
      return items[items.findIndex((each) => each.id === id) + 1] ?? items.find((each) => each.id !== id)
    },
    onSuccess: (found) => (found ? void navigate({ to: campaignScreen(found.id) }) : void message.info(t('nextNone'))),
    onError: fail,
  })
  const goNext = () => next.mutate()
  useKeys([
    ...(canDecide
      ? [
          { key: 'b', says: t('doBlock'), run: () => onDecide('block') },
          { key: 'x', says: t('doDismiss'), run: () => onDecide('dismiss') },
        ]
      : []),
    { key: 'n', says: t('next'), run: goNext },
  ])
  return (
    <>
      {canDecide && (
        <Button type="primary" onClick={() => onDecide('block')} aria-keyshortcuts="b">
          {t('toDecide')}
        </Button>
      )}
      {canJoin && <Join campaign={campaign} />}
      <Button loading={next.isPending} onClick={goNext} aria-keyshortcuts="n">
        {t('next')}
      </Button>
    </>
  )
}
