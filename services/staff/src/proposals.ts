import { z } from 'zod'
import { pageKey } from '#contracts'
import { callerOf, nextOf, Problem, pageQuery } from '#http'
import { asShown, type Deps, deciderOf, digestOfWish, SIGHT, settled } from '#service'
import type { Page } from './domain/page.ts'
import { type Proposal, whyNot } from './domain/proposal.ts'
import { tellProposal } from './told.ts'

const status = z.enum(['open', 'applied', 'rejected', 'withdrawn', 'expired', 'stale'])
const shown = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  partners: z.array(z.string()),
  status,
  by: z.string(),
  by_name: z.string(),
  made_at: z.iso.datetime(),
  decided_by: z.string().optional(),
  decided_by_name: z.string().optional(),
  decided_at: z.iso.datetime().optional(),
  reason: z.string().optional(),
  preview: z.unknown().describe('What it would do; when that changes before the second yes, it is stale'),
  live: z.unknown().optional().describe('Counts that may move'),
  policy_version: z.string(),
  alone: z.boolean().describe('Applied at once, since nobody else could approve it'),
  why_not: z.string().optional().describe('Why you cannot decide it'),
})

/** `/v1/proposals`: what waits for a second person, and what became of it. */
export function proposalRoutes(deps: Deps): void {
  const { http, store, staff, policy } = deps
  const needs = { needs: ['decide', 'proposal'] } as const
  const params = z.object({ id: z.string().max(100) })

  deps.previews.set(SIGHT, asShown)

  const nameOf = (id: string): string => staff.get(id)?.name ?? id

  const show = (id: string, proposal: Proposal, personId: string | undefined): z.infer<typeof shown> => {
    const person = personId === undefined ? undefined : staff.get(personId)
    const why = person ? whyNot(proposal, deciderOf(staff, person)) : 'nobody'
    const { kind, title, partners, preview, live, alone, reason, decidedBy, decidedAt } = proposal
    return {
      id,
      kind,
      title,
      partners,
      status: proposal.status,
      by: proposal.by.id,
      by_name: nameOf(proposal.by.id),
      made_at: new Date(proposal.madeAt).toISOString(),
      ...(decidedBy === undefined ? {} : { decided_by: decidedBy, decided_by_name: nameOf(decidedBy) }),
      ...(decidedAt === undefined ? {} : { decided_at: new Date(decidedAt).toISOString() }),
      ...(reason === undefined ? {} : { reason }),
      preview,
      ...(live === undefined ? {} : { live }),
      policy_version: proposal.policyVersion,
      alone,
      ...(why === undefined ? {} : { why_not: why }),
    }
  }

  http.get(
    '/v1/proposals',
    {
      config: needs,
      schema: {
        summary: 'What waits for a second person',
        tags: ['administration'],
        querystring: pageQuery(100, 50).extend({ status: status.default('open') }),
        response: { 200: z.object({ items: z.array(shown), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit, status: wanted } = request.query
      const found = await store.find('proposals', { tag: `status=${wanted}`, after, limit })
      const { personId } = callerOf(request)
      return { items: found.map(({ key, body }) => show(key, body as Proposal, personId)), ...nextOf(found, limit) }
    },
  )

  http.get(
    '/v1/proposals/:id',
    {
      config: { ...needs, problems: ['not-found'] },
      schema: { summary: 'One proposal', tags: ['administration'], params, response: { 200: shown } },
    },
    async (request) => show(request.params.id, await known(request.params.id), callerOf(request).personId),
  )

  http.post(
    '/v1/proposals/:id/approve',
    {
      config: {
        ...needs,
        problems: ['not-found', 'proposal.refused', 'proposal.decided', 'proposal.stale', 'not-ready'],
      },
      schema: {
        summary: 'The second yes: it is done',
        description:
          'Refused to who proposed it, to whoever could have signed in as them, and to anybody with an interest.',
        tags: ['administration'],
        params,
        response: { 200: shown },
      },
    },
    async (request) => {
      const { id } = request.params
      const proposal = await known(id)
      const by = decider(request)
      refuse(proposal, by)
      const look = deps.previews.get(proposal.kind)
      // What was shown may be another by now, and only whose routes these are can tell.
      if (!look)
        throw new Problem(
          'not-ready',
          `Approve it where the routes are served that propose \`${proposal.kind}\` (EDGES).`,
        )
      const all = await whole(id, proposal)
      const preview = await look(all)
      const digest = digestOfWish({ ...all, preview }, policy.version)
      await tellProposal(deps, id, 'proposal.approved', { by, digest }, request.id)
      return outcome(id, by.id, 'applied')
    },
  )

  http.post(
    '/v1/proposals/:id/reject',
    {
      config: { ...needs, problems: ['not-found', 'proposal.refused', 'proposal.decided', 'not-ready'] },
      schema: {
        summary: 'No, with a reason',
        tags: ['administration'],
        params,
        body: z.object({ reason: z.string().trim().min(1).max(500) }),
        response: { 200: shown },
      },
    },
    async (request) => {
      const { id } = request.params
      const proposal = await known(id)
      const by = decider(request)
      refuse(proposal, by)
      await tellProposal(deps, id, 'proposal.rejected', { by, reason: request.body.reason }, request.id)
      return outcome(id, by.id, 'rejected')
    },
  )

  http.post(
    '/v1/proposals/:id/withdraw',
    {
      config: { ...needs, problems: ['not-found', 'proposal.refused', 'proposal.decided', 'not-ready'] },
      schema: { summary: 'Take back what you proposed', tags: ['administration'], params, response: { 200: shown } },
    },
    async (request) => {
      const { id } = request.params
      const proposal = await known(id)
      const by = decider(request)
      if (proposal.by.human !== by.human) throw new Problem('proposal.refused', undefined, { why: 'not.yours' })
      await tellProposal(deps, id, 'proposal.withdrawn', { by }, request.id)
      return outcome(id, by.id, 'withdrawn')
    },
  )

  /** With the records of its pages. */
  async function whole(id: string, proposal: Proposal): Promise<Proposal> {
    const records = [...proposal.records]
    for (let page = 0; page < proposal.pages; page++) {
      const key = pageKey(id, page)
      const held = (await store.load('proposal-pages', [key])).get(key)?.body as Page | undefined
      records.push(...((held?.records ?? []) as Proposal['records']))
    }
    return { ...proposal, records }
  }

  async function known(id: string): Promise<Proposal> {
    const proposal = (await store.load('proposals', [id])).get(id)?.body as Proposal | undefined
    if (!proposal) throw new Problem('not-found')
    return proposal
  }

  function decider(request: Parameters<typeof callerOf>[0]) {
    const { personId, keyId } = callerOf(request)
    const person = personId === undefined ? undefined : staff.get(personId)
    // Whoever made a key of somebody has seen it: a yes is given by people, signed in.
    if (person && keyId !== personId) throw new Problem('proposal.refused', undefined, { why: 'key' })
    // The first administrator's key is nobody: it neither proposes nor approves once there are people.
    if (!person || person.disabled) throw new Problem('proposal.refused', undefined, { why: 'nobody' })
    return deciderOf(staff, person)
  }

  function refuse(proposal: Proposal, by: ReturnType<typeof deciderOf>): void {
    if (proposal.status !== 'open') throw decided(proposal)
    const why = whyNot(proposal, by)
    if (why) throw new Problem('proposal.refused', undefined, { why })
  }

  /** Waits until it is decided, and tells who comes second who was first. */
  async function outcome(id: string, by: string, wanted: Proposal['status']): Promise<z.infer<typeof shown>> {
    const after = await settled<Proposal>(
      deps,
      'proposals',
      id,
      (state) => state !== undefined && state.status !== 'open',
    )
    const proposal = after as Proposal
    if (proposal.status === 'stale' && proposal.decidedBy === by) throw new Problem('proposal.stale')
    if (proposal.status !== wanted || proposal.decidedBy !== by) throw decided(proposal)
    return show(id, proposal, by)
  }

  const decided = (proposal: Proposal) =>
    new Problem('proposal.decided', undefined, { by: proposal.decidedBy ?? 'nobody', status: proposal.status })
}
