import type { UseQueryResult } from '@tanstack/react-query'
import { Button, Result, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from './api.ts'
import { useWhy } from './fail.ts'

/** One part of a page: loading, failed by itself with what to do, or there. What was there stays while it is asked again. */
export function Part<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const { t } = useTranslation()
  const why = useWhy()
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isPending) return <Skeleton active paragraph={{ rows: 4 }} />
  const noRight = query.error instanceof ApiError && query.error.code === 'auth.purpose'
  return (
    <Result
      status={noRight ? '403' : 'warning'}
      title={noRight ? t('noRight') : t('loadFailed')}
      subTitle={noRight ? undefined : why(query.error)}
      extra={noRight ? undefined : <Button onClick={() => void query.refetch()}>{t('retry')}</Button>}
    />
  )
}
