import { monthOf, nextMidnight, periodAt } from '#calendar'
import type { ChargeRule } from '#contracts'
import {
  type AccountState,
  type Charge,
  DAY,
  HOUR,
  type Judged,
  MINUTE,
  type Purchase,
  type Refs,
  type Standing,
} from './state.ts'

/** What the rule itself finds; `disputed` and `proven` are what people found. */
export type Denial = Exclude<ChargeRule, 'disputed' | 'proven'>

export type Verdict =
  | { readonly allow: true; readonly cycle: string }
  /** `paidBy`: the charge of which it is the second. */
  | { readonly allow: false; readonly rule: Denial; readonly paidBy?: string }

export type Consents = Pick<AccountState, 'standings' | 'purchases' | 'charges'>

type Asked = Omit<Charge, 'grant'>
type Tenures = Pick<AccountState, 'tenure' | 'tenureSince' | 'formerSince'>

const deny = (rule: Denial): Verdict => ({ allow: false, rule })
const second = (rule: Denial, { id }: Charge): Verdict => ({ allow: false, rule, paidBy: id })

const NONE: ReadonlySet<string> = new Set()

/**
 * Is this charge allowed, at its own time? Only an active, confirmed subscription past its free period, or a confirmed
 * one-off, allows it; for no more than was agreed to and is approved; once a month, once a purchase (docs/rules.md,
 * "Charges"). One rule for the gate, which asks before, and for the accounts, which judge after.
 * @param held purchases, by their receipts, that another charge was granted
 */
export function judge(account: Consents | undefined, charge: Asked, refs: Refs, held = NONE): Verdict {
  const service = refs.catalogue.service(charge.serviceId, charge.at)
  if (service && refs.catalogue.isRestrained('ended', service, charge.at)) return deny('partner.ended')
  if (!account) return deny('no.consent')
  return charge.kind === 'month' ? judgeMonth(account, charge, refs) : judgeOnce(account, charge, refs, held)
}

function judgeMonth(account: Consents, charge: Asked, refs: Refs): Verdict {
  const { serviceId, at, amountFen } = charge
  const { policy, catalogue } = refs
  const begun = account.standings.filter((each) => each.serviceId === serviceId && each.since <= at)
  const standing = begun.find((each) => standsAt(each, at))
  const service = catalogue.service(serviceId, at)
  if (!standing || !service) return deny(begun.length > 0 ? 'after.cancel' : 'no.consent')
  const first = firstChargeAt(standing, refs)
  if (at < first) return deny('free.period')
  if (amountFen > Math.min(standing.tariffFen ?? service.tariffFen, service.tariffFen)) return deny('above.tariff')
  const cycle = `${standing.since}.${periodAt(first, at, policy.timeZone)}`
  const paid = paying(account, cycle, charge)
  return paid ? second('too.often', paid) : { allow: true, cycle }
}

const isCancelled = ({ cancelled, gaps }: Purchase): boolean => cancelled === true || gaps !== undefined

const paying = ({ charges }: Consents, cycle: string, { serviceId, id }: Asked): Judged | undefined =>
  charges.find((each) => each.cycle === cycle && each.serviceId === serviceId && each.id !== id)

const standsAt = ({ until, gaps }: Pick<Standing, 'until' | 'gaps'>, at: number): boolean =>
  (until === undefined || at < until) && !gaps?.some(({ from, to }) => at >= from && at < to)

function judgeOnce(account: Consents, charge: Asked, { policy }: Refs, held: ReadonlySet<string>): Verdict {
  const { serviceId, at, amountFen, id } = charge
  const agreed = account.purchases.filter((each) => each.serviceId === serviceId && each.at <= at && !each.unheard)
  const confirmed = agreed.filter((each) => standsAt(each, at))
  const free = confirmed.filter((each) => each.usedBy === undefined || each.usedBy === id)
  if (confirmed.length === 0) return deny(agreed.some(isCancelled) ? 'after.cancel' : 'no.consent')
  const isGone = (each: Purchase) => each.usedBy === undefined && isCancelled(each) && !standsAt(each, at)
  if (free.length === 0) return deny(agreed.some(isGone) ? 'after.cancel' : 'purchase.used')
  const inTime = free.filter((each) => at <= each.at + policy.confirmation.purchaseHours * HOUR)
  if (inTime.length === 0) return deny('purchase.over')
  const open = inTime.filter((each) => !held.has(each.receiptId))
  const purchase = open.find((each) => amountFen <= each.tariffFen) ?? open[0]
  if (!purchase) return deny('purchase.used')
  return amountFen > purchase.tariffFen ? deny('above.tariff') : { allow: true, cycle: purchase.receiptId }
}

/** 00:00 of the first day that begins when the free period, or the trial that was agreed to, is over. */
export const firstChargeAt = ({ since, trialDays = 0 }: Standing, { policy }: Refs): number =>
  nextMidnight(since + Math.max(policy.confirmation.freeHours * HOUR, trialDays * DAY), policy.timeZone)

/** Whose charge it was: the present owner’s, or the one’s of that time. */
export const tenureAt = ({ tenure, tenureSince, formerSince = [] }: Tenures, at: number): number =>
  tenure - [...formerSince, ...(tenureSince === undefined ? [] : [tenureSince])].filter((since) => at < since).length

/**
 * A gate that read the account gave the grant: there was such a consent then, or shortly before, since a gate may be behind.
 * Else it read what somebody had put back in the database, and the grant is worth nothing (decision 71).
 */
function couldBeGranted(account: Consents, { serviceId, kind }: Charge, from: number, { policy }: Refs): boolean {
  const behindMs = policy.charging.grantMinutes * MINUTE
  const consents = kind === 'month' ? account.standings : account.purchases
  return consents.some((each) => {
    const begun = 'since' in each ? each.since : each.at
    const isEnded = each.until !== undefined && from >= each.until + behindMs
    const isInGap = each.gaps?.some((gap) => from >= gap.from + behindMs && from < gap.to)
    const isHeard = !('unheard' in each)
    return isHeard && each.serviceId === serviceId && begun <= from && !isEnded && !isInGap
  })
}

/**
 * The same of a charge that is recorded. One under a valid grant is right, whatever was cancelled or changed since, unless
 * it is the second of its period or purchase; a grant ends with the tenure that it was given in.
 */
export function judgeRecorded(account: Consents & Tenures, charge: Charge, refs: Refs): Verdict {
  const verdict = judge(account, charge, refs)
  const { grant, at, kind } = charge
  if (verdict.allow || !grant || verdict.rule === 'too.often' || verdict.rule === 'purchase.used') return verdict
  if ((grant.tenure ?? tenureAt(account, grant.from)) !== tenureAt(account, at)) return verdict
  if (grant.tenure !== undefined && !couldBeGranted(account, charge, grant.from, refs)) return verdict
  const cycle = grant.cycle ?? `granted.${monthOf(at, refs.policy.timeZone)}`
  const paid = paying(account, cycle, charge)
  return paid ? second(kind === 'month' ? 'too.often' : 'purchase.used', paid) : { allow: true, cycle }
}
