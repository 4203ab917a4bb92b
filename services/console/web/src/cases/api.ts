import { call } from '../shell/api.ts'

export interface Names {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
  readonly partner?: string
  readonly partner_zh?: string
  readonly partner_en?: string
}
interface Mask {
  readonly masked: string
  readonly ref: string
}
export interface Listed {
  readonly id: string
  readonly number: string
  readonly subscriber: Mask
  readonly text: string
  readonly about?: Names
  /** Where no service is known that it is about: whom it names. */
  readonly against?: { readonly partner_zh?: string; readonly partner_en?: string; readonly app?: string }
  readonly channel: string
  readonly made_at: string
  readonly answer_by: string
  readonly owner?: string
  readonly owner_name?: string
  readonly answered_at?: string
  readonly overdue: boolean
  readonly reopened: boolean
  readonly closed?: { readonly at: string; readonly by_name: string; readonly upheld: boolean }
  readonly solved?: boolean
}
export interface Step {
  readonly at: string
  readonly what: 'taken' | 'handed' | 'answered' | 'closed' | 'reopened' | 'solved'
  readonly by_name?: string
  readonly to_name?: string
  readonly text?: string
}
interface Placed {
  readonly former: boolean
  readonly subject: string
  readonly place: string
}
export interface Whole extends Listed, Placed {
  readonly steps: readonly Step[]
}
export interface ListedDispute {
  readonly id: string
  readonly charge: string
  readonly subscriber: Mask
  readonly service: Names
  readonly amount_fen: number
  readonly charged_at: string
  readonly disputed_at: string
  readonly channel: string
  readonly due_at: string
  readonly overdue: boolean
  readonly refunded: boolean
  readonly refund_fen: number
  readonly rule?: string
  readonly status: 'open' | 'proven' | 'disproven'
  readonly owner?: string
  readonly owner_name?: string
  readonly decided_at?: string
  readonly decided_by_name?: string
}
export interface WholeDispute extends ListedDispute, Placed {
  readonly refund_times: number
}

export interface Receipt {
  readonly id: string
  readonly number: number
  readonly content: {
    readonly serviceId: string
    /** Of the oldest it is not known. */
    readonly requestedAt?: number
    readonly asked: string
    readonly askedAt: number
    readonly answer: string
    readonly answeredAt: number
    readonly channel: string
    readonly by: 'subscriber' | 'partner'
    readonly tariffFen: number
    readonly guardian?: { readonly answer: string; readonly answeredAt: number; readonly channel: string }
    readonly origin: { readonly channel: string; readonly campaign?: string; readonly page?: string }
  }
}
export interface HandedOver {
  readonly at: string
  readonly by_name: string
  readonly to_name: string
  readonly reason: string
}
type Party = 'subscribers' | 'partner' | 'disputed' | 'operator'
export interface Charged {
  readonly id: string
  readonly service: Names
  readonly amount_fen: number
  readonly at: string
  readonly rule?: string
  readonly granted: boolean
  readonly receipt?: string
  /** When it was found wrong. */
  readonly judged_at?: string
  readonly refund_fen: number
  readonly moves: readonly {
    readonly kind: string
    readonly amount_fen: number
    readonly month: string
    readonly at?: string
    readonly from: Party
    readonly to: Party
  }[]
  readonly dispute?: {
    readonly at: string
    readonly channel: string
    readonly refunded: boolean
    readonly status: 'open' | 'proven' | 'disproven'
    readonly taken_at?: string
    readonly taken_by_name?: string
    readonly handed?: readonly HandedOver[]
    readonly decided_at?: string
    readonly decided_by_name?: string
  }
}
export interface Money {
  readonly standings: readonly {
    readonly service: Names
    readonly since: string
    readonly until?: string
    readonly receipt?: string
  }[]
  readonly charges: readonly Charged[]
  readonly waiting: readonly {
    readonly id: string
    readonly service: Names
    readonly amount_fen: number
    readonly at: string
  }[]
  readonly reminders: readonly {
    readonly at: string
    readonly kind: 'before' | 'after' | 'refund' | 'disproven'
    readonly items: readonly { readonly service: Names; readonly amount_fen: number; readonly refund_fen: number }[]
  }[]
}
export interface Prompt {
  readonly id: string
  readonly text: string
  readonly asked_at: string
  readonly expires_at: string
}

interface Items<T> {
  readonly items: readonly T[]
}
const at = encodeURIComponent

export const cases = {
  complaints: (query: string) => call<Items<Listed>>('GET', `/v1/complaints?${query}`),
  complaint: (id: string) => call<Whole>('GET', `/v1/complaints/${at(id)}`),
  step: (id: string, step: 'take' | 'answer' | 'close' | 'reopen', body: object = {}) =>
    call<Whole>('POST', `/v1/complaints/${at(id)}/${step}`, body),
  disputes: (query: string) => call<Items<ListedDispute>>('GET', `/v1/disputes?${query}`),
  dispute: (id: string) => call<WholeDispute>('GET', `/v1/disputes/${at(id)}`),
  takeDispute: (id: string) => call<WholeDispute>('POST', `/v1/disputes/${at(id)}/take`, {}),
  decide: (id: string, proven: boolean) => call<WholeDispute>('POST', `/v1/disputes/${at(id)}/decision`, { proven }),
  handOver: (kind: 'complaints' | 'disputes', id: string, body: object) =>
    call<unknown>('POST', `/v1/${kind}/${at(id)}/hand-over`, body),
  colleagues: () => call<Items<{ readonly id: string; readonly name: string }>>('GET', '/console/api/colleagues'),
  receipts: (subject: string) => call<Items<Receipt>>('GET', `/console/api/subscribers/${at(subject)}/receipts`),
  money: (subject: string) => call<Money>('GET', `/console/api/subscribers/${at(subject)}/money`),
  prompts: (subject: string) => call<Items<Prompt>>('GET', `/console/api/subscribers/${at(subject)}/prompts`),
}
