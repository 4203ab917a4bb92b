/** Figures as they stand in a POLICY_FILE: the monitor’s under `monitor`, the desk’s by their groups. */
export type Node = { readonly [name: string]: unknown }

export interface About {
  readonly name: string
  readonly what: string
  readonly what_zh: string
  readonly source: string
  readonly source_zh: string
}

export interface InForce {
  readonly number: number
  readonly name: string
  readonly figures: Node
  readonly about: readonly About[]
  /** Sources of signals and rules in Chinese, by how they stand in the figures. */
  readonly sources_zh: Readonly<Record<string, string>>
}

export interface Change {
  readonly name: string
  readonly from?: unknown
  readonly to?: unknown
}
export interface Wrong {
  readonly name: string
  readonly message: string
}
export interface Checked {
  readonly wrong: readonly (Wrong & { readonly message_zh: string })[]
  readonly changes: readonly Change[]
}

export interface Draft extends Checked {
  readonly id: string
  readonly title: string
  readonly note: string
  readonly figures: Node
  readonly revision: number
  readonly by_name: string
  readonly at: string
}

export interface Version {
  readonly number: number
  readonly name: string
  readonly title: string
  readonly why: string
  readonly by_name: string
  readonly approved_by_name?: string
  readonly at: string
  readonly back_to?: number
  readonly changes: readonly Change[]
}

export interface Sample {
  readonly what: 'newly' | 'no-longer' | 'missed'
  readonly partner: string
  readonly at?: string
  readonly service?: string
  readonly app?: string
  readonly signals?: readonly { readonly name: string; readonly figure: number; readonly evidence: number }[]
  readonly stop_first?: boolean
}

/** A partner with the names that it has here. */
export interface Named {
  readonly partner: string
  readonly partner_zh: string
  readonly partner_en: string
}

export interface Replay {
  readonly id: string
  readonly revision: number
  readonly over: number
  readonly by: string
  readonly at: string
  readonly status: 'waiting' | 'running' | 'shadow' | 'silent' | 'done' | 'failed' | 'stopped'
  /** In shadow until then. */
  readonly until?: string
  readonly ahead?: number
  readonly stopped_by?: string
  readonly messages: number
  readonly share: number
  readonly current: boolean
  readonly found?: {
    readonly from?: string
    readonly until?: string
    readonly erased: number
    readonly partners: number
    readonly flagged: number
    readonly flagged_before: number
    readonly flags: number
    readonly flags_before: number
    readonly stops: number
    readonly stops_before: number
    readonly both: number
    readonly newly: number
    readonly no_longer: number
    readonly missed: number
    readonly nearly_all: boolean
    readonly names: {
      readonly newly: readonly Named[]
      readonly no_longer: readonly Named[]
      readonly stopped: readonly Named[]
      readonly goes_on: readonly Named[]
    }
    readonly samples: readonly Sample[]
  }
}

/** What the desk’s figures of a draft would change, by what is stored now. */
export interface Effects {
  readonly items: readonly {
    readonly name: 'campaigns' | 'surges'
    readonly looked: number
    readonly all: boolean
    readonly held: number
    readonly after: number
    readonly newly: number
    readonly no_longer: number
  }[]
  readonly unknown: readonly string[]
  /** When that was looked up, of a proposal. */
  readonly at?: string
}

/** What a wish for four eyes came to. */
export interface Done {
  readonly proposal: string
  readonly status: 'applied' | 'open'
}
