import type { SearchState } from '../shell/search-state.ts'

/**
 * A page as the API gives it. `next` is there when more follows in the order that was asked for; `previous` when something
 * comes before: the same call in the other order with `after=previous` gives it.
 */
export interface Page<Row> {
  readonly items: readonly Row[]
  readonly next?: string | undefined
  readonly previous?: string | undefined
}

export type Order = 'asc' | 'desc'

/** Where in a list one is, as its address says it: after a row, in the list’s own order or back from there. */
export interface Place {
  readonly order: Order
  readonly after: string
  readonly back: boolean
}

export const placeOf = (search: SearchState, usual: Order): Place => ({
  order: search['order'] === 'asc' || search['order'] === 'desc' ? search['order'] : usual,
  after: search['after'] ?? '',
  back: search['back'] === '1',
})

const opposite = { asc: 'desc', desc: 'asc' } as const

/** What the server is asked for: what is read back is asked for in the other order. */
export const askFor = ({ order, after, back }: Place): { order: Order; after: string } => ({
  order: back ? opposite[order] : order,
  after,
})

/** The page as it is shown, and where the ways lead: what was read back is turned round. */
export function shownOf<Row>(page: Page<Row>, { back }: Pick<Place, 'back'>) {
  const forth = back ? page.previous : page.next
  const backwards = back ? page.next : page.previous
  return {
    rows: back ? [...page.items].reverse() : page.items,
    next: forth === undefined ? undefined : { after: forth, back: undefined },
    previous: backwards === undefined ? undefined : { after: backwards, back: '1' },
  }
}
