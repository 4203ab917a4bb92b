import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Chart } from '../charts/chart.tsx'
import { call } from '../shell/api.ts'
import { FirstCases } from '../shell/first-cases.tsx'
import { useMinute } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { screenOf } from './records.ts'
import { useWords } from './words.ts'

const classes = ['otp', 'service', 'marketing'] as const
const FIRST = 5
interface Counts {
  readonly allowed: number
  readonly refused: number
}
interface Standing {
  readonly services: readonly { readonly service_id: string; readonly name_zh: string; readonly name_en: string }[]
  readonly traffic: readonly ({ readonly day: string } & Readonly<Record<(typeof classes)[number], Counts>>)[]
  readonly block?: {
    readonly id: string
    readonly scope: 'all' | 'marketing'
    readonly reason: string
    readonly note?: string
    readonly by: string
    readonly until?: string
    readonly over: boolean
    readonly at: string
    readonly campaign?: string
  }
  readonly listed?: string
  readonly protected: boolean
}
interface Campaign {
  readonly id: string
  readonly status: string
  readonly text: string
  readonly reporters: number
  readonly last: string
}

/** What a port does and what is said of it: blocked or not, what it sends, campaigns, reports, complaints. */
export function PortStanding({ port }: { port: string }) {
  const t = useWords()
  const me = useMe()
  useLive('blocks', 'campaigns', 'reports', 'complaints')
  const standing = useQuery({
    queryKey: ['blocks', 'port', port],
    queryFn: () => call<Standing>('GET', `/v1/ports/${port}`),
    refetchInterval: 60_000,
  })
  const looks = me.purposes.includes('look')
  return (
    <>
      <Part query={standing}>
        {(data) => (
          <>
            <div className="two">
              <section className="panel" aria-labelledby="port-block">
                <h2 id="port-block">{t('blockOf')}</h2>
                <Block port={port} of={data} />
              </section>
              <section className="panel" aria-labelledby="port-services">
                <h2 id="port-services">{t('services')}</h2>
                <Offered services={data.services} />
              </section>
            </div>
            <section className="panel" aria-labelledby="port-traffic">
              <h2 id="port-traffic">{t('traffic')}</h2>
              <Traffic traffic={data.traffic} />
            </section>
          </>
        )}
      </Part>
      {looks && (
        <>
          <Campaigns port={port} />
          <div className="two">
            <FirstCases
              search={{ port }}
              topic="reports"
              title={t('reportsOf')}
              path="/v1/report-cases"
              to="/console/reports"
            />
            <FirstCases
              search={{ port }}
              topic="complaints"
              title={t('complaintsOf')}
              path="/v1/complaints"
              to="/console/complaints"
            />
          </div>
        </>
      )}
    </>
  )
}

function Block({ port, of: { block, listed, protected: isProtected } }: { port: string; of: Standing }) {
  const t = useWords()
  const minute = useMinute()
  const mayBlock = useMe().purposes.includes('block')
  const isHeld = block && !block.over
  return (
    <>
      <p className="port-state">
        {isHeld ? (
          <State tone={block.scope === 'all' ? 'bad' : 'warn'}>{t.of('blocked', block.scope)}</State>
        ) : (
          <State tone="good">{t('notBlocked')}</State>
        )}
        {(listed || isProtected) && <State tone="over">{t('whiteListed')}</State>}
      </p>
      {block && (
        <p className="soft">
          {t.of('reasons', block.reason)}
          {block.note && ` · ${block.note}`} · {block.by} · {minute(block.at)}
          {block.until && ` · ${t('blockUntil', { when: minute(block.until) })}`}
        </p>
      )}
      <p className="port-links">
        {block && <Link to={`/console/blocks/${encodeURIComponent(block.id)}`}>{t('toBlock')}</Link>}
        {block?.campaign && <Link to={`/console/campaigns/${block.campaign}`}>{t('toCampaign')}</Link>}
        {mayBlock && !isHeld && (
          <Link to="/console/block" search={{ port } as never}>
            {t('block')}
          </Link>
        )}
      </p>
    </>
  )
}

