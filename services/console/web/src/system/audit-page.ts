import { useQuery } from '@tanstack/react-query'
import { type AuditRecord, api, type List } from '../shell/api.ts'
import { useLive } from '../shell/live.tsx'
import type { SearchState } from '../shell/search-state.ts'

/** By two, the server finds by one and drops the rest: so many are asked for then. */
const BY_TWO = 200

/** So often it is asked at most until a page is full: who audits has a limit of calls too. */
const MOST_CALLS = 8

interface Found extends List<AuditRecord> {
  /** How many were looked at for it. */
  readonly looked: number
}

/** A page of what fits, by as many calls as that takes. */
async function filled(
  parameters: URLSearchParams,
  { after, page, limit, signal }: { after: string | undefined; page: number; limit: number; signal: AbortSignal },
): Promise<Found> {
  parameters.set('limit', String(limit))
  const found: AuditRecord[] = []
  let place = after
  let calls = 0
  do {
    signal.throwIfAborted()
    if (place) parameters.set('after', place)
    const { items, next } = await api.audit(parameters.toString())
    found.push(...items)
    place = next
    calls++
  } while (place !== undefined && found.length <= page && calls < MOST_CALLS)
  const items = found.slice(0, page)
  const next = found.length > page ? items.at(-1)?.id : place
  return { items, looked: calls * limit, ...(next === undefined ? {} : { next }) }
}

/** A page of the audit, with what stands before and behind it. */
interface AuditPage {
  /** The number of the newest record. */
  readonly head: number
  readonly items: readonly AuditRecord[]
  readonly newer: boolean
  readonly older: boolean
  /** Unfiltered: the number that the page begins at. */
  readonly from: number
  /** Filtered: how many were looked at, where there may be more. */
  readonly looked?: number | undefined
  /** Filtered: where the pages beside it begin. */
  readonly places?: { readonly newer: string | undefined; readonly older: string | undefined }
}

/** The page that the address names: by its number where nothing is filtered, else by a place in what fits. */
export function useAuditPage(search: SearchState, page: number) {
  const isFiltered = Boolean(search['actor'] ?? search['target'] ?? search['day'])
  const isByTwo = Boolean(search['actor'] && search['target'])
  // What takes many calls is not asked for anew at each event.
  useLive(...(isByTwo ? [] : ['audit']))
  const query = useQuery({
    queryKey: ['audit', search, page],
    refetchInterval: isFiltered || search['from'] ? false : 10_000,
    queryFn: async ({ signal }): Promise<AuditPage> => {
      const { number: head } = await api.auditHead()
      const from = Number(search['from']) || Math.max(1, head - page + 1)
      if (!isFiltered) return byNumber(head, from, page)
      return { head, from, ...(await byFilter(search, page, isByTwo ? BY_TWO : page + 1, signal)) }
    },
  })
  return { query, isFiltered }
}

async function byNumber(head: number, from: number, page: number): Promise<AuditPage> {
  const { items } = await api.audit(new URLSearchParams({ limit: String(page), from: String(from) }).toString())
  return { head, items: items.toReversed(), newer: from + page <= head, older: from > 1, from }
}

async function byFilter(search: SearchState, page: number, limit: number, signal: AbortSignal) {
  const { after, back } = search
  const parameters = new URLSearchParams({ order: back ? 'asc' : 'desc' })
  for (const name of ['actor', 'target', 'day']) if (search[name]) parameters.set(name, search[name])
  const { items, next, looked } = await filled(parameters, { after: back ?? after, page, limit, signal })
  const rows = back ? items.toReversed() : items
  const [newer, older] = back ? [next !== undefined, true] : [after !== undefined, next !== undefined]
  return {
    items: rows,
    newer,
    older,
    looked: next === undefined ? undefined : looked,
    places: back ? { newer: next, older: rows.at(-1)?.id } : { newer: rows[0]?.id, older: next },
  }
}
