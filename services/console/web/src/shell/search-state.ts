import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** What the address holds after `?`, as strings. */
export type SearchState = Readonly<Record<string, string | undefined>>

/** The state of a screen that is in its address: what one looks at can be sent to somebody, and Back goes back. */
export function useSearchState(): [SearchState, (next: SearchState, how?: { replace?: boolean }) => void] {
  const search = useSearch({ strict: false }) as SearchState
  const navigate = useNavigate()
  const set = useCallback(
    (next: SearchState, { replace = false } = {}) =>
      void navigate({ to: '.', search: next as never, replace, resetScroll: false }),
    [navigate],
  )
  return [search, set]
}
