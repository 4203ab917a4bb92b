import { z } from 'zod'
import { dayOf } from '#calendar'
import { caseCommands, chargeRule, type Sanction, serviceId, type Verdict, verdict } from '#contracts'
import { believed, callerOf, Problem } from '#http'
import { actorOf, type Deps, propose, proposed } from '#service'
import { type Foreseen, foresee } from './charges.ts'
import type { CaseState } from './domain/case-state.ts'
import { hearerTag } from './domain/hearers.ts'
import { outlook, outlookOf } from './outlook.ts'
import { refuseNumbers } from './read-outside.ts'
import { caseParams, findCase, refuseInterested, tellCase } from './routes.ts'
import { showWhole, wholeCase } from './shown.ts'
import { tookPart } from './took-part.ts'

const VERDICT = 'case.verdict'
const MOST_COUNTED = 10_000
const DAY = 86_400_000
/** Sanctions that end by themselves. */
const LASTING: ReadonlySet<Sanction['what']> = new Set(['freeze-orders', 'freeze-settlement', 'suspend'])
const iso = z.iso.datetime({ offset: true })

/** The rule that names the charges, as it is read. */
const refundWish = z.object({
  services: z.array(serviceId).min(1).max(50).optional().describe('Of these services; absent: of all'),
  from: iso.describe('Charged from then on'),
  until: iso.describe('And before then'),
  kind: z.enum(['month', 'once']).optional(),
  min_fen: z.number().int().min(1).optional().describe('Of at least so much'),
  hours: z
    .object({ from: z.number().int().min(0).max(23), until: z.number().int().min(0).max(23) })
    .optional()
    .describe('In these hours of the day, both among them'),
  judged: z
    .array(chargeRule)
    .min(1)
    .max(10)
    .optional()
    .describe('Only those that were judged wrong by one of these; absent: also those that were right by the rules'),
  times: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(2)
    .describe('So many times the amount goes back in all; no more than the policy says of any wrong charge'),
})

const wish = z.object({
  outcome: verdict.shape.outcome,
  points: verdict.shape.points.default(0),
  sanctions: verdict.shape.sanctions.default([]),
  refund: refundWish.optional(),
  reason_zh: z.string().trim().min(1).max(500).describe('What was done wrong, as the public and the partner read it'),
  reason_en: z.string().trim().min(1).max(500).describe('The same in English'),
  note: z.string().max(2000).default('').describe('For the file'),
  publish: z.boolean().default(true).describe('A public notice is made of it'),
})

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
  two_people: z.boolean().describe('It stings: a second person must approve it'),
})

/** What needs two people: many points or the last ones, a suspension, a termination (docs/rules.md, "Partners"). */
const stings = (
  { points, sanctions }: Pick<Verdict, 'points' | 'sanctions'>,
  { stops }: Pick<z.infer<typeof outlook>, 'stops'>,
  from: number,
): boolean =>
  points >= from ||
  sanctions.some(({ what }) => what === 'suspend' || what === 'terminate') ||
  stops.some(({ what }) => what === 'ended')

