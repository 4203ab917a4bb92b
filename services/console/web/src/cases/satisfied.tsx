import { useQuery } from '@tanstack/react-query'
import { call } from '../shell/api.ts'
import { Part } from '../shell/part.tsx'
import { useWords } from './words.ts'

interface Satisfaction {
  readonly satisfied: number
  readonly rated: number
  readonly share?: number
}

/** How many of those who were asked are satisfied with what became of what they said. */
export function Satisfied({ of }: { readonly of: 'complaint' | 'report' }) {
  const t = useWords()
  const what = t.of('closedOf', of)
  const query = useQuery({
    queryKey: [`${of}s`, 'satisfaction'],
    queryFn: () => call<Satisfaction>('GET', `/v1/${of}-satisfaction`),
    refetchInterval: 60_000,
  })
  return (
    <Part query={query}>
      {({ share, satisfied, rated }) => (
        <p>{share === undefined ? t('ratedNone', { what }) : t('satisfied', { what, share, satisfied, rated })}</p>
      )}
    </Part>
  )
}
