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
  readonly made_at: string
  readonly state: 'open' | 'answered' | 'closed'
  readonly upheld?: boolean
  readonly can_rate: boolean
  readonly can_reopen: boolean
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
  readonly actions: readonly Action[]
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
export const undo = (code: string, language: string): Promise<void> => call('POST', 'undo', { code, language })
export const silence = (port: string, how: Silence, language: string): Promise<void> =>
  call('POST', `ports/${port}/silence`, { how, language })
export const unblock = (port: string, language: string): Promise<void> =>
  call('POST', `ports/${port}/unblock`, { language })
export const chooseLanguage = (language: string): Promise<void> => call('POST', 'language', { language })
export const complain = (text: string, language: string): Promise<void> =>
  call('POST', 'complaints', { text, language })
export const rate = (number: string, solved: boolean, language: string): Promise<void> =>
  call('POST', `complaints/${number}/rating`, { solved, language })
/** Asks for the service of a port: its only one, or that of the code. */
export const subscribe = async (port: string, name: string, language: string): Promise<void> => {
  const { services } = await call<{ services: { id: string; name_zh: string; name_en: string }[] }>(
    'GET',
    `ports/${port}`,
  )
  const meant = name === '' ? services : services.filter((each) => [each.id, each.name_zh, each.name_en].includes(name))
  const [service] = meant
  if (!service || meant.length > 1) throw new ApiError('service.which')
  return call('POST', 'requests', { service: service.id, language })
}

export async function fetchEverything(): Promise<Everything> {
  const items = <T>(path: string) => call<{ items: readonly T[] }>('GET', path).then((answer) => answer.items)
  const [own, prompts, charged, receipts, complaints] = await Promise.all([
    call<Pick<Everything, 'services' | 'blocks' | 'marketing' | 'actions' | 'language'>>('GET', 'services'),
    items<Prompt>('prompts'),
    call<{ items: readonly Charge[]; reminders: readonly Reminder[] }>('GET', 'charges'),
    items<Receipt>('receipts'),
    items<Complaint>('complaints'),
  ])
  return { ...own, prompts, charges: charged.items, reminders: charged.reminders, receipts, complaints }
}
