import { z } from 'zod'
import { Owned } from '#access'
import { accessOf, believed, Problem } from '#http'
import { queueTag } from '#process'
import { type Deps, lastFirst, listPage, listQuery, listWays } from '#service'
import { appealUntil, type CaseState } from './domain/case-state.ts'
import { caseParams, tellCase } from './routes.ts'
import { iso, ownCase, showOwn } from './shown.ts'

/** `/v1/own-cases`, `POST /v1/cases/{number}/appeal`: what was decided about a partner, for itself, and its answer. */
export function ownCaseRoutes(deps: Deps): void {
  const { http, store, clock, policy } = deps
  const unknown = () => new Problem('not-found', 'No case about you that was decided has this number.')

  http.get(
    '/v1/own-cases',
    {
      config: { needs: ['answer', 'case'] },
      schema: {
        summary: 'What was decided about you, the latest first',
        description: 'Each case once it is decided, with until when you may appeal. Nothing that is only suspected.',
        tags: ['partners'],
        querystring: listQuery(200, 50).extend({
          order: lastFirst,
          partner: z.string().max(40).optional().describe('For staff: of this partner only'),
        }),
        response: { 200: z.object({ items: z.array(ownCase), ...listWays }) },
      },
    },
    async (request) => {
      const { partner: wanted, ...page } = request.query
      const partner = accessOf(request).partner() ?? wanted
      const { found, ways } = await listPage(deps, 'cases', { ...page, tag: queueTag('judged', { partner }) })
      return { items: found.flatMap(({ body }) => showOwn(deps, body as CaseState) ?? []), ...ways }
    },
  )
  http.get(
    '/v1/own-cases/:number',
    {
      config: { needs: ['answer', 'case'], problems: ['not-found'] },
      schema: {
        summary: 'What was decided about you',
        tags: ['partners'],
        params: caseParams,
        response: { 200: ownCase },
      },
    },
    async (request) => {
      const kept = await believed<CaseState>(store, 'cases', request.params.number)
      const shown = kept && showOwn(deps, kept)
      return accessOf(request).open(shown && new Owned(kept.subject.partnerId ?? '', shown), unknown())
    },
  )
  http.post(
    '/v1/cases/:number/appeal',
    {
      config: { needs: ['answer', 'case'], problems: ['not-found', 'appeal.over', 'not-ready'] },
      schema: {
        summary: 'Appeal against a verdict about you',
        description:
          'Within ten working days, once; beside what was entered for you as it came in writing, until that is decided. Somebody else than who gave the verdict decides it.',
        tags: ['partners'],
        params: caseParams,
        body: z.object({ text: z.string().trim().min(1).max(4000).describe('Why it is wrong') }),
        response: { 202: ownCase },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const kept = await believed<CaseState>(store, 'cases', number)
      const state = accessOf(request).open(kept?.decided && new Owned(kept.subject.partnerId ?? '', kept), unknown())
      const until = appealUntil(state, { policy: policy.policy })
      if (until === undefined) throw new Problem('appeal.over', 'Nothing was decided against you.')
      const { appeal } = state
      if (appeal && (appeal.by === undefined || appeal.own || appeal.decided))
        throw new Problem('appeal.over', 'It was appealed against already.')
      if (clock.now() >= until) throw new Problem('appeal.over', `The time to appeal ended at ${iso(until)}.`)
      const data = { partnerId: state.subject.partnerId, text: request.body.text }
      const ownOf = (of: CaseState) => (of.appeal?.by === undefined ? of.appeal : of.appeal.own)
      const isMade = (of: CaseState) => ownOf(of) !== undefined || of.appeal?.decided !== undefined
      const after = await tellCase(deps, number, 'appeal.made', data, request.id, isMade)
      if (ownOf(after)?.text !== data.text)
        throw new Problem('appeal.over', 'It was appealed against at the same time.')
      return reply.code(202).send(showOwn(deps, after) as z.infer<typeof ownCase>)
    },
  )
}
