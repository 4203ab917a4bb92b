import { z } from 'zod'
import { dayOf } from '#calendar'
import { caseCommands, type Verdict } from '#contracts'
import { believed, callerOf, Problem } from '#http'
import { actorOf, type Deps, propose, proposed } from '#service'
import { stings, whyTwo } from './alone.ts'
import { type Foreseen, foresee } from './charges.ts'
import type { CaseState } from './domain/case-state.ts'
import { hearerTag } from './domain/hearers.ts'
import { outlook, outlookOf } from './outlook.ts'
import { caseParams, findCase, refuseInterested, tellCase } from './routes.ts'
import { showWhole, wholeCase } from './shown.ts'
import { verdictOf, wish } from './verdict-wish.ts'
import { refuseWaiting, VERDICT } from './waits.ts'

const MOST_COUNTED = 10_000
const foreseen = outlook.extend({
  charges: z.number().describe('Charges that the rule names'),
  subscribers: z.number().describe('Subscribers who would get money back'),
  amount_fen: z.number().describe('What they were charged, fen'),
  refund_fen: z.number().describe('What would go back, beyond what has, fen'),
  refunded_before: z.number().describe('Charges of which money went back before'),
  right: z.number().describe('Charges that were judged right by the rules, and go back by the verdict alone'),
  sample: z
    .array(
      z.object({
        charge: z.string(),
        service: z.string(),
        amount_fen: z.number(),
        charged_at: z.iso.datetime(),
        refunded_fen: z.number().describe('What went back of it before, fen'),
      }),
    )
    .describe('Some of them'),
  complained: z
    .number()
    .describe(
      'Subscribers who said something against the partner of late, and may hear the outcome by SMS; 10000: or more',
    ),
  two_people: z.boolean().describe('A second person must approve it'),
  two_because: z
    .array(z.enum(['penalty', 'refund', 'refunds', 'unknown']))
    .describe(
      'Why: `penalty`: it stings; `refund`: it refunds more than one person may; `refunds`: it does together with what one person each refunded before: of this partner within `cases.aloneDays`, or you within a day; `unknown`: that cannot be told, since somebody else wrote a case of these days',
    ),
})

/** Why a verdict takes two people; none: one gives it. */
async function twoBecause(
  deps: Deps,
  state: CaseState,
  by: string,
  given: Verdict,
  { stops }: Pick<z.infer<typeof outlook>, 'stops'>,
  found: Foreseen | undefined,
): Promise<z.infer<typeof foreseen>['two_because']> {
  const own = found && { subscribers: found.subscribers, fen: found.refundFen }
  const large = own && (await whyTwo(deps, state, by, own, deps.clock.now()))
  return [
    ...(stings(given, stops, deps.policy.policy.cases.stingPoints) ? ['penalty' as const] : []),
    ...(large ? [large] : []),
  ]
}

const foreseeOf = (deps: Deps, { refund }: Verdict) => refund && foresee(deps, refund.rule, refund.times)

/** `POST /v1/cases/{number}/preview`, `…/verdict`. */
export function verdictRoutes(deps: Deps): void {
  deps.previews.set(VERDICT, async ({ preview, records: [record] }) => {
    const state = record && (await believed<CaseState>(deps.store, 'cases', record.key))
    return record && state ? { ...(preview as object), ...shownOf(state, (record.data as { by: string }).by) } : preview
  })
  previewRoute(deps)
  giveRoute(deps)
}

const refuseDecided = ({ decided }: CaseState): void => {
  if (decided) throw new Problem('decided', 'This case was decided.', { by: decided.by })
}

/** What the second person is shown besides the verdict; a new finding, or another owner, makes it another case than the one that was judged. */
const shownOf = (state: CaseState, by: string) => ({
  case: state.number,
  subject: state.subject,
  decided: state.decided !== undefined,
  findings: state.findings.map(({ id }) => id),
  ...(state.owner !== undefined && state.owner !== by ? { owner: state.owner } : {}),
})

const outlookFor = (
  deps: Deps,
  state: CaseState,
  given: Verdict,
  found: Pick<Foreseen, 'reached' | 'refundFen' | 'beforeFen'> | undefined,
) =>
  outlookOf(deps, state, given, found && { subscribers: found.reached, fen: found.refundFen + found.beforeFen }, (at) =>
    dayOf(at, deps.policy.policy.timeZone),
  )