/** `POST /v1/cases/{number}/preview`, `…/verdict`, `…/appeal-decision`. */
export function verdictRoutes(deps: Deps): void {
  const { http, policy, previews, clock, store, catalogue } = deps
  const { stingPoints } = policy.policy.cases

  const isOf = (partnerId: string | undefined, service: string): boolean =>
    catalogue.history('services', service).some((each) => each.partnerId === partnerId)

  /** @throws Problem `verdict.invalid` for one that says two things */
  const verdictOf = ({ subject }: CaseState, body: z.infer<typeof wish>): Verdict => {
    const { outcome, points, sanctions, refund, reason_zh, reason_en, note, publish } = body
    refuseNumbers(reason_zh, reason_en)
    const isCleared = outcome === 'cleared'
    if (isCleared && (points > 0 || sanctions.length > 0 || refund))
      throw new Problem('verdict.invalid', 'Who is cleared loses no points, has no sanction and refunds nobody.', {
        why: 'cleared',
      })
    if (subject.partnerId === undefined && (points > 0 || sanctions.length > 0))
      throw new Problem('verdict.invalid', 'An app has no points; open a case about its partner.', { why: 'app' })
    if (sanctions.some(({ what }) => what === 'bar-app') && subject.app === undefined)
      throw new Problem('verdict.invalid', 'This case is about no app: there is none to bar.', { why: 'no-app' })
    const now = clock.now()
    if (sanctions.some(({ until }) => until !== undefined && until <= now))
      throw new Problem('verdict.invalid', 'A sanction ends in the past.', { why: 'past' })
    const latest = now + policy.policy.cases.sanctionDays * DAY
    if (sanctions.some(({ what, until }) => LASTING.has(what) && (until ?? 0) > latest))
      throw new Problem(
        'verdict.invalid',
        `A suspension or a freeze lasts ${policy.policy.cases.sanctionDays} days at most; for good it is a termination.`,
        { why: 'long' },
      )
    if (sanctions.some(({ what, serviceId, until }) => what === 'terminate' && (serviceId ?? until) !== undefined))
      throw new Problem('verdict.invalid', 'A termination is of the whole partner, for the years of the ban.', {
        why: 'termination',
      })
    if (sanctions.some(({ serviceId }) => serviceId !== undefined && !isOf(subject.partnerId, serviceId)))
      throw new Problem('verdict.invalid', 'A sanction names a service that this partner has never had.', {
        why: 'service',
      })
    if (refund && subject.partnerId === undefined)
      throw new Problem('verdict.invalid', 'An app charges nobody; open a case about its partner.', { why: 'app' })
    return {
      outcome,
      points,
      sanctions: sanctions.map(({ app: _, ...each }) => ({
        ...each,
        // What is held meanwhile is judged when it ends: it ends, though nobody says when.
        ...(LASTING.has(each.what) && each.until === undefined ? { until: latest } : {}),
        ...(each.what === 'bar-app' && subject.app !== undefined ? { app: subject.app } : {}),
      })),
      ...(refund && subject.partnerId !== undefined ? { refund: ruleOf(subject.partnerId, refund) } : {}),
      reasonZh: reason_zh,
      reasonEn: reason_en,
      note: note,
      publish: publish && !isCleared,
    }
  }
  const ruleOf = (partnerId: string, { from, until, min_fen, times, ...rest }: z.infer<typeof refundWish>) => {
    const rule = {
      partnerId,
      ...rest,
      from: Date.parse(from),
      until: Date.parse(until),
      ...(min_fen === undefined ? {} : { minFen: min_fen }),
    }
    const { refundTimes } = policy.policy.charging
    if (times > refundTimes)
      throw new Problem('verdict.invalid', `A charge goes back ${refundTimes} times its amount at most.`, {
        why: 'times',
      })
    if (rule.from >= rule.until)
      throw new Problem('verdict.invalid', 'The charges end before they begin.', { why: 'order' })
    const { sanctionDays } = policy.policy.cases
    if (rule.until > clock.now() + sanctionDays * DAY)
      throw new Problem('verdict.invalid', `The charges end more than ${sanctionDays} days from now.`, { why: 'far' })
    if (rest.services?.some((id) => !isOf(partnerId, id)))
      throw new Problem('verdict.invalid', 'The refund names a service that this partner has never had.', {
        why: 'refund-service',
      })
    return { rule, times }
  }
  const complained = async ({ subject: { partnerId, app } }: CaseState): Promise<number> => {
    const of = partnerId === undefined ? app !== undefined && { app } : { partnerId }
    return of ? store.count('case-hearers', { tag: hearerTag(of), most: MOST_COUNTED }) : 0
  }
  const isOpen = (state: CaseState): void => {
    if (state.decided) throw new Problem('decided', 'This case was decided.', { by: state.decided.by })
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
    state: CaseState,
    given: Verdict,
    found: Pick<Foreseen, 'reached' | 'refundFen' | 'beforeFen'> | undefined,
  ) =>
    outlookOf(
      deps,
      state,
      given,
      found && { subscribers: found.reached, fen: found.refundFen + found.beforeFen },
      (at) => dayOf(at, policy.policy.timeZone),
    )

  previews.set(VERDICT, async ({ preview, records: [record] }) => {
    const state = record && (await believed<CaseState>(store, 'cases', record.key))
    return record && state ? { ...(preview as object), ...shownOf(state, (record.data as { by: string }).by) } : preview
  })

  http.post(
    '/v1/cases/:number/preview',
    {
      config: {
        needs: ['judge', 'case_file'],
        problems: ['not-found', 'decided', 'verdict.invalid', 'case.taken', 'case.interest'],
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
      isOpen(state)
      refuseInterested(deps, callerOf(request), state)
      const given = verdictOf(state, request.body)
      const found = given.refund ? await foresee(deps, given.refund.rule, given.refund.times) : undefined
      const effects = await outlookFor(state, given, found)
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
        complained: await complained(state),
        two_people: stings(given, effects, stingPoints),
      }
    },
  )

  http.post(
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
          'proposal.key',
          'proposal.refused',
          'not-ready',
        ],
      },
      schema: {
        summary: 'Give the verdict',
        description:
          'One that stings (−60 and below, suspend, terminate) is a proposal that a second person approves. Penalty, refunds of all victims and the public notice follow by themselves.',
        tags: ['cases'],
        params: caseParams,
        body: wish,
        response: { 200: wholeCase, 202: proposed },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const state = await findCase(deps, number)
      isOpen(state)
      const caller = callerOf(request)
      refuseInterested(deps, caller, state)
      const given = verdictOf(state, request.body)
      const by = actorOf(caller)
      request.noted = { target: `case ${number}`, reason: given.outcome }
      if (stings(given, await outlookFor(state, given, undefined), stingPoints)) {
        const data = { number, by, proposal: `pr-${request.id}`, verdict: given }
        const found = given.refund ? await foresee(deps, given.refund.rule, given.refund.times) : undefined
        const { notice, ...effects } = await outlookFor(state, given, found)
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
            live: { ...effects, ...(found ? { ...found, sample: found.sample.map((each) => each.chargeId) } : {}) },
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
        { by, verdict: given },
        request.id,
        ({ decided }) => decided !== undefined,
      )
      if (after.decided?.by !== by)
        throw new Problem('decided', 'Somebody else was first.', { by: after.decided?.by ?? '' })
      return showWhole(deps, after)
    },
  )

  http.post(
    '/v1/cases/:number/appeal-decision',
    {
      config: {
        needs: ['judge', 'case_file'],
        problems: [
          'not-found',
          'decided',
          'appeal.over',
          'appeal.same',
          'case.interest',
          'verdict.invalid',
          'not-ready',
        ],
      },
      schema: {
        summary: 'Decide an appeal: granted, the penalty is taken back and the notice says so',
        description:
          'By somebody else than who gave the verdict, approved it, or entered the appeal. What went back to subscribers stays.',
        tags: ['cases'],
        params: caseParams,
        body: z.object({ granted: z.boolean(), reason: z.string().trim().min(1).max(2000) }),
        response: { 200: wholeCase },
      },
    },
    async (request) => {
      const { number } = request.params
      const state = await findCase(deps, number)
      if (!state.appeal || state.appeal.decided)
        throw new Problem('appeal.over', 'Nobody waits for an answer to an appeal.')
      const caller = callerOf(request)
      const by = actorOf(caller)
      refuseInterested(deps, caller, { ...state, owner: by })
      refuseNumbers(request.body.reason)
      if (await tookPart(deps, state, by)) throw new Problem('appeal.same')
      request.noted = { target: `case ${number}`, reason: request.body.granted ? 'appeal granted' : 'appeal rejected' }
      const after = await tellCase(
        deps,
        number,
        'appeal.decided',
        { by, ...request.body },
        request.id,
        ({ appeal }) => appeal?.decided !== undefined,
      )
      const first = after.appeal?.decided
      if (first?.by !== by || first.granted !== request.body.granted)
        throw new Problem('decided', 'Somebody else was first.', { by: first?.by ?? '' })
      return showWhole(deps, after)
    },
  )
}
