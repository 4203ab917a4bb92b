import { describe, expect, it } from 'vitest'
import { askFor, type Page, type Place, placeOf, shownOf } from './page.ts'

/** A server with the figures 1 to 7, three a page. */
function serve({ order, after }: { order: 'asc' | 'desc'; after: string }): Page<number> {
  const all = order === 'asc' ? [1, 2, 3, 4, 5, 6, 7] : [7, 6, 5, 4, 3, 2, 1]
  const rest = after === '' ? all : all.slice(all.indexOf(Number(after)) + 1)
  const items = rest.slice(0, 3)
  return {
    items,
    ...(rest.length > 3 ? { next: String(items.at(-1)) } : {}),
    ...(after === '' ? {} : { previous: String(items[0]) }),
  }
}
const look = (place: Place) => shownOf(serve(askFor(place)), place)
const at = (search: object) => look(placeOf(search as Record<string, string>, 'asc'))

describe('the pages of a list', () => {
  it('goes forth to the end and back to the beginning, each row once', () => {
    const first = at({})
    expect(first).toMatchObject({ rows: [1, 2, 3], previous: undefined })
    const second = at({ ...first.next })
    expect(second.rows).toEqual([4, 5, 6])
    const third = at({ ...second.next })
    expect(third).toMatchObject({ rows: [7], next: undefined })
    const back = at({ ...third.previous })
    expect(back.rows).toEqual([4, 5, 6])
    expect(at({ ...back.next }).rows).toEqual([7])
    expect(at({ ...back.previous })).toMatchObject({ rows: [1, 2, 3], previous: undefined })
  })

  it('goes to the last page at once, which is as long as any', () => {
    const last = at({ back: '1' })
    expect(last).toMatchObject({ rows: [5, 6, 7], next: undefined })
    expect(at({ ...last.previous }).rows).toEqual([2, 3, 4])
  })

  it('takes an order that is none as the usual one', () => {
    expect(placeOf({ order: 'sideways' }, 'desc')).toEqual({ order: 'desc', after: '', back: false })
  })
})
