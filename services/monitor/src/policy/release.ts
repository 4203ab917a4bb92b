import { z } from 'zod'
import { policyCommands } from '#contracts'
import { callerOf, Problem } from '#http'
import { changesBetween, digestOfFigures, figuresOf, type MonitorPolicy } from '#policy'
import { actorOf, type Deps, propose, proposed } from '#service'
import { POLICY } from '../domain/releases.ts'
import { draftOf, inForce, versionOf } from './in-force.ts'
import { replayOf, showReplay } from './replays.ts'
import { check } from './shown.ts'

const RELEASE = 'policy.release'
const why = z.string().trim().min(1).max(1000).describe('Why, for the second person and the history')

/** What the second person says yes to. */
interface Shown {
  readonly over: number
  readonly draft?: string
  readonly revision?: number
}

/** Releases and rollbacks of the monitor’s figures, each by two people (docs/rules.md, "Partners"). */
export function releaseRoutes(deps: Deps): void {
  const { http, previews } = deps
  const needs = ['tune', 'policy'] as const

  // Another version meanwhile, or another draft: what was shown is not what would be done.
  previews.set(RELEASE, async ({ preview }) => {
    const shown = preview as Shown
    const held = await inForce(deps)
    const draft = shown.draft === undefined ? undefined : await draftOf(deps, shown.draft).catch(() => undefined)
    const isStale = held.number !== shown.over || (shown.draft !== undefined && draft?.revision !== shown.revision)
    return isStale ? { ...shown, over: held.number, revision: draft?.revision } : preview
  })

  const release = async (
    request: Parameters<typeof callerOf>[0] & { id: string },
    given: { readonly title: string; readonly why: string; readonly figures: MonitorPolicy; readonly shown: object },
    more: object,
  ) => {
    const held = await inForce(deps)
    const changes = changesBetween(held.figures, given.figures)
    if (changes.length === 0) throw new Problem('policy.unchanged')
    const caller = callerOf(request)
    const data = {
      ...{ over: held.number, title: given.title, why: given.why, by: actorOf(caller), proposal: `pr-${request.id}` },
      ...{ digest: digestOfFigures(given.figures), figures: given.figures },
      ...more,
    }
    return propose(
      deps,
      caller,
      {
        kind: RELEASE,
        needs: [...needs],
        title: given.title,
        partners: [],
        preview: { over: held.number, ...given.shown, why: given.why, changes },
        records: [{ topic: policyCommands.name, key: POLICY, type: 'policy.released', data }],
      },
      request.id,
    )
  }

  http.post(
    '/v1/policy/drafts/:id/release',
    {
      config: {
        needs,
        problems: [
          'not-found',
          'not-ready',
          'policy.invalid',
          'policy.changed',
          'policy.untried',
          'policy.unchanged',
          'proposal.key',
          'proposal.refused',
        ],
      },
      schema: {
        summary: 'Propose to release a draft',
        description:
          'A second person approves it, bound to what was shown. It holds from its place among what is observed on, without a restart.',
        tags: ['policy'],
        params: z.object({ id: z.string().max(60) }),
        body: z.object({
          revision: z.number().int().min(1).describe('The revision that you looked at'),
          replay: z
            .string()
            .max(60)
            .describe('The replay that you looked at: of this revision, beside what is in force'),
          why,
        }),
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { revision, replay, why: reason } = request.body
      const draft = await draftOf(deps, id)
      if (draft.revision !== revision) throw new Problem('policy.changed')
      const { wrong, after } = check((await inForce(deps)).figures, draft.changes)
      if (wrong.length > 0) throw new Problem('policy.invalid', undefined, { wrong })
      const tried = await showReplay(deps, replay, await replayOf(deps, replay))
      if (tried.draft !== id || !tried.current || !tried.found) throw new Problem('policy.untried')
      const { samples: _, ...found } = tried.found
      const shown = { draft: id, revision, replay, found }
      const given = { title: draft.title, why: reason, figures: after, shown }
      const made = await release(request, given, { draft: id })
      request.noted = { target: `draft ${id}`, reason }
      return reply.code(202).send(made)
    },
  )

  http.post(
    '/v1/policy/rollback',
    {
      config: {
        needs,
        problems: ['not-found', 'not-ready', 'policy.invalid', 'policy.unchanged', 'proposal.key', 'proposal.refused'],
      },
      schema: {
        summary: 'Propose to go back to an earlier version',
        description: 'A new version with the figures of that one; a second person approves it.',
        tags: ['policy'],
        body: z.object({
          to: z.number().int().min(0).max(999_999).describe('Its number; 0: the installation’s own file'),
          why,
        }),
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const { to, why: reason } = request.body
      const version = to === 0 ? undefined : await versionOf(deps, to)
      const figures = version ? figuresOf(version.figures) : deps.policy.policy.monitor
      const { wrong } = check(figures, {})
      if (wrong.length > 0) throw new Problem('policy.invalid', undefined, { wrong })
      const title = version ? version.title : 'POLICY_FILE'
      const given = { title, why: reason, figures, shown: { backTo: to } }
      const made = await release(request, given, { backTo: to })
      request.noted = { target: `policy ${to}`, reason }
      return reply.code(202).send(made)
    },
  )
}
