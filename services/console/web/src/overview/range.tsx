import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useLive } from '../shell/live.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { loadTraffic, type RangeName, ranges } from './traffic.ts'
import { useWords } from './words.ts'

const names = Object.keys(ranges) as RangeName[]

/** How long back figures are counted, as the address says. */
export function useRange(): RangeName {
  const [search] = useSearchState()
  return names.find((each) => each === search['range']) ?? 'day'
}

/** What happened in that time and a week before, as it goes on. */
export function useTraffic() {
  const range = useRange()
  useLive('traffic')
  return useQuery({
    queryKey: ['traffic', range],
    queryFn: () => loadTraffic(range),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
}

export function RangeChoice() {
  const t = useWords()
  const [search, go] = useSearchState()
  const range = useRange()
  return (
    <Segmented
      aria-label={t('range')}
      value={range}
      onChange={(next) => go({ ...search, range: next }, { replace: true })}
      options={names.map((value) => ({ value, label: t(`ranges/${value}`) }))}
    />
  )
}
