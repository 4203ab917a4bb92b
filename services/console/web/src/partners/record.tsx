import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { call } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { Table } from '../shell/table.tsx'
import { StateTag } from './lists.tsx'
import { PortStanding } from './port.tsx'
import { PromptBubbles } from './preview.tsx'
import { type Kind, type Prompts, type Shown, screenOf, useTell } from './records.ts'
import { type Sent as Outcome, Sent } from './sent.tsx'
import { useWords } from './words.ts'

interface Record_ {
  readonly present: Shown
  readonly history: readonly Shown[]
  readonly prompts?: Prompts
}

const dates = ['id', 'version', 'from', 'until', 'state', 'partner_zh', 'partner_en']

function One({ kind, more }: { kind: Kind; more?: (id: string) => ReactNode }) {
  const t = useWords()
  const me = useMe()
  const { nameOf, partnerOf, tellValue, when } = useTell()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  useLive('catalogue')
  const query = useQuery({
    queryKey: ['catalogue', kind, id],
    queryFn: () => call<Record_>('GET', `/v1/catalogue/${kind}/${encodeURIComponent(id)}`),
  })
  const mayApply = me.purposes.includes('admit')
  const title = query.data ? nameOf(query.data.present) : id
  return (
    <Screen
      title={title}
      about={title === id ? t(kind) : `${t(kind)} · ${id}`}
      extra={
        mayApply &&
        query.data && (
          <>
            <Link to={`/console/apply/${kind}`} search={{ of: id } as never}>
              <Button>{t('change')}</Button>
            </Link>
            {kind !== 'partners' && query.data.history.at(-1)?.state !== 'ended' && (
              <End key={id} kind={kind} id={id} />
            )}
          </>
        )
      }
    >
      <div className="stack">
        <Part query={query}>
          {({ present, history, prompts }) => (
            <div className="stack">
              <section className="panel">
                <h2>
                  {t('present')} <StateTag state={present.state} />
                </h2>
                <dl className="facts facts-wide">
                  {Object.entries(present)
                    .filter(([name]) => !dates.includes(name))
                    .map(([name, value]) => (
                      <div key={name}>
                        <dt>{t.of('fields', name)}</dt>
                        <dd>
                          {name === 'partner' ? (
                            <Link to={screenOf('partners', String(value))}>{partnerOf(present)}</Link>
                          ) : name === 'port' ? (
                            <Link to={screenOf('ports', String(value))}>{String(value)}</Link>
                          ) : (
                            tellValue(name, value)
                          )}
                          {name === 'per_minute' && <span className="soft">{t('perMinuteHint')}</span>}
                        </dd>
                      </div>
                    ))}
                  {kind === 'ports' && !present.hours && (
                    <div>
                      <dt>{t('hours')}</dt>
                      <dd>{t('anyHour')}</dd>
                    </div>
                  )}
                </dl>
                {kind === 'partners' && (
                  <p className="below">
                    {t('ofPartner')}{' '}
                    <Link to="/console/services" search={{ partner: id } as never}>
                      {t('services')}
                    </Link>{' '}
                    ·{' '}
                    <Link to="/console/ports" search={{ partner: id } as never}>
                      {t('ports')}
                    </Link>
                  </p>
                )}
              </section>
              {prompts && (
                <section className="panel">
                  <h2>{t('prompts')}</h2>
                  <PromptBubbles prompts={prompts} />
                </section>
              )}
              {more?.(id)}
              <section className="panel">
                <h2>{t('history')}</h2>
                <Table
                  rows={[...history].reverse()}
                  rowKey={({ version }) => String(version)}
                  empty={t('same')}
                  columns={[
                    {
                      name: 'version',
                      title: t('version'),
                      render: ({ version }) => (
                        <>
                          <span className="only-card">{t('version')} </span>
                          {version}
                        </>
                      ),
                    },
                    { name: 'state', title: t('state'), render: ({ state }) => <StateTag state={state} /> },
                    { name: 'from', title: t('from'), short: true, render: ({ from }) => when(from) },
                    {
                      name: 'until',
                      title: t('until'),
                      short: true,
                      render: ({ until }) => (until ? when(until) : '—'),
                    },
                    {
                      name: 'changed',
                      title: t('changed'),
                      render: (each) => differences(each, history[history.indexOf(each) - 1], t, tellValue),
                    },
                  ]}
                />
              </section>
            </div>
          )}
        </Part>
        {/* What is not in the catalogue may be sent from, and reported, all the same. */}
        {query.error && !query.data && more?.(id)}
      </div>
    </Screen>
  )
}

/** What a version changed against the one before, in a line. */
function differences(
  now: Shown,
  before: Shown | undefined,
  t: ReturnType<typeof useWords>,
  tellValue: (field: string, value: unknown) => string,
): string {
  if (!before) return t('firstVersion')
  const [own, former] = [now, before] as unknown as Readonly<Record<string, unknown>>[] as [
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>,
  ]
  const changed = Object.keys({ ...former, ...own }).filter(
    (name) => !dates.includes(name) && JSON.stringify(own[name]) !== JSON.stringify(former[name]),
  )
  if (now.state === 'ended') return t('willEnd')
  return (
    changed
      .map((name) => `${t.of('fields', name)}: ${tellValue(name, former[name])} → ${tellValue(name, own[name])}`)
      .join('; ') || t('same')
  )
}

function End({ kind, id }: { kind: Kind; id: string }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [from, setFrom] = useState('')
  const end = useMutation({
    mutationFn: (wish: { from?: string }) =>
      call<Outcome>('POST', `/v1/catalogue/${kind}/${encodeURIComponent(id)}/end`, wish),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['catalogue'] }),
  })
  const close = () => {
    setAsking(false)
    end.reset()
  }
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        {t('end')}
      </Button>
      <Modal
        open={asking}
        title={`${t('end')} · ${id}`}
        okText={t('end')}
        cancelText={t('cancel')}
        okButtonProps={{ danger: true, hidden: end.data !== undefined }}
        confirmLoading={end.isPending}
        onOk={() => end.mutate(from ? { from } : {})}
        onCancel={close}
        destroyOnHidden
      >
        {end.data ? (
          <Sent outcome={end.data} />
        ) : (
          <>
            <p>{t('endAbout')}</p>
            <label htmlFor="end-from">{t('endsFrom')}</label>
            <Input id="end-from" type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
            <div aria-live="assertive" className="below">
              {end.error && <Alert type="error" showIcon title={why(end.error)} />}
            </div>
          </>
        )}
      </Modal>
    </>
  )
}

export const Partner = () => <One kind="partners" />
export const Service = () => <One kind="services" />
export const Port = () => <One kind="ports" more={(port) => <PortStanding key={port} port={port} />} />
