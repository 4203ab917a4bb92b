import { monthOf } from '#calendar'
import type { Verdict } from '#contracts'
import { Problem } from '#http'
import { type Deps, humanOf } from '#service'
import type { CaseState, Refunded } from './domain/case-state.ts'

const DAY = 86_400_000
const PAGE = 200

type Looks = Pick<Deps, 'store' | 'policy' | 'staff' | 'catalogue'>

/** What verdicts refunded, or were foreseen to when they were given: the larger of both counts. */
export const refundedBy = ({ decided, redress }: Pick<CaseState, 'decided' | 'redress'>): Refunded => ({
  subscribers: Math.max(decided?.foreseen?.subscribers ?? 0, redress?.subscribers ?? 0),
  fen: Math.max(decided?.foreseen?.fen ?? 0, redress?.refundFen ?? 0),
})

/**
 * What other verdicts of one person each refund: of the same partner, by whatever name, in the last `cases.aloneDays`; and of
 * any, by the same human within a day. So one refund that is cut into many is as large as it was.
 * @throws Problem `record.changed` where somebody else wrote one of them
 */
export async function refundedAlone(
  { store, policy, staff, catalogue }: Looks,
  { number, subject: { partnerId } }: Pick<CaseState, 'number' | 'subject'>,
  by: string,
  now: number,
): Promise<{ partner: Refunded; person: Refunded }> {
  const { aloneDays } = policy.policy.cases
  const partners = partnerId === undefined ? [] : catalogue.asOne(partnerId)
  const human = humanOf(staff, by)
  const since = now - aloneDays * DAY
  let [partner, person] = [none, none]
  for (const month of monthsSince(since, now, policy.policy.timeZone))
    for (let after: string | undefined; ; ) {
      const page = await store.find('cases', {
        tag: `month=${month}`,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
        asStored: true,
      })
      if (page.some(({ changed }) => changed)) throw new Problem('record.changed')
      for (const { body } of page) {
        const state = body as CaseState
        const { decided } = state
        if (!decided?.verdict.refund || decided.proposal !== undefined || state.number === number) continue
        if (decided.at > since && partners.includes(state.subject.partnerId ?? ''))
          partner = sum(partner, refundedBy(state))
        if (decided.at > now - DAY && humanOf(staff, decided.by) === human) person = sum(person, refundedBy(state))
      }
      after = page.at(-1)?.cursor
      if (page.length < PAGE) break
    }
  return { partner, person }
}

/** Why a refund is not one person’s to decide. */
/** `unknown`: a case of these days cannot be believed, so nobody knows what one person refunded before. */
export type TooLarge = 'refund' | 'refunds' | 'unknown'

/**
 * The same for who gives a verdict: what cannot be believed stops no refund, two people give it; of what one gave already
 * nothing more is named meanwhile.
 */
export const whyTwo = (...asked: Parameters<typeof tooLargeAlone>): Promise<TooLarge | undefined> =>
  tooLargeAlone(...asked).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'record.changed') return 'unknown'
    throw error
  })

/**
 * Whether a refund is beyond what one person may decide: by itself, or with what went before it.
 * @throws Problem `record.changed` as `refundedAlone`
 */
export async function tooLargeAlone(
  deps: Looks,
  state: Pick<CaseState, 'number' | 'subject'>,
  by: string,
  own: Refunded,
  now: number,
): Promise<TooLarge | undefined> {
  const { aloneFen, aloneSubscribers } = deps.policy.policy.cases
  const isBeyond = ({ subscribers, fen }: Refunded) => subscribers > aloneSubscribers || fen > aloneFen
  if (isBeyond(own)) return 'refund'
  if (own.fen === 0) return undefined
  const before = await refundedAlone(deps, state, by, now)
  return isBeyond(sum(before.partner, own)) || isBeyond(sum(before.person, own)) ? 'refunds' : undefined
}

/** The refund of a verdict that one person gave; those of builds before decision 113 say no `foreseen`, and go on to their end. */
export const isAloneRefund = ({ decided }: Pick<CaseState, 'decided'>): boolean =>
  decided?.verdict.refund !== undefined && decided.foreseen !== undefined && decided.proposal === undefined

const none: Refunded = { subscribers: 0, fen: 0 }
const sum = (one: Refunded, other: Refunded): Refunded => ({
  subscribers: one.subscribers + other.subscribers,
  fen: one.fen + other.fen,
})

/** Months of the operator’s zone in which something since then can have been decided. */
function monthsSince(since: number, now: number, zone: string): string[] {
  const months = new Set<string>()
  for (let at = since; at < now; at += DAY) months.add(monthOf(at, zone))
  return [...months.add(monthOf(now, zone))]
}

/** What needs two people but for its refund: many points or the last ones, a suspension, a termination (docs/rules.md, "Partners"). */
export const stings = (
  { points, sanctions }: Pick<Verdict, 'points' | 'sanctions'>,
  stops: readonly { readonly what: string }[],
  from: number,
): boolean =>
  points >= from ||
  sanctions.some(({ what }) => what === 'suspend' || what === 'terminate') ||
  stops.some(({ what }) => what === 'ended')
