import { z } from 'zod'
import { policyDrafts } from '#contracts'
import { callerOf, Problem } from '#http'
import { actorOf, type Deps, edgeRecord, listPage, listQuery, listWays, patiently, publishFromEdge } from '#service'
import type { Draft } from '../domain/drafts.ts'
import { draftOf, inForce } from './in-force.ts'
import { draftShown, figures, showDraft } from './shown.ts'

const body = z.object({
  title: z.string().trim().min(1).max(120).describe('What it is for, in a few words'),
  note: z.string().trim().max(2000).default('').describe('What others should know of it'),
  figures: figures.describe('What it changes, on top of what is in force'),
})
const params = z.object({ id: z.string().max(60) })

/** `/v1/policy/drafts`: figures that people work on. One that cannot hold is kept too, and says what is wrong with it. */
export function draftRoutes(deps: Deps): void {
  const { http, bus, clock } = deps
  const needs = ['tune', 'policy'] as const
  const named = (id: string) => deps.staff.get(id)?.name ?? id
  const load = async (id: string) => (await deps.store.load('policy-drafts', [id])).get(id)?.body as Draft | undefined

  /** Says it, and waits until it is so. @throws Problem `policy.changed` when somebody else was first */
  async function tell(
    id: string,
    type: string,
    data: { readonly revision: number; readonly [field: string]: unknown },
    corr: string,
  ): Promise<void> {
    const message = { id: `${type}-${corr}`, at: clock.now(), corr, type, data }
    await publishFromEdge(bus, [edgeRecord(policyDrafts, bus, id, message)])
    const after = await patiently(
      () => load(id),
      (state) => (state ? state.revision >= data.revision : type === 'draft.dropped'),
    )
    if (after && after.said !== message.id) throw new Problem('policy.changed')
  }

  http.get(
    '/v1/policy/drafts',
    {
      config: { needs: ['watch', 'policy'], problems: ['not-ready'] },
      schema: {
        summary: 'Drafts, the latest first',
        tags: ['policy'],
        querystring: listQuery(100, 50).extend({
          order: z.enum(['asc', 'desc']).default('desc').describe('`asc` begins with the oldest'),
        }),
        response: { 200: z.object({ items: z.array(draftShown), ...listWays }) },
      },
    },
    async (request) => {
      const held = await inForce(deps)
      const { found, ways } = await listPage(deps, 'policy-drafts', { ...request.query, tag: 'all=1' })
      return {
        items: found.map(({ key, body: each }) => showDraft(key, each as Draft, held.figures, named, deps.policy)),
        ...ways,
      }
    },
  )

  http.get(
    '/v1/policy/drafts/:id',
    {
      config: { needs: ['watch', 'policy'], problems: ['not-found', 'not-ready'] },
      schema: { summary: 'One draft', tags: ['policy'], params, response: { 200: draftShown } },
    },
    async (request) => {
      const { id } = request.params
      return showDraft(id, await draftOf(deps, id), (await inForce(deps)).figures, named, deps.policy)
    },
  )

  http.post(
    '/v1/policy/drafts',
    {
      config: { needs, problems: ['not-ready', 'policy.changed'] },
      schema: { summary: 'Begin a draft', tags: ['policy'], body, response: { 201: draftShown } },
    },
    async (request, reply) => {
      const id = `d-${request.id}`
      const { figures: changes, title, note } = request.body
      const by = actorOf(callerOf(request))
      await tell(id, 'draft.saved', { title, note, changes, revision: 1, by }, request.id)
      request.noted = { target: `draft ${id}`, reason: title }
      return reply
        .code(201)
        .send(showDraft(id, await draftOf(deps, id), (await inForce(deps)).figures, named, deps.policy))
    },
  )

  http.put(
    '/v1/policy/drafts/:id',
    {
      config: { needs, problems: ['not-found', 'not-ready', 'policy.changed'] },
      schema: {
        summary: 'Save a draft',
        description: 'Of two who save the same revision one is told that it changed.',
        tags: ['policy'],
        params,
        body: body.extend({ revision: z.number().int().min(1).describe('The revision that you changed') }),
        response: { 200: draftShown },
      },
    },
    async (request) => {
      const { id } = request.params
      const { figures: changes, title, note, revision } = request.body
      if ((await draftOf(deps, id)).revision !== revision) throw new Problem('policy.changed')
      const by = actorOf(callerOf(request))
      await tell(id, 'draft.saved', { title, note, changes, revision: revision + 1, by }, request.id)
      request.noted = { target: `draft ${id}`, reason: title }
      return showDraft(id, await draftOf(deps, id), (await inForce(deps)).figures, named, deps.policy)
    },
  )

  http.delete(
    '/v1/policy/drafts/:id',
    {
      config: { needs, problems: ['not-found', 'not-ready', 'policy.changed'] },
      schema: { summary: 'Drop a draft', tags: ['policy'], params, response: { 200: draftShown } },
    },
    async (request) => {
      const { id } = request.params
      const draft = await draftOf(deps, id)
      const { revision } = draft
      await tell(id, 'draft.dropped', { revision: revision + 1, by: actorOf(callerOf(request)) }, request.id)
      request.noted = { target: `draft ${id}`, reason: 'dropped' }
      return showDraft(id, draft, (await inForce(deps)).figures, named, deps.policy)
    },
  )
}
