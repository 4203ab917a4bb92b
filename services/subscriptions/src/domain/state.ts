import type {
  confirmationEvents,
  Language,
  MessageOf,
  mtRequests,
  Subscription,
  smsMo,
  subscriberCommands,
} from '#contracts'
import type { Version } from '#evidence'
import type { Acted, Heard, Policy } from '#policy'
import type { Emit } from '#process'
import type { CatalogueView, NetworkBlocksView } from '#reference'
import type { Command, MessageClasses } from '#sms'

export type BlockScope = 'marketing' | 'full'

export interface Block {
  readonly port: string
  readonly scope: BlockScope
  readonly since: number
  /** The latest `00000` or full block: what the port asks for is not put to the subscriber either, nor what it asked before. */
  readonly dismissedAt?: number
}

/** Marketing that the subscriber agreed to, from one port: so often, so long. */
export interface MarketingConsent {
  readonly serviceId: string
  readonly port: string
  readonly perWeek: number
  readonly since: number
  readonly until: number
  readonly receiptId: string
  /** When messages went under it, of the last week. */
  readonly sent: readonly number[]
}

/** A line of a list as it was sent: its number is its place + 1, whatever happens to the subscriptions meanwhile. */
export type ListItem =
  | {
      readonly serviceId: string
      readonly package?: string
      /** Of a one-off. */
      readonly receiptId?: string
      /** Until when its number holds, where that is not the list’s own time: an item of a reminder. */
      readonly until?: number
      /** The charge that a reminder told of, which a refund by this number means. */
      readonly chargeId?: string
      /** It was asked which charge is meant: the number alone means that, and stops nothing. */
      readonly which?: true
    }
  | { readonly all: true }

export interface SentList {
  /** `10086` for any query code, else the port. */
  readonly about: string
  readonly at: number
  readonly items: readonly ListItem[]
  /** Items shown so far; `更多` goes on from here. */
  readonly shown: number
}

/** Something done that can be undone within 30 minutes. */
export interface Action {
  readonly code: string
  readonly at: number
  readonly cancelled: readonly Subscription[]
  /** The block of a port before the action; `none` when there was none. */
  readonly blockBefore?: { readonly port: string; readonly block: Block | 'none' }
  /** Consents to marketing that it ended. */
  readonly marketing?: readonly MarketingConsent[]
}

/** "Cancel all" waits for its second yes. */
export interface Question {
  readonly about: string
  readonly at: number
  /** Services, and receipts of one-offs. */
  readonly ids: readonly string[]
}

export interface NumberChange {
  readonly what: 'released' | 'ported-out' | 'assigned'
  readonly on: number
  /** The call that told it without a time. */
  readonly told?: string
}

/** One subscriber: a number and a tenure (docs/rules.md, "Whose number"). */
export interface SubscriberState {
  readonly msisdn: string
  readonly tenure: number
  /** When it began, where somebody else had the number before. */
  readonly tenureSince?: number
  /** When the present owner got the number, as it was told; told without a time, when that day began. */
  readonly ownedSince?: number
  /** How the number changed hands lately, each change with the time that it was told of. */
  readonly changes?: readonly NumberChange[]
  readonly language?: Language
  /** Set by `语言`: stays until it is set again. */
  readonly languageChosen?: true
  readonly subscriptions: readonly Subscription[]
  readonly blocks: readonly Block[]
  readonly marketing?: readonly MarketingConsent[]
  /** Who hears of the charges as well. */
  readonly guardian?: string
  readonly lists: readonly SentList[]
  readonly question?: Question
  /** The last refund, or outcome of a dispute, that was told: `满意` and `不满意` may mean it. */
  readonly refundTold?: { readonly at: number; readonly serviceId: string }
  readonly actions: readonly Action[]
  /** When services that are not subscribed any more were cancelled last, the latest last. */
  readonly ended?: readonly { readonly serviceId: string; readonly at: number }[]
  readonly nextCode: number
  /** Times of the help texts of the last day. */
  readonly helped: readonly number[]
  /** Answers in the hour that began at `hour`. */
  readonly answers?: { readonly hour: number; readonly count: number }
  /** What acted under an Idempotency-Key lately. */
  readonly acted: readonly Acted[]
  /** The latest message of an SMSC link, if it acted. */
  readonly heard?: Heard
  /** Which state of it this is, of what is signed. */
  readonly proof?: Version
}

export const newSubscriber = (msisdn: string, tenure = 1): SubscriberState => ({
  msisdn,
  tenure,
  subscriptions: [],
  blocks: [],
  lists: [],
  actions: [],
  nextCode: 10,
  helped: [],
  acted: [],
})

export type Mo = Extract<MessageOf<typeof smsMo>, { type: 'mo.received' }>['data']
export type SubscriberCommand = MessageOf<typeof subscriberCommands>
export type Consent = MessageOf<typeof confirmationEvents>
export type MtRequest = Extract<MessageOf<typeof mtRequests>, { type: 'mt.requested' }>

export interface Refs {
  readonly policy: Policy
  readonly policyVersion: string
  readonly catalogue: CatalogueView
  readonly network: NetworkBlocksView
  readonly parse: (text: string) => Command
  readonly classes: MessageClasses
  /** The number in somebody’s spelling; undefined when it is none. */
  readonly msisdnOf: (typed: string) => string | undefined
  /** Of what is signed: the same for the same cause, and nobody’s without the secret. */
  readonly salt: (cause: string) => string
}

/** What one handled message knows and has gathered; rules take it and give the next. */
export interface Turn {
  readonly state: SubscriberState
  readonly emit: readonly Emit[]
}

export interface Situation {
  readonly now: number
  readonly key: string
  readonly refs: Refs
  readonly language: Language
  /** What was sent, to the port itself where an extension of it was texted. */
  readonly mo: Mo
  /** The very number that was texted, by whom it was. */
  readonly texted?: string
  /** Derived from the message, for events. */
  readonly cause: string
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const WEEK = 7 * 24 * HOUR
