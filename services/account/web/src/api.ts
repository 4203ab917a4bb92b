import { call } from '#web'

export interface Signed {
  readonly number: string
  readonly until: string
  /** IANA zone in which times are told. */
  readonly zone: string
}
export interface Service {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
  readonly partner_zh: string
  readonly partner_en: string
  readonly port: string
  readonly tariff_fen: number
  readonly period: 'month' | 'once'
  readonly package?: string
  readonly since: string
}
export interface Block {
  readonly port: string
  readonly scope: 'marketing' | 'full'
  readonly since: string
}
export interface Prompt {
  readonly id: string
  readonly text: string
  readonly asked_at: string
  readonly expires_at: string
  /** Said yes to; the guardian’s is missing. */
  readonly agreed?: true
  /** Asked as a guardian: of a ward’s request, or to become one. */
  readonly as_guardian?: 'request' | 'guardianship'
}
export interface Charge {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
  readonly amount_fen: number
  readonly at: string
  readonly rule?: string
  readonly refund_fen: number
  readonly dispute?: 'open' | 'proven' | 'disproven'
}
export interface Receipt {
  readonly id: string
  readonly number: number
  readonly service_zh: string
  readonly service_en: string
  readonly content: {
    readonly tariffFen: number
    readonly asked: string
    readonly answer: string
    readonly askedAt: number
    readonly answeredAt: number
    readonly channel: string
  }
}
export interface Complaint {
  readonly number: string
  readonly text: string
  readonly about_zh?: string
  readonly about_en?: string
  readonly made_at: string
  readonly state: 'open' | 'answered' | 'closed'
  readonly upheld?: boolean
  readonly can_rate: boolean
  readonly can_reopen: boolean
}
export interface Report {
  readonly number: string
  readonly sender?: string
  readonly text: string
  readonly made_at: string
  readonly state: 'open' | 'answered' | 'closed' | 'reopened' | 'withdrawn'
  readonly answer?: string
  readonly proven?: boolean
  readonly can_rate: boolean
  readonly can_reopen: boolean
  readonly can_withdraw: boolean
}
/** What proven reports earned. */
export interface Points {
  readonly total: number
  readonly items: readonly {
    readonly number: string
    readonly points: number
    readonly earned_at: string
    readonly handed_over: boolean
  }[]
}
export interface Reminder {
  readonly at: string
  readonly kind: 'before' | 'after' | 'refund' | 'disproven'
  readonly items: readonly {
    readonly name_zh: string
    readonly name_en: string
    readonly amount_fen: number
    readonly refund_fen: number
  }[]
}
/** How a port is silenced. */
export type Silence = 'marketing' | 'cancel' | 'full'
/** Something done that can be undone. */
export interface Action {
  readonly code: string
  readonly until: string
  readonly cancelled: readonly Named[]
  readonly port?: string
  readonly became?: 'marketing' | 'full' | 'none'
}
export interface Named {
  readonly name_zh: string
  readonly name_en: string
}
/** Whose a port is, and what can be asked for there. */
export interface Port {
  readonly port: string
  readonly partner_zh?: string
  readonly partner_en?: string
  readonly services: readonly (Named & {
    readonly id: string
    readonly tariff_fen: number
    readonly period: 'month' | 'once' | 'marketing'
    readonly per_week?: number
  })[]
}
/** Marketing that was agreed to. */
export interface Marketing {
  readonly name_zh: string
  readonly name_en: string
  readonly port: string
  readonly per_week: number
  readonly until: string
}
export interface Ward {
  readonly id: string
  readonly number: string
  readonly since: string
  /** A child’s: until then. */
  readonly majority?: string
}
/** Whether the line is locked, and who says yes with its owner. */
export interface Line {
  readonly lock?: { readonly since: string; readonly held?: 'lost' | 'child'; readonly opens_at?: string }
  readonly guardian?: Omit<Ward, 'id'>
  readonly asked?: { readonly number: string; readonly until: string }
  readonly wards: readonly Ward[]
}
export interface Own {
  readonly services: readonly Service[]
  readonly blocks: readonly Block[]
  readonly marketing: readonly Marketing[]
  readonly actions: readonly Action[]
  /** Told last, and whether it is solved is still a question. */
  readonly refund?: Named & { readonly told_at: string }
  /** In which SMS come. */
  readonly language: 'zh-CN' | 'en'
}
export interface Charged {
  readonly items: readonly Charge[]
  readonly reminders: readonly Reminder[]
}
interface List<T> {
  readonly items: readonly T[]
}

