import type { ReactNode } from 'react'
import { useNarrow } from './media.ts'

export interface TableColumn<Row> {
  readonly name: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  /** Figures, at the end of their column. */
  readonly figure?: boolean
  /** Never broken over lines: moments. */
  readonly short?: boolean
  /** What stands below it in the last row, where the table has one. */
  readonly total?: ReactNode
}

/** What a card says of a row, below its name: all that is not empty. */
export const factsOf = <Row,>(
  columns: readonly Pick<TableColumn<Row>, 'name' | 'title' | 'render'>[],
  row: Row,
): (readonly [name: string, title: string, told: ReactNode])[] =>
  columns
    .map((each) => [each.name, each.title, each.render(row)] as const)
    .filter(([, , told]) => told !== undefined && told !== null && told !== '' && told !== false)

/** A short list that is there as a whole: a table, and cards on a phone. The first column names the row. */
export function Table<Row>({
  rows,
  rowKey,
  columns,
  empty,
  total,
}: {
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly TableColumn<Row>[]
  empty: ReactNode
  /** The name of a last row that sums the others up. */
  total?: string
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
              {factsOf(others, row).map(([name, title, told]) => (
                <div key={name} className="row-fact">
                  <dt>{title}</dt>
                  <dd>{told}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
        {total && (
          <li className="row-card">
            <strong className="row-card-name">{total}</strong>
            <dl className="row-facts">
              {others.map(
                (each) =>
                  each.total !== undefined && (
                    <div key={each.name} className="row-fact">
                      <dt>{each.title}</dt>
                      <dd>{each.total}</dd>
                    </div>
                  ),
              )}
            </dl>
          </li>
        )}
      </ul>
    )
  return (
    <div className="table-scroll" tabIndex={0}>
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
                <td key={each.name} className={each.figure ? 'end' : each.short ? 'short' : undefined}>
                  {each.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              <th scope="row">{total}</th>
              {others.map((each) => (
                <td key={each.name} className="end">
                  {each.total}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}
