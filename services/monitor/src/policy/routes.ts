import { z } from 'zod'
import { Problem } from '#http'
import { deskSchema, meaningZh, monitorFiguresSchema, sourceOf, sourcesZh, tunedFrom } from '#policy'
import { type Deps, listPage, listQuery, listWays } from '#service'
import type { PolicyVersion } from '../domain/releases.ts'
import { versionKey } from '../domain/releases.ts'
import { effectsOf, effectsShown } from './effects.ts'
import { inForce, versionOf } from './in-force.ts'
import { check, checked, figures, showVersion, versionShown } from './shown.ts'

/** What each figure of the monitor and of the desk is, and where it comes from. */
const about = [...figuresIn(monitorFiguresSchema, 'monitor.'), ...figuresIn(deskSchema)].map(({ name, ...each }) => ({
  name: name.replace(/^monitor\./, ''),
  ...each,
}))

function figuresIn(
  schema: z.ZodObject,
  before = '',
): { name: string; what: string; what_zh: string; source: string; source_zh: string }[] {
  return Object.entries(schema.shape).flatMap(([key, each]) => {
    const name = `${before}${key}`
    if (each instanceof z.ZodObject) return figuresIn(each, `${name}.`)
    return [{ name, what: (each as z.ZodType).description ?? name, what_zh: meaningZh(name), ...sourceOf(name) }]
  })
}

/** `/v1/policy`: what is in force, what held before, and whether figures could hold. */
export function policyRoutes(deps: Deps): void {
  const { http, store, policy } = deps
  const needs = ['watch', 'policy'] as const
  const named = (id: string) => deps.staff.get(id)?.name ?? id

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
      return showVersion(each, last, who(each), named, policy)
    })
  }

  http.get(
    '/v1/policy',
    {
      config: { needs, problems: ['not-ready'] },
      schema: {
        summary: 'The figures that are in force, of those that are released while it runs',
        description:
          'The monitor’s figures, and some of the desk’s (in `campaigns`, `enforcement`, `reports`, `complaints`, `disputes`, `cases`), are released while it runs; all others hold from the start of a process on, by its POLICY_FILE (GET /console/api/policy).',
        tags: ['policy'],
        response: {
          200: z.object({
            number: z.number().int().describe('The version; 0: the installation’s own file'),
            name: z.string().describe('As flags and decisions name it'),
            figures,
            about: z
              .array(
                z.object({
                  name: z.string().describe('The figure, by its path'),
                  what: z.string().describe('What it is'),
                  what_zh: z.string().describe('The same in Chinese'),
                  source: z.string().describe('The law, the promise, the paper or the measurement that it comes from'),
                  source_zh: z.string().describe('The same in Chinese'),
                }),
              )
              .describe('Each figure but those of signals and rules, which have their sources in themselves'),
            sources_zh: z
              .record(z.string(), z.string())
              .describe(
                'Sources of signals and rules in Chinese, by the text that stands in `figures`; not what somebody wrote anew',
              ),
          }),
        },
      },
    },
    async () => {
      const { number, name, figures: held } = await inForce(deps)
      return { number, name, figures: held, about, sources_zh: sourcesZh }
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
      const { after: _, ...looked } = check((await inForce(deps)).figures, request.body.figures, policy)
      return looked
    },
  )

  http.post(
    '/v1/policy/effects',
    {
      config: { needs, problems: ['not-ready', 'policy.invalid'] },
      schema: {
        summary: 'What would other figures of the desk come to?',
        description:
          'By what is stored now: open campaigns over the threshold, alarms of the last weeks. Of the monitor’s figures a replay tells. Nothing is stored.',
        tags: ['policy'],
        body: z.object({ figures }),
        response: { 200: effectsShown },
      },
    },
    async (request) => {
      const held = await inForce(deps)
      const { wrong, after } = check(held.figures, request.body.figures, policy)
      if (wrong.length > 0) throw new Problem('policy.invalid', undefined, { wrong })
      return (await effectsOf(deps, held.figures, after)).shown
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
      return { ...(shown as z.infer<typeof versionShown>), figures: tunedFrom(version.figures, policy.file.policy) }
    },
  )
}
