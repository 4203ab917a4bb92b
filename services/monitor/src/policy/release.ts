import { z } from 'zod'
import { MOST_TOUCHED, policyCommands } from '#contracts'
import { callerOf, Problem } from '#http'
import {
  changesBetween,
  deskIn,
  digestOfFigures,
  digestOfTuned,
  figuresOf,
  type MonitorPolicy,
  monitorIn,
  releasedDesk,
  type TunedFigures,
  tunedFrom,
} from '#policy'
import { actorOf, type Deps, interestsOf, propose, proposed } from '#service'
import type { Draft } from '../domain/drafts.ts'
import { type PartnerFlags, standingOf } from '../domain/flags.ts'
import { POLICY, type PolicyVersion, versionKey } from '../domain/releases.ts'
import { isFresh, type Replay } from '../domain/replays.ts'
import { effectsOf } from './effects.ts'
import { draftOf, type InForce, inForce, stateOf, statesOf, versionOf } from './in-force.ts'
import { replayOf, showReplay } from './replays.ts'
import { check } from './shown.ts'

const RELEASE = 'policy.release'
const why = z.string().trim().min(1).max(1000).describe('Why, for the second person and the history')
/** Versions that one step back may go over. */
const MOST_BACK = 100

/** What the second person says yes to. */
interface Shown {
  readonly over: number
  /** The figures that it takes the place of, by their digest: of version 0 each process has its own file. */
  readonly held: string
  readonly draft?: string
  readonly revision?: number
  /** By which it was seen whom the draft touches. */
  readonly replay?: string
  /** Of figures of the desk. */
  readonly effects?: unknown
}

/** Partners that a replay says it would flag, clear, stop first or let go on. @throws Problem `policy.wide` */
function touchedBy({ names }: NonNullable<Replay['found']>): string[] {
  const touched = [...new Set([...names.newly, ...names.noLonger, ...names.stopped, ...names.goesOn])].sort()
  // As many as are named: there may be more.
  if (touched.length >= MOST_TOUCHED) throw new Problem('policy.wide')
  return touched
}

const ofMonitor = (figures: TunedFigures) => monitorIn(figures) as MonitorPolicy
/** Whether the monitor’s figures, and the desk’s, are others. */
const differ = (held: TunedFigures, after: TunedFigures) => ({
  monitor: changesBetween(ofMonitor(held), ofMonitor(after)).length > 0,
  desk: changesBetween(deskIn(held), deskIn(after)).length > 0,
})

