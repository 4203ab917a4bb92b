import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../shell/api.ts'
import type { InForce } from './api.ts'

/** The source of a signal or a rule in the reader’s language; as it was written where somebody wrote it. */
export function useSource(): (source: unknown) => string {
  const isZh = useTranslation().i18n.language === 'zh'
  const { data } = useQuery({
    queryKey: ['monitor-policy', 'held'],
    queryFn: () => call<InForce>('GET', '/v1/policy'),
  })
  const known = isZh && data ? data.sources_zh : {}
  return (source) => (Object.hasOwn(known, String(source)) ? known[String(source)] : undefined) ?? String(source)
}
