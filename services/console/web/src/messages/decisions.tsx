import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { DataList } from '../lists/data-list.tsx'
import { type Shown, useTell } from '../partners/records.ts'
import { ApiError, call } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { useMoment } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { useWords } from './words.ts'

interface Decision {
  readonly id: string
  readonly port: string
  readonly partner: string
  readonly class: string
  readonly allow: boolean
  readonly rule: string
  readonly policy: string
  readonly at: string
  readonly delivery?: string
}
const screenOf = ({ id }: Pick<Decision, 'id'>) => `/console/decisions/${encodeURIComponent(id)}`

function Outcome({ allow }: Pick<Decision, 'allow'>) {
  const t = useWords()
  return <State tone={allow ? 'good' : 'bad'}>{allow ? t('sent') : t('refused')}</State>
}

/** Why ports’ messages were sent, or not: by port, by time, by id. */
export function Decisions() {
  const t = useWords()
  const moment = useMoment()
  const navigate = useNavigate()
  return (
    <Screen
      title={t('decisions')}
      about={t('decisionsAbout')}
      extra={
        <Form
          layout="inline"
          className="filters"
          onFinish={({ id }: { id?: string }) => id?.trim() && void navigate({ to: screenOf({ id: id.trim() }) })}
        >
          <Form.Item name="id">
            <Input aria-label={t('findDecision')} placeholder={t('findDecision')} maxLength={100} allowClear />
          </Form.Item>
          <Button htmlType="submit">{t('find')}</Button>
        </Form>
      }
    >
      <DataList<Decision>
        title={t('decisions')}
        topic="decisions"
        path="/v1/mt"
        order="desc"
        rowKey={({ id }) => id}
        open={screenOf}
        empty={t('decisionsNone')}
        filters={[
          { name: 'port', label: t('port') },
          { name: 'outcome', label: t('outcome'), options: [{ value: 'refused', label: t('onlyRefused') }] },
          { name: 'from', label: t('fromDay'), kind: 'day' },
          { name: 'until', label: t('untilDay'), kind: 'day' },
        ]}
        columns={[
          { name: 'at', title: t('at'), sorted: true, short: true, render: ({ at }) => moment(at) },
          { name: 'port', title: t('port'), render: ({ port }) => <span className="number">{port}</span> },
          { name: 'class', title: t('class'), render: (row) => t.of('classNames', row.class) },
          { name: 'outcome', title: t('outcome'), render: (row) => <Outcome allow={row.allow} /> },
          { name: 'rule', title: t('rule'), render: ({ rule }) => t.of('rules', rule) },
        ]}
      />
    </Screen>
  )
}

/** One decision, with what explains it. */
export function Decision() {
  const t = useWords()
  const called = useCalled()
  const moment = useMoment()
  const { tellValue } = useTell()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery({
    queryKey: ['decisions', id],
    queryFn: () => call<Decision>('GET', `/v1/mt/${encodeURIComponent(id)}`),
    // It is made within a second.
    retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status === 403),
  })
  const { data } = query
  const port = useQuery({
    queryKey: ['catalogue', 'ports', data?.port],
    enabled: data !== undefined && data.rule !== 'port.unknown',
    queryFn: () => call<{ present: Shown }>('GET', `/v1/catalogue/ports/${encodeURIComponent(data?.port ?? '')}`),
  })
  return (
    <Screen title={t('decisionTitle', { id: id.slice(0, 13) })} about={<code>{id}</code>}>
      <div className="stack">
        <Part query={query}>
          {(decision) => (
            <section className="panel">
              <h2>
                {t('whyTitle')} <Outcome allow={decision.allow} />
              </h2>
              <p className="why">
                {t.of('rules', decision.rule)} <code className="soft">{decision.rule}</code>
              </p>
              <dl className="facts">
                <div>
                  <dt>{t('at')}</dt>
                  <dd>{moment(decision.at)}</dd>
                </div>
                <div>
                  <dt>{t('port')}</dt>
                  <dd>
                    <Link to={`/console/ports/${decision.port}`}>{decision.port}</Link>
                  </dd>
                </div>
                <div>
                  <dt>{t('partner')}</dt>
                  <dd>
                    {decision.partner ? (
                      <Link to={`/console/partners/${encodeURIComponent(decision.partner)}`}>
                        {called.partner(decision.partner)}
                      </Link>
                    ) : (
                      '—'
                    )}
                  </dd>
                </div>
                <div>
                  <dt>{t('class')}</dt>
                  <dd>{t.of('classNames', decision.class)}</dd>
                </div>
                <div>
                  <dt>{t('delivery')}</dt>
                  <dd>{decision.delivery ? t.of('deliveries', decision.delivery) : t('noDelivery')}</dd>
                </div>
                <div>
                  <dt>{t('policy')}</dt>
                  <dd>
                    <code>{decision.policy}</code>
                  </dd>
                </div>
              </dl>
            </section>
          )}
        </Part>
        {data && data.rule !== 'port.unknown' && (
          <Part query={port}>
            {({ present }) => (
              <section className="panel">
                <h2>{t('portNow')}</h2>
                <dl className="facts">
                  {(['classes', 'hours', 'category'] as const).map((name) => (
                    <div key={name}>
                      <dt>{t.of('portFields', name)}</dt>
                      <dd>{tellValue(name, present[name])}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            )}
          </Part>
        )}
      </div>
    </Screen>
  )
}
