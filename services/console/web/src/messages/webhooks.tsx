import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Space } from 'antd'
import { DataList } from '../lists/data-list.tsx'
import { call } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { useFail } from '../shell/fail.ts'
import { useMoment } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { useWords } from './words.ts'

/** Whose webhooks are told of alarms. */
const OPERATOR = 'operator'

interface Webhook {
  readonly id: string
  readonly partner: string
  readonly url: string
  readonly created_at: string
}
interface Delivery {
  readonly id: string
  readonly partner: string
  readonly webhook: string
  readonly status: 'pending' | 'delivered' | 'failed'
  readonly attempts: number
  readonly result?: string
  readonly made_at: string
  readonly event: { readonly type?: string } | null
}
const tones = { pending: 'news', delivered: 'good', failed: 'bad' } as const

/** Where partners are told of what became of their requests, and whether they heard. */
export function Webhooks() {
  const t = useWords()
  const moment = useMoment()
  const me = useMe()
  const called = useCalled()
  const ofPartner = (id: string) => <PartnerName id={id} name={id === OPERATOR ? t('operator') : called.partner(id)} />
  const query = useQuery({
    queryKey: ['webhooks'],
    queryFn: () => call<{ items: readonly Webhook[] }>('GET', '/v1/webhooks'),
  })
  const statuses = (['failed', 'pending', 'delivered'] as const).map((value) => ({
    value,
    label: t.of('toldStatuses', value),
  }))
  return (
    <Screen title={t('webhooks')} about={t('webhooksAbout')}>
      <div className="stack">
        <Part query={query}>
          {({ items }) => (
            <Table
              rows={items}
              rowKey={({ id }) => id}
              empty={t('webhooksNone')}
              columns={[
                {
                  name: 'partner',
                  title: t('partner'),
                  render: ({ partner }) => ofPartner(partner),
                },
                { name: 'url', title: t('url'), render: ({ url }) => <span className="value">{url}</span> },
                { name: 'created', title: t('created'), short: true, render: ({ created_at }) => moment(created_at) },
              ]}
            />
          )}
        </Part>
        <h2>{t('told')}</h2>
        <DataList<Delivery>
          title={t('told')}
          topic="deliveries"
          path="/v1/webhook-deliveries"
          order="desc"
          rowKey={({ id }) => id}
          empty={t('toldNone')}
          filters={[
            {
              name: 'status',
              label: t('status'),
              usual: 'failed',
              options: statuses,
            },
            { name: 'partner', label: t('partner'), kind: 'partner' },
          ]}
          columns={[
            { name: 'event', title: t('event'), render: ({ event }) => <code>{event?.type ?? '—'}</code> },
            { name: 'partner', title: t('partner'), render: ({ partner }) => ofPartner(partner) },
            { name: 'at', title: t('at'), sorted: true, short: true, render: ({ made_at }) => moment(made_at) },
            { name: 'attempts', title: t('attempts'), figure: true, render: ({ attempts }) => attempts },
            { name: 'result', title: t('result'), render: ({ result }) => result ?? '—' },
            {
              name: 'status',
              title: t('status'),
              render: (row) => (
                <Space wrap>
                  <State tone={tones[row.status]}>{t.of('toldStatuses', row.status)}</State>
                  {row.status !== 'pending' && me.purposes.includes('subscribe') && <Again delivery={row} />}
                </Space>
              ),
            },
          ]}
        />
      </div>
    </Screen>
  )
}

function PartnerName({ id, name }: { id: string; name: string }) {
  if (id === OPERATOR) return <>{name}</>
  return (
    <Link to={`/console/partners/${encodeURIComponent(id)}`} title={id}>
      {name}
    </Link>
  )
}

function Again({ delivery }: { delivery: Delivery }) {
  const t = useWords()
  const fail = useFail()
  const { message } = App.useApp()
  const again = useMutation({
    mutationFn: () => call('POST', `/v1/webhook-deliveries/${encodeURIComponent(delivery.id)}/replay`, {}),
    onSuccess: () => void message.success(t('againDone')),
    onError: fail,
  })
  return (
    <Button
      size="small"
      className="touch"
      loading={again.isPending}
      disabled={again.isSuccess}
      onClick={() => again.mutate()}
    >
      {t('again')}
    </Button>
  )
}
