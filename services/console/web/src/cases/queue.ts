import { useCallback, useRef } from 'react'
import type { SearchState } from '../shell/search-state.ts'

type Kind = 'complaints' | 'disputes' | 'reports'
/** What the list was narrowed to when one was opened from it: the next one is the next of that list. */
const narrowed: Record<Kind, SearchState> = { complaints: {}, disputes: {}, reports: {} }
const FILTERS = ['status', 'owner', 'partner', 'channel', 'kind', 'sender', 'port', 'campaign'] as const

export function rememberQueue(kind: Kind, search: SearchState): void {
  narrowed[kind] = search
}

/** The one that follows in the list that this was opened from, else its first that is another; undefined when there is none. */
export function useNext<Row extends { readonly id: string }>(
  kind: Kind,
  ask: (query: string) => Promise<{ readonly items: readonly Row[] }>,
) {
  const first = useRef<{ id: string; place: string }>(undefined)
  return useCallback(
    async (id: string, place: string): Promise<Row | undefined> => {
      // What was closed meanwhile stood elsewhere when it was opened.
      if (first.current?.id !== id) first.current = { id, place }
      const filters = FILTERS.flatMap((name) => (narrowed[kind][name] ? [[name, narrowed[kind][name] as string]] : []))
      const order = narrowed[kind]['order'] === 'desc' ? 'desc' : 'asc'
      const query = (more: Record<string, string>) =>
        new URLSearchParams([...filters, ['order', order], ...Object.entries(more)]).toString()
      const other = (items: readonly Row[]) => items.find((each) => each.id !== id)
      return (
        other((await ask(query({ after: first.current.place, limit: '2' }))).items) ??
        other((await ask(query({ limit: '2' }))).items)
      )
    },
    [kind, ask],
  )
}
