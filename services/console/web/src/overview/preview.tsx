import { yuan } from '../shell/format.ts'

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
  return (
    <dl>
      {Object.entries(of).map(([name, value]) => (
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
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
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

/** Amounts come in fen, and are read in yuan. */
const nameOf = (name: string): string => name.replace(/_?fen$/i, '').replaceAll('_', ' ')

function Text({ name, value }: { name: string; value: unknown }) {
  if (value === undefined || value === null || value === '') return '–'
  return /fen$/i.test(name) && typeof value === 'number' ? yuan(value) : String(value)
}
