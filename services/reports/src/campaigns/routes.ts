import { z } from 'zod'
import { explain, read } from '#campaigns'
import { blockKey, blockReason, blockScope, campaignId, reportOutcomes, senderKind, spamKind } from '#contracts'
import { callerOf, Problem } from '#http'
import { queueTag } from '#process'
import { type Deps, listPage, listQuery, listWays, openProposalFor } from '#service'
import { maskNumber } from '#sms'
import { type Point, points as pointsOf } from '../domain/campaigns/points.ts'
import { type Campaign, isSettled, portOf, queueOf, type Variant, type Verdict } from '../domain/campaigns/standing.ts'
import { largest, namedOf, type Tally, TEXTS, weighted } from '../domain/campaigns/tally.ts'
import { campaignActs, DECIDE } from './acts.ts'
import { shownTarget, targetsOf } from './targets.ts'

const point = z.object({
  rule: z.string().describe('Its name, such as `first-reports` or `texts-differ`'),
  figure: z.number().describe('What was counted'),
  of: z.number().optional().describe('Out of how many, or against which threshold'),
})
const span = z.tuple([z.number(), z.number()]).meta({ example: [0, 12] })
const id = campaignId.meta({ example: 'c0k3x9fq1zt7aa' })
const listed = z.object({
  id: id.describe('`c…` reports of one text, `p…` reports of one port'),
  status: z.enum(['proposed', 'growing', 'decided', 'merged']).describe('`proposed`: it waits for a person'),
  port: z.string().optional().describe('The port that most of its reports are about'),
  kind: spamKind.describe('What most of its reports are'),
  text: z.string().describe('How its first text begins'),
  reports: z.number().describe('Reports, also repeated ones'),
  reporters: z.number().describe('Subscribers who reported it'),
  weighted: z.number().describe('Reporters of the last days by the weight of their word'),
  since: z.iso.datetime().describe('When it was first reported'),
  last: z.iso.datetime().describe('When it was last reported'),
  sent_by: z
    .array(z.string())
    .describe('The ports, or what else senders are, that most of its reports are about')
    .meta({ example: ['10661234', 'person'] }),
})
const whole = listed.extend({
  variants: z
    .array(
      z.object({
        id: z.string().describe('Names it in `split`'),
        text: z.string(),
        count: z.number().describe('Reports that are most like it'),
        shared: z.array(span).describe('Pieces that the first text has too: from, and up to without'),
        differs: z.array(span).describe('Pieces that the first text has not'),
        score: z.number().optional().describe('How sure it is one of the campaign; 1 is just enough'),
        share: z.number().optional().describe('Of the shorter text, rarer words counting more (percent)'),
        evidence: z.array(z.string()).describe('Links, numbers and ids that both have'),
      }),
    )
    .describe('Its texts, as they differ'),
  days: z
    .array(
      z.object({
        day: z.iso.date().describe('The day, in UTC').meta({ example: '2026-11-26' }),
        reports: z.number().describe('Reports of that day'),
        reporters: z.number().describe('Subscribers who reported it first on that day'),
      }),
    )
    .describe('Day by day'),
  kinds: z.record(z.string(), z.number()).describe('Reports by kind'),
  senders: z.record(z.string(), z.number()).describe('Reports by port, or by what else the sender is'),
  places: z.record(z.string(), z.number()).describe('Reports by district, where it is known'),
  honest: z.number().describe('Reports of texts that are honest by their words'),
  texts: z.number().describe(`Of a port: campaigns that its reports are of; ${TEXTS} are that many or more`),
  proposal: z
    .object({
      at: z.iso.datetime(),
      speaks_for: z.array(point).describe('What speaks for acting'),
      speaks_against: z.array(point).describe('What speaks against it'),
    })
    .optional()
    .describe('Why it was put before a person'),
  now: z
    .object({
      speaks_for: z.array(point).describe('What speaks for acting'),
      speaks_against: z.array(point).describe('What speaks against it'),
    })
    .optional()
    .describe('The same as it stands now, while it is not decided'),
  decided: z
    .object({
      at: z.iso.datetime(),
      by: z.string(),
      by_name: z.string(),
      outcome: reportOutcomes.messages['report.decided'].shape.outcome,
      proven: z.boolean(),
      note: z.string(),
      scope: blockScope.optional().describe('`marketing`: nothing else is stopped'),
      until: z.iso.datetime().optional().describe('Until when it is blocked; absent: until it is lifted'),
      reason: blockReason.optional().describe('Why, as a class'),
      blocks: z
        .array(
          z.object({
            id: z.string().describe('GET /v1/blocks/{id}'),
            kind: z.enum(['port', 'number', 'prefix', 'domain']).describe('What is blocked'),
            value: z.string().describe('The port, the digits or the domain; of a number its mask'),
            state: z
              .enum(['asked', 'holds', 'refused', 'over'])
              .describe('`asked`: reporters are told once it holds; `refused`: it is on the white list'),
          }),
        )
        .optional()
        .describe('What was blocked by it'),
      unblocked: z
        .object({ at: z.iso.datetime(), by: z.string(), by_name: z.string() })
        .optional()
        .describe('Nothing of it is blocked any more: it may be decided again'),
    })
    .optional()
    .describe('What a person decided'),
  undecided: z
    .object({ at: z.iso.datetime(), by: z.string(), by_name: z.string() })
    .optional()
    .describe('The last decision came to nothing: all that it was to block is protected, or its time was over'),
  targets: z
    .array(shownTarget)
    .describe('What a block could be of, the most reported first; none where a decision holds'),
  waits: z.string().optional().describe('A decision waits for a second person: GET /v1/proposals/{id}'),
  into: id.optional().describe('The campaign that it was joined to'),
  joined: z.array(id).describe('Campaigns that were joined to it: their reports are listed with them'),
})
export type ShownCampaign = z.infer<typeof whole>