function Offered({ services }: { services: Standing['services'] }) {
  const t = useWords()
  const { i18n } = useTranslation()
  if (services.length === 0) return <p className="soft">{t('servicesNone')}</p>
  return (
    <ul className="plain port-services">
      {services.map(({ service_id, name_zh, name_en }) => (
        <li key={service_id}>
          <Link to={screenOf('services', service_id)}>{i18n.language === 'zh' ? name_zh : name_en}</Link>{' '}
          <code className="soft">{service_id}</code>
        </li>
      ))}
    </ul>
  )
}

/** By day and class: what was let through as a chart, what was refused as well in the table below it. */
function Traffic({ traffic }: { traffic: Standing['traffic'] }) {
  const t = useWords()
  const { i18n } = useTranslation()
  if (traffic.length === 0) return <p className="soft">{t('trafficNone')}</p>
  const figure = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const sum = (kind: (typeof classes)[number], of: keyof Counts) =>
    traffic.reduce((total, each) => total + each[kind][of], 0)
  return (
    <>
      <Chart
        label={`${t('traffic')}: ${classes.map((kind) => `${t.of('classNames', kind)} ${sum(kind, 'allowed')}`).join(', ')}`}
        at={traffic.map(({ day }) => Date.parse(day))}
        daily
        lines={classes.map((kind) => ({
          name: t.of('classNames', kind),
          values: traffic.map((each) => each[kind].allowed),
        }))}
      />
      <div className="below">
        <Table
          rows={classes}
          rowKey={(kind) => kind}
          empty={t('trafficNone')}
          columns={[
            { name: 'class', title: t('messageClass'), render: (kind) => t.of('classNames', kind) },
            {
              name: 'allowed',
              title: t('allowed'),
              figure: true,
              render: (kind) => figure.format(sum(kind, 'allowed')),
            },
            {
              name: 'refused',
              title: t('refused'),
              figure: true,
              render: (kind) => figure.format(sum(kind, 'refused')),
            },
          ]}
        />
      </div>
      <p className="soft below">
        {t('trafficAbout')}{' '}
        <Link to="/console/decisions" search={{ outcome: 'refused' } as never}>
          {t('whyRefused')}
        </Link>
      </p>
    </>
  )
}

/** Campaigns of which it is the sender most reported, and the one of all reports about it. */
function Campaigns({ port }: { port: string }) {
  const t = useWords()
  const minute = useMinute()
  const query = useQuery({
    queryKey: ['campaigns', 'port', port],
    queryFn: async () => {
      const found = await Promise.all(
        (['proposed', 'growing', 'decided'] as const).map((status) =>
          call<{ items: readonly Campaign[] }>('GET', `/v1/campaigns?status=${status}&sender=${port}&limit=${FIRST}`),
        ),
      )
      return found.flatMap(({ items }) => items).slice(0, FIRST)
    },
    refetchInterval: 60_000,
  })
  return (
    <section aria-labelledby="port-campaigns">
      <h2 id="port-campaigns">{t('campaignsOf')}</h2>
      <Part query={query}>
        {(found) => (
          <Table
            rows={found}
            rowKey={({ id }) => id}
            empty={t('campaignsNone')}
            columns={[
              {
                name: 'text',
                title: t('campaign'),
                render: ({ id, text }) => (
                  <Link to={`/console/campaigns/${encodeURIComponent(id)}`} className="port-text">
                    {id.startsWith('p') ? t('allReports') : text}
                  </Link>
                ),
              },
              { name: 'status', title: t('state'), render: ({ status }) => t.of('campaignStates', status) },
              { name: 'reporters', title: t('reporters'), figure: true, render: ({ reporters }) => reporters },
              { name: 'last', title: t('lastReport'), short: true, render: ({ last }) => minute(last) },
            ]}
          />
        )}
      </Part>
    </section>
  )
}
