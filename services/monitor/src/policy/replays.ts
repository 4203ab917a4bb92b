import { z } from 'zod'
import { policyReplays } from '#contracts'
import { callerOf, Problem } from '#http'
import { digestOfFigures } from '#policy'
import { actorOf, type Deps, edgeRecord, listPage, listQuery, listWays, publishFromEdge, settled } from '#service'
import type { Replay } from '../domain/replays.ts'
import { draftOf, inForce } from '../policy/in-force.ts'
import { check, iso } from '../policy/shown.ts'

/** Whoever runs it was not heard of for so long: it is begun anew by whoever takes over, or has to be asked for again. */
const SILENT_MS = 60_000

const count = (what: string) => z.number().int().describe(what)
const found = z.object({
  from: z.iso.datetime().optional().describe('The archive begins then; absent where it is empty'),
  until: z.iso.datetime().optional().describe('And ends then'),
  erased: count('Observations of subscribers who were erased: of those times it is not what was live'),
  partners: count('Partners in the archive'),
  flagged: count('Partners that the draft flags'),
  flagged_before: count('Partners that what is in force flags'),
  flags: count('Flags of the draft'),
  flags_before: count('Flags of what is in force'),
  stops: count('Flags of the draft that stop first'),
  stops_before: count('Flags of what is in force that stop first'),
  both: count('Partners that both flag'),
  newly: count('Partners that only the draft flags'),
  no_longer: count('Partners that only what is in force flags'),
  missed: count('Partners that a verdict took points from, and that the draft does not flag'),
  nearly_all: z.boolean().describe('The draft flags more than seven in ten: it would flag nearly everybody'),
  samples: z
    .array(
      z.object({
        what: z.enum(['newly', 'no-longer', 'missed']).describe('Whether only the draft flags it, or only the other'),
        partner: z.string(),
        at: z.iso.datetime().optional().describe('When it is flagged first'),
        service: z.string().optional(),
        app: z.string().optional().describe('Handset software'),
        signals: z
          .array(z.object({ name: z.string(), figure: z.number(), baseline: z.number(), evidence: z.number() }))
          .optional()
          .describe('What speaks most against it'),
        stop_first: z.boolean().optional().describe('It would be frozen at once'),
      }),
    )
    .describe('Some of each'),
})

export const replayShown = z.object({
  id: z.string(),
  draft: z.string().describe('GET /v1/policy/drafts/{id}'),
  title: z.string(),
  revision: z.number().int().describe('The revision of the draft that it is of'),
  over: z.number().int().describe('The version that it is held against; 0: the installation’s own file'),
  by: z.string().describe('Who asked for it'),
  at: z.iso.datetime().describe('When'),
  status: z.enum(['running', 'silent', 'done', 'failed']).describe('`silent`: nothing was heard of it for a minute'),
  messages: count('Messages of the archive that were read'),
  share: z.number().describe('How far it is, 0 to 1'),
  current: z.boolean().describe('Draft and what is in force are still those that it is of'),
  why: z.string().optional().describe('Why it failed'),
  found: found.optional().describe('What came of it'),
})

const DRAFT_KEPT = 20

/** What is said of a replay, and whether it still tells of what would be released. */
export async function showReplay(deps: Deps, id: string, state: Replay): Promise<z.infer<typeof replayShown>> {
  const { draft, title, revision, over, by, at, status, messages, share, why, heardAt } = state
  const held = await inForce(deps)
  const now = await draftOf(deps, draft).catch(() => undefined)
  const isSilent = status === 'running' && deps.clock.now() - heardAt > SILENT_MS
  return {
    ...{ id, draft, title, revision, over, by, at: iso(at), messages, share },
    status: isSilent ? 'silent' : status,
    current: held.number === over && now?.revision === revision,
    ...(why ? { why } : {}),
    ...(state.found ? { found: showFound(state.found) } : {}),
  }
}

