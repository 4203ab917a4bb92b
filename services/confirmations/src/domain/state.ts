import type {
  confirmationRequests,
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

/** A request that is put to the subscriber, or waits for the morning. */
export interface Prompt {
  readonly requestId: string
  /** Two digits that tell it apart from others that are open. */
  readonly code: string
  readonly serviceId: string
  readonly partnerId: string
  readonly by: 'subscriber' | 'partner'
  readonly origin: Origin
  /** When it is put, where quiet hours hold it back. */
  readonly askAt: number
  /** Set once it was put: word for word, with what it promised. */
  readonly asked?: {
    readonly text: string
    readonly at: number
    readonly expiresAt: number
    readonly serviceVersion: number
  } & Terms
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
  readonly at: number
  readonly channel: string
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
export type SubscriberEvent = MessageOf<typeof subscriberEvents> | MessageOf<typeof subscriberTenures>

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
