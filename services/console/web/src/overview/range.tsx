import { Segmented } from 'antd'
import { useSearchState } from '../shell/search-state.ts'
import { type RangeName, ranges } from './traffic.ts'
import { useWords } from './words.ts'

const names = Object.keys(ranges) as RangeName[]

/** How long back figures are counted, as the address says. */
export function useRange(): RangeName {
  const [search] = useSearchState()
  return names.find((each) => each === search['range']) ?? 'day'
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
