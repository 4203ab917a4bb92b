import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSignals } from '../review/signals.ts'
import { call } from '../shell/api.ts'
import { Table } from '../shell/table.tsx'
import type { Change, InForce, Node } from './api.ts'
import { rulesApart } from './rules-apart.ts'
import { useSource } from './source.ts'
import { useWords } from './words.ts'

const told = (value: unknown): string => {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '—'
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(String).join('; ') : JSON.stringify(value)
}

/** A rule with all that it says, one after the other. */
function RuleTold({ of: rule }: { readonly of: Node }) {
  const t = useWords()
  const sourceOf = useSource()
  const percent = `${Number((Number(rule['share']) * 100).toPrecision(6))} %`
  return (
    <div>
      <strong>{String(rule['name'])}</strong>
      {' · '}
      {t('ruleTold', {
        counts: t.of('counts', String(rule['counts'])),
        atLeast: Number(rule['atLeast']),
        share: percent,
        of: t.of('ofs', String(rule['of'] ?? 'charges')),
        hours: Number(rule['hours']),
      })}
      {' · '}
      {t(rule['freezes'] === false ? 'onlyFlags' : 'stopsAtOnce')}
      {' · '}
      {t.of('ons', String(rule['on']))}
      {' · '}
      <span className="soft">{t('sourceOf', { source: sourceOf(rule['source']) })}</span>
    </div>
  )
}

function Told({ of: { name, from, to }, side }: { readonly of: Change; readonly side: 'from' | 'to' }) {
  if (name !== 'stopFirst') return <span className="value">{told(side === 'from' ? from : to)}</span>
  const rules = rulesApart(from, to)[side]
  return rules.length === 0 ? '—' : rules.map((each) => <RuleTold key={String(each['name'])} of={each} />)
}

/** What a figure is, in words, as the editor calls it; nothing where that is not known (yet). */
function useFigureNames(): (name: string) => string {
  const t = useWords()
  const signals = useSignals()
  const isZh = useTranslation().i18n.language === 'zh'
  const { data } = useQuery({
    queryKey: ['monitor-policy', 'held'],
    queryFn: () => call<InForce>('GET', '/v1/policy'),
  })
  return (name) => {
    const [, kind, of, each] = /^(signals|groupCaps)\.(.+?)(?:\.([a-zA-Z]+))?$/.exec(name) ?? []
    if (kind === 'signals' && of && each) return `${signals.name(of)} · ${t.of('ofSignal', each)}`
    if (kind === 'groupCaps' && of) return `${t('groupCaps')} · ${t.of('groups', of)}`
    if (name.startsWith('stopFirst')) return t('stopFirst')
    const about = data?.about.find((figure) => figure.name === name)
    return (isZh ? about?.what_zh : about?.what) ?? ''
  }
}

/** Figures that would be others, or that were. */
export function Changes({ of, empty }: { readonly of: readonly Change[]; readonly empty: string }) {
  const t = useWords()
  const called = useFigureNames()
  return (
    <Table
      rows={of}
      rowKey={(each) => each.name}
      empty={empty}
      columns={[
        {
          name: 'name',
          title: t('figure'),
          render: (each) => (
            <>
              {called(each.name)} <code className="soft">{each.name}</code>
            </>
          ),
        },
        { name: 'from', title: t('before'), render: (each) => <Told of={each} side="from" /> },
        { name: 'to', title: t('after'), render: (each) => <Told of={each} side="to" /> },
      ]}
    />
  )
}
