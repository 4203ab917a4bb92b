import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { DataList } from '../lists/data-list.tsx'
import { useMoment } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { type BlockShown, kinds } from './api.ts'
import { useWords } from './words.ts'

export const blockScreen = (id: string) => `/console/blocks/${encodeURIComponent(id)}`

/** Who is blocked for everybody, the last change first. */
export function Blocks() {
  const t = useWords()
  const moment = useMoment()
  const navigate = useNavigate()
  const mayBlock = useMe().purposes.includes('block')
  return (
    <Screen
      title={t('blocks')}
      about={t('blocksAbout')}
      extra={
        mayBlock && (
          <Button type="primary" onClick={() => void navigate({ to: '/console/block' })}>
            {t('place')}
          </Button>
        )
      }
    >
      <DataList<BlockShown>
        title={t('blocks')}
        topic="blocks"
        path="/v1/blocks"
        order="desc"
        rowKey={({ id }) => id}
        open={({ id }) => blockScreen(id)}
        empty={t('blocksNone')}
        filters={[
          {
            name: 'status',
            label: t('status'),
            usual: 'held',
            options: (['held', 'over'] as const).map((value) => ({ value, label: t.of('statuses', value) })),
          },
          { name: 'kind', label: t('kind'), options: kinds.map((value) => ({ value, label: t.of('kinds', value) })) },
        ]}
        columns={[
          {
            name: 'value',
            title: t('value'),
            render: ({ value, written, number }) => (
              <>
                <span className={number ? 'number is-mask' : 'number'}>{value}</span>
                {written && <span className="soft"> {written}</span>}
              </>
            ),
          },
          { name: 'kind', title: t('kind'), render: ({ kind }) => t.of('kinds', kind) },
          {
            name: 'scope',
            title: t('scope'),
            render: ({ scope, over }) => (
              <State tone={over ? 'over' : scope === 'all' ? 'bad' : 'warn'}>{t.of('scopes', scope)}</State>
            ),
          },
          { name: 'reason', title: t('reason'), render: ({ reason }) => t.of('reasons', reason) },
          { name: 'until', title: t('until'), short: true, render: ({ until }) => (until ? moment(until) : '—') },
          { name: 'by', title: t('by'), render: ({ by_name }) => by_name },
          { name: 'at', title: t('at'), sorted: true, short: true, render: ({ at }) => moment(at) },
        ]}
      />
    </Screen>
  )
}
