import { z } from 'zod'
import { explain, read } from '#campaigns'
import { blockKey, senderKind, spamKind } from '#contracts'
import { callerOf, Problem } from '#http'
import { queueTag } from '#process'
import { type Deps, listPage, listQuery, listWays, openProposalFor } from '#service'
import { beginningOf, maskNumber, withoutNumber } from '#sms'
import { type Point, points as pointsOf } from '../domain/campaigns/points.ts'
import { type Campaign, isSettled, portOf, queueOf, type Variant, type Verdict } from '../domain/campaigns/standing.ts'
import { largest, namedOf, type Tally, weighted } from '../domain/campaigns/tally.ts'
import { reportersOf } from '../seen-texts.ts'
import { campaignActs } from './acts.ts'
import { DECIDE } from './decision.ts'
import { type ListedCampaign, listedCampaign, type ShownCampaign, wholeCampaign } from './shown.ts'
import { targetsOf } from './targets.ts'

/** Senders of one that are named in the list. */
const SENDERS = 3
const iso = (at: number): string => new Date(at).toISOString()
const day = (at: number): string => iso(at * 86_400_000).slice(0, 10)
/** Of a campaign in the list no other text is shown. */
const withFirstText = (campaign: Campaign): Campaign => ({ ...campaign, variants: campaign.variants.slice(0, 1) })
const points = (list: readonly Point[]) => list.map((each) => ({ ...each }))

/** Campaigns for operations: the list, one with its texts and why they are one, and what people decide of it. */
export function campaignRoutes(deps: Deps): void {
  const { http, store, clock, ids, keyOf, policy, log, staff } = deps
  const named = (id: string) => staff.get(id)?.name ?? id
  const variantId = (report: string) => ids.seal('variant', 'staff', report)

  const show = (id: string, state: Campaign): ListedCampaign => {
    const port = portOf(id, state.tally)
    return {
      id,
      status: queueOf(state) as ListedCampaign['status'],
      ...(port === undefined ? {} : { port }),
      kind: (largest(state.tally.kinds)?.[0] ?? 'other') as ListedCampaign['kind'],
      text: beginningOf(state.variants[0]?.text ?? ''),
      reports: state.tally.size,
      reporters: state.tally.reporters,
      weighted: Math.round(weighted(state.tally, clock.now(), policy.latest.policy) * 10) / 10,
      since: iso(state.since),
      last: iso(state.last),
      sent_by: Object.entries(state.tally.senders)
        .sort((a, b) => b[1] - a[1])
        .slice(0, SENDERS)
        .map(([name]) => name),
    }
  }
  const pointsNow = (tally: Tally) => {
    const { speaksFor, speaksAgainst } = pointsOf(tally, clock.now(), policy.latest.policy)
    return { speaks_for: points(speaksFor), speaks_against: points(speaksAgainst) }
  }
  const showVariant = (
    { report, text, counts, why, joined }: Variant,
    first: Variant,
  ): ShownCampaign['variants'][number] => {
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
      ...(joined ? { joined } : {}),
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
  /** Campaigns whose texts nobody learns from who reported. */
  const seen = async (states: readonly Campaign[]): Promise<Campaign[]> => {
    const reports = states.flatMap(({ variants }) => variants.map(({ report }) => report))
    const msisdnOf = await reportersOf(store, reports)
    const shown = (each: Variant): Variant => {
      const masked = (text: string) => withoutNumber(text, msisdnOf(each.report) ?? '')
      const why = each.why && { ...each.why, evidence: each.why.evidence.map(masked) }
      return { ...each, text: masked(each.text), ...(why ? { why } : {}) }
    }
    return states.map((state) => ({ ...state, variants: state.variants.map(shown) }))
  }
  const showWhole = async (id: string, stored: Campaign): Promise<ShownCampaign> => {
    const [state = stored] = await seen([stored])
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
              ...(proposed.policy === undefined ? {} : { policy: proposed.policy }),
            },
          }
        : {}),
      ...(proposed && !verdict && tally.recent.length > 0 ? { now: pointsNow(tally) } : {}),
      ...(verdict ? { decided: showVerdict(verdict) } : {}),
      ...(undecided ? { undecided: signed(undecided) } : {}),
      targets: isOpen ? await targetsOf(deps, id, state) : [],
      ...(waits === undefined ? {} : { waits: waits.id }),
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
          status: listedCampaign.shape.status.default('proposed'),
          kind: spamKind.optional().describe('Only of this kind'),
          sender: z
            .union([senderKind, z.string().regex(/^\d{3,21}$/)])
            .optional()
            .describe('Only what this port sent, or this sort of sender'),
        }),
        response: { 200: z.object({ items: z.array(listedCampaign), ...listWays }) },
      },
    },
    async (request) => {
      const { status, kind, sender, ...page } = request.query
      const { found, ways } = await listPage(deps, 'campaigns', { ...page, tag: queueTag(status, { kind, sender }) })
      log.info({ by: callerOf(request).keyId, campaigns: found.length }, 'campaigns read')
      const states = await seen(found.map(({ body }) => withFirstText(body as Campaign)))
      return { items: found.map(({ key }, at) => show(key, states[at] as Campaign)), ...ways }
    },
  )

  const params = z.object({ id: listedCampaign.shape.id.describe('Its id') })
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
        response: { 200: wholeCampaign },
      },
    },
    async (request) => {
      const { id } = request.params
      const state = await find(id)
      log.info({ by: callerOf(request).keyId, campaign: id }, 'a campaign was read')
      return showWhole(id, state)
    },
  )

  campaignActs(deps, { params, find, showWhole })
}
