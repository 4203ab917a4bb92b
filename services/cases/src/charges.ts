import type { VictimRule } from '#contracts'
import { Problem } from '#http'
import type { Deps } from '#service'
import { Distinct } from './domain/distinct.ts'
import { backBy, isOfPattern, type KnownCharge, sortOf } from './domain/victims.ts'

/**
 * A page of the charges that a rule names, in the order of their times, and where the next begins.
 * @throws Problem `record.changed` where somebody else wrote one of them: nobody is refunded by it, nor left out for it
 */
export async function chargesOf(
  { store, policy }: Pick<Deps, 'store' | 'policy'>,
  rule: VictimRule,
  after: string | undefined,
): Promise<{ found: readonly KnownCharge[]; next?: string }> {
  const limit = policy.policy.cases.pageCharges
  const page = await store.find('case-charges', {
    tag: tagOf(rule),
    from: sortOf(rule.from),
    until: sortOf(rule.until),
    limit,
    ...(after === undefined ? {} : { after }),
    asStored: true,
  })
  if (page.some(({ changed }) => changed)) throw new Problem('record.changed')
  const found = page
    .map(({ body }) => body as KnownCharge)
    .filter((each) => isOfPattern(rule, each, policy.policy.timeZone))
  const last = page.at(-1)
  return { found, ...(last && page.length === limit ? { next: last.cursor } : {}) }
}

/** The shortest list that has all of them. */
function tagOf({ partnerId, services: [only, ...others] = [], judged }: VictimRule): string {
  const isOne = only !== undefined && others.length === 0
  if (judged) return isOne ? `wrong-of=${partnerId}|${only}` : `wrong=${partnerId}`
  return isOne ? `service=${partnerId}|${only}` : `partner=${partnerId}`
}

/** What a refund by a rule would come to: before anybody confirms it (docs/rules.md, "Partners"). */
export interface Foreseen {
  readonly charges: number
  readonly subscribers: number
  readonly amountFen: number
  /** What would go back by it, beyond what has. */
  readonly refundFen: number
  /** Charges of which money went back before. */
  readonly refundedBefore: number
  /** And how much that was. */
  readonly beforeFen: number
  /** Subscribers who would have got money back then, by it or before. */
  readonly reached: number
  /** Charges that were judged right: nothing but the verdict finds them wrong. */
  readonly right: number
  /** The first and some between, in the order of their times. */
  readonly sample: readonly KnownCharge[]
}

const SAMPLE = 20

/** Looks through all charges of a rule, a page at a time. */
export async function foresee(
  deps: Pick<Deps, 'store' | 'policy'>,
  rule: VictimRule,
  times: number,
): Promise<Foreseen> {
  const subscribers = new Distinct()
  const reached = new Distinct()
  const sample: KnownCharge[] = []
  let [charges, amountFen, refundFen, refundedBefore, beforeFen, right] = [0, 0, 0, 0, 0, 0]
  let after: string | undefined
  do {
    const { found, next } = await chargesOf(deps, rule, after)
    for (const each of found) {
      charges++
      amountFen += each.amountFen
      if (each.refundFen > 0) refundedBefore++
      if (each.rule === undefined) right++
      const back = backBy(each, times, deps.policy.policy)
      if (back > 0) subscribers.add(each.subscriber)
      if (back + each.refundFen > 0) reached.add(each.subscriber)
      beforeFen += each.refundFen
      refundFen += back
    }
    sample.push(...found.slice(0, sample.length < SAMPLE ? Math.max(1, SAMPLE - sample.length) : 0))
    after = next
  } while (after !== undefined)
  return {
    charges,
    subscribers: subscribers.size,
    amountFen,
    refundFen,
    refundedBefore,
    beforeFen,
    reached: reached.size,
    right,
    sample: sample.slice(0, SAMPLE),
  }
}
