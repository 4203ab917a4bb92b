export type Kind = 'port' | 'number' | 'prefix' | 'domain'
export const kinds: readonly Kind[] = ['port', 'number', 'prefix', 'domain']
export const reasons = ['spam', 'fraud', 'obscene', 'malware', 'no-approval', 'authority', 'other'] as const
export const lists = ['bank', 'emergency', 'government', 'operator', 'other'] as const

interface Target {
  readonly id: string
  readonly kind: Kind
  readonly value: string
  /** Of a domain in letters that are not plain: as it is written. */
  readonly written?: string
  readonly number?: { readonly masked: string; readonly ref: string }
}

export interface BlockShown extends Target {
  readonly scope: 'all' | 'marketing'
  readonly from: string
  readonly until?: string
  readonly reason: string
  readonly note?: string
  readonly by_name: string
  readonly campaign?: string
  readonly over: boolean
  readonly listed?: string
  readonly at: string
}

export interface Step {
  readonly at: string
  readonly change: string
  readonly by_name: string
  readonly note?: string
  readonly scope?: string
  readonly until?: string
  readonly reason?: string
}

export interface Whole extends Target {
  readonly block?: BlockShown
  readonly listed?: string
  readonly protected: boolean
  readonly history: readonly Step[]
}

export interface ListedShown extends Target {
  readonly list: string
  readonly note?: string
  readonly by_name: string
  readonly at: string
}

/** What placing, lifting or listing came to; `open`: a second person decides. */
export interface Done {
  readonly id: string
  readonly status: 'applied' | 'open'
  readonly proposal?: string
}

export interface Alarm {
  readonly what: 'reports' | 'unsubscribes' | 'complaints' | 'charges'
  readonly where: { readonly kind: 'all' | 'port' | 'partner' | 'district'; readonly id: string }
  readonly from: string
  readonly count: number
  readonly usual: number
  readonly against: readonly number[]
  readonly chance: number
  readonly since: string
  readonly ended_at?: string
}

/** When an alarm is raised, and how many hear of it. */
export interface AlarmRule {
  readonly false_alarms_per_month: number
  readonly default_per_month: number
  /** Version of the policy. */
  readonly policy: string
  readonly limit: number
  readonly series: number
  readonly told: number
}

export interface Station {
  readonly district?: string
  readonly cell?: string
  readonly clusters: readonly {
    readonly from: string
    readonly until: string
    readonly reporters: number
    readonly senders: readonly string[]
  }[]
}