async function complained({ store }: Deps, { subject: { partnerId, app } }: CaseState): Promise<number> {
  const of = partnerId === undefined ? app !== undefined && { app } : { partnerId }
  return of ? store.count('case-hearers', { tag: hearerTag(of), most: MOST_COUNTED }) : 0
}

function previewRoute(deps: Deps): void {
  deps.http.post(
    '/v1/cases/:number/preview',
    {
      config: {
        needs: ['judge', 'case_file'],
        problems: ['not-found', 'decided', 'verdict.invalid', 'case.taken', 'case.interest', 'record.changed'],
      },
      schema: {
        summary: 'What a verdict would do: who is refunded how much, and whether it takes two people',
        tags: ['cases'],
        params: caseParams,
        body: wish,
        response: { 200: foreseen },
      },
    },
    async (request) => {
      const state = await findCase(deps, request.params.number)
      refuseDecided(state)
      refuseInterested(deps, callerOf(request), state)
      const given = verdictOf(deps, state, request.body)
      const found = await foreseeOf(deps, given)
      const effects = await outlookFor(deps, state, given, found)
      const because = await twoBecause(deps, state, actorOf(callerOf(request)), given, effects, found)
      return {
        ...effects,
        charges: found?.charges ?? 0,
        subscribers: found?.subscribers ?? 0,
        amount_fen: found?.amountFen ?? 0,
        refund_fen: found?.refundFen ?? 0,
        refunded_before: found?.refundedBefore ?? 0,
        right: found?.right ?? 0,
        sample: (found?.sample ?? []).map(({ chargeId, serviceId, amountFen, chargedAt, refundFen }) => ({
          charge: chargeId,
          service: serviceId,
          amount_fen: amountFen,
          charged_at: new Date(chargedAt).toISOString(),
          refunded_fen: refundFen,
        })),
        complained: await complained(deps, state),
        two_people: because.length > 0,
        two_because: because,
      }
    },
  )
}

function giveRoute(deps: Deps): void {
  deps.http.post(
    '/v1/cases/:number/verdict',
    {
      config: {
        needs: ['judge', 'case_file'],
        problems: [
          'not-found',
          'decided',
          'verdict.invalid',
          'case.taken',
          'case.interest',
          'case.waits',
          'proposal.key',
          'proposal.refused',
          'record.changed',
          'not-ready',
        ],
      },
      schema: {
        summary: 'Give the verdict',
        description:
          'One that stings (−60 and below, suspend, terminate), or refunds more than one person may (`cases.aloneFen`, `aloneSubscribers`), is a proposal that a second person approves. Penalty, refunds of all victims and the public notice follow by themselves.',
        tags: ['cases'],
        params: caseParams,
        body: wish,
        response: { 200: wholeCase, 202: proposed },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const state = await findCase(deps, number)
      refuseDecided(state)
      const caller = callerOf(request)
      refuseInterested(deps, caller, state)
      const given = verdictOf(deps, state, request.body)
      const by = actorOf(caller)
      request.noted = { target: `case ${number}`, reason: given.outcome }
      const found = await foreseeOf(deps, given)
      const { notice, ...effects } = await outlookFor(deps, state, given, found)
      const because = await twoBecause(deps, state, by, given, effects, found)
      if (because.length > 0) {
        await refuseWaiting(deps, state)
        const data = { number, by, proposal: `pr-${request.id}`, verdict: given }
        const partners = state.subject.partnerId === undefined ? [] : [state.subject.partnerId]
        const made = await propose(
          deps,
          caller,
          {
            kind: VERDICT,
            needs: ['judge', 'case_file'],
            title: `${number} ${partners.join('')} −${given.points}`,
            partners,
            preview: { verdict: given, ...(notice ? { notice } : {}), ...shownOf(state, by) },
            live: {
              ...effects,
              two_because: because,
              ...(found ? { ...found, sample: found.sample.map((each) => each.chargeId) } : {}),
            },
            records: [{ topic: caseCommands.name, key: number, type: 'verdict.given', data }],
          },
          request.id,
        )
        return reply.code(202).send(made)
      }
      const after = await tellCase(
        deps,
        number,
        'verdict.given',
        {
          by,
          verdict: given,
          ...(found ? { foreseen: { subscribers: found.subscribers, fen: found.refundFen } } : {}),
        },
        request.id,
        ({ decided }) => decided !== undefined,
      )
      if (after.decided?.by !== by)
        throw new Problem('decided', 'Somebody else was first.', { by: after.decided?.by ?? '' })
      return showWhole(deps, after)
    },
  )
}
