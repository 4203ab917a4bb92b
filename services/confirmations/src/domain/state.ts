import type {
  Channel,
  confirmationRequests,
  guardianships,
  Language,
  MessageOf,
  Origin,
  RefusalRule,
  RequestStatus,
  smsReplies,
  subscriberEvents,
  subscriberTenures,
  Terms,
} from '#contracts'
import type { Acted, Heard, Manners, Policy } from '#policy'
import type { Emit } from '#process'
import type { CatalogueView } from '#reference'
import type { Reply } from '#sms'

/** A yes as it was said. */
export interface Yes {
  readonly text: string
  readonly channel: Channel
  readonly via: string
  readonly at: number
}

/** What ends a prompt before its window does: a lock, or a change of the guardian. Answers of an earlier stamp still count. */
export interface Ends {
  readonly at: number
  readonly rule?: 'locked'
}

/** A request that is put to the subscriber, or waits for the morning. */
export interface Prompt {
  readonly requestId: string
  /** Two digits that tell it apart from others that are open. */
  readonly code: string
  readonly serviceId: string
  readonly partnerId: string
  readonly by: 'subscriber' | 'partner'
  readonly origin: Origin
  /** When it was asked for. */
  readonly requestedAt?: number
  /** When it is put, where quiet hours hold it back. */
  readonly askAt: number
  /** Set once it was put: word for word, with what it promised. */
  readonly asked?: {
    readonly text: string
    readonly at: number
    readonly expiresAt: number
    readonly serviceVersion: number
  } & Terms
  readonly ends?: Ends
  /** The guardian who was asked as well: both say yes. */
  readonly guarded?: string
  /** The subscriber’s own yes, while the guardian’s is missing; and the other way round. */
  readonly yes?: Yes
  readonly vouched?: Yes
  /** The guardian has said the last word on it. */
  readonly spoken?: true
  /** Its time is over, and the guardian’s last word, which may have been said in time, is waited for. */
  readonly closing?: true
}

/** A no or a silence: the partner's same or similar request is not put again. */
export interface Refusal {
  readonly serviceId: string
  readonly partnerId: string
  readonly at: number
  readonly reason: 'no' | 'silence'
}

/** A port was blocked by `00000` or in full: what it asks for is not put, but for what the subscriber asked for since. */
export interface Dismissal {
  readonly port: string
  readonly since: number
  readonly wanted: readonly string[]
}

/** What a receipt proves, kept here to be told to the subscriber; the receipt itself is a record of its own. */
export interface Standing extends Terms {
  readonly receiptId: string
  readonly number: number
  readonly serviceId: string
  readonly partnerId: string
  readonly answer: string
  readonly askedAt: number
  /** When it was agreed to, by all who had to. */
  readonly at: number
  readonly channel: string
  readonly requestId?: string
  /** When the guardian said yes, where one had to. */
  readonly vouchedAt?: number
  readonly guardian?: string
  /** It does not hold: said while locked, or without the guardian. */
  readonly voided?: true
}

/** Nothing that costs is put to the subscriber (docs/rules.md, "Double confirmation"). */
export interface Lock {
  readonly since: number
  /** The stamp of the latest command to lock. */
  readonly at: number
  /** Of the latest that the subscriber, or the counter for them, wanted: it stays when what held it ends. */
  readonly wanted?: number
  /** The phone was lost, and what that case put right: only the counter opens it. */
  readonly case?: string
  /** A child has no guardian any more: only the counter opens it, until they come of age. */
  readonly childUntil?: number
  /** `解锁` by SMS, or by a guardian who was new when it was locked. */
  readonly opens?: Opening
}

/** A word that opens a line: when it was said, which tells it from a later `锁定`, and from when it holds. */
export interface Opening {
  readonly said: number
  readonly at: number
}

/** Who has to say yes as well. */
export interface Guardian {
  readonly key: string
  readonly msisdn: string
  /** The tenure of that number: another owner is nobody’s guardian. */
  readonly tenure: number
  readonly since: number
  /** When the ward, or the counter for them, named it: what was named before a number changed hands is not the next owner’s. */
  readonly named: number
  /** Of a child: until when. */
  readonly majorityAt?: number
  /** Who became it by a later yes, and was heard of before: stands when the counter ended this one before that. */
  readonly later?: Guardian
}

