import { z } from 'zod'
import { chargeRule, type Sanction, serviceId, type Verdict, verdict } from '#contracts'
import { Problem } from '#http'
import type { Deps } from '#service'
import { type CaseState, whenGiven } from './domain/case-state.ts'
import { refuseNumbers } from './read-outside.ts'

const DAY = 86_400_000
/** Sanctions that end by themselves. */
const LASTING: ReadonlySet<Sanction['what']> = new Set(['freeze-orders', 'freeze-settlement', 'suspend'])
const iso = z.iso.datetime({ offset: true })

/** The rule that names the charges, as it is read. */
const refundWish = z.object({
  services: z.array(serviceId).min(1).max(50).optional().describe('Of these services; absent: of all'),
  from: iso.describe('Charged from then on'),
  until: iso
    .optional()
    .describe('And before then; absent: until the verdict holds, and what was granted before has been charged'),
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

/** A verdict as it is given. */
export const wish = z.object({
  outcome: verdict.shape.outcome,
  points: verdict.shape.points.default(0),
  sanctions: verdict.shape.sanctions.default([]),
  refund: refundWish.optional(),
  reason_zh: z.string().trim().min(1).max(500).describe('What was done wrong, as the public and the partner read it'),
  reason_en: z.string().trim().min(1).max(500).describe('The same in English'),
  note: z.string().max(2000).default('').describe('For the file'),
  publish: z.boolean().default(true).describe('A public notice is made of it'),
})

type Given = Pick<Deps, 'policy' | 'clock' | 'catalogue'>

const isOf = ({ catalogue }: Given, partnerId: string | undefined, service: string): boolean =>
  catalogue.history('services', service).some((each) => each.partnerId === partnerId)

/** The verdict that is meant. @throws Problem `verdict.invalid` for one that says two things, or cannot be */
export function verdictOf(deps: Given, { subject }: CaseState, body: z.infer<typeof wish>): Verdict {
  const { sanctionDays } = deps.policy.policy.cases
  const { outcome, points, sanctions, refund, reason_zh, reason_en, note, publish } = body
  refuseNumbers(reason_zh, reason_en, note)
  const isCleared = outcome === 'cleared'
  const said = sanctions.map(({ what, serviceId = '' }) => `${what} ${serviceId}`)
  if (new Set(said).size < said.length)
    throw new Problem('verdict.invalid', 'A sanction stands there twice: the public would read it twice.', {
      why: 'twice',
    })
  if (isCleared && (points > 0 || sanctions.length > 0 || refund))
    throw new Problem('verdict.invalid', 'Who is cleared loses no points, has no sanction and refunds nobody.', {
      why: 'cleared',
    })
  if (subject.partnerId === undefined && (points > 0 || sanctions.length > 0))
    throw new Problem('verdict.invalid', 'An app has no points; open a case about its partner.', { why: 'app' })
  if (sanctions.some(({ what }) => what === 'bar-app') && subject.app === undefined)
    throw new Problem('verdict.invalid', 'This case is about no app: there is none to bar.', { why: 'no-app' })
  const now = deps.clock.now()
  if (sanctions.some(({ until }) => until !== undefined && until <= now))
    throw new Problem('verdict.invalid', 'A sanction ends in the past.', { why: 'past' })
  const latest = now + sanctionDays * DAY
  if (sanctions.some(({ what, until }) => LASTING.has(what) && (until ?? 0) > latest))
    throw new Problem(
      'verdict.invalid',
      `A suspension or a freeze lasts ${sanctionDays} days at most; for good it is a termination.`,
      { why: 'long' },
    )
  if (sanctions.some(({ what, serviceId, until }) => what === 'terminate' && (serviceId ?? until) !== undefined))
    throw new Problem('verdict.invalid', 'A termination is of the whole partner, for the years of the ban.', {
      why: 'termination',
    })
  if (sanctions.some(({ serviceId }) => serviceId !== undefined && !isOf(deps, subject.partnerId, serviceId)))
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
    ...(refund && subject.partnerId !== undefined ? { refund: ruleOf(deps, subject.partnerId, refund) } : {}),
    reasonZh: reason_zh,
    reasonEn: reason_en,
    note,
    publish: publish && !isCleared,
  }
}

/** The charges that go back. @throws Problem `verdict.invalid` for those that cannot be */
function ruleOf(
  deps: Given,
  partnerId: string,
  { from, until, min_fen, times, ...rest }: z.infer<typeof refundWish>,
): NonNullable<Verdict['refund']> {
  const { policy, clock } = deps
  const rule = {
    partnerId,
    ...rest,
    // Whoever names a time before there were any means all.
    from: Math.max(0, Date.parse(from)),
    until: until === undefined ? whenGiven(clock.now(), policy.policy) : Date.parse(until),
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
  if (rest.services?.some((id) => !isOf(deps, partnerId, id)))
    throw new Problem('verdict.invalid', 'The refund names a service that this partner has never had.', {
      why: 'refund-service',
    })
  return { rule, times, ...(until === undefined ? { goesOn: true as const } : {}) }
}
