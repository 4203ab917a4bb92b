import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { DataList } from '../lists/data-list.tsx'
import { useMoment, yuan } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { monthsUntil } from './calendar.ts'
import { monthScreen, type Settlement, useNameOf } from './sums.tsx'
import { useWords } from './words.ts'

/** All partners of a month: what was charged, what went back, what is owed. */
export function Settlements() {
  const t = useWords()
  const moment = useMoment()
  const nameOf = useNameOf()
  const { zone } = useMe()
  const all = monthsUntil(Date.now(), zone)
  const sumOf = ({ lines }: Settlement, isCharge: boolean) =>
    lines.filter(({ kind }) => (kind === 'charge') === isCharge).reduce((sum, each) => sum + each.amount_fen, 0)
  return (
    <Screen title={t('settlements')} about={t('about')} extra={<FindCharge />}>
      <DataList<Settlement>
        title={t('settlements')}
        topic="settlements"
        path="/v1/settlements"
        csv="/v1/settlements/csv"
        rowKey={(row) => row.partner}
        open={monthScreen}
        empty={t('none')}
        filters={[
          {
            name: 'month',
            label: t('month'),
            usual: all[0] as string,
            options: all.map((value) => ({ value, label: value })),
          },
        ]}
        columns={[
          {
            name: 'partner',
            title: t('partner'),
            sorted: true,
            render: nameOf,
          },
          { name: 'charged', title: t('charged'), figure: true, render: (row) => yuan(sumOf(row, true)) },
          { name: 'back', title: t('back'), figure: true, render: (row) => yuan(sumOf(row, false)) },
          { name: 'owed', title: t('owed'), figure: true, render: (row) => <strong>{yuan(row.owed_fen)}</strong> },
          {
            name: 'closed',
            title: t('closed'),
            render: ({ closed_at }) => (
              <State tone={closed_at ? 'good' : 'news'}>
                {closed_at ? t('isClosed', { when: moment(closed_at) }) : t('isOpen')}
              </State>
            ),
          },
        ]}
      />
    </Screen>
  )
}

function FindCharge() {
  const t = useWords()
  const navigate = useNavigate()
  return (
    <Form
      layout="inline"
      className="filters"
      onFinish={({ id }: { id?: string }) =>
        id?.trim() && void navigate({ to: `/console/charges/${encodeURIComponent(id.trim())}` })
      }
    >
      <Form.Item name="id">
        <Input aria-label={t('findCharge')} placeholder={t('findCharge')} maxLength={64} allowClear />
      </Form.Item>
      <Button htmlType="submit">{t('find')}</Button>
    </Form>
  )
}
