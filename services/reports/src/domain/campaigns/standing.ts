import {
  type BlockTarget,
  type CampaignMember,
  type campaignCommands,
  campaignEvents,
  type campaignMembers,
  type MessageOf,
} from '#contracts'
import type { WholePolicy } from '#policy'
import type { Context, Emit } from '#process'
import type { Point } from './points.ts'
import { type Counts, largest, nothing, type Tally, weighted } from './tally.ts'

const DAY = 86_400_000
/** Texts of one that are kept. */
export const VARIANTS = 8
/** Subscribers a page of the roll. */
export const PAGE = 200

/** One of the texts that a campaign comes in. */
export interface Variant {
  readonly report: string
  /** Others of the same text, each of which reports were joined by. */
  readonly also?: readonly string[]
  readonly text: string
  /** Of the reports that are most like it: what leaves with it when it is split off. */
  readonly counts: Counts
  readonly why?: CampaignMember['why']
  /** The first of a campaign that was joined to this one: by whom. */
  readonly joined?: 'staff' | 'system'
}

export type Message = MessageOf<typeof campaignMembers> | MessageOf<typeof campaignCommands>
export type Decide = Extract<Message, { type: 'campaign.decide' }>['data']

/** A block that a decision asked for, and what became of it. */
export interface AskedBlock {
  readonly target: BlockTarget
  readonly state: 'asked' | 'holds' | 'refused' | 'over'
}

export interface Verdict extends Pick<Decide, 'by' | 'note' | 'outcome' | 'proven'> {
  readonly at: number
  /** What was blocked, as reporters read it; never a person’s number. */
  readonly what?: string
  readonly block?: Pick<NonNullable<Decide['block']>, 'scope' | 'until' | 'reason'> & {
    readonly targets: readonly AskedBlock[]
  }
  /** Nothing that it blocked is blocked any more: it is no answer to who reports it now. */
  readonly unblocked?: { readonly at: number; readonly by: string }
}

/** Pages of subscribers who are to be told the outcome. */
export interface Roll {
  readonly key: string
  readonly pages: number
}

/** Reports of the same text, or of the same port, as they stand. Who reported stands in its rolls. */
export interface Campaign {
  readonly since: number
  readonly last: number
  readonly tally: Tally
  readonly variants: readonly Variant[]
  readonly listed: number
  /** Rolls of campaigns that were joined to it. */
  readonly rolls: readonly Roll[]
  readonly proposed?: {
    readonly at: number
    readonly speaksFor: readonly Point[]
    readonly speaksAgainst: readonly Point[]
    /** By which version of the policy; absent of those of before versions were named. */
    readonly policy?: string
  }
  readonly verdict?: Verdict
  /** The last decision could not be carried out: who was to be blocked is protected. */
  readonly undecided?: { readonly at: number; readonly by: string }
  /** Pages that are still to be told. */
  readonly telling?: readonly string[]
  readonly into?: string
  /** So many reported it that its reports are important: whoever is on its rolls was told so. */
  readonly important?: true
  /** When one of its texts was last split off. */
  readonly splitAt?: number
  /** Texts that were split off, and what each is now: what comes later of their reports is told there. */
  readonly gone?: Readonly<Record<string, string>>
}

export interface CampaignRefs {
  readonly policy: WholePolicy
  readonly policyVersion: string
  readonly keyOf: (number: string) => string
}

export type Turn = Context<CampaignRefs>

export const begin = (at: number): Campaign => ({
  since: at,
  last: at,
  tally: nothing,
  variants: [],
  listed: 0,
  rolls: [],
})

/** Until when the last decision answered everybody; what is reported since then is open. */
export const openSince = ({ verdict }: Campaign): number | undefined =>
  verdict?.outcome === 'dismissed' ? verdict.at : verdict?.unblocked?.at

/** It is decided, and that still holds: nobody decides it again. */
export const isSettled = (state: Campaign): boolean => state.verdict !== undefined && openSince(state) === undefined

/** A decision waits for its blocks to hold: nobody is told yet. */
export const isPending = ({ verdict }: Campaign): boolean =>
  verdict?.block?.targets.some((each) => each.state === 'asked') ?? false

export function queueOf(state: Campaign): 'merged' | 'decided' | 'proposed' | 'growing' {
  const { into, verdict, proposed } = state
  if (into !== undefined) return 'merged'
  const again = proposed !== undefined && proposed.at > (openSince(state) ?? 0)
  if (verdict) return again && !isSettled(state) ? 'proposed' : 'decided'
  return proposed ? 'proposed' : 'growing'
}

/** What waits for a person first, the largest of it first; then by when it last grew. */
export const sortOf = (state: Campaign): string =>
  `${{ proposed: 0, growing: 1, decided: 2, merged: 3 }[queueOf(state)]}${String(9_999_999 - state.tally.reporters).padStart(7, '0')}${new Date(state.last).toISOString()}`

/** The port that most of its reports are about. */
export function portOf(key: string, { senders, size }: Tally): string | undefined {
  if (key.startsWith('p')) return key.slice(1)
  const [sender, most] = largest(senders) ?? ['', 0]
  return /^\d{3,21}$/.test(sender) && most * 2 > size ? sender : undefined
}

/** When it is looked at again: at once while pages are still to be told, else when it ends. */
export const ends = ({ last, telling }: Campaign, { now, refs }: Turn): number =>
  telling ? now + 1000 : last + refs.policy.campaigns.endDays * DAY

export const rollKey = (campaign: string, page: number): string => `${campaign}.${page}`

export const pagesOf = ({ key, pages }: Roll): string[] =>
  Array.from({ length: pages }, (_, page) => rollKey(key, page))

export const event = (key: string, type: string, data: object): Emit => ({
  topic: campaignEvents.name,
  key,
  type,
  data: { campaign: key, ...data },
})

export function changed(key: string, { tally }: Campaign, { now, refs }: Turn): Emit {
  const port = portOf(key, tally)
  return event(key, 'campaign.changed', {
    size: tally.size,
    reporters: tally.reporters,
    weighted: weighted(tally, now, refs.policy),
    kind: largest(tally.kinds)?.[0] ?? 'other',
    ...(port === undefined ? {} : { port }),
  })
}
