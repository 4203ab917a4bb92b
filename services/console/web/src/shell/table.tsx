import type { ReactNode } from 'react'
import { useNarrow } from './media.ts'

export interface TableColumn<Row> {
  readonly name: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  /** Figures, at the end of their column. */
  readonly figure?: boolean
}

/** A short list that is there as a whole: a table, and cards on a phone. The first column names the row. */
export function Table<Row>({
  rows,
  rowKey,
  columns,
  empty,
}: {
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly TableColumn<Row>[]
  empty: ReactNode
}) {
  const isNarrow = useNarrow()
  const [lead, ...others] = columns
  if (rows.length === 0) return <p className="panel soft">{empty}</p>
  if (isNarrow)
    return (
      <ul className="row-cards">
        {rows.map((row) => (
          <li key={rowKey(row)} className="row-card">
            <strong className="row-card-name">{lead?.render(row)}</strong>
            <dl className="row-facts">
              {others.map((each) => (
                <div key={each.name} className="row-fact">
                  <dt>{each.title}</dt>
                  <dd>{each.render(row)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    )
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            {columns.map((each) => (
              <th key={each.name} scope="col" className={each.figure ? 'end' : undefined}>
                {each.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((each) => (
                <td key={each.name} className={each.figure ? 'end' : undefined}>
                  {each.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
