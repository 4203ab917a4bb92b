import { useCallback } from 'react'
import type { SearchState } from '../shell/search-state.ts'
import { type ListedCase, review } from './api.ts'

/** What the list was narrowed to when one was opened from it: the next one is the next of that list. */
let narrowed: SearchState = {}
const FILTERS = ['status', 'owner', 'partner'] as const

export function rememberQueue(search: SearchState): void {
  narrowed = search
}

/** The most urgent of the list that this one was opened from, but itself. */
export function useNextCase() {
  return useCallback(async (number: string): Promise<ListedCase | undefined> => {
    const filters = FILTERS.flatMap((name) => (narrowed[name] ? [[name, narrowed[name] as string]] : []))
    const order = narrowed['order'] === 'desc' ? 'desc' : 'asc'
    const query = new URLSearchParams([...filters, ['order', order], ['limit', '100']])
    const { items } = await review.cases(query.toString())
    const at = items.findIndex((each) => each.number === number)
    return items[at + 1] ?? items.find((each) => each.number !== number)
  }, [])
}
