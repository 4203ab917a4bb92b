import { call as ask } from '#web'

export { ApiError } from '#web'

/** Somebody is at it: what the page asks by itself while nobody is keeps no session going. */
const ATTENDED_MS = 120_000
let touchedAt = performance.now()
const touched = () => {
  touchedAt = performance.now()
}
for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
  addEventListener(kind, touched, { passive: true, capture: true })
const isAttended = (): boolean => performance.now() - touchedAt < ATTENDED_MS

/** Calls the API of this very origin, as who is signed in. @throws ApiError */
export const call = <T>(method: string, path: string, body?: unknown): Promise<T> =>
  ask(method, path, body, isAttended() ? {} : { 'x-attended': 'no' })

export interface Me {
  readonly id: string
  readonly name: string
  readonly role: string
  /** The operator’s: days and months are its, wherever one sits. */
  readonly zone: string
  readonly purposes: readonly string[]
  readonly must_change: boolean
  readonly has_password: boolean
  readonly factors: readonly string[]
  readonly recovery_left: number
  readonly passkeys: readonly OwnPasskey[]
}

export interface OwnPasskey {
  readonly id: string
  readonly name: string
  readonly added_at: string
}

/** What a device is to answer, and the token that says that we asked. */
interface Challenge {
  readonly options: object
  readonly token: string
}

export interface Proposal {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly status: string
  readonly by: string
  readonly by_name: string
  readonly made_at: string
  readonly decided_by?: string
  readonly decided_by_name?: string
  readonly decided_at?: string
  readonly reason?: string
  readonly preview: unknown
  /** Counts that may move. */
  readonly live?: unknown
  readonly why_not?: string
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly interests: readonly string[]
  readonly disabled: boolean
  readonly made_by?: string
  readonly reset_by?: string
  readonly vouched_by?: string
  readonly unknown: boolean
  readonly same_as?: string
  readonly by_provider: boolean
}

export interface AuditRecord {
  readonly id: string
  readonly number: number
  readonly content?: {
    readonly at: number
    readonly actor: string
    readonly role: string
    readonly action: string
    readonly target: string
    readonly outcome: string
    readonly reason?: string
  }
}

export interface List<T> {
  readonly items: readonly T[]
  readonly next?: string
}

export type SignedIn = { readonly person: string; readonly must_change: boolean }
export type Halfway = { readonly next: 'second'; readonly token: string; readonly factors: readonly string[] }

const id = encodeURIComponent

export const api = {
  entrance: () => call<{ oidc: { name: string } | null }>('GET', '/console/api/entrance'),
  me: () => call<Me>('GET', '/console/api/me'),
  signIn: (login: string, password: string) =>
    call<SignedIn | Halfway>('POST', '/console/api/sign-in', { login, password }),
  second: (token: string, how: string, code: string) =>
    call<SignedIn>('POST', '/console/api/sign-in/second', { token, how, code }),
  signOut: () => call<void>('DELETE', '/console/api/session'),
  signOutEverywhere: () => call<void>('DELETE', '/console/api/sessions'),
  password: (old: string, next: string) => call<void>('POST', '/console/api/password', { old, new: next }),
  beginTotp: () => call<{ token: string; secret: string; uri: string }>('POST', '/console/api/totp'),
  setTotp: (token: string, code: string, password: string) =>
    call<{ recovery: string[] }>('PUT', '/console/api/totp', { token, code, password }),
  removeTotp: (password: string) => call<void>('DELETE', '/console/api/totp', { password }),
  renewRecovery: (password: string) => call<{ recovery: string[] }>('POST', '/console/api/recovery', { password }),
  beginPasskey: (password: string) => call<Challenge>('POST', '/console/api/passkeys/options', { password }),
  addPasskey: (token: string, name: string, response: object) =>
    call<{ recovery: readonly string[] }>('POST', '/console/api/passkeys', { token, name, response }),
  removePasskey: (passkey: string, password: string) =>
    call<void>('DELETE', `/console/api/passkeys/${id(passkey)}`, { password }),
  askPasskey: () => call<Challenge>('POST', '/console/api/passkey/options'),
  signInByPasskey: (token: string, response: object) =>
    call<SignedIn>('POST', '/console/api/passkey/sign-in', { token, response }),
  vouch: (person: string, said: object) => call<Person>('POST', `/v1/staff/${id(person)}/vouch`, said),
  proposals: (status: string, after: string) =>
    call<List<Proposal>>('GET', `/v1/proposals?status=${status}${after ? `&after=${id(after)}` : ''}`),
  proposal: (proposal: string) => call<Proposal>('GET', `/v1/proposals/${id(proposal)}`),
  decide: (proposal: string, what: 'approve' | 'withdraw') =>
    call<Proposal>('POST', `/v1/proposals/${id(proposal)}/${what}`),
  reject: (proposal: string, reason: string) =>
    call<Proposal>('POST', `/v1/proposals/${id(proposal)}/reject`, { reason }),
  people: () => call<List<Person>>('GET', '/v1/staff'),
  makePerson: (person: object) => call<Person & { password: string }>('POST', '/v1/staff', person),
  changePerson: (person: string, change: object) => call<Person>('PUT', `/v1/staff/${id(person)}`, change),
  resetPerson: (person: string) => call<Person & { password: string }>('POST', `/v1/staff/${id(person)}/reset`),
  audit: (query: string) => call<List<AuditRecord>>('GET', `/v1/audit?${query}`),
  auditHead: () => call<{ number: number }>('GET', '/v1/audit/head'),
}
