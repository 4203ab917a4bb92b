import { z } from 'zod'
import { readTime } from '#calendar'
import { blockKey, blockScope, whiteKind } from '#contracts'
import { blockPreview, namedTarget, previewOf } from '#enforcement'
import { believed, callerOf, Problem } from '#http'
import { queueTag } from '#process'
import { type Deps, lastFirst, listPage, listQuery, listWays } from '#service'
import type { TargetState } from './domain/block.ts'
import { showBlock, showListed, shownBlock, shownListed, showWhole, targetKind, wholeTarget } from './shown.ts'

const read = { needs: ['read', 'block'] } as const
export const named = {
  kind: targetKind,
  value: z.string().trim().min(1).max(300).describe('The port, number, digits or domain'),
}
/** A block as it is wished. */
export const wished = z.object({
  ...named,
  scope: blockScope.default('all').describe('`marketing`: one-time passwords and service messages go on'),
  from: z.string().max(40).optional().describe('A date of the operator’s zone, or a time; absent: at once'),
  until: z.string().max(40).optional().describe('The same; absent: until it is lifted'),
})
export const blockParams = z.object({ id: z.string().max(300) })

/** @throws Problem `not-found` */
export const keyNamed = ({ ids }: Pick<Deps, 'ids'>, id: string): string => {
  const key = ids.open('block', id)?.id
  if (key === undefined) throw new Problem('not-found', 'No block has this id.')
  return key
}
/** @throws Problem `not-found` */
export async function known({ store }: Pick<Deps, 'store'>, key: string): Promise<TargetState> {
  const state = await believed<TargetState>(store, 'network-blocks', key)
  if (!state) throw new Problem('not-found', 'Nothing was ever said of this one.')
  return state
}

/** From when and until when one holds. @throws Problem `block.dates` */
export function datesOf(
  { policy, clock }: Pick<Deps, 'policy' | 'clock'>,
  { from, until }: z.infer<typeof wished>,
): { from?: number; until?: number } {
  const read = (text: string | undefined) => (text ? readTime(text, policy.policy.timeZone) : undefined)
  const [first, last] = [read(from), read(until)]
  const now = clock.now()
  if ((from && first === undefined) || (until && (last === undefined || last <= Math.max(first ?? now, now))))
    throw new Problem('block.dates')
  return { ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { until: last }) }
}

/** Blocks for everybody and the white list: looked at, and what one would stop. */
export function blockRoutes(deps: Deps): void {
  const { http, config, keyOf } = deps
  http.get(
    '/v1/blocks',
    {
      config: read,
      schema: {
        summary: 'Blocks for everybody, the last change first',
        tags: ['blocks'],
        querystring: listQuery(500, 50).extend({
          order: lastFirst,
          status: z.enum(['held', 'over']).default('held').describe('`held`: it holds, or will'),
          kind: targetKind.optional(),
        }),
        response: { 200: z.object({ items: z.array(shownBlock), ...listWays }) },
      },
    },
    async (request) => {
      const { after, limit, order, status, kind } = request.query
      const tag = queueTag(status, { kind })
      const { found, ways } = await listPage(deps, 'network-blocks', { tag, after, limit, order })
      const caller = callerOf(request)
      return { items: found.flatMap(({ key, body }) => showBlock(deps, caller, key, body as TargetState)), ...ways }
    },
  )

  http.get(
    '/v1/white-list',
    {
      config: read,
      schema: {
        summary: 'Who is blocked by two people only: banks, emergencies, the operator’s own',
        description: 'The short codes and the numbers that the policy names are protected without standing here.',
        tags: ['blocks'],
        querystring: listQuery(500, 50).extend({
          order: lastFirst,
          list: whiteKind.optional().describe('Of one kind'),
        }),
        response: { 200: z.object({ items: z.array(shownListed), ...listWays }) },
      },
    },
    async (request) => {
      const { after, limit, order, list } = request.query
      const tag = queueTag('white', { kind: list })
      const { found, ways } = await listPage(deps, 'network-blocks', { tag, after, limit, order })
      const caller = callerOf(request)
      return { items: found.flatMap(({ key, body }) => showListed(deps, caller, key, body as TargetState)), ...ways }
    },
  )

  http.get(
    '/v1/blocks/:id',
    {
      config: { ...read, problems: ['not-found'] },
      schema: {
        summary: 'What is and was said of one sender or domain',
        tags: ['blocks'],
        params: blockParams,
        response: { 200: wholeTarget },
      },
    },
    async (request) => {
      const key = keyNamed(deps, request.params.id)
      return showWhole(deps, callerOf(request), key, await known(deps, key))
    },
  )

  http.post(
    '/v1/blocks/find',
    {
      config: { ...read, problems: ['block.target', 'not-found'] },
      schema: {
        summary: 'The same by what it is',
        tags: ['blocks'],
        body: z.object(named),
        response: { 200: wholeTarget },
      },
    },
    async (request) => {
      const key = blockKey(namedTarget(request.body.kind, request.body.value, config.COUNTRY), keyOf)
      return showWhole(deps, callerOf(request), key, await known(deps, key))
    },
  )

  http.post(
    '/v1/blocks/preview',
    {
      config: { ...read, problems: ['block.target', 'block.dates'] },
      schema: {
        summary: 'What a block would have stopped last week',
        description: 'Nothing is kept. One-time passwords stand by themselves.',
        tags: ['blocks'],
        body: wished,
        response: { 200: blockPreview },
      },
    },
    async ({ body }) => {
      datesOf(deps, body)
      return previewOf(deps, namedTarget(body.kind, body.value, config.COUNTRY), body.scope)
    },
  )
}
