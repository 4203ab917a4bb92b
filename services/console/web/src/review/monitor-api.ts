import { call } from '../shell/api.ts'
import type { Signal } from './api.ts'

export interface Ranked {
  readonly partner?: string
  readonly partner_zh?: string
  readonly partner_en?: string
  readonly app?: string
  readonly partners: readonly string[]
  readonly at: string
  readonly risk: number
  readonly risk_before: number
  readonly series: readonly number[]
  readonly changes: readonly { readonly name: string; readonly before: number; readonly now: number }[]
  readonly users: number
  readonly signals: readonly Signal[]
  readonly standing: number
  readonly stopped: boolean
  readonly raised: number
  readonly cleared: number
}
export interface UnitSignal extends Signal {
  readonly group: string
  readonly clear_at?: number
  readonly peers: { readonly rate: number; readonly shape: number }
  readonly cases: readonly number[]
  readonly of: readonly number[]
  readonly charges: readonly string[]
}
export interface Unit {
  readonly kind: 'service' | 'way' | 'port' | 'app' | 'together'
  readonly name: string
  readonly port?: string
  readonly users: number
  readonly risk: number
  readonly clears?: string
  readonly signals: readonly UnitSignal[]
}
/** What became of those who subscribed in one week. */
export interface Cohort {
  readonly from: string
  readonly came: number
  readonly left: number
  readonly regretted?: number
  readonly over: boolean
}
export interface Looked extends Omit<Ranked, 'units'> {
  readonly policy: string
  readonly units: readonly Unit[]
  readonly cohorts: readonly Cohort[]
  readonly cohort_days: number
  readonly flags: readonly {
    readonly flag: string
    readonly at: string
    readonly service?: string
    readonly signals: readonly Signal[]
    readonly stop_first: boolean
    readonly shadow: boolean
    readonly clears: string
    readonly cleared_at?: string
  }[]
}
export type Kind = 'partners' | 'apps'

export const loadLooked = (kind: Kind, id: string): Promise<Looked> =>
  call<Looked>('GET', `/v1/monitor/${kind}/${encodeURIComponent(id)}`)
