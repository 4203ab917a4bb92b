import { useMoment, yuan } from '../shell/format.ts'
import { usePreviewWords } from './preview-words.ts'

type Row = Readonly<Record<string, unknown>>
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a proposal would do, as it was shown to who made it: names and values, lists of them as tables, money in yuan. */
export function Preview({ of }: { of: unknown }) {
  return (
    <div className="preview" tabIndex={0}>
      <Value name="" value={of} />
    </div>
  )
}

function Value({ name, value }: { name: string; value: unknown }) {
  if (Array.isArray(value) && value.every(isRow)) return <Rows rows={value} />
  if (Array.isArray(value)) return value.map(String).join(', ') || '–'
  return isRow(value) ? <Names of={value} /> : <Text name={name} value={value} />
}

function Names({ of }: { of: Row }) {
  const nameOf = useNames()
  return (
    <dl>
      {shownOf(of).map(([name, value]) => (
        <div key={name}>
          <dt>{nameOf(name)}</dt>
          <dd>
            <Value name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const nameOf = useNames()
  const names = [...new Set(rows.flatMap((row) => shownOf(row).map(([name]) => name)))]
  if (rows.length === 0) return <>–</>
  return (
    <table>
      <thead>
        <tr>
          {names.map((name) => (
            <th key={name} scope="col">
              {nameOf(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={JSON.stringify(row)}>
            {names.map((name) => (
              <td key={name}>
                <Value name={name} value={row[name]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What binds a yes to what was shown, and tells a reader nothing. */
const BINDING = ['digest', 'chunks', 'keyId']
const shownOf = (of: Row): [string, unknown][] => Object.entries(of).filter(([name]) => !BINDING.includes(name))

/** Amounts come in fen, and are read in yuan. */
function useNames(): (name: string) => string {
  const t = usePreviewWords()
  return (name) => {
    const said = t.of('names', name)
    return said === name ? name.replace(/_?fen$/i, '').replaceAll('_', ' ') : said
  }
}

/** Milliseconds of no moment that was before there were such systems. */
const MOMENT = 1e12

function Text({ name, value }: { name: string; value: unknown }) {
  const t = usePreviewWords()
  const moment = useMoment()
  if (value === undefined || value === null || value === '') return '–'
  if (typeof value === 'number' && value > MOMENT) return moment(value)
  if (name === 'kind') return t.of('kinds', String(value))
  return /fen$/i.test(name) && typeof value === 'number' ? yuan(value) : String(value)
}
