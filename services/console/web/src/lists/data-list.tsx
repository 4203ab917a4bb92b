import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Empty, Skeleton } from 'antd'
import { type ReactNode, useCallback, useEffect } from 'react'
import { call } from '../shell/api.ts'
import { useKeys } from '../shell/keys.tsx'
import { useLive } from '../shell/live.tsx'
import { useNarrow } from '../shell/media.ts'
import { Part } from '../shell/part.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { factsOf, type TableColumn } from '../shell/table.tsx'
import { type Filter, Filters, isNarrowed, parametersOf } from './filters.tsx'
import { askFor, type Order, type Page, placeOf, shownOf } from './page.ts'
import { useRowFocus } from './row-focus.ts'
import { useWords } from './words.ts'
import './list.css'

export interface Column<Row> extends Omit<TableColumn<Row>, 'total'> {
  /** The list is sorted by it: its heading turns the order round. */
  readonly sorted?: boolean
}

export interface DataListProps<Row> {
  /** What it is a list of, for those who do not see it. */
  readonly title: string
  /** The first part of its queries’ key, and the topic of the live stream that it is renewed by. */
  readonly topic: string
  /** The route: `GET path?after=&limit=&order=` and the filters, which answers `{items, next?, previous?}`. */
  readonly path: string
  /** The first column names the row: its link, and the heading of its card on a phone. */
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** The screen of one row: where its link and Enter lead. */
  readonly open?: (row: Row) => string
  readonly filters?: readonly Filter[]
  readonly order?: Order
  /** The route of the same as CSV; it gets the same filters. */
  readonly csv?: string
  /** What it means that there is nothing, where no filter hides it. */
  readonly empty: ReactNode
}

const LIMIT = 50
/** Cards are tall: a page of them is shorter. */
const CARDS = 20
/** So many are on a page. */
export const usePageSize = (): number => (useNarrow() ? CARDS : LIMIT)

/**
 * A list as the server pages and sorts it. Where one is, is in the address; j and k go through the rows, Enter opens one,
 * n and p turn pages. It renews itself while it is open, and says so when it cannot.
 */
