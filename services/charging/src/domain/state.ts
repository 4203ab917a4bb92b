import type { ChargeKind, ChargeRule, Language, PostingKind } from '#contracts'
import type { Version } from '#evidence'
import type { Acted, Policy, PolicyAt } from '#policy'
import type { Emit } from '#process'
import type { CatalogueView } from '#reference'

/** A subscription as charges see it: from when to when it was confirmed, and for how much. */
export interface Standing {
  readonly serviceId: string
  readonly since: number
  readonly until?: number
  /** From a cancel to its undo: the same consent stands before and after, not between. */
  readonly gaps?: readonly { readonly from: number; readonly to: number }[]
  readonly receiptId?: string
  /** What was agreed to; of an imported one, what is approved holds. */
  readonly tariffFen?: number
  /** Free days that were agreed to, where they are more than the free period. */
  readonly trialDays?: number
  /** The charge that the subscriber was reminded of last, by its time. */
  readonly remindedOf?: number
}

/** A confirmed one-off purchase: one charge, within its hours. */
export interface Purchase {
  readonly receiptId: string
  readonly serviceId: string
  readonly tariffFen: number
  readonly at: number
  readonly usedBy?: string
  /** Only its cancel was heard of, or its undo: it allows nothing until the consent itself is. */
  readonly unheard?: true
  /** When the subscriber cancelled it, or the number went to somebody else, who did not buy it. */
  readonly until?: number
  readonly cancelled?: true
  /** From a cancel to its undo: it may be charged before and after, not between. */
  readonly gaps?: readonly { readonly from: number; readonly to: number }[]
}

export interface Charge {
  readonly id: string
  readonly serviceId: string
  readonly amountFen: number
  readonly at: number
  readonly kind: ChargeKind
  /** The grant that it came under, where that was ours, for just this charge, and in time. */
  readonly grant?: Granted
}

/** What a grant was given for: a charge in that tenure, of that period or purchase. */
export interface Granted {
  readonly from: number
  /** Not known where the gate could not read the account, and the policy let it allow. */
  readonly tenure?: number
  readonly cycle?: string
}

/** A posting after that of the charge itself. */
export interface Move {
  readonly kind: Exclude<PostingKind, 'charge'>
  readonly amountFen: number
  readonly month: string
  /** Not known of what was posted before it was kept. */
  readonly at?: number
}

/** A charge that was judged, as it is kept to be looked up. */
export interface Judged extends Charge {
  readonly partnerId: string
  readonly tenure: number
  /** Month in which it is booked. */
  readonly month: string
  /** What it pays for, once: `since` of its subscription and the period of it, or the receipt of its purchase. */
  readonly cycle?: string
  readonly rule?: ChargeRule
  /** When it was found wrong; not known of what was found before that was kept. */
  readonly judgedAt?: number
  /** So many times a wrong one goes back, by the policy in force when it was found so. */
  readonly refundTimes?: number
  /** Cases that alone found it wrong, until an appeal takes one back; the operator pays once none is left. Not known of what was found before that was kept. */
  readonly cases?: readonly string[]
  /** Where its money went after it was charged, all of it: `refund.ts` alone adds to it. */
  readonly moves?: readonly Move[]
  readonly dispute?: Dispute
}

export interface HandOver {
  readonly at: number
  /** Who did it: its owner, or an administrator in their place. */
  readonly by: string
  readonly from: string
  readonly to: string
  readonly reason: string
}

/** A subscriber says that a charge was not right. */
export interface Dispute {
  readonly at: number
  /** When staff are warned of it, and must have decided it, as promised; absent of those of before 27 November 2026. */
  readonly due?: { readonly warnAt: number; readonly at: number }
  readonly channel: string
  /** Refunded at once, before anybody looked. */
  readonly instant: boolean
  readonly status: 'open' | 'proven' | 'disproven'
  /** Of a lost phone: the case that it is a part of. */
  readonly lineCase?: string
  /** What staff were warned of: that it is due soon, that it is overdue. */
  readonly warned?: 'due-soon' | 'overdue'
  /** Who took it first keeps it until it is decided. */
  readonly owner?: string
  readonly takenAt?: number
  /** To whom else it went, the latest last. */
  readonly handed?: readonly HandOver[]
  readonly decidedAt?: number
  /** A person, or `rule` where the rule itself found the charge wrong. */
  readonly decidedBy?: string
}

/** A reminder that was sent: what it was about, to be looked up like the charges. */
export interface Reminder {
  readonly at: number
  readonly kind: 'before' | 'after' | 'refund' | 'disproven'
  readonly items: readonly { readonly serviceId: string; readonly amountFen: number; readonly refundFen?: number }[]
}

/** What is to be told to the subscriber, when it may be. */
export interface Notice {
  readonly kind: 'charged' | 'refunded' | 'disproven'
  readonly chargeId: string
  readonly dueAt: number
}

/** A charge that is not kept whole any more, as small as it can be given back from. */
export type Past = readonly [
  id: string,
  serviceId: string,
  partnerId: string,
  amountFen: number,
  at: number,
  month: string,
  tenure: number,
]

/** One subscriber's charges, and what allows them. */
export interface AccountState {
  readonly msisdn: string
  readonly tenure: number
  /** When the present owner’s tenure began, where there was one before. */
  readonly tenureSince?: number
  /** When those before it began, the first one’s aside. */
  readonly formerSince?: readonly number[]
  readonly language?: Language
  readonly standings: readonly Standing[]
  readonly purchases: readonly Purchase[]
  readonly charges: readonly Judged[]
  /** What charges came to that are not kept any more, fen by `partner|month|service|kind`: the ledger can still be counted anew. */
  readonly archived?: Readonly<Record<string, number>>
  /** Of those the one-offs that were right, of which nothing went back: a verdict may still give them back. */
  readonly past?: readonly Past[]
  /** What looks wrong, until the consent that may be on its way has had its time. */
  readonly waiting: readonly (Charge & { readonly dueAt: number })[]
  /** Charges that were right, until a cancel was heard of late: its undo may be on the way as well. */
  readonly rechecks: readonly { readonly chargeId: string; readonly dueAt: number }[]
  readonly notices: readonly Notice[]
  /** The phone was lost: what was agreed to from then until it was locked is disputed when it is charged. */
  readonly lost?: readonly { readonly case: string; readonly since: number; readonly until: number }[]
  /** What the present owner was reminded of. */
  readonly reminders?: readonly Reminder[]
  /** Disputes that acted under an Idempotency-Key lately. */
  readonly acted: readonly Acted[]
  /** In the state of a lane’s heartbeat key: when the last one came through. */
  readonly heartbeat?: number
  /** Of the charges, and of what is archived of them: what is signed. */
  readonly version?: Version
}

export const newAccount = (msisdn: string): AccountState => ({
  msisdn,
  tenure: 1,
  standings: [],
  purchases: [],
  charges: [],
  waiting: [],
  rechecks: [],
  notices: [],
  acted: [],
})

export interface Refs {
  readonly policy: Policy
  readonly policyAt: PolicyAt
  readonly catalogue: CatalogueView
  /** What the token grants, when it is a grant of ours for just this charge, and held at its time. */
  readonly grantOf: (token: string, charge: GrantedCharge) => Granted | undefined
}

export interface GrantedCharge {
  readonly id: string
  readonly subscriber: string
  readonly serviceId: string
  readonly amountFen: number
  readonly kind: ChargeKind
  readonly at: number
}

export interface Turn {
  readonly state: AccountState
  readonly emit: readonly Emit[]
}

export interface Situation {
  readonly now: number
  readonly key: string
  readonly refs: Refs
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
