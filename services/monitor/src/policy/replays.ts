import { z } from 'zod'
import { policyReplays } from '#contracts'
import { callerOf, Problem } from '#http'
import { changesBetween, digestOfFigures, type MonitorPolicy, monitorIn } from '#policy'
import {
  actorOf,
  type Deps,
  edgeRecord,
  listPage,
  listQuery,
  listWays,
  publishFromEdge,
  settled,
  takePlace,
} from '#service'
import type { Draft } from '../domain/drafts.ts'
import { isOpen, openTag, type Replay, whyBusy } from '../domain/replays.ts'
import { draftOf, type InForce, inForce, stateOf } from './in-force.ts'
import { check, iso } from './shown.ts'

/** Whoever runs it was not heard of for so long: it is begun anew by whoever takes over, or has to be asked for again. */
const SILENT_MS = 60_000

const count = (what: string) => z.number().int().describe(what)
const named = (what: string) =>
  z
    .array(z.object({ partner: z.string(), partner_zh: z.string(), partner_en: z.string() }))
    .describe(`${what}, by name; at most 2,000`)
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
  names: z
    .object({
      newly: named('Partners that only the draft flags'),
      no_longer: named('Partners that only what is in force flags'),
      stopped: named('Partners that only the draft stops first'),
      goes_on: named('Partners that only what is in force stops first'),
    })
    .describe('Whom it touches'),
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
  until: z.iso.datetime().optional().describe('In shadow until then: it goes on with what is observed'),
  status: z
    .enum(['waiting', 'running', 'shadow', 'silent', 'done', 'failed', 'stopped'])
    .describe('`shadow`: it goes on with what is observed; `silent`: nothing was heard of it for a minute'),
  ahead: z.number().int().optional().describe('Of one that waits: so many run or wait before it'),
  messages: count('Messages of the archive that were read'),
  share: z.number().describe('How far it is, 0 to 1'),
  current: z.boolean().describe('Draft and what is in force are still those that it is of'),
  why: z.string().optional().describe('Why it failed'),
  stopped_by: z.string().optional().describe('Who stopped it'),
  found: found.optional().describe('What came of it; of one in shadow: since it is'),
})
type Shown = z.infer<typeof replayShown>