/** Releases and rollbacks of figures, each by two people (docs/rules.md, "Partners"). */
export function releaseRoutes(deps: Deps): void {
  const { http, previews } = deps
  const needs = ['tune', 'policy'] as const

  /** The replay, as long as it tells whom a release touches. */
  const freshReplay = async (id: string | undefined): Promise<string | undefined> => {
    const tried = id === undefined ? undefined : await stateOf<Replay>(deps, 'policy-replays', id)
    return tried && isFresh(tried, deps.clock.now(), deps.policy.policy.trials) ? id : undefined
  }

  /** What another build released is not taken back unseen, and what one cannot read is not released. @throws Problem */
  const refuseOtherBuilds = ({ unread }: InForce): void => {
    if (unread.length > 0)
      throw new Problem('not-ready', `Figures that are in force are those of a newer build: ${unread.join(', ')}.`)
    const older = deps.processes.olderThanDesk(deps.clock.now())
    if (older.length > 0)
      throw new Problem(
        'not-ready',
        `Processes run an older build, which knows none of these figures: ${older.join(', ')}.`,
      )
  }

  // Another version meanwhile, another draft, or a replay that is too old by now: what was shown is not what would be done.
  previews.set(RELEASE, async ({ preview }) => {
    const shown = preview as Shown
    const held = await inForce(deps)
    if (shown.effects) refuseOtherBuilds(held)
    const draft = shown.draft === undefined ? undefined : await draftOf(deps, shown.draft).catch(() => undefined)
    return {
      ...shown,
      over: held.number,
      held: digestOfTuned(held.figures),
      ...(shown.draft === undefined ? {} : { revision: draft?.revision }),
      ...(shown.replay === undefined ? {} : { replay: await freshReplay(shown.replay) }),
    }
  })

  /** Whoever wrote the draft, with whichever account, decided what it flags. @throws Problem `proposal.refused` */
  const refuseInterested = ({ writers }: Draft, partners: readonly string[]): void => {
    const interests = writers.flatMap((each) => interestsOf(deps.staff, each))
    if (partners.flatMap((each) => deps.catalogue.asOne(each)).some((each) => interests.includes(each)))
      throw new Problem('proposal.refused', undefined, { why: 'interest' })
  }

  const release = async (
    request: Parameters<typeof callerOf>[0] & { id: string },
    /** What holds, read once: all that is shown and bound is held against it. */
    held: InForce,
    given: {
      readonly title: string
      readonly why: string
      readonly figures: TunedFigures
      /** Of the desk those that were ever released; all others are as each process’s file has them. */
      readonly desk: Readonly<Record<string, unknown>>
      /** Whom a replay or versions say that it touches; whom the desk’s figures do is looked up. */
      readonly partners: readonly string[]
      readonly shown: object
      /** Absent of one that goes back. */
      readonly draft?: Draft
    },
    more: object,
  ) => {
    const changes = changesBetween(held.figures, given.figures)
    if (changes.length === 0) throw new Problem('policy.unchanged')
    const caller = callerOf(request)
    const { monitor, desk } = differ(held.figures, given.figures)
    if (desk || held.parts.desk) refuseOtherBuilds(held)
    const effects = desk ? await effectsOf(deps, held.figures, given.figures) : undefined
    const partners = [...new Set([...given.partners, ...(effects?.partners ?? [])])].sort()
    if (partners.length > MOST_TOUCHED) throw new Problem('policy.wide')
    if (given.draft) refuseInterested(given.draft, partners)
    // More blocks that one person places alone.
    const isLooser = given.figures.enforcement.aloneMessages > held.figures.enforcement.aloneMessages
    const figures = {
      ...(monitor || held.parts.monitor ? ofMonitor(given.figures) : {}),
      ...given.desk,
    }
    const data = {
      ...{ over: held.number, title: given.title, why: given.why, by: actorOf(caller), proposal: `pr-${request.id}` },
      ...{ digest: digestOfTuned(given.figures), figures, partners, adopts: monitor },
      ...more,
    }
    const preview = {
      ...{ over: held.number, held: digestOfTuned(held.figures), digest: data.digest },
      ...given.shown,
      ...(effects ? { effects: { at: new Date(deps.clock.now()).toISOString(), ...effects.shown } } : {}),
      ...{ why: given.why, changes },
    }
    return propose(
      deps,
      caller,
      {
        kind: RELEASE,
        needs: [...needs],
        ...(isLooser ? { frees: ['block', 'block'] as const } : {}),
        title: given.title,
        partners,
        preview,
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
          'policy.wide',
          'proposal.key',
          'proposal.refused',
        ],
      },
      schema: {
        summary: 'Propose to release a draft',
        description:
          'A second person approves it, bound to what was shown. It holds from its place among what is observed on, without a restart. Nobody proposes, wrote or approves it who has an interest in a partner that it flags, clears, stops first or lets go on, or of whose ports campaigns would be, or would no longer be, put before a person.',
        tags: ['policy'],
        params: z.object({ id: z.string().max(60) }),
        body: z.object({
          revision: z.number().int().min(1).describe('The revision that you looked at'),
          replay: z
            .string()
            .max(60)
            .optional()
            .describe(
              'The replay that you looked at: of this revision, beside what is in force, not older than policy allows; needed where a figure of the monitor is another',
            ),
          why,
        }),
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { revision, replay, why: reason } = request.body
      const held = await inForce(deps)
      const draft = await draftOf(deps, id)
      if (draft.revision !== revision) throw new Problem('policy.changed')
      const { wrong, after } = check(held.figures, draft.changes, deps.policy)
      if (wrong.length > 0) throw new Problem('policy.invalid', undefined, { wrong })
      const touches = differ(held.figures, after)
      const released = { title: draft.title, why: reason, figures: after, draft }
      const desk = releasedDesk(held.stored, held.figures, after)
      if (touches.desk && !touches.monitor) {
        const given = { ...released, desk, partners: [], shown: { draft: id, revision } }
        const made = await release(request, held, given, { draft: id })
        request.noted = { target: `draft ${id}`, reason }
        return reply.code(202).send(made)
      }
      if (replay === undefined) throw new Problem('policy.untried')
      const tried = await replayOf(deps, replay)
      const isOfThese =
        tried.draft === id &&
        tried.revision === revision &&
        tried.over === held.number &&
        tried.digest === digestOfFigures(ofMonitor(after)) &&
        digestOfFigures(figuresOf(tried.held)) === digestOfFigures(ofMonitor(held.figures))
      // What was in shadow tells of its own days only.
      if (!isOfThese || !tried.found || tried.until !== undefined) throw new Problem('policy.untried')
      const { trials } = deps.policy.policy
      if (!isFresh(tried, deps.clock.now(), trials))
        throw new Problem('policy.untried', `That was more than ${trials.releaseHours} hours ago: replay it anew.`)
      const partners = touchedBy(tried.found)
      refuseInterested(draft, partners)
      const { samples: _, ...found } = showReplay(deps, replay, tried, held, draft).found ?? {}
      const shown = { draft: id, revision, replay, found }
      const given = { ...released, desk, partners, shown }
      const made = await release(request, held, given, { draft: id })
      request.noted = { target: `draft ${id}`, reason }
      return reply.code(202).send(made)
    },
  )

  /**
   * Whom the versions touched that would be left: going back touches them again. And of whom something stands now: what they
   * did since no earlier figures were tried on.
   */
  const touchedSince = async (to: number, held: InForce): Promise<string[]> => {
    const keys = Array.from({ length: Math.max(0, held.number - to) }, (_, n) => versionKey(to + 1 + n))
    if (keys.length > MOST_BACK) throw new Problem('policy.wide', `It goes over more than ${MOST_BACK} versions.`)
    const left = await statesOf<PolicyVersion>(deps, 'policy-versions', keys)
    const standing = await deps.store.find('flags', { tag: 'status=standing', limit: MOST_TOUCHED + 1 })
    const touched = new Set([
      ...left.flatMap(({ partners }) => partners),
      ...standingOf(standing.map(({ body }) => body as PartnerFlags)),
    ])
    if (touched.size > MOST_TOUCHED) throw new Problem('policy.wide')
    return [...touched].sort()
  }

  http.post(
    '/v1/policy/rollback',
    {
      config: {
        needs,
        problems: [
          'not-found',
          'not-ready',
          'policy.invalid',
          'policy.unchanged',
          'policy.wide',
          'proposal.key',
          'proposal.refused',
        ],
      },
      schema: {
        summary: 'Propose to go back to an earlier version',
        description:
          'A new version with the figures of that one; a second person approves it. Neither has an interest in a partner that the versions after it flagged, cleared, stopped first or let go on, or of whom a flag stands.',
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
      const held = await inForce(deps)
      const version = to === 0 ? undefined : await versionOf(deps, to)
      const figures = tunedFrom(version?.figures, deps.policy.file.policy)
      const { wrong } = check(figures, {}, deps.policy)
      if (wrong.length > 0) throw new Problem('policy.invalid', undefined, { wrong })
      const title = version ? version.title : 'POLICY_FILE'
      const partners = differ(held.figures, figures).monitor ? await touchedSince(to, held) : []
      const desk = deskIn((version?.figures ?? {}) as Readonly<Record<string, unknown>>) ?? {}
      const given = { title, why: reason, figures, desk, partners, shown: { backTo: to } }
      const made = await release(request, held, given, { backTo: to })
      request.noted = { target: `policy ${to}`, reason }
      return reply.code(202).send(made)
    },
  )
}
