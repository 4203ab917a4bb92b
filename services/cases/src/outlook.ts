import { z } from 'zod'
import { restraint, type Verdict } from '#contracts'
import { believed } from '#http'
import type { Deps } from '#service'
import type { CaseState } from './domain/case-state.ts'
import { type PublicNotice, worded } from './domain/notice.ts'
import { bannedUntil, pointsOf, restraintsOf, type StandingState } from './domain/standing.ts'
import { type DayOf, penaltyOf, refundedOf, spoken, wordsOf } from './notice-page.ts'
import { iso } from './shown.ts'

const told = z.object({
  partner: z.string(),
  service: z.string().optional(),
  reason: z.string().describe('What was done wrong, as the public reads it'),
  penalty: z.string().describe('What was done to it, in words'),
  refunded: z.string().optional().describe('How many subscribers got money back, in words'),
  correction: z.string().optional().describe('What was corrected'),
})
/** A notice as the public reads it, in both languages. */
export const noticeTold = z.object({ zh: told.describe('In Chinese'), en: told.describe('In English') })

export const tellNotice = (notice: PublicNotice, day: DayOf): z.infer<typeof noticeTold> => {
  const of = (language: 'zh' | 'en') => {
    const words = wordsOf(language)
    const { partner, service, reason, correction } = spoken(notice, words)
    const refunded = refundedOf(notice, words)
    return {
      partner,
      ...(service ? { service } : {}),
      reason,
      penalty: penaltyOf(notice, words, day),
      ...(refunded ? { refunded } : {}),
      ...(correction ? { correction } : {}),
    }
  }
  return { zh: of('zh'), en: of('en') }
}

const kept = z.object({ what: restraint, service: z.string().optional(), case: z.string() })

/** What a verdict does to its partner, and what the public would read. */
export const outlook = z.object({
  points_before: z.number().describe('Credit points as the partner has them'),
  points_after: z.number().describe('And would have then'),
  stops: z.array(kept).describe('What it would be kept from at once, beyond what it is kept from'),
  stays: z.array(kept).describe('What this case has stopped already, and the verdict keeps so'),
  resumes: z.array(kept).describe('What it is kept from, and would not be any more'),
  banned_until: z.iso.datetime().optional(),
  notice: noticeTold.optional().describe('The public notice; absent: none'),
})

/** @param refunds what would go back, as far as it is foreseen */
export async function outlookOf(
  deps: Pick<Deps, 'store' | 'clock' | 'policy' | 'catalogue'>,
  { number, subject }: CaseState,
  { outcome, points, sanctions, reasonZh, reasonEn, publish }: Verdict,
  refunds: { readonly subscribers: number; readonly fen: number } | undefined,
  day: DayOf,
): Promise<z.infer<typeof outlook>> {
  const { partnerId } = subject
  const refs = { policy: deps.policy.policy }
  const now = deps.clock.now()
  const standing =
    partnerId === undefined ? undefined : await believed<StandingState>(deps.store, 'partner-standings', partnerId)
  const { penalties } = standing ?? { penalties: [] }
  const others = penalties.filter((each) => each.case !== number)
  const isProven = outcome === 'proven'
  const before = { penalties }
  const after = {
    penalties:
      isProven && partnerId !== undefined
        ? [...others, { case: number, at: now, points, sanctions, two: true as const }]
        : others,
  }
  const show = ({ serviceId, ...each }: ReturnType<typeof restraintsOf>[number]) => ({
    ...each,
    ...(serviceId ? { service: serviceId } : {}),
  })
  const without = (own: ReturnType<typeof restraintsOf>, known: ReturnType<typeof restraintsOf>) =>
    own
      .filter(
        (each) =>
          !known.some(
            ({ what, serviceId, app }) => what === each.what && serviceId === each.serviceId && app === each.app,
          ),
      )
      .map(show)
  const [held, holds] = [restraintsOf(before, now, refs), restraintsOf(after, now, refs)]
  const until = bannedUntil(after, refs)
  const wanted = {
    number,
    subject,
    reasonZh,
    reasonEn,
    points,
    sanctions,
    ...(refunds ? { refunds: { ...refunds, done: true } } : {}),
    withdrawn: false,
  }
  return {
    points_before: pointsOf(before, now, refs),
    points_after: pointsOf(after, now, refs),
    stops: without(holds, held),
    stays: without(
      holds,
      without(holds, held).map(({ service, ...each }) => ({ ...each, ...(service ? { serviceId: service } : {}) })),
    ).filter((each) => each.case === number),
    resumes: without(held, holds),
    ...(until === undefined ? {} : { banned_until: iso(until) }),
    ...(isProven && publish ? { notice: tellNotice(worded(undefined, wanted, now, deps), day) } : {}),
  }
}
