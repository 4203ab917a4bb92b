import type { UseQueryResult } from '@tanstack/react-query'
import { Alert, Button, Result, Skeleton } from 'antd'
import { Component, type ReactNode } from 'react'
import { ApiError } from './api.ts'
import { useWhy } from './fail.ts'
import { useMoment } from './format.ts'
import { useWords } from './words.ts'

/** Stands where something is still to come: no heading, which would say nothing to whoever goes by headings. */
export const Loading = () => <Skeleton active title={false} paragraph={{ rows: 7 }} />

/**
 * One part of a page: loading, failed by itself with what to do, or there. What was there stays while it is asked again, and
 * when that fails, it is said of when it is. No fault of one part reaches another.
 */
export function Part<T>({
  query,
  loading = <Loading />,
  children,
}: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'dataUpdatedAt' | 'refetch' | 'isFetching'>
  loading?: ReactNode
  children: (data: T) => ReactNode
}) {
  const { data, error, refetch, isFetching } = query
  const again = () => void refetch()
  if (data !== undefined)
    return (
      <>
        {error && <Stale at={query.dataUpdatedAt} busy={isFetching} onRetry={again} />}
        <Safe of={data}>{() => children(data)}</Safe>
      </>
    )
  return error ? <Failed error={error} busy={isFetching} onRetry={again} /> : loading
}

/** What is shown is older than it should be. */
export function Stale({ at, busy, onRetry }: { at: number; busy: boolean; onRetry: () => void }) {
  const t = useWords()
  const moment = useMoment()
  return (
    <Alert
      type="warning"
      showIcon
      className="gap"
      title={t('staleSince', { when: moment(at) })}
      action={
        <Button loading={busy} onClick={onRetry}>
          {t('retry')}
        </Button>
      }
    />
  )
}

function Failed({ error, busy, onRetry }: { error: unknown; busy: boolean; onRetry: () => void }) {
  const t = useWords()
  const why = useWhy()
  if (error instanceof ApiError && error.code === 'auth.purpose')
    return <Result className="part-failed" status="403" title={t('noRight')} subTitle={t('noRightTodo')} />
  const isNone = error instanceof ApiError && error.status === 404
  const isEarly = error instanceof ApiError && error.code === 'not-ready'
  return (
    <div className="part-failed" role="alert">
      <h2>{t(isNone ? 'nothingHere' : 'loadFailed')}</h2>
      <p className="soft">{isNone ? t('nothingHereTodo') : isEarly ? t('notReadyTodo') : why(error)}</p>
      <Button loading={busy} onClick={onRetry}>
        {t('retry')}
      </Button>
    </div>
  )
}

interface SafeState {
  readonly of?: unknown
  readonly error?: unknown
}
/** Keeps a fault of drawing within the part that has it, until there is something else to draw. */
class Safe extends Component<{ of: unknown; children: () => ReactNode }, SafeState> {
  override state: SafeState = {}
  static getDerivedStateFromError = (error: unknown): SafeState => ({ error })
  static getDerivedStateFromProps = ({ of }: { of: unknown }, state: SafeState): SafeState | null =>
    of === state.of ? null : { of, error: undefined }
  override render() {
    if (this.state.error === undefined) return <Drawn draw={this.props.children} />
    return <Failed error={this.state.error} busy={false} onRetry={() => this.setState({ error: undefined })} />
  }
}
const Drawn = ({ draw }: { draw: () => ReactNode }) => <>{draw()}</>
