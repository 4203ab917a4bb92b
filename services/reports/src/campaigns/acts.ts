import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { campaignCommands, campaignId } from '#contracts'
import { callerOf, Problem } from '#http'
import { actorOf, type Deps, edgeRecord, propose, publishFromEdge, settled } from '#service'
import { type Campaign, isSettled } from '../domain/campaigns/standing.ts'
import { isOf } from '../domain/campaigns/variants.ts'
import { DECIDE, decisionOf, decisionWish, isDecided, isSeen, note, previewDecisions } from './decision.ts'
import { type ShownCampaign, wholeCampaign } from './shown.ts'

const needs = ['block', 'campaign'] as const

interface Command {
  readonly type: string
  readonly data: object
}
interface Shown {
  readonly params: z.ZodObject<{ id: z.ZodType<string> }>
  readonly find: (id: string) => Promise<Campaign>
  readonly showWhole: (id: string, state: Campaign) => Promise<ShownCampaign>
}

/** What people do with a campaign: split, join, decide, dismiss, unblock. Each answers with the campaign as it stands then. */
export function campaignActs(deps: Deps, { params, find, showWhole }: Shown): void {
  const { http, bus, clock, ids, staff } = deps
  previewDecisions(deps, find)
  const named = (id: string) => staff.get(id)?.name ?? id

  /** Sends one, and waits until it is seen. */
  async function act(
    request: FastifyRequest,
    id: string,
    { type, data }: Command,
    isDone: (state: Campaign, at: number) => boolean,
  ) {
    const at = clock.now()
    const message = { id: request.id, at, corr: request.id, type, data }
    await publishFromEdge(bus, [edgeRecord(campaignCommands, bus, id, message)])
    const seen = await settled<Campaign>(deps, 'campaigns', id, (state) => state !== undefined && isDone(state, at))
    return showWhole(id, seen as Campaign)
  }

  /** The campaign that is meant, and that is nothing else’s by now. */
  async function openOne(
    request: FastifyRequest,
    reason: string,
  ): Promise<{ id: string; state: Campaign; by: string }> {
    const { id } = request.params as { id: string }
    const state = await find(id)
    request.noted = { target: `campaign ${id}`, reason }
    if (state.into !== undefined) throw new Problem('decided', `It was joined to ${state.into}.`)
    return { id, state, by: actorOf(callerOf(request)) }
  }
  const checkOpen = (state: Campaign): void => {
    if (state.verdict && isSettled(state))
      throw new Problem('decided', 'This campaign is decided.', { by: named(state.verdict.by) })
  }
  const checkText = (id: string): void => {
    if (id.startsWith('p')) throw new Problem('request.invalid', 'Reports of a port are neither split nor joined.')
  }
  const route = <Body extends z.ZodType>(
    name: string,
    summary: string,
    body: Body,
    done: (request: FastifyRequest, wish: z.output<Body>) => Promise<ShownCampaign>,
    description?: string,
  ) =>
    http.post(
      `/v1/campaigns/:id/${name}`,
      {
        config: {
          needs,
          problems: [
            ...(['not-found', 'decided', 'request.invalid', 'not-ready'] as const),
            ...(name === 'decide'
              ? (['block.target', 'block.dates', 'proposal.key', 'proposal.refused'] as const)
              : []),
          ],
        },
        schema: {
          summary,
          ...(description ? { description } : {}),
          tags: ['campaigns'],
          params,
          body: body as z.ZodType,
          response: { 200: wholeCampaign },
        },
      },
      async (request) => done(request, request.body as z.output<Body>),
    )

  route(
    'split',
    'Split one of its texts off: what is like it is a campaign of its own from now on',
    z.object({ note, variant: z.string().max(400).describe('`id` of the text') }),
    async (request, wish) => {
      const { id, state, by } = await openOne(request, wish.note)
      checkText(id)
      const variant = ids.open('variant', wish.variant)?.id
      if (state.variants.length < 2 || variant === undefined || !state.variants.some((each) => isOf(each, variant)))
        throw new Problem('request.invalid', '`variant` is one of several texts of this campaign.')
      const data = { by, note: wish.note, variant }
      return act(request, id, { type: 'campaign.split', data }, ({ splitAt = 0 }, at) => splitAt >= at)
    },
  )

  route(
    'join',
    'Join it to another: its reports and all that comes belong there',
    z.object({
      note,
      into: campaignId.describe('The campaign that it is joined to').meta({ example: 'c0k3x9fq1zt7ab' }),
    }),
    async (request, wish) => {
      const { id, state, by } = await openOne(request, wish.note)
      if (state.verdict) throw new Problem('decided', 'This campaign is decided.', { by: named(state.verdict.by) })
      checkText(id)
      if (wish.into === id || wish.into.startsWith('p'))
        throw new Problem('request.invalid', '`into` is another campaign of a text.')
      await find(wish.into)
      return act(request, id, { type: 'campaign.join', data: { by, ...wish } }, ({ into }) => into !== undefined)
    },
  )

  route(
    'dismiss',
    'Dismiss it: reporters are told, and it is proposed again only when many more report it',
    z.object({ note }),
    async (request, wish) => {
      const { id, state, by } = await openOne(request, wish.note)
      checkOpen(state)
      const data = { by, ...wish, outcome: 'dismissed', proven: false }
      return act(request, id, { type: DECIDE, data }, ({ verdict }, at) => (verdict?.at ?? 0) >= at)
    },
  )

  route(
    'decide',
    'Decide it: what is named is blocked, and once it holds every reporter is told',
    decisionWish,
    async (request, wish) => {
      // The audit has what was decided, not only that something was.
      const said = `${wish.outcome}, ${wish.proven ? 'proven' : 'not proven'}: ${wish.note}`
      const { id, state, by } = await openOne(request, said)
      checkOpen(state)
      const { command, partners, preview, stopped } = await decisionOf(deps, id, state, wish, by)
      if (!preview) return act(request, id, command, isDecided)
      const records = [
        { topic: campaignCommands.name, key: id, type: DECIDE, data: { ...command.data, twoPeople: true as const } },
      ]
      const asked = { kind: DECIDE, needs, title: `campaign ${id}`, partners, preview, live: { stopped }, records }
      const answer = await propose(deps, callerOf(request), asked, request.id)
      if (answer.status === 'open') return { ...(await showWhole(id, state)), waits: answer.proposal }
      const seen = await settled<Campaign>(deps, 'campaigns', id, (now) => now !== undefined && isSeen(now, state))
      return showWhole(id, seen as Campaign)
    },
    'Who is on the white list, a prefix, and what stopped many messages last week need two people: then nothing is decided yet, and `waits` names the proposal.',
  )

  route(
    'unblock',
    'Unblock what it blocked: it may be decided again',
    z.object({ note }),
    async (request, wish) => {
      const { id, state, by } = await openOne(request, wish.note)
      if (!state.verdict?.block?.targets.some((each) => each.state === 'holds'))
        throw new Problem('request.invalid', 'Nothing is blocked by this campaign.')
      const data = { by, note: wish.note }
      return act(request, id, { type: 'campaign.unblock', data }, ({ verdict }) => verdict?.unblocked !== undefined)
    },
    'Lifted for everybody, whoever else asked for it. Reporters are told nothing; who reports it now is listed anew.',
  )
}
