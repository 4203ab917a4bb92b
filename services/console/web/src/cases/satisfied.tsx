import { useQuery } from '@tanstack/react-query'
import { call } from '../shell/api.ts'
import { useWords } from './words.ts'

interface Satisfaction {
  readonly satisfied: number
  readonly rated: number
  readonly share?: number
}

/**
 * How many of those who were asked are satisfied with what became of what they said. One line beside a list, which says
 * itself what to do when nothing can be asked: a second alarm about the same would say no more.
 */
export function Satisfied({ of }: { readonly of: 'complaint' | 'report' }) {
  const t = useWords()
  const what = t.of('closedOf', of)
  const { data, isError } = useQuery({
    queryKey: [`${of}s`, 'satisfaction'],
    queryFn: () => call<Satisfaction>('GET', `/v1/${of}-satisfaction`),
    refetchInterval: 60_000,
  })
  if (!data) return isError ? <p>{t('satisfiedUnknown', { what })}</p> : null
  const { share, satisfied, rated } = data
  return <p>{share === undefined ? t('ratedNone', { what }) : t('satisfied', { what, share, satisfied, rated })}</p>
}