export function DataList<Row>(props: DataListProps<Row>) {
  const { topic, path, filters = [], order = 'asc' } = props
  const t = useWords()
  const [search, go] = useSearchState()
  const place = placeOf(search, order)
  const limit = usePageSize()
  const chosen = parametersOf(filters, search)
  const ask = new URLSearchParams({ ...chosen, limit: String(limit), ...askFor(place) })
  useLive(topic)
  const query = useQuery({
    queryKey: [topic, path, ask.toString()],
    queryFn: () => call<Page<Row>>('GET', `${path}?${ask}`),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const turn = useCallback(
    (to: { after?: string | undefined; back?: string | undefined }) =>
      go({ ...search, after: undefined, back: undefined, ...to }),
    [go, search],
  )
  const csv = new URLSearchParams({ ...chosen, order: place.order })
  return (
    <section aria-label={props.title} className="list">
      <div className="list-head">
        {filters.length > 0 && <Filters filters={filters} />}
        {props.csv && (
          <a className="list-csv" href={`${props.csv}?${csv}`} download>
            {t('csv')}
          </a>
        )}
      </div>
      <Part query={query} loading={<Skeletons columns={props.columns.length} />}>
        {(page) => (
          <Rows
            {...props}
            page={page}
            place={place}
            turn={turn}
            isFiltered={isNarrowed(filters, search)}
            isTurning={query.isPlaceholderData}
          />
        )}
      </Part>
    </section>
  )
}

interface RowsProps<Row> extends DataListProps<Row> {
  readonly page: Page<Row>
  readonly place: ReturnType<typeof placeOf>
  readonly turn: (to: { after?: string | undefined; back?: string | undefined }) => void
  readonly isFiltered: boolean
  readonly isTurning: boolean
}

function Rows<Row>({ page, place, turn, isFiltered, isTurning, ...list }: RowsProps<Row>) {
  const t = useWords()
  const navigate = useNavigate()
  const isNarrow = useNarrow()
  const [search, go] = useSearchState()
  const { rows, next, previous } = shownOf(page, place)
  const { body, step, noteRow, leaveRow } = useRowFocus()
  useKeys([
    { key: 'j', says: t('keyDown'), run: () => step(1) },
    { key: 'k', says: t('keyUp'), run: () => step(-1) },
    ...(next ? [{ key: 'n', says: t('next'), run: () => turn(next) }] : []),
    ...(previous ? [{ key: 'p', says: t('previous'), run: () => turn(previous) }] : []),
  ])
  // What was left of the first page, read back, may be less than a page: the first page is whole.
  const isShortFirst = place.back && place.after !== '' && !previous
  useEffect(() => {
    if (isShortFirst) go({ ...search, after: undefined, back: undefined }, { replace: true })
  }, [isShortFirst, go, search])
  if (rows.length === 0)
    return (
      <Empty
        className="list-empty"
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={isFiltered ? t('nothingFits') : list.empty}
      >
        {(isFiltered || place.after !== '') && <Button onClick={() => go({})}>{t('showAll')}</Button>}
      </Empty>
    )
  const [lead, ...others] = list.columns
  const nameOf = (row: Row) => {
    const name = lead?.render(row)
    return list.open ? (
      <Link to={list.open(row)} className="row-link">
        {name}
      </Link>
    ) : (
      name
    )
  }
  return (
    <div
      ref={body}
      className={isTurning ? 'list-turning' : ''}
      aria-busy={isTurning}
      onFocusCapture={noteRow}
      onBlurCapture={leaveRow}
    >
      {isNarrow ? (
        <ul className="row-cards">
          {rows.map((row) => (
            <li key={list.rowKey(row)} data-row tabIndex={-1} className="row-card">
              <h2 className="row-card-name">{nameOf(row)}</h2>
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
        </ul>
      ) : (
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                {list.columns.map((each) => (
                  <th
                    key={each.name}
                    scope="col"
                    className={each.figure ? 'end' : undefined}
                    aria-sort={each.sorted ? (place.order === 'asc' ? 'ascending' : 'descending') : undefined}
                  >
                    {each.sorted ? (
                      <button
                        type="button"
                        className="sorter"
                        onClick={() =>
                          go({
                            ...search,
                            after: undefined,
                            back: undefined,
                            order: place.order === 'asc' ? 'desc' : 'asc',
                          })
                        }
                      >
                        {each.title} <span aria-hidden>{place.order === 'asc' ? '↑' : '↓'}</span>
                      </button>
                    ) : (
                      each.title
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr
                  key={list.rowKey(row)}
                  data-row
                  tabIndex={-1}
                  className={list.open ? 'opens' : undefined}
                  onClick={({ target }) => {
                    const isOwn = (target as Element).closest('a, button, input, [role=dialog]') !== null
                    if (list.open && !isOwn && getSelection()?.toString() === '') void navigate({ to: list.open(row) })
                  }}
                >
                  <td>{nameOf(row)}</td>
                  {others.map((each) => (
                    <td key={each.name} className={each.figure ? 'end' : each.short ? 'short' : undefined}>
                      {each.render(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(next || previous) && (
        <nav className="pager" aria-label={t('pages')}>
          <Button disabled={!previous} onClick={() => turn({})}>
            {t('first')}
          </Button>
          <Button disabled={!previous} onClick={() => previous && turn(previous)}>
            {t('previous')}
          </Button>
          <Button disabled={!next} onClick={() => next && turn(next)}>
            {t('next')}
          </Button>
          <Button disabled={!next} onClick={() => turn({ back: '1' })}>
            {t('last')}
          </Button>
        </nav>
      )}
    </div>
  )
}

function Skeletons({ columns }: { columns: number }) {
  const t = useWords()
  return (
    <div className="list-loading" role="status" aria-label={t('loading')}>
      {Array.from({ length: 8 }, (_, row) => (
        <div
          key={row}
          className="list-loading-row"
          style={{ gridTemplateColumns: `minmax(0, 2fr) repeat(${Math.max(0, columns - 1)}, minmax(0, 1fr))` }}
        >
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton.Input key={column} active size="small" block />
          ))}
        </div>
      ))}
    </div>
  )
}
