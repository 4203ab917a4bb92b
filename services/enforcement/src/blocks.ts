import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readTime } from '#calendar'
import { type BlockTarget, blockKey, blockReason, blockScope, enforcementCommands, whiteKind } from '#contracts'
import { type BlockPreview, blockPreview, namedTarget, previewOf } from '#enforcement'
import { believed, callerOf, Problem } from '#http'
import { queueTag } from '#process'
import {
  actorOf,
  type Deps,
  edgeRecord,
  lastFirst,
  listPage,
  listQuery,
  listWays,
  type Proposed,
  propose,
  publishFromEdge,
  settled,
} from '#service'
import type { TargetState } from './domain/block.ts'
import { nameOf, showBlock, showListed, shownBlock, shownListed, showWhole, targetKind, wholeTarget } from './shown.ts'

const needs = ['block', 'block'] as const
const note = z.string().trim().min(2).max(300).describe('Why, in words; it stays with the block')
const named = {
  kind: targetKind,
  value: z.string().trim().min(1).max(300).describe('The port, number, digits or domain'),
}
const wished = z.object({
  ...named,
  scope: blockScope.default('all').describe('`marketing`: one-time passwords and service messages go on'),
  from: z.string().max(40).optional().describe('A date of the operator’s zone, or a time; absent: at once'),
  until: z.string().max(40).optional().describe('The same; absent: until it is lifted'),
})
const placed = wished.extend({ reason: blockReason.describe('Why, as a class'), note })
const done = z.object({
  id: z.string(),
  status: z.enum(['applied', 'open']).describe('`open`: it waits for a second person'),
  proposal: z.string().optional().describe('GET /v1/proposals/{id}'),
})
const params = z.object({ id: z.string().max(300) })

