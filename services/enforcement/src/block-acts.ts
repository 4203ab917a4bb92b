import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type BlockTarget, blockKey, blockReason, enforcementCommands, whiteKind } from '#contracts'
import { type BlockPreview, namedTarget, previewOf } from '#enforcement'
import { callerOf } from '#http'
import { actorOf, type Deps, edgeRecord, type Proposed, propose, publishFromEdge, settled } from '#service'
import { blockParams, datesOf, keyNamed, known, named, wished } from './blocks.ts'
import type { TargetState } from './domain/block.ts'
import { nameOf } from './shown.ts'

const needs = ['block', 'block'] as const
const note = z.string().trim().min(2).max(300).describe('Why, in words; it stays with the block')
const placed = wished.extend({ reason: blockReason.describe('Why, as a class'), note })
const done = z.object({
  id: z.string(),
  status: z.enum(['applied', 'open']).describe('`open`: it waits for a second person'),
  proposal: z.string().optional().describe('GET /v1/proposals/{id}'),
})

/** What ends one takes and answers. */
const ended = { tags: ['blocks'], params: blockParams, body: z.object({ note }), response: { 202: done } }

interface Act {
  readonly type: string
  readonly target: BlockTarget
  readonly data: Readonly<Record<string, unknown>>
  readonly partners: readonly string[]
  /** Present: a second person decides, and sees this. */
  readonly preview?: object
  readonly live?: object
}

/** One person does it, or asks a second one. The answer comes when it is seen. */
async function act(
  deps: Deps,
  request: FastifyRequest,
  { type, target, data, partners, preview, live }: Act,
): Promise<z.infer<typeof done>> {
  const { bus, clock, ids, keyOf } = deps
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
    await publishFromEdge(bus, [edgeRecord(enforcementCommands, bus, key, message)])
  }
  if (outcome?.status !== 'open') await isSeen(deps, key, type, clock.now())
  return { id, status: outcome?.status ?? 'applied', ...(outcome ? { proposal: outcome.proposal } : {}) }
}

const isSeen = (deps: Deps, key: string, type: string, now: number) =>
  settled<TargetState>(deps, 'network-blocks', key, (state) => {
    const holds = state?.block !== undefined && !state.over && !((state.block.until ?? now + 1) <= now)
    if (type === 'block.place') return holds || state?.steps.at(-1)?.change === 'refused'
    if (type === 'block.lift') return !holds
    return (type === 'white.add') === (state?.white !== undefined)
  })

/** A preview is shown to the second person as it is then; counts go on. */
const shownOf = (target: BlockTarget, data: object, { protected: isProtected }: BlockPreview) => ({
  target: nameOf(target),
  ...data,
  protected: isProtected,
})

/** Blocks for everybody and the white list: placed, lifted, added, taken off. */
export function blockActRoutes(deps: Deps): void {
  const { http, clock, config, network, previews } = deps
  for (const kind of ['block.place', 'white.remove'])
    previews.set(kind, async ({ preview, records: [record] }) => {
      const said = record?.data as { target: BlockTarget } | undefined
      return { ...(preview as object), ...(said ? { protected: network.isWhite(said.target, clock.now()) } : {}) }
    })

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
      const data = { scope, reason, note: why, ...datesOf(deps, request.body) }
      const isTwo = preview.two_people
      const partners = [...new Set(preview.ports.map((each) => each.partner).filter((each) => each !== ''))]
      const answer = await act(deps, request, {
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
      schema: {
        summary: 'Unblock',
        ...ended,
      },
    },
    async (request, reply) => {
      const { target } = await known(deps, keyNamed(deps, request.params.id))
      const data = { note: request.body.note }
      return reply.code(202).send(await act(deps, request, { type: 'block.lift', target, data, partners: [] }))
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
      return reply.code(202).send(await act(deps, request, { type: 'white.add', target, data, partners: [] }))
    },
  )

  http.post(
    '/v1/white-list/:id/remove',
    {
      config: { needs, problems: ['not-found', 'proposal.key', 'proposal.refused', 'not-ready'] },
      schema: {
        summary: 'Take one off the white list: two people do',
        ...ended,
      },
    },
    async (request, reply) => {
      const { target } = await known(deps, keyNamed(deps, request.params.id))
      const data = { note: request.body.note }
      const preview = { target: nameOf(target), ...data, protected: network.isWhite(target, clock.now()) }
      return reply
        .code(202)
        .send(await act(deps, request, { type: 'white.remove', target, data, partners: [], preview }))
    },
  )
}
