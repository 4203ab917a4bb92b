import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useId, useRef, useState } from 'react'
import { useSpeech, useWhen } from './speech.tsx'

interface SectionProps {
  readonly title: string
  readonly children: ReactNode
  readonly className?: string
}

/** A part of the page under its own heading, which focus can be put to. */
export function Section({ title, children, className = '' }: SectionProps) {
  const id = useId()
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

interface PartProps<T> {
  readonly query: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
}

/**
 * What one call brings: still coming, failed by itself with what to do, or there. What was there stays when it cannot be
 * asked for again, and it is said of when it is.
 */
export function Part<T>({ query, children }: PartProps<T>) {
  const { text, why } = useSpeech()
  const when = useWhen()
  const { data, isFetching, refetch, dataUpdatedAt } = query
  // While it is asked for again, what was said of it stays, and so does the button that has the focus.
  const last = useRef<Error>(null)
  const error = query.error ?? (isFetching && data === undefined ? last.current : null)
  last.current = error
  const again = (
    <button type="button" className="button" aria-busy={isFetching} onClick={() => void refetch()}>
      {isFetching && <span className="spinner" aria-hidden="true" />}
      {text.retry}
    </button>
  )
  if (data === undefined && !error)
    return (
      <div className="skeleton" aria-busy="true">
        <span className="hidden">{text.loading}</span>
        <i />
        <i />
        <i />
      </div>
    )
  if (data === undefined)
    return (
      <div className="failed" role="alert">
        <p className="note bad">
          {text.failed} {why(error)}
        </p>
        {again}
      </div>
    )
  return (
    <>
      {error && (
        <div className="failed" role="status">
          <p className="note warn">{text.stale(when(dataUpdatedAt))}</p>
          {again}
        </div>
      )}
      {children(data)}
    </>
  )
}

/** The first of a long list, and the rest for who asks. */
export function Long<T>({
  items,
  first,
  children,
}: {
  readonly items: readonly T[]
  readonly first: number
  readonly children: (item: T) => ReactNode
}) {
  const { text } = useSpeech()
  const [all, setAll] = useState(false)
  return (
    <>
      <ul className="rows">{(all ? items : items.slice(0, first)).map(children)}</ul>
      {!all && items.length > first && (
        <button type="button" className="button link" onClick={() => setAll(true)}>
          {text.showAll(items.length)}
        </button>
      )}
    </>
  )
}

interface RowProps {
  readonly title: ReactNode
  readonly more: ReactNode
  readonly value?: string
  readonly action?: ReactNode
  readonly children?: ReactNode
  readonly gone?: boolean
}

/** One line of a list: what it is, what it costs, what can be done; and under it what came of that. */
export const Row = ({ title, more, value, action, children, gone = false }: RowProps) => (
  <li className={gone ? 'row gone' : 'row'}>
    <div className="what">
      <strong>{title}</strong>
      <small>{more}</small>
    </div>
    {value && <span className="value">{value}</span>}
    {action && <div className="action">{action}</div>}
    {children}
  </li>
)