function showFound({ from, until, samples, ...each }: NonNullable<Replay['found']>): z.infer<typeof found> {
  const { flaggedBefore, flagsBefore, stopsBefore, noLonger, nearlyAll, messages: _, ...same } = each
  return {
    ...same,
    ...(from === undefined ? {} : { from: iso(from) }),
    ...(until === undefined ? {} : { until: iso(until) }),
    flagged_before: flaggedBefore,
    flags_before: flagsBefore,
    stops_before: stopsBefore,
    no_longer: noLonger,
    nearly_all: nearlyAll,
    samples: samples.map(({ at, stopFirst, ...one }) => ({
      ...one,
      ...(at === undefined ? {} : { at: iso(at) }),
      ...(stopFirst === undefined ? {} : { stop_first: stopFirst }),
    })),
  }
}

/** @throws Problem `not-found` */
export async function replayOf({ store }: Pick<Deps, 'store'>, id: string): Promise<Replay> {
  const state = (await store.load('policy-replays', [id])).get(id)?.body as Replay | undefined
  if (!state) throw new Problem('not-found', 'There is no such replay.')
  return state
}

/** `/v1/policy/…/replays`: a draft over the archive, side by side with what is in force. */
export function replayRoutes(deps: Deps): void {
  const { http, bus, clock } = deps
  http.post(
    '/v1/policy/drafts/:id/replays',
    {
      config: {
        needs: ['tune', 'policy'],
        problems: ['not-found', 'not-ready', 'policy.invalid', 'policy.unchanged'],
      },
      schema: {
        summary: 'Try a draft on the archive, side by side with what is in force',
        description: 'It runs beside the gateway; GET /v1/policy/replays/{id} tells how far it is.',
        tags: ['policy'],
        params: z.object({ id: z.string().max(60) }),
        response: { 202: replayShown },
      },
    },
    async (request, reply) => {
      const draft = request.params.id
      const { revision, changes, title } = await draftOf(deps, draft)
      const held = await inForce(deps)
      const looked = check(held.figures, changes)
      if (looked.wrong.length > 0) throw new Problem('policy.invalid', undefined, { wrong: looked.wrong })
      if (looked.changes.length === 0) throw new Problem('policy.unchanged')
      const id = `r-${request.id}`
      const data = {
        ...{ draft, revision, title, by: actorOf(callerOf(request)), over: held.number },
        ...{ digest: digestOfFigures(looked.after), proposed: looked.after, held: held.figures },
      }
      const message = { id, at: clock.now(), corr: request.id, type: 'replay.asked', data }
      await publishFromEdge(bus, [edgeRecord(policyReplays, bus, id, message)])
      const state = await settled<Replay>(deps, 'policy-replays', id, (each) => each !== undefined)
      request.noted = { target: `draft ${draft}`, reason: 'replay' }
      return reply.code(202).send(await showReplay(deps, id, state as Replay))
    },
  )

  http.get(
    '/v1/policy/drafts/:id/replays',
    {
      config: { needs: ['watch', 'policy'], problems: ['not-ready'] },
      schema: {
        summary: 'Replays of a draft, the latest first',
        tags: ['policy'],
        params: z.object({ id: z.string().max(60) }),
        querystring: listQuery(DRAFT_KEPT, DRAFT_KEPT).extend({
          order: z.enum(['asc', 'desc']).default('desc').describe('`asc` begins with the oldest'),
        }),
        response: { 200: z.object({ items: z.array(replayShown), ...listWays }) },
      },
    },
    async (request) => {
      const tag = `draft=${request.params.id}`
      const { found: states, ways } = await listPage(deps, 'policy-replays', { ...request.query, tag })
      return {
        items: await Promise.all(states.map(({ key, body }) => showReplay(deps, key, body as Replay))),
        ...ways,
      }
    },
  )

  http.get(
    '/v1/policy/replays/:id',
    {
      config: { needs: ['watch', 'policy'], problems: ['not-found', 'not-ready'] },
      schema: {
        summary: 'How far a replay is, and what came of it',
        tags: ['policy'],
        params: z.object({ id: z.string().max(60) }),
        response: { 200: replayShown },
      },
    },
    async (request) => showReplay(deps, request.params.id, await replayOf(deps, request.params.id)),
  )
}
