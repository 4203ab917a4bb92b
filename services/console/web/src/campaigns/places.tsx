import { useQuery } from '@tanstack/react-query'
import { SpotMap } from '../charts/map.tsx'
import { call } from '../shell/api.ts'
import type { Whole } from './api.ts'
import { Counts } from './figures.tsx'
import { useWords } from './words.ts'

interface Place {
  readonly name: string
  readonly lat: number
  readonly lon: number
}

/** Where its messages were got: on a map where the operator’s file says where the districts are, and by district. */
export function Places({ campaign: { places } }: { campaign: Whole }) {
  const t = useWords()
  const names = Object.keys(places).filter((name) => name !== 'other')
  const query = useQuery({
    queryKey: ['places', ...names],
    queryFn: () =>
      call<{ readonly items: readonly Place[] }>(
        'GET',
        `/v1/places?${names.map((name) => `name=${encodeURIComponent(name)}`).join('&')}`,
      ),
    enabled: names.length > 0,
    staleTime: 300_000,
  })
  const known = query.data?.items ?? []
  const spots = known.map((each) => ({ ...each, count: places[each.name] ?? 0 }))
  const told = spots.map(({ name, count }) => `${name} ${count}`).join(t('and'))
  const off = names.length - spots.length
  const about = !query.data
    ? t('placesAbout')
    : spots.length === 0
      ? t('placesNoMap')
      : off > 0
        ? t('placesOff', { count: off })
        : t('placesAbout')
  return (
    <Counts title={t('places')} counts={places} about={about} empty={t('placesNone')}>
      {spots.length > 0 && <SpotMap label={`${t('placesMap')}: ${told}`} spots={spots} />}
    </Counts>
  )
}