const BEGINNING = 160
/** Senders of one that are named in the list. */
const SENDERS = 3
const iso = (at: number): string => new Date(at).toISOString()
const day = (at: number): string => iso(at * 86_400_000).slice(0, 10)
const points = (list: readonly Point[]) => list.map((each) => ({ ...each }))

/** Campaigns for operations: the list, one with its texts and why they are one, and what people decide of it. */
export function campaignRoutes(deps: Deps): void {
  const { http, store, clock, ids, keyOf, policy, log, staff } = deps
  const named = (id: string) => staff.get(id)?.name ?? id
  const variantId = (report: string) => ids.seal('variant', 'staff', report)

  const show = (id: string, state: Campaign): z.infer<typeof listed> => {
    const port = portOf(id, state.tally)
    return {
      id,
      status: queueOf(state) as z.infer<typeof listed>['status'],
      ...(port === undefined ? {} : { port }),
      kind: (largest(state.tally.kinds)?.[0] ?? 'other') as z.infer<typeof spamKind>,
      text: (state.variants[0]?.text ?? '').slice(0, BEGINNING),
      reports: state.tally.size,
      reporters: state.tally.reporters,
      weighted: Math.round(weighted(state.tally, clock.now(), policy.policy) * 10) / 10,
      since: iso(state.since),
      last: iso(state.last),
      sent_by: Object.entries(state.tally.senders)
        .sort((a, b) => b[1] - a[1])
        .slice(0, SENDERS)
        .map(([name]) => name),
    }
  }
  const pointsNow = (tally: Tally) => {
    const { speaksFor, speaksAgainst } = pointsOf(tally, clock.now(), policy.policy)
    return { speaks_for: points(speaksFor), speaks_against: points(speaksAgainst) }
  }
  const showVariant = ({ report, text, counts, why }: Variant, first: Variant): ShownCampaign['variants'][number] => {
    const { shared, differs } = explain(read(text), read(first.text))
    const pieces = (spans: typeof shared) => spans.map(([from, to]): [number, number] => [from, to])
    return {
      id: variantId(report),
      text,
      count: counts.size,
      shared: pieces(shared),
      differs: pieces(differs),
      ...(why?.score === undefined ? {} : { score: why.score }),
      ...(why?.share === undefined ? {} : { share: why.share }),
      evidence: [...(why?.evidence ?? [])],
    }
  }
  const signed = ({ at, by }: { at: number; by: string }) => ({ at: iso(at), by, by_name: named(by) })
  const showVerdict = (verdict: Verdict): NonNullable<ShownCampaign['decided']> => {
    const { outcome, proven, note, block, unblocked } = verdict
    const { scope, until, reason, targets } = block ?? {}
    return {
      ...signed(verdict),
      ...{ outcome, proven, note },
      ...(scope ? { scope } : {}),
      ...(reason ? { reason } : {}),
      ...(until === undefined ? {} : { until: iso(until) }),
      ...(targets
        ? {
            blocks: targets.map(({ target, state }) => ({
              id: ids.seal('block', 'staff', blockKey(target, keyOf)),
              kind: target.kind,
              value: target.kind === 'number' ? maskNumber(target.value) : target.value,
              state,
            })),
          }
        : {}),
      ...(unblocked ? { unblocked: signed(unblocked) } : {}),
    }
  }
  const showWhole = async (id: string, state: Campaign): Promise<ShownCampaign> => {
    const { tally, variants, proposed, verdict, into, undecided } = state
    const isOpen = into === undefined && !isSettled(state)
    const waits = isOpen ? await openProposalFor(deps, DECIDE, id) : undefined
    return {
      ...show(id, state),
      variants: variants.map((each) => showVariant(each, variants[0]!)),
      days: tally.days.map((each) => ({ ...each, day: day(each.day) })),
      kinds: { ...tally.kinds },
      senders: { ...tally.senders },
      places: { ...tally.places },
      honest: tally.honest,
      texts: Object.keys(namedOf(tally.campaigns)).length,
      ...(proposed
        ? {
            proposal: {
              at: iso(proposed.at),
              speaks_for: points(proposed.speaksFor),
              speaks_against: points(proposed.speaksAgainst),
            },
          }
        : {}),
      ...(proposed && !verdict && tally.recent.length > 0 ? { now: pointsNow(tally) } : {}),
      ...(verdict ? { decided: showVerdict(verdict) } : {}),
      ...(undecided ? { undecided: signed(undecided) } : {}),
      targets: isOpen ? await targetsOf(deps, id, state) : [],
      ...(waits === undefined ? {} : { waits }),
      ...(into === undefined ? {} : { into }),
      joined: state.rolls.map(({ key }) => key),
    }
  }

  http.get(
    '/v1/campaigns',
    {
      config: { needs: ['look', 'campaign'] },
      schema: {
        summary: 'Campaigns: what waits for a person first, the most reporters first',
        description:
          'Reports of the same text however it was varied, and reports of one port. Who reported is not told.',
        tags: ['campaigns'],
        querystring: listQuery(200, 50).extend({
          status: listed.shape.status.default('proposed'),
          kind: spamKind.optional().describe('Only of this kind'),
          sender: z
            .union([senderKind, z.string().regex(/^\d{3,21}$/)])
            .optional()
            .describe('Only what this port sent, or this sort of sender'),
        }),
        response: { 200: z.object({ items: z.array(listed), ...listWays }) },
      },
    },
    async (request) => {
      const { status, kind, sender, ...page } = request.query
      const { found, ways } = await listPage(deps, 'campaigns', { ...page, tag: queueTag(status, { kind, sender }) })
      log.info({ by: callerOf(request).keyId, campaigns: found.length }, 'campaigns read')
      return { items: found.map(({ key, body }) => show(key, body as Campaign)), ...ways }
    },
  )

  const params = z.object({ id: id.describe('Its id') })
  const find = async (id: string): Promise<Campaign> => {
    const state = (await store.load('campaigns', [id])).get(id)?.body as Campaign | undefined
    if (!state) throw new Problem('not-found', 'No campaign has this id.')
    return state
  }
  http.get(
    '/v1/campaigns/:id',
    {
      config: { needs: ['look', 'campaign'], problems: ['not-found'] },
      schema: {
        summary:
          'One campaign: its texts with what differs marked, why they are one, what speaks for acting and against',
        tags: ['campaigns'],
        params,
        response: { 200: whole },
      },
    },
    async (request) => {
      const { id } = request.params
      const state = await find(id)
      log.info({ by: callerOf(request).keyId, campaign: id }, 'a campaign was read')
      return showWhole(id, state)
    },
  )

  campaignActs(deps, { params, whole, find, showWhole })
}
