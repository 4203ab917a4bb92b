import { z } from 'zod'
import { type Deps, listPage, listQuery, listWays } from '#service'
import type { PolicyVersion } from '../domain/releases.ts'
import { versionKey } from '../domain/releases.ts'
import { inForce, versionOf } from './in-force.ts'
import { check, checked, figures, figuresBefore, iso, showVersion, versionShown } from './shown.ts'

/** `/v1/policy`: what is in force, what held before, and whether figures could hold. */
export function policyRoutes(deps: Deps): void {
  const { http, store, policy } = deps
  const needs = ['watch', 'policy'] as const

  /** Who said the second yes, as long as the proposal is kept. */
  const approved = async (found: readonly PolicyVersion[]) => {
    const held = await store.load(
      'proposals',
      found.map((each) => each.proposal),
    )
    return ({ proposal }: PolicyVersion) => (held.get(proposal)?.body as { decidedBy?: string } | undefined)?.decidedBy
  }
  const show = async (found: readonly PolicyVersion[]) => {
    const who = await approved(found)
    const before = await store.load(
      'policy-versions',
      found.filter((each) => each.over > 0).map((each) => versionKey(each.over)),
    )
    return found.map((each) => {
      const last = before.get(versionKey(each.over))?.body as PolicyVersion | undefined
      return showVersion(each, figuresBefore(last, policy), who(each))
    })
  }

  http.get(
    '/v1/policy',
    {
      config: { needs, problems: ['not-ready'] },
      schema: {
        summary: 'The figures that are in force',
        description:
          'The monitor’s figures are released while it runs; all others hold from the start of a process on, by its POLICY_FILE (GET /console/api/policy).',
        tags: ['policy'],
        response: {
          200: z.object({
            number: z.number().int().describe('The version; 0: the installation’s own file'),
            name: z.string().describe('As flags name it'),
            figures,
            trial: z
              .object({
                id: z.string(),
                draft: z.string().describe('GET /v1/policy/drafts/{id}'),
                title: z.string(),
                by: z.string(),
                at: z.iso.datetime().describe('Since when it runs'),
                why: z.string(),
              })
              .optional()
              .describe('What runs in shadow beside it'),
          }),
        },
      },
    },
    async () => {
      const { trial, ...held } = await inForce(deps)
      if (!trial) return held
      const { id, draft, title, by, at, why } = trial
      return { ...held, trial: { id, draft, title, by, at: iso(at), why } }
    },
  )

  http.post(
    '/v1/policy/check',
    {
      config: { needs, problems: ['not-ready'] },
      schema: {
        summary: 'Could these figures hold, and what would they change?',
        description: 'Nothing is stored.',
        tags: ['policy'],
        body: z.object({ figures }),
        response: { 200: checked },
      },
    },
    async (request) => {
      const { after: _, ...looked } = check((await inForce(deps)).figures, request.body.figures)
      return looked
    },
  )

  http.get(
    '/v1/policy/versions',
    {
      config: { needs },
      schema: {
        summary: 'Versions that were released, with who and why',
        tags: ['policy'],
        querystring: listQuery(100, 20).extend({
          order: z.enum(['asc', 'desc']).default('desc').describe('`asc` begins with the oldest'),
        }),
        response: { 200: z.object({ items: z.array(versionShown), ...listWays }) },
      },
    },
    async (request) => {
      const { found, ways } = await listPage(deps, 'policy-versions', { ...request.query, tag: 'all=1' })
      return { items: await show(found.map(({ body }) => body as PolicyVersion)), ...ways }
    },
  )

  http.get(
    '/v1/policy/versions/:number',
    {
      config: { needs, problems: ['not-found', 'not-ready'] },
      schema: {
        summary: 'One version, whole',
        tags: ['policy'],
        params: z.object({ number: z.coerce.number().int().min(1).max(999_999) }),
        response: { 200: versionShown.extend({ figures }) },
      },
    },
    async (request) => {
      const version = await versionOf(deps, request.params.number)
      const [shown] = await show([version])
      return { ...(shown as z.infer<typeof versionShown>), figures: version.figures }
    },
  )
}
