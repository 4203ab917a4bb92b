import { performance } from 'node:perf_hooks'
import { setImmediate as pause } from 'node:timers/promises'
import { z } from 'zod'
import { Problem, pageQuery } from '#http'
import type { Assignment, Listing } from '#process'
import type { Deps } from '#service'
import { type Beside, laneKey, type Store } from '#store'
import { KEEPS_NOTHING, laneFor } from './believed.ts'
import { type ArchiveRow, missingBetween } from './monitor/src/archive.ts'

const DAY_MS = 86_400_000

/** What is told of one state: that of its first entry that is wrong. */
const flaw = z.object({
  id: z.string().describe('Key of the state'),
  says: z.string().describe('What is wrong with it, or with where it stands'),
})

/** Values of entries may be people’s: which list it is, is enough. */
const named = (tag: string): string => `list ${tag.slice(0, tag.indexOf('=') < 0 ? 40 : tag.indexOf('='))}`

const NOWHERE: Listing = { tags: [], sort: '' }

/** Woken early a state waits; what is to become of it never does where it is not woken. */
function flawOfWake(wakeAt: unknown, due: number | undefined): string | undefined {
  if (due === undefined || (typeof wakeAt === 'number' && wakeAt <= due)) return undefined
  return wakeAt === undefined ? 'is not woken when its time comes' : 'is woken later than when its time comes'
}

/** What a kind says of its states. */
export type Said = Required<Pick<Assignment, 'listing'>> &
  Pick<Assignment, 'wakes'> & { readonly keepsNothing?: boolean }

/** What the owners of lanes told of a kind: a row that is missed stands nowhere. */
function missed({ over }: Pick<Deps, 'over'>, kind: string): { id: string; says: string }[] {
  const { keys, lanes } = over.found(kind)
  const says = 'a row was changed, taken away, put in, or put back to what it was'
  return [...keys, ...lanes.map(laneKey)].map((id) => ({ id, says }))
}

/** Where what stands beside a state is not what its content comes to; undefined where it is. */
export function flawBeside(row: Beside, { listing, wakes, keepsNothing }: Said, lane: number): string | undefined {
  const [stray] = row.entries
  if (row.lane === undefined) return `${stray ? `stands in ${named(stray[0])}` : 'is'}, and there is no such state`
  if (keepsNothing) return 'is, and nothing is kept of this kind'
  if (row.body === undefined) return 'it is none that can be read'
  if (row.changed) return 'it was changed'
  if (row.lane !== lane) return 'it stands in another lane than its own'
  let [should, due]: [Listing, number | undefined] = [NOWHERE, undefined]
  try {
    should = listing(row.body) ?? NOWHERE
    due = wakes?.(row.body)
  } catch {
    return 'it is none that can be read'
  }
  const late = flawOfWake(row.wakeAt, due)
  if (late) return late
  const found = new Map(row.entries.map(([tag, sort]) => [tag, sort]))
  for (const tag of should.tags) {
    const sort = found.get(tag)
    if (sort === undefined) return `is not in ${named(tag)}`
    if (sort !== should.sort) return `stands elsewhere in ${named(tag)} than it should`
  }
  const extra = row.entries.find(
    ([tag], n) => !should.tags.includes(tag) || row.entries.findIndex(([other]) => other === tag) !== n,
  )
  return extra && `stands in ${named(extra[0])}, where it does not belong`
}

/** So many states are looked at between two moments at which the process does something else; fewer where they take long. */
const PORTION = { first: 16, most: 256 }
/** A portion that kept the process busy for longer is followed by a smaller one, ms. */
const TURN_MS = 4

/** Reads so many states, a portion at a time, since reading them and their stamps keeps a process from all else. */
export async function lookBeside(
  store: Pick<Store, 'beside'>,
  kind: string,
  flawOf: (row: Beside) => string | undefined,
  page: { readonly after?: string | undefined; readonly limit: number },
) {
  const items: { id: string; says: string }[] = []
  let { after } = page
  let [rows, size] = [0, PORTION.first]
  for (;;) {
    const { active } = performance.eventLoopUtilization()
    const found = await store.beside(kind, { after, limit: Math.min(size, page.limit - rows) })
    for (const row of found.rows) {
      const says = flawOf(row)
      if (says !== undefined) items.push({ id: row.key, says })
    }
    rows += found.rows.length
    const busy = performance.eventLoopUtilization().active - active
    size = busy > TURN_MS ? Math.max(1, Math.floor(size / 2)) : Math.min(PORTION.most, 2 * size)
    const { next } = found
    if (next === undefined) return { rows, items }
    if (rows >= page.limit || next === after) return { rows, items, next }
    after = next
    await pause()
  }
}

