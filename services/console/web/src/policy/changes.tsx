import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSignals } from '../review/signals.ts'
import { call } from '../shell/api.ts'
import { Table } from '../shell/table.tsx'
import type { Change, InForce } from './api.ts'
import { useWords } from './words.ts'

const told = (value: unknown): string => {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '—'
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return JSON.stringify(value)
  return value
    .map((each) => (typeof each === 'object' ? ruleOf(each as Record<string, unknown>) : String(each)))
    .join('; ')
}
const ruleOf = ({ name, counts, hours, atLeast, share, on }: Record<string, unknown>): string =>
  `${name}: ${counts} ≥ ${atLeast}, ${share}, ${hours} h, ${on}`

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
        { name: 'from', title: t('before'), render: (each) => <span className="value">{told(each.from)}</span> },
        { name: 'to', title: t('after'), render: (each) => <span className="value">{told(each.to)}</span> },
      ]}
    />
  )
}