/** Blocks for everybody and the white list: looked at, previewed, placed, lifted. */
export function blockRoutes(deps: Deps): void {
  const { http, store, clock, config, keyOf, ids, previews } = deps
  const read = { needs: ['read', 'block'] } as const

  const keyNamed = (id: string): string => {
    const key = ids.open('block', id)?.id
    if (key === undefined) throw new Problem('not-found', 'No block has this id.')
    return key
  }
  const known = async (key: string): Promise<TargetState> => {
    const state = await believed<TargetState>(store, 'network-blocks', key)
    if (!state) throw new Problem('not-found', 'Nothing was ever said of this one.')
    return state
  }
  /** A preview is shown to the second person as it is then; counts go on. */
  const shownOf = (target: BlockTarget, data: object, { protected: isProtected }: BlockPreview) => ({
    target: nameOf(target),
    ...data,
    protected: isProtected,
  })
  for (const kind of ['block.place', 'white.remove'])
    previews.set(kind, async ({ preview, records: [record] }) => {
      const said = record?.data as { target: BlockTarget } | undefined
      return { ...(preview as object), ...(said ? { protected: deps.network.isWhite(said.target, clock.now()) } : {}) }
    })

  const datesOf = ({ from, until }: z.infer<typeof wished>): { from?: number; until?: number } => {
    const read = (text: string | undefined) => (text ? readTime(text, deps.policy.policy.timeZone) : undefined)
    const [first, last] = [read(from), read(until)]
    const now = clock.now()
    if ((from && first === undefined) || (until && (last === undefined || last <= Math.max(first ?? now, now))))
      throw new Problem('block.dates')
    return { ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { until: last }) }
  }

  /** One person does it, or asks a second one. The answer comes when it is seen. */
  async function act(
    request: FastifyRequest,
    { type, target, data, partners, preview, live }: Act,
  ): Promise<z.infer<typeof done>> {
    const key = blockKey(target, keyOf)
    const caller = callerOf(request)
    const said = { ...data, target, by: actorOf(caller) }
    request.noted = { target: nameOf(target), reason: String(data['note'] ?? '') }
    const id = ids.seal('block', 'staff', key)
    let outcome: Proposed | undefined
    if (preview) {
      const records = [{ topic: enforcementCommands.name, key, type, data: { ...said, twoPeople: true } }]
      const wish = { kind: type, needs, title: nameOf(target), partners, preview, ...(live ? { live } : {}), records }
      outcome = await propose(deps, caller, wish, request.id)
    } else {
      const message = { id: request.id, at: clock.now(), corr: request.id, type, data: said }
      await publishFromEdge(deps.bus, [edgeRecord(enforcementCommands, deps.bus, key, message)])
    }
    if (outcome?.status !== 'open') await isSeen(key, type, clock.now())
    return { id, status: outcome?.status ?? 'applied', ...(outcome ? { proposal: outcome.proposal } : {}) }
  }

  const isSeen = (key: string, type: string, now: number) =>
    settled<TargetState>(deps, 'network-blocks', key, (state) => {
      const holds = state?.block !== undefined && !state.over && !((state.block.until ?? now + 1) <= now)
      if (type === 'block.place') return holds || state?.steps.at(-1)?.change === 'refused'
      if (type === 'block.lift') return !holds
      return (type === 'white.add') === (state?.white !== undefined)
    })

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
        params,
        response: { 200: wholeTarget },
      },
    },
    async (request) => {
      const key = keyNamed(request.params.id)
      return showWhole(deps, callerOf(request), key, await known(key))
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
      return showWhole(deps, callerOf(request), key, await known(key))
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
      datesOf(body)
      return previewOf(deps, namedTarget(body.kind, body.value, config.COUNTRY), body.scope)
    },
  )

  http.post(
    '/v1/blocks',
    {
      config: { needs, problems: ['block.target', 'block.dates', 'proposal.key', 'proposal.refused', 'not-ready'] },
      schema: {
        summary: 'Block a port, a number, a prefix or a domain for everybody',
        description:
          'It holds within a second wherever messages are let through. The white list, a prefix, and what stops many messages need two people (see /v1/proposals).',
        tags: ['blocks'],
        body: placed,
        response: { 202: done },
      },
    },
    async (request, reply) => {
      const { kind, value, scope, reason, note: why } = request.body
      const target = namedTarget(kind, value, config.COUNTRY)
      const preview = await previewOf(deps, target, scope)
      const data = { scope, reason, note: why, ...datesOf(request.body) }
      const isTwo = preview.two_people
      const partners = [...new Set(preview.ports.map((each) => each.partner).filter((each) => each !== ''))]
      const answer = await act(request, {
        type: 'block.place',
        target,
        data,
        partners,
        ...(isTwo ? { preview: shownOf(target, data, preview), live: { stopped: preview.stopped } } : {}),
      })
      return reply.code(202).send(answer)
    },
  )

  http.post(
    '/v1/blocks/:id/lift',
    {
      config: { needs, problems: ['not-found', 'not-ready'] },
      schema: { summary: 'Unblock', tags: ['blocks'], params, body: z.object({ note }), response: { 202: done } },
    },
    async (request, reply) => {
      const { target } = await known(keyNamed(request.params.id))
      const data = { note: request.body.note }
      return reply.code(202).send(await act(request, { type: 'block.lift', target, data, partners: [] }))
    },
  )

  http.post(
    '/v1/white-list',
    {
      config: { needs, problems: ['block.target', 'not-ready'] },
      schema: {
        summary: 'Protect a sender or a domain',
        tags: ['blocks'],
        body: z.object({ ...named, list: whiteKind.describe('Why it is protected'), note }),
        response: { 202: done },
      },
    },
    async (request, reply) => {
      const { kind, value, list, note: why } = request.body
      const target = namedTarget(kind, value, config.COUNTRY)
      const data = { kind: list, note: why }
      return reply.code(202).send(await act(request, { type: 'white.add', target, data, partners: [] }))
    },
  )

  http.post(
    '/v1/white-list/:id/remove',
    {
      config: { needs, problems: ['not-found', 'proposal.key', 'proposal.refused', 'not-ready'] },
      schema: {
        summary: 'Take one off the white list: two people do',
        tags: ['blocks'],
        params,
        body: z.object({ note }),
        response: { 202: done },
      },
    },
    async (request, reply) => {
      const { target } = await known(keyNamed(request.params.id))
      const data = { note: request.body.note }
      const preview = { target: nameOf(target), ...data, protected: deps.network.isWhite(target, clock.now()) }
      return reply.code(202).send(await act(request, { type: 'white.remove', target, data, partners: [], preview }))
    },
  )
}

interface Act {
  readonly type: string
  readonly target: BlockTarget
  readonly data: Readonly<Record<string, unknown>>
  readonly partners: readonly string[]
  /** Present: a second person decides, and sees this. */
  readonly preview?: object
  readonly live?: object
}