/**
 * Rows of the archive are called by how many messages came before them: one that was taken away leaves a gap. Rows of the last
 * messages become one now and then: where that came between, it is none when both are read once more.
 */
async function gaps({ store, clock, policy }: Deps, after: string | undefined) {
  const oldest = clock.now() - policy.policy.keepDays.archive * DAY_MS
  const read = async (key: string) => {
    const body = (await store.load('monitor', [key])).get(key)?.body
    return body ? { key, row: body as ArchiveRow } : undefined
  }
  const found: (readonly [before: string, key: string])[] = []
  let before = after === undefined ? undefined : await read(after)
  const look = ({ key, body }: Beside): void => {
    if (body === undefined) return
    const row = { key, row: body as ArchiveRow }
    if (before && missingBetween(before, row, oldest)) found.push([before.key, key])
    before = row
  }
  const told = async (): Promise<{ id: string; says: string }[]> => {
    const rows = await Promise.all(found.map(async ([one, other]) => [await read(one), await read(other)] as const))
    return rows.flatMap(([one, other]) => {
      const missing = one && other && missingBetween(one, other, oldest)
      return missing === undefined
        ? []
        : [{ id: other?.key ?? '', says: `what stood before it, ${missing}, was taken away` }]
    })
  }
  return { look, told }
}

/**
 * `GET /v1/lists`, `GET /v1/lists/{kind}`: lists stand beside the states, where no stamp and no seal holds them; so each state
 * is read, and what its lane would write beside it by the very same code is held against what stands there, both ways.
 */
export function listRoutes(deps: Deps, assignments: () => readonly Assignment[]): void {
  const { http, store, bus, over } = deps
  let known: ReadonlyMap<string, Said> | undefined
  const kinds = () => {
    known ??= new Map(
      assignments().flatMap(({ name, listing, wakes }): [string, Said][] => {
        if (KEEPS_NOTHING.includes(name)) return [[name, { listing: () => undefined, keepsNothing: true }]]
        return listing ? [[name, { listing, wakes }]] : []
      }),
    )
    return known
  }
  const config = { needs: ['audit', 'ledger'] } as const
  http.get(
    '/v1/lists',
    {
      config,
      schema: {
        summary: 'Kinds of states that are kept',
        tags: ['audit'],
        response: { 200: z.object({ items: z.array(z.string()) }) },
      },
    },
    async () => ({ items: [...kinds().keys()].toSorted() }),
  )
  http.get(
    '/v1/lists/:kind',
    {
      config: { ...config, problems: ['not-found'] },
      schema: {
        summary: 'States of a kind that were changed or are missed, or do not stand in the lists in which they belong',
        description:
          '`quadzero verify lists` reads all pages of all kinds. What stands in a list is named by its key. The first page says of which rows, and in which lanes of a kind, the owner of the lane misses one, or finds one that it did not leave.',
        tags: ['audit'],
        params: z.object({ kind: z.string().max(60) }),
        querystring: pageQuery(1000, 500).extend({
          after: z.string().max(800).optional().describe('`next` of the page before; the first has none'),
        }),
        response: {
          200: z.object({
            rows: z.number().describe('States that were looked at'),
            items: z.array(flaw),
            next: z.string().optional(),
          }),
        },
      },
    },
    async (request) => {
      const { kind } = request.params
      const said = kinds().get(kind)
      if (!said) throw new Problem('not-found', 'No states of this kind are kept: GET /v1/lists names them.')
      const archive = kind === 'monitor' ? await gaps(deps, request.query.after) : undefined
      const flawOf = (row: Beside) => {
        archive?.look(row)
        return flawBeside(row, said, laneFor(kind, row.key, bus.partitions))
      }
      const page = await lookBeside(store, kind, flawOf, request.query)
      const missing = (await archive?.told()) ?? []
      const first = request.query.after === undefined ? missed({ over }, kind) : []
      return { ...page, items: [...first, ...page.items, ...missing] }
    },
  )
}