/** One request, on the page that its link leads to. */
export interface Requested {
  readonly id: string
  /** Why it was rejected. */
  readonly rule?: string
  readonly status: 'waiting' | 'open' | 'confirmed' | 'refused' | 'expired' | 'rejected' | 'ended'
  /** The last two digits of the number that gets the code. */
  readonly number: string
  readonly service_zh: string
  readonly service_en: string
  readonly partner_zh: string
  readonly partner_en: string
  readonly port: string
  readonly free_hours: number
  readonly period: 'month' | 'once' | 'marketing'
  readonly tariff_fen: number
  readonly trial_days?: number
  readonly per_week?: number
  readonly months?: number
  readonly back?: string
  /** The yes was given, and a guardian’s is still missing. */
}

const at = (path: string): string => `/account/api/${path}`
const get = <T>(path: string): Promise<T> => call('GET', at(path))
const withKey = (key: string | undefined): Record<string, string> =>
  key === undefined ? {} : { 'idempotency-key': key }
const post = <T>(path: string, body?: object, key?: string): Promise<T> => call('POST', at(path), body, withKey(key))
const end = (path: string, key: string): Promise<void> => call('DELETE', at(path), undefined, withKey(key))

/** A code that is on its way to the phone. */
export interface Code {
  readonly token: string
  readonly minutes: number
}

/** Each act is given a key: sent again with it, it is done once. `language` is that of the SMS which tells of it. */
export const api = {
  signedIn: () => get<Signed>('session'),
  askCode: (subscriber: string, language: string) => post<Code>('code', { subscriber, language }),
  signIn: (token: string, code: string) => post<Signed>('session', { token, code }),
  signOut: () => call<void>('DELETE', at('session')),

  own: () => get<Own>('services'),
  prompts: () => get<List<Prompt>>('prompts'),
  charges: () => get<Charged>('charges'),
  receipts: () => get<List<Receipt>>('receipts'),
  complaints: () => get<List<Complaint>>('complaints'),
  reports: () => get<List<Report> & { readonly points: Points }>('reports'),
  port: (port: string) => get<Port>(`ports/${encodeURIComponent(port)}`),

  /** What quiet hours hold back is put to somebody who is there. */
  wantPrompts: () => post<void>('prompts'),
  answerPrompt: (id: string, yes: boolean) => post<void>(`prompts/${encodeURIComponent(id)}`, { yes }),
  cancel: (services: readonly string[], language: string, key: string) =>
    post<void>('cancel', { services, language }, key),
  undo: (code: string, language: string, key: string) => post<void>('undo', { code, language }, key),
  silence: (port: string, how: Silence, language: string, key: string) =>
    post<void>(`ports/${port}/silence`, { how, language }, key),
  unblock: (port: string, language: string, key: string) => post<void>(`ports/${port}/unblock`, { language }, key),
  ask: (service: string, language: string, key: string) => post<void>('requests', { service, language }, key),
  chooseLanguage: (language: string, key: string) => post<void>('language', { language }, key),
  /** Asks for a refund of just this charge. */
  dispute: (charge: string, language: string, key: string) => post<void>('disputes', { charge, language }, key),
  rateRefund: (told_at: string, solved: boolean, language: string, key: string) =>
    post<void>('refund/rating', { told_at, solved, language }, key),
  report: (text: string, sender: string | undefined, language: string, key: string) =>
    post<{ number: string }>('reports', { text, ...(sender ? { sender } : {}), language }, key),
  rateReport: (number: string, solved: boolean, language: string, key: string) =>
    post<void>(`reports/${number}/rating`, { solved, language }, key),
  withdrawReport: (number: string, language: string, key: string) =>
    post<void>(`reports/${number}/withdrawal`, { language }, key),
  complain: (text: string, about: string | undefined, language: string, key: string) =>
    post<{ number: string }>('complaints', { text, ...(about ? { about } : {}), language }, key),
  rate: (number: string, solved: boolean, language: string, key: string) =>
    post<void>(`complaints/${number}/rating`, { solved, language }, key),

  line: () => get<Line>('line'),
  lock: (language: string, key: string) => post<void>('line/lock', { language }, key),
  unlock: (language: string, key: string) => post<void>('line/unlock', { language }, key),
  askGuardian: (guardian: string, language: string, key: string) =>
    post<void>('line/guardian', { guardian, language }, key),
  endGuardian: (key: string) => end('line/guardian', key),
  endWard: (ward: string, key: string) => end(`line/wards/${encodeURIComponent(ward)}`, key),
  unlockWard: (ward: string, key: string) =>
    post<void>(`line/wards/${encodeURIComponent(ward)}/unlock`, undefined, key),

  request: (link: string) => post<Requested>('confirm', { link }),
  askConfirmCode: (link: string, language: string) => post<Code>('confirm/code', { link, language }),
  answerRequest: (link: string, token: string, code: string, yes: boolean) =>
    post<{ guarded?: true }>('confirm/answer', { link, token, code, yes }),
}
