import { useEffect } from 'react'
import { useSearchState } from '../shell/search-state.ts'

/**
 * A list that is never of everything: what it is narrowed to unless something else is chosen stands in its address too.
 * @returns whether it does by now; the list waits for it
 */
export function useDefaultFilter(name: string, usual: string): boolean {
  const [search, go] = useSearchState()
  const isSet = Boolean(search[name])
  useEffect(() => {
    if (!isSet) go({ ...search, [name]: usual }, { replace: true })
  }, [isSet, go, search, name, usual])
  return isSet
}
