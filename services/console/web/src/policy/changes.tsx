import { Table } from '../shell/table.tsx'
import type { Change } from './api.ts'
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

/** Figures that would be others, or that were. */
export function Changes({ of, empty }: { readonly of: readonly Change[]; readonly empty: string }) {
  const t = useWords()
  return (
    <Table
      rows={of}
      rowKey={(each) => each.name}
      empty={empty}
      columns={[
        { name: 'name', title: t('figure'), render: (each) => <code>{each.name}</code> },
        { name: 'from', title: t('before'), render: (each) => <span className="value">{told(each.from)}</span> },
        { name: 'to', title: t('after'), render: (each) => <span className="value">{told(each.to)}</span> },
      ]}
    />
  )
}
