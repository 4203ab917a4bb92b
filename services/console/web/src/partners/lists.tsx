import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type Column, DataList } from '../lists/data-list.tsx'
import type { Filter } from '../lists/filters.tsx'
import { yuan } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { type Kind, type Shown, screenOf, useTell } from './records.ts'
import { useWords } from './words.ts'

const tones = { 'in-force': 'good', coming: 'news', past: 'over', ended: 'bad' } as const

export function StateTag({ state }: Pick<Shown, 'state'>) {
  const t = useWords()
  return <State tone={tones[state]}>{t.of('states', state)}</State>
}

function List({ kind, columns, filters }: { kind: Kind; columns: Column<Shown>[]; filters: Filter[] }) {
  const t = useWords()
  const me = useMe()
  const { when } = useTell()
  const states = (['in-force', 'coming', 'ended'] as const).map((value) => ({ value, label: t.of('states', value) }))
  const mayApply = me.purposes.includes('admit')
  return (
    <Screen
      title={t(kind)}
      extra={
        mayApply && (
          <Link to={`/console/apply/${kind}`}>
            <Button type="primary">{t('apply')}</Button>
          </Link>
        )
      }
    >
      <DataList<Shown>
        title={t(kind)}
        topic="catalogue"
        path={`/v1/catalogue/${kind}`}
        csv={`/v1/catalogue/csv/${kind}`}
        rowKey={({ id }) => id}
        open={({ id }) => screenOf(kind, id)}
        empty={t('none', { what: t(kind).toLowerCase() })}
        filters={[{ name: 'q', label: t('search') }, ...filters, { name: 'state', label: t('state'), options: states }]}
        columns={[
          ...columns,
          { name: 'state', title: t('state'), render: ({ state }) => <StateTag state={state} /> },
          { name: 'from', title: t('from'), short: true, render: ({ from }) => when(from) },
        ]}
      />
    </Screen>
  )
}

export function Partners() {
  const t = useWords()
  const { nameOf } = useTell()
  return (
    <List
      kind="partners"
      filters={[{ name: 'kind', label: t('kind') }]}
      columns={[
        { name: 'name', title: t('partner'), render: (row) => nameOf(row) },
        { name: 'id', title: t('id'), sorted: true, render: ({ id }) => <code>{id}</code> },
        { name: 'kind', title: t('kind'), render: ({ kind = '' }) => t.of('sorts', kind) },
      ]}
    />
  )
}

export function Services() {
  const t = useWords()
  const { nameOf, partnerOf } = useTell()
  const periods = (['month', 'once', 'marketing'] as const).map((value) => ({ value, label: t.of('periods', value) }))
  return (
    <List
      kind="services"
      filters={[
        { name: 'partner', label: t('partner'), kind: 'partner' },
        { name: 'period', label: t('period'), options: periods },
      ]}
      columns={[
        { name: 'name', title: t('service'), render: (row) => nameOf(row) },
        { name: 'id', title: t('id'), sorted: true, render: ({ id }) => <code>{id}</code> },
        { name: 'partner', title: t('partner'), render: (row) => partnerOf(row) },
        { name: 'port', title: t('port'), render: ({ port }) => <span className="number">{port}</span> },
        { name: 'price', title: t('price'), figure: true, render: ({ tariff_fen = 0 }) => yuan(tariff_fen) },
        { name: 'period', title: t('period'), render: ({ period = '' }) => t.of('periods', period) },
      ]}
    />
  )
}

export function Ports() {
  const t = useWords()
  const { partnerOf, tellValue } = useTell()
  const classes = (['service', 'otp', 'marketing'] as const).map((value) => ({
    value,
    label: t.of('classNames', value),
  }))
  return (
    <List
      kind="ports"
      filters={[
        { name: 'partner', label: t('partner'), kind: 'partner' },
        { name: 'class', label: t('classes'), options: classes },
      ]}
      columns={[
        { name: 'port', title: t('port'), sorted: true, render: ({ id }) => <span className="number">{id}</span> },
        { name: 'partner', title: t('partner'), render: (row) => partnerOf(row) },
        { name: 'category', title: t('category'), render: ({ category = '' }) => t.of('sorts', category) },
        {
          name: 'classes',
          title: t('classes'),
          render: ({ classes: own = [] }) => tellValue('classes', own),
        },
        { name: 'hours', title: t('hours'), short: true, render: ({ hours }) => hours ?? t('anyHour') },
        {
          name: 'rate',
          title: t('perMinute'),
          figure: true,
          render: ({ per_minute }) => per_minute?.toLocaleString('en') ?? t('noRate'),
        },
      ]}
    />
  )
}
