import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { DataList } from '../lists/data-list.tsx'
import { call } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { useWhy } from '../shell/fail.ts'
import { useMoment, yuan } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { monthScreen, ServiceName, type Settlement, SettlementSums, useNameOf } from './sums.tsx'
import { useWords } from './words.ts'

type Of = { readonly partner: string; readonly month: string }
const useOf = (): Of => {
  const { partner = '', month = '' } = useParams({ strict: false }) as Partial<Of>
  return { partner, month }
}
const pathOf = ({ partner, month }: Of) => `/v1/settlements/${encodeURIComponent(partner)}/${month}`

const useSettlement = (of: Of) =>
  useQuery({
    queryKey: ['settlements', of.partner, of.month],
    queryFn: () => call<Settlement>('GET', pathOf(of)),
    refetchInterval: 30_000,
  })

/** One partner’s month: its rows, and its closing by two. */
export function Month() {
  const t = useWords()
  const moment = useMoment()
  const me = useMe()
  const of = useOf()
  const query = useSettlement(of)
  const nameOf = useNameOf()
  const mayClose = query.data && !query.data.closed_at && me.purposes.includes('settle')
  return (
    <Screen
      title={`${query.data ? nameOf(query.data) : of.partner} · ${of.month}`}
      about={
        <>
          {t('partner')} · <Link to={`/console/partners/${encodeURIComponent(of.partner)}`}>{of.partner}</Link>
        </>
      }
      extra={
        <>
          <a className="list-csv" href={`${pathOf(of)}/csv`} download>
            {t('linesCsv')}
          </a>
          {mayClose && <Close key={pathOf(of)} of={of} />}
        </>
      }
    >
      <Part query={query}>
        {(settlement) => (
          <div className="stack">
            <p className="month-owed">
              {t('owed')} <strong className="number">{yuan(settlement.owed_fen)}</strong>{' '}
              <State tone={settlement.closed_at ? 'good' : 'news'}>
                {settlement.closed_at ? t('isClosed', { when: moment(settlement.closed_at) }) : t('isOpen')}
              </State>
            </p>
            <SettlementSums settlement={settlement} />
            <Link to={`${monthScreen(of)}/lines`}>{t('lines')}</Link>
          </div>
        )}
      </Part>
    </Screen>
  )
}

function Close({ of }: { of: Of }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const called = useCalled()
  const [asking, setAsking] = useState(false)
  const close = useMutation({
    mutationFn: () => call<{ status: string }>('POST', `${pathOf(of)}/close`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settlements'] }),
  })
  const isOpen = close.data?.status === 'open'
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        {t('close')}
      </Button>
      <Modal
        open={asking}
        title={`${t('close')} · ${called.partner(of.partner)} ${of.month}`}
        okText={t('close')}
        cancelText={t('cancel')}
        okButtonProps={{ hidden: close.data !== undefined }}
        confirmLoading={close.isPending}
        onOk={() => close.mutate()}
        onCancel={() => {
          setAsking(false)
          close.reset()
        }}
        destroyOnHidden
      >
        {close.data ? (
          <div role="status">
            <Alert
              type={isOpen ? 'info' : 'success'}
              showIcon
              title={isOpen ? t('sent') : t('applied')}
              action={isOpen && <Link to="/console/proposals">{t('toProposals')}</Link>}
            />
          </div>
        ) : (
          <>
            <p>{t('closeAsk')}</p>
            <div aria-live="assertive">{close.error && <Alert type="error" showIcon title={why(close.error)} />}</div>
          </>
        )}
      </Modal>
    </>
  )
}

interface Line {
  readonly id: string
  readonly at: string
  readonly partner: string
  readonly month: string
  readonly service: string
  readonly charge: string
  readonly kind: string
  readonly debit: string
  readonly credit: string
  readonly moved_fen: number
  readonly amount_fen: number
  readonly correction_of?: string
}
const chargeScreen = ({ charge }: Pick<Line, 'charge'>) => `/console/charges/${encodeURIComponent(charge)}`

