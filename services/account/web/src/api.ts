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
  readonly content: {
    readonly serviceId: string
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
  readonly made_at: string
  readonly state: 'open' | 'answered' | 'closed'
  readonly upheld?: boolean
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
/** Marketing that was agreed to. */
export interface Marketing {
  readonly name_zh: string
  readonly name_en: string
  readonly port: string
  readonly per_week: number
  readonly until: string
}
export interface Everything {
  readonly services: readonly Service[]
  readonly blocks: readonly Block[]
  readonly marketing: readonly Marketing[]
  /** In which SMS come. */
  readonly language: 'zh-CN' | 'en'
  readonly prompts: readonly Prompt[]
  readonly charges: readonly Charge[]
  readonly reminders: readonly Reminder[]
  readonly receipts: readonly Receipt[]
  readonly complaints: readonly Complaint[]
}

/** One request, on the page that its link leads to. */
export interface Requested {
  readonly id: string
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
}

/** What the gateway said no with: its code, to be told in the reader's language. */
export class ApiError extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`/account/api/${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw new ApiError('offline')
  })
  if (response.status === 204) return undefined as T
  const answer = (await response.json().catch(() => ({}))) as T & { code?: string }
  if (!response.ok) throw new ApiError(answer.code ?? 'internal')
  return answer
}

export const fetchRequest = (link: string): Promise<Requested> => call('POST', 'confirm', { link })
export const askConfirmCode = (link: string, language: string): Promise<{ token: string; minutes: number }> =>
  call('POST', 'confirm/code', { link, language })
export const answerRequest = (link: string, token: string, code: string, yes: boolean): Promise<void> =>
  call('POST', 'confirm/answer', { link, token, code, yes })
export const askCode = (subscriber: string, language: string): Promise<{ token: string; minutes: number }> =>
  call('POST', 'code', { subscriber, language })
export const signIn = (token: string, code: string): Promise<Signed> => call('POST', 'session', { token, code })
export const signedIn = (): Promise<Signed> => call('GET', 'session')
export const signOut = (): Promise<void> => call('DELETE', 'session')
export const answerPrompt = (id: string, yes: boolean): Promise<void> =>
  call('POST', `prompts/${encodeURIComponent(id)}`, { yes })
/** What quiet hours hold back is put to somebody who is there. */
export const wantPrompts = (): Promise<void> => call('POST', 'prompts')
export const cancel = (services: readonly string[], language: string): Promise<void> =>
  call('POST', 'cancel', { services, language })
/** Asks for a refund of just this charge. */
export const dispute = (charge: string, language: string): Promise<void> =>
  call('POST', 'disputes', { charge, language })
export const sendText = (to: string, text: string): Promise<void> => call('POST', 'text', { to, text })

export async function fetchEverything(): Promise<Everything> {
  const items = <T>(path: string) => call<{ items: readonly T[] }>('GET', path).then((answer) => answer.items)
  const [own, prompts, charged, receipts, complaints] = await Promise.all([
    call<Pick<Everything, 'services' | 'blocks' | 'marketing' | 'language'>>('GET', 'services'),
    items<Prompt>('prompts'),
    call<{ items: readonly Charge[]; reminders: readonly Reminder[] }>('GET', 'charges'),
    items<Receipt>('receipts'),
    items<Complaint>('complaints'),
  ])
  return { ...own, prompts, charges: charged.items, reminders: charged.reminders, receipts, complaints }
}
