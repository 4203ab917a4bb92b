import { z } from 'zod'
import { Problem, pageQuery } from '#http'
import type { Found, Query } from '#store'
import type { Deps } from './service.ts'

/** What a route that gives a list is asked: from where, how much, in which order. */
export const listQuery = (most: number, usual: number) =>
  pageQuery(most, usual).extend({
    order: z.enum(['asc', 'desc']).default('asc').describe('`desc` begins at the end'),
  })

/** Of lists whose last is wanted first. */
export const lastFirst = z.enum(['asc', 'desc']).default('desc').describe('`asc` begins with the oldest')

/** Where the ways of a page lead; places are sealed, since they hold keys of ours. */
export const listWays = {
  next: z.string().optional().describe('`after` of the page that follows in this order'),
  previous: z.string().optional().describe('`after` of the page before, in the other order'),
}

interface Asked extends Pick<Query, 'tag' | 'from' | 'until' | 'limit'> {
  readonly after: string
  readonly order: 'asc' | 'desc'
}

export const placeRef = ({ ids }: Pick<Deps, 'ids'>, cursor: string): string => ids.seal('place', 'list', cursor)

/** A page of states, with the ways on and back. @throws Problem `request.invalid` for a place that is none of ours */
export async function listPage(
  deps: Pick<Deps, 'store' | 'ids'>,
  process: string,
  { after, order, limit, ...query }: Asked,
): Promise<{ found: readonly Found[]; ways: { next?: string; previous?: string } }> {
  const place = after === '' ? undefined : deps.ids.open('place', after)?.id
  if (after !== '' && place === undefined) throw new Problem('request.invalid', '`after` is none that was given.')
  const more = await deps.store.find(process, {
    ...query,
    limit: limit + 1,
    descending: order === 'desc',
    ...(place === undefined ? {} : { after: place }),
  })
  const found = more.slice(0, limit)
  const [first, last] = [found.at(0), found.at(-1)]
  return {
    found,
    ways: {
      ...(last && more.length > limit ? { next: placeRef(deps, last.cursor) } : {}),
      ...(first && place !== undefined ? { previous: placeRef(deps, first.cursor) } : {}),
    },
  }
}