const DRAFT_KEPT = 20
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What is said of a replay, and whether it still tells of what would be released. */
export function showReplay(
  { catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>,
  id: string,
  state: Replay,
  held: InForce,
  draftNow: Draft | undefined,
  ahead?: number,
): Shown {
  const { draft, title, revision, over, by, at, until, status, messages, share, why, heardAt, stoppedBy } = state
  const isSilent = (status === 'running' || status === 'shadow') && clock.now() - heardAt > SILENT_MS
  return {
    ...{ id, draft, title, revision, over, by, at: iso(at), messages, share },
    ...(until === undefined ? {} : { until: iso(until) }),
    status: isSilent ? 'silent' : status,
    ...(status === 'waiting' && ahead !== undefined ? { ahead } : {}),
    current: held.number === over && draftNow?.revision === revision,
    ...(why ? { why } : {}),
    ...(stoppedBy ? { stopped_by: stoppedBy } : {}),
    ...(state.found ? { found: showFound({ catalogue, clock }, state.found) } : {}),
  }
}

function showFound(
  { catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>,
  { from, until, samples, names, ...each }: NonNullable<Replay['found']>,
): z.infer<typeof found> {
  const { flaggedBefore, flagsBefore, stopsBefore, noLonger, nearlyAll, messages: _, ...same } = each
  const now = clock.now()
  const name = (partner: string) => {
    const known = catalogue.partner(partner, now)
    return { partner, partner_zh: known?.nameZh ?? partner, partner_en: known?.nameEn ?? partner }
  }
  return {
    ...same,
    ...(from === undefined ? {} : { from: iso(from) }),
    ...(until === undefined ? {} : { until: iso(until) }),
    flagged_before: flaggedBefore,
    flags_before: flagsBefore,
    stops_before: stopsBefore,
    no_longer: noLonger,
    nearly_all: nearlyAll,
    names: {
      newly: names.newly.map(name),
      no_longer: names.noLonger.map(name),
      stopped: names.stopped.map(name),
      goes_on: names.goesOn.map(name),
    },
    samples: samples.map(({ at, stopFirst, ...one }) => ({
      ...one,
      ...(at === undefined ? {} : { at: iso(at) }),
      ...(stopFirst === undefined ? {} : { stop_first: stopFirst }),
    })),
  }
}

/** @throws Problem `not-found`; `not-ready` when somebody changed it in the database */
export async function replayOf(deps: Pick<Deps, 'store'>, id: string): Promise<Replay> {
  const state = await stateOf<Replay>(deps, 'policy-replays', id)
  if (!state) throw new Problem('not-found', 'There is no such replay.')
  return state
}

/** `/v1/policy/…/replays`, `…/shadow`: a draft over the archive, or beside what is live, held against what is in force. */
export function replayRoutes(deps: Deps): void {
  const { http, bus, clock, store, policy } = deps
  const { trials } = policy.policy

  const openOnes = (kind: 'replay' | 'shadow') =>
    store.find('policy-replays', { tag: openTag(kind), limit: trials.waiting + 1 })
  const show = async (id: string, state: Replay): Promise<Shown> => {
    const waiting = state.status === 'waiting' ? await openOnes('replay') : []
    const ahead = waiting.filter(({ key, body }) => key !== id && (body as Replay).at <= state.at).length
    const draft = await draftOf(deps, state.draft).catch(() => undefined)
    return showReplay(deps, id, state, await inForce(deps), draft, ahead)
  }

  /** @throws Problem `policy.busy` when there are too many, of this person or of all */
  const takeTurn = async (by: string, kind: 'replay' | 'shadow'): Promise<void> => {
    const busy = whyBusy(
      (await openOnes(kind)).map(({ body }) => body as Replay),
      by,
      kind,
      trials,
    )
    if (busy) throw new Problem('policy.busy', busy)
    const hour = Math.floor(clock.now() / HOUR)
    const place = await takePlace(store, `replays:${by}:${hour}`, trials.perHour, (hour + 2) * HOUR)
    if (place === undefined) throw new Problem('policy.busy', `You asked for ${trials.perHour} within this hour.`)
  }

  /** One after the other: of two at once the second sees the first. */
  let turn: Promise<unknown> = Promise.resolve()
  const ask = async (
    request: Parameters<typeof callerOf>[0] & { id: string },
    draft: string,
    until?: number,
  ): Promise<Shown> => {
    const { revision, changes, title } = await draftOf(deps, draft)
    const held = await inForce(deps)
    const looked = check(held.figures, changes, policy)
    if (looked.wrong.length > 0) throw new Problem('policy.invalid', undefined, { wrong: looked.wrong })
    const proposed = monitorIn(looked.after) as MonitorPolicy
    // The archive knows nothing of the desk.
    if (changesBetween(monitorIn(held.figures), proposed).length === 0) throw new Problem('policy.unchanged')
    const by = actorOf(callerOf(request))
    const id = `r-${request.id}`
    const data = {
      ...{ draft, revision, title, by, over: held.number },
      ...{ digest: digestOfFigures(proposed), proposed, held: monitorIn(held.figures) },
      ...(until === undefined ? {} : { until }),
    }
    const message = { id, at: clock.now(), corr: request.id, type: 'replay.asked', data }
    const asked = turn.then(async () => {
      await takeTurn(by, until === undefined ? 'replay' : 'shadow')
      await publishFromEdge(bus, [edgeRecord(policyReplays, bus, id, message)])
      return settled<Replay>(deps, 'policy-replays', id, (each) => each !== undefined)
    })
    turn = asked.catch(() => undefined)
    return show(id, (await asked) as Replay)
  }
  const draftParams = z.object({ id: z.string().max(60) })
  const asking = ['not-found', 'not-ready', 'policy.invalid', 'policy.unchanged', 'policy.busy'] as const

  http.post(
    '/v1/policy/drafts/:id/replays',
    {
      config: { needs: ['tune', 'policy'], problems: [...asking] },
      schema: {
        summary: 'Try a draft on the archive, side by side with what is in force',
        description:
          'It runs beside the gateway, one after the other, a few of each person at once; GET /v1/policy/replays/{id} tells how far it is.',
        tags: ['policy'],
        params: draftParams,
        response: { 202: replayShown },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const shown = await ask(request, id)
      request.noted = { target: `draft ${id}`, reason: 'replay' }
      return reply.code(202).send(shown)
    },
  )

  http.post(
    '/v1/policy/drafts/:id/shadow',
    {
      config: { needs: ['tune', 'policy'], problems: [...asking] },
      schema: {
        summary: 'Put a whole draft in shadow: it runs beside what is in force, and nothing follows from it',
        description:
          'It reads the archive, then goes on with what is observed; what it would have flagged, cleared or stopped since is told by GET /v1/policy/replays/{id}.',
        tags: ['policy'],
        params: draftParams,
        body: z.object({
          days: z.number().int().min(1).max(60).default(14).describe('So long; the policy says how long at most'),
        }),
        response: { 202: replayShown },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const days = Math.min(request.body.days, trials.shadowDays)
      const shown = await ask(request, id, clock.now() + days * DAY)
      request.noted = { target: `draft ${id}`, reason: 'shadow' }
      return reply.code(202).send(shown)
    },
  )

  http.post(
    '/v1/policy/replays/:id/stop',
    {
      config: { needs: ['tune', 'policy'], problems: ['not-found', 'not-ready'] },
      schema: {
        summary: 'Stop a replay, or a draft in shadow',
        description: 'What it found so far stays. One that has ended is as it is.',
        tags: ['policy'],
        params: draftParams,
        response: { 200: replayShown },
      },
    },
    async (request) => {
      const { id } = request.params
      const before = await replayOf(deps, id)
      request.noted = { target: `draft ${before.draft}`, reason: 'stopped' }
      if (!isOpen(before)) return show(id, before)
      const data = { by: actorOf(callerOf(request)) }
      const message = { id: `stop-${request.id}`, at: clock.now(), corr: request.id, type: 'replay.stopped', data }
      await publishFromEdge(bus, [edgeRecord(policyReplays, bus, id, message)])
      const after = await settled<Replay>(deps, 'policy-replays', id, (each) => each !== undefined && !isOpen(each))
      return show(id, after as Replay)
    },
  )

  http.get(
    '/v1/policy/drafts/:id/replays',
    {
      config: { needs: ['watch', 'policy'], problems: ['not-ready'] },
      schema: {
        summary: 'Replays of a draft, and when it was in shadow, the latest first',
        tags: ['policy'],
        params: draftParams,
        querystring: listQuery(DRAFT_KEPT, DRAFT_KEPT).extend({
          order: z.enum(['asc', 'desc']).default('desc').describe('`asc` begins with the oldest'),
        }),
        response: { 200: z.object({ items: z.array(replayShown), ...listWays }) },
      },
    },
    async (request) => {
      const tag = `draft=${request.params.id}`
      const { found: states, ways } = await listPage(deps, 'policy-replays', { ...request.query, tag })
      return { items: await Promise.all(states.map(({ key, body }) => show(key, body as Replay))), ...ways }
    },
  )

  http.get(
    '/v1/policy/replays/:id',
    {
      config: { needs: ['watch', 'policy'], problems: ['not-found', 'not-ready'] },
      schema: {
        summary: 'How far a replay is, and what came of it',
        tags: ['policy'],
        params: draftParams,
        response: { 200: replayShown },
      },
    },
    async (request) => show(request.params.id, await replayOf(deps, request.params.id)),
  )
}
