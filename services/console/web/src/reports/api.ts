import { call } from '../shell/api.ts'

export interface Listed {
  readonly id: string
  readonly number: string
  readonly subscriber: { readonly masked: string; readonly ref: string }
  readonly sender: {
    readonly kind: string
    readonly address?: string
    readonly port?: string
    readonly partner_zh?: string
    readonly partner_en?: string
  }
  readonly kind: string
  readonly text: string
  readonly channel: string
  readonly made_at: string
  readonly answer_by: string
  readonly important: boolean
  readonly overdue: boolean
  readonly owner?: string
  readonly owner_name?: string
  readonly answered_at?: string
  readonly closed?: { readonly at: string; readonly by_name: string; readonly proven: boolean }
  readonly withdrawn_at?: string
  readonly reopened: boolean
  readonly solved?: boolean
}
export interface Whole extends Listed {
  readonly links: readonly { readonly url: string; readonly domain: string }[]
  readonly phones: readonly string[]
  readonly accounts: readonly { readonly kind: string; readonly id: string }[]
  readonly amounts: readonly number[]
  readonly reasons: readonly { readonly rule: string; readonly words: string }[]
  readonly honest?: 'otp' | 'service'
  readonly campaign?: string
  readonly weight: number
  readonly where?: { readonly cell?: string; readonly district?: string }
  readonly former: boolean
  readonly place: string
  readonly steps: readonly {
    readonly at: string
    readonly what: string
    readonly by_name?: string
    readonly text?: string
  }[]
}
const at = encodeURIComponent

export const reports = {
  list: (query: string) => call<{ readonly items: readonly Listed[] }>('GET', `/v1/report-cases?${query}`),
  one: (id: string) => call<Whole>('GET', `/v1/report-cases/${at(id)}`),
  step: (id: string, step: 'take' | 'answer' | 'close', body: object = {}) =>
    call<Whole>('POST', `/v1/report-cases/${at(id)}/${step}`, body),
}