/** The lines of a month, or of one of its rows. */
export function Lines() {
  const t = useWords()
  const moment = useMoment()
  const of = useOf()
  const called = useCalled()
  const [search] = useSearchState()
  const settlement = useSettlement(of)
  const services = new Set([
    ...(settlement.data?.lines ?? []).map((each) => each.service),
    ...(search['service'] ? [search['service']] : []),
  ])
  const whose = `${called.partner(of.partner)} ${of.month}`
  const kinds = [
    'charge',
    'refund',
    'compensation',
    'dispute',
    'dispute-proven',
    'dispute-disproven',
    'dispute-reversed',
    'appeal-granted',
  ]
  return (
    <Screen
      title={`${t('lines')} · ${whose}`}
      about={
        <>
          <Link to={monthScreen(of)}>{whose}</Link>
          {search['correction_of'] && ` · ${t('correction', { month: search['correction_of'] })}`}
        </>
      }
    >
      <DataList<Line>
        title={t('lines')}
        topic="settlements"
        path={`${pathOf(of)}/lines`}
        csv={`${pathOf(of)}/lines/csv`}
        rowKey={({ id }) => id}
        open={chargeScreen}
        empty={t('linesNone')}
        filters={[
          {
            name: 'service',
            label: t('service'),
            options: [...services].map((value) => ({ value, label: called.service(value) })),
          },
          { name: 'kind', label: t('kind'), options: kinds.map((value) => ({ value, label: t.of('kinds', value) })) },
          ...(search['correction_of'] ? [{ name: 'correction_of', label: t('correction', { month: '' }) }] : []),
        ]}
        columns={[
          { name: 'charge', title: t('charge'), render: ({ charge }) => <code>{charge}</code> },
          { name: 'at', title: t('at'), sorted: true, short: true, render: ({ at }) => moment(at) },
          { name: 'service', title: t('service'), render: ({ service }) => <ServiceName id={service} /> },
          { name: 'kind', title: t('kind'), render: ({ kind }) => t.of('kinds', kind) },
          { name: 'moved', title: t('moved'), figure: true, render: ({ moved_fen }) => yuan(moved_fen) },
          { name: 'amount', title: t('amount'), figure: true, render: ({ amount_fen }) => yuan(amount_fen) },
        ]}
      />
    </Screen>
  )
}

/** All that was booked about one charge. */
export function Charge() {
  const t = useWords()
  const moment = useMoment()
  const called = useCalled()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery({
    queryKey: ['settlements', 'charge', id],
    queryFn: () => call<{ items: readonly Line[] }>('GET', `/v1/ledger/charges/${encodeURIComponent(id)}`),
  })
  return (
    <Screen title={t('chargeTitle', { id })} about={t('chargeAbout')}>
      <Part query={query}>
        {({ items }) => (
          <Table
            rows={items}
            rowKey={(each) => each.id}
            empty={t('linesNone')}
            columns={[
              { name: 'kind', title: t('kind'), render: ({ kind }) => t.of('kinds', kind) },
              { name: 'at', title: t('at'), short: true, render: ({ at }) => moment(at) },
              { name: 'service', title: t('service'), render: ({ service }) => <ServiceName id={service} /> },
              { name: 'debit', title: t('debit'), render: ({ debit }) => t.of('accounts', debit) },
              { name: 'credit', title: t('credit'), render: ({ credit }) => t.of('accounts', credit) },
              {
                name: 'month',
                title: t('month'),
                render: (each) => (
                  <Link to={monthScreen(each)}>
                    {called.partner(each.partner)} {each.month}
                  </Link>
                ),
              },
              { name: 'moved', title: t('moved'), figure: true, render: ({ moved_fen }) => yuan(moved_fen) },
            ]}
          />
        )}
      </Part>
    </Screen>
  )
}