export interface Ward {
  readonly key: string
  readonly msisdn: string
  /** The tenure of this number that is their guardian. */
  readonly tenure: number
  readonly since: number
  readonly majorityAt?: number
}

/** What a ward’s process asks this phone: to be the guardian, or to say yes to a request as one. */
export interface Duty {
  readonly id: string
  readonly code: string
  readonly ward: string
  readonly number: string
  /** As it was put to this phone. */
  readonly text: string
  readonly at: number
  readonly expiresAt: number
  readonly ends?: Ends
  /** Of a request; absent: to be the guardian. */
  readonly request?: { readonly serviceId: string; readonly partnerId: string } & Terms
}

/** What became of a request; of one that was never put, the rule that says why. */
export interface Outcome {
  readonly requestId: string
  readonly status: RequestStatus
  readonly rule?: RefusalRule
}

/** What was asked of one subscriber, what they answered, and what may not be asked again. */
export interface ConfirmationState extends Manners {
  readonly msisdn: string
  readonly tenure: number
  readonly tenureSince?: number
  readonly language?: Language
  /** Set by `语言`: stays until it is set again. */
  readonly languageChosen?: true
  readonly prompts: readonly Prompt[]
  /** Services that are subscribed now, and marketing that was agreed to. */
  readonly active: readonly string[]
  readonly refusals: readonly Refusal[]
  readonly dismissed?: readonly Dismissal[]
  /** Prompts of the last 24 hours that partners caused. */
  readonly askedFor: readonly { readonly partnerId: string; readonly at: number }[]
  readonly standing: readonly Standing[]
  /** What became of the latest requests, for who waits at a page. */
  readonly outcomes?: readonly Outcome[]
  readonly lock?: Lock
  /** The latest word that opened it. */
  readonly opened?: Opening
  /** Of the latest with which the counter did: nothing else opens a held line. */
  readonly counterAt?: number
  /** When lock or guardian changed last: what is put from then on is not answered by what was said before. */
  readonly changedAt?: number
  readonly guardian?: Guardian
  /** A phone is asked to be the guardian. */
  readonly asksGuardian?: {
    readonly id: string
    readonly key: string
    readonly msisdn: string
    readonly at: number
    readonly until: number
  }
  /** When phones were asked, of the last day. */
  readonly askedGuardians?: readonly number[]
  readonly wards?: readonly Ward[]
  readonly duties?: readonly Duty[]
  /** The latest yes that was said as a guardian of each, also of who is no ward any more, and by former owners. */
  readonly vouched?: readonly { readonly ward: string; readonly at: number }[]
  /** The last receipt of the chain. */
  readonly head?: { readonly number: number; readonly digest: string }
  readonly nextCode: number
  /** What acted under an Idempotency-Key lately. */
  readonly acted: readonly Acted[]
  /** The latest answer that came by an SMSC link. */
  readonly heard?: Heard
}

export const newState = (msisdn: string, tenure = 1): ConfirmationState => ({
  msisdn,
  tenure,
  prompts: [],
  active: [],
  refusals: [],
  askedFor: [],
  standing: [],
  nextCode: 10,
  helped: [],
  acted: [],
})

export interface Refs {
  readonly policy: Policy
  readonly policyVersion: string
  readonly catalogue: CatalogueView
  readonly parseReply: (text: string) => Reply
  /** Salt of a receipt, from its cause. */
  readonly salt: (cause: string) => string
  /** The key of a number. */
  readonly keyOf: (msisdn: string) => string
}

export interface Turn {
  readonly state: ConfirmationState
  readonly emit: readonly Emit[]
}

export interface Situation {
  readonly now: number
  readonly key: string
  readonly cause: string
  readonly refs: Refs
}

export type Mo = Extract<MessageOf<typeof smsReplies>, { type: 'mo.received' }>['data']
export type Request = Extract<MessageOf<typeof confirmationRequests>, { type: 'subscription.requested' }>['data']
export type ConfirmationRequest = MessageOf<typeof confirmationRequests>
export type Between = MessageOf<typeof guardianships>
export type SubscriberEvent = MessageOf<typeof subscriberEvents> | MessageOf<typeof subscriberTenures>

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
