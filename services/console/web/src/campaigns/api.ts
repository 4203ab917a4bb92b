import { call } from '../shell/api.ts'
import type { Preview } from '../shell/block-preview.ts'

export const statuses = ['proposed', 'growing', 'decided', 'merged'] as const
export const kinds = [
  ...['fraud', 'impersonation', 'minors', 'porn', 'gambling', 'loan', 'invoice', 'marketing', 'other'],
] as const
export const senderKinds = ['port', 'own', 'person', 'foreign', 'unknown', 'fake'] as const

export interface Listed {
  readonly id: string
  readonly status: (typeof statuses)[number]
  readonly port?: string
  readonly kind: string
  readonly text: string
  readonly reports: number
  readonly reporters: number
  readonly weighted: number
  readonly since: string
  readonly last: string
  readonly sent_by: readonly string[]
}

export type Span = readonly [from: number, to: number]

export interface Variant {
  readonly id: string
  readonly text: string
  readonly count: number
  readonly shared: readonly Span[]
  readonly differs: readonly Span[]
  readonly score?: number
  readonly share?: number
  readonly evidence: readonly string[]
  /** The first text of a campaign that was joined to this one. */
  readonly joined?: 'staff' | 'system'
}

export interface Point {
  readonly rule: string
  readonly figure: number
  readonly of?: number
}

export interface Points {
  readonly speaks_for: readonly Point[]
  readonly speaks_against: readonly Point[]
}

/** What a block could be of, with what it would have stopped last week. */
export interface Target {
  readonly id: string
  readonly kind: string
  readonly value: string
  readonly reports?: number
  readonly held: boolean
  readonly preview: Preview
}

export interface Decided {
  readonly at: string
  readonly by_name: string
  readonly outcome: string
  readonly proven: boolean
  readonly note: string
  readonly blocks?: readonly {
    readonly id: string
    readonly kind: string
    readonly value: string
    readonly state: string
  }[]
  readonly scope?: string
  readonly until?: string
  readonly reason?: string
  readonly unblocked?: { readonly at: string; readonly by_name: string }
}

export interface Whole extends Listed {
  readonly variants: readonly Variant[]
  readonly days: readonly { readonly day: string; readonly reports: number; readonly reporters: number }[]
  readonly targets?: readonly Target[]
  readonly kinds: Readonly<Record<string, number>>
  readonly senders: Readonly<Record<string, number>>
  readonly places: Readonly<Record<string, number>>
  readonly honest: number
  readonly texts: number
  readonly proposal?: Points & { readonly at: string; readonly policy?: string }
  readonly now?: Points
  readonly decided?: Decided
  /** The last decision could not be carried out. */
  readonly undecided?: { readonly at: string; readonly by_name: string }
  /** A proposal that waits for a second person. */
  readonly waits?: string
  readonly into?: string
  readonly joined: readonly string[]
}

/** It may be decided: nobody has, or what was done holds no more. */
export const isOpen = ({ into, decided }: Whole): boolean =>
  into === undefined && (!decided || decided.outcome === 'dismissed' || decided.unblocked !== undefined)

const at = encodeURIComponent

export const campaignScreen = (id: string): string => `/console/campaigns/${at(id)}`

export const campaigns = {
  list: (query: string) => call<{ readonly items: readonly Listed[] }>('GET', `/v1/campaigns?${query}`),
  one: (id: string) => call<Whole>('GET', `/v1/campaigns/${at(id)}`),
  act: (id: string, act: 'split' | 'join' | 'decide' | 'dismiss' | 'unblock', body: object) =>
    call<Whole>('POST', `/v1/campaigns/${at(id)}/${act}`, body),
}
