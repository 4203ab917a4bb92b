import { call } from '../shell/api.ts'

export interface Signal {
  readonly name: string
  readonly figure: number
  readonly baseline: number
  readonly evidence: number
}
export interface Finding {
  readonly id: string
  readonly at: number
  readonly by: string
  readonly by_name: string
  readonly signals: readonly Signal[]
  readonly charges: readonly string[]
  readonly clears: string
  readonly text?: string
  readonly policyVersion: string
  /** How it stood at the end of its day. */
  readonly looked?: {
    readonly at: number
    readonly kind: string
    readonly name: string
    readonly signals: readonly Drawn[]
  }
}
/** A signal day by day, beside what is usual for it and among peers. */
export interface Drawn extends Signal {
  readonly peers: { readonly rate: number; readonly shape: number }
  readonly cases: readonly number[]
  readonly of: readonly number[]
}
export interface Subject {
  readonly partnerId?: string
  readonly serviceId?: string
  readonly app?: string
}
export const sanctionNames = [
  'warning',
  'freeze-orders',
  'freeze-settlement',
  'suspend',
  'terminate',
  'bar-app',
] as const
export type SanctionName = (typeof sanctionNames)[number]
export interface Sanction {
  readonly what: SanctionName
  readonly serviceId?: string
  readonly app?: string
  readonly until?: number
}
export const pointsLadder = [0, 5, 20, 60, 80] as const

/** Whom a verdict refunds, as it is read. */
export interface Rule {
  readonly services?: readonly string[]
  readonly from: number
  readonly until: number
  readonly kind?: 'month' | 'once'
  readonly minFen?: number
  readonly hours?: { readonly from: number; readonly until: number }
  readonly judged?: readonly string[]
}
export interface Verdict {
  readonly outcome: 'cleared' | 'proven'
  readonly points: number
  readonly sanctions: readonly Sanction[]
  readonly refund?: { readonly rule: Rule; readonly times: number; readonly goesOn?: true }
  readonly reasonZh: string
  readonly reasonEn: string
  readonly note: string
  readonly publish: boolean
}

export type Status = 'open' | 'appealed' | 'refunding' | 'decided' | 'closed'
export interface ListedCase {
  readonly number: string
  readonly subject: Subject
  readonly partner_zh: string
  readonly partner_en: string
  readonly service_zh?: string
  readonly service_en?: string
  readonly pattern: string
  readonly status: Status
  readonly opened_at: string
  readonly due_at: string
  readonly overdue: boolean
  readonly stop_first: boolean
  readonly frozen: boolean
  readonly weight: number
  readonly signals: readonly string[]
  readonly owner?: string
  readonly owner_name?: string
  readonly escalated: boolean
  readonly snoozed_until?: string
  readonly points?: number
  /** An appeal was granted: points and sanctions do not hold any more. */
  readonly withdrawn: boolean
}
export interface Redress {
  readonly named: number
  readonly answered: number
  readonly done: boolean
  readonly subscribers: number
  readonly refund_fen: number
  readonly before_fen: number
  readonly former: number
  readonly gone: number
  readonly held: boolean
}
/** What the operator bears since an appeal was granted. */
export interface Borne {
  readonly named: number
  readonly answered: number
  readonly done: boolean
  readonly fen: number
  readonly gone: number
}
export interface Appeal {
  readonly at: string
  readonly text: string
  readonly granted?: boolean
  readonly reason?: string
  readonly decided_at?: string
  readonly decided_by_name?: string
  /** It came in writing, and was entered by them. */
  readonly by?: string
  readonly by_name?: string
  /** The file of its paper. */
  readonly paper?: string
  /** The letter that tells what became of it, as far as people send it. */
  readonly letter?: SentLetter
  /** What the partner said itself, beside what was entered for it. */
  readonly own?: { readonly at: string; readonly text: string }
}
export const letterWays = ['post', 'courier', 'e-mail'] as const
/** A letter as far as people send it. */
export interface SentLetter {
  /** Why its partner heard nothing of it but by letter. */
  readonly heard?: 'nobody' | 'failed' | 'webhook'
  /** People are to send it; of those in a list, the list says. */
  readonly due?: boolean
  readonly sent: readonly {
    readonly at: string
    readonly by_name: string
    readonly on: string
    readonly way: (typeof letterWays)[number]
  }[]
}
export interface ListedLetter extends SentLetter {
  readonly number: string
  /** What it tells: the verdict, what became of its appeal, or that one on paper was taken out. */
  readonly of: 'verdict' | 'appeal' | 'voided'
  /** Of those that were taken out, which. */
  readonly nth?: number
  readonly told_at: string
  readonly partner: string
  readonly partner_zh: string
  readonly partner_en: string
  readonly decided_at: string
  readonly made_at?: string
  readonly key_now: boolean
  readonly appeal_until?: string
}
export interface WholeCase extends ListedCase {
  readonly linked: readonly string[]
  readonly findings: readonly Finding[]
  readonly notes: readonly {
    readonly at: string
    readonly by: string
    readonly by_name: string
    readonly text: string
  }[]
  readonly escalation?: { readonly at: string; readonly by: string; readonly by_name: string; readonly reason: string }
  readonly verdict?: Verdict
  readonly decided_at?: string
  readonly decided_by?: string
  readonly decided_by_name?: string
  readonly proposal?: string
  /** The second person, where it took two. */
  readonly approved_by?: string
  readonly approved_by_name?: string
  /** What waits for a second person. */
  readonly waits?: {
    readonly of: 'verdict' | 'appeal'
    readonly proposal: string
    readonly by: string
    readonly by_name: string
    readonly at: string
  }
  readonly appeal_until?: string
  readonly appeal?: Appeal
  readonly appeals_voided: readonly {
    readonly nth: number
    readonly at: string
    readonly appealed_at: string
    readonly reason: string
    readonly letter?: SentLetter
  }[]
  readonly letter?: SentLetter
  readonly redress?: Redress
  readonly borne?: Borne
  readonly files: readonly {
    readonly name: string
    readonly bytes: number
    readonly at: string
    readonly by_name: string
  }[]
  readonly digest: string
}
export interface ShownCharge {
  readonly charge: string
  readonly service: { readonly id: string; readonly name_zh: string; readonly name_en: string }
  readonly amount_fen: number
  readonly charged_at: string
  readonly kind?: string
  readonly rule?: string
  readonly refund_fen: number
  readonly subject?: string
}
interface Told {
  readonly partner: string
  readonly service?: string
  readonly reason: string
  readonly penalty: string
  readonly refunded?: string
  readonly correction?: string
}
/** A notice as the public reads it. */
export interface NoticeTold {
  readonly zh: Told
  readonly en: Told
}
export interface Kept {
  readonly what: string
  readonly service?: string
  readonly case: string
}
export interface Outlook {
  readonly points_before: number
  readonly points_after: number
  readonly stops: readonly Kept[]
  readonly stays: readonly Kept[]
  readonly resumes: readonly Kept[]
  readonly banned_until?: string
}
export interface Foreseen extends Outlook {
  readonly charges: number
  readonly subscribers: number
  readonly amount_fen: number
  readonly refund_fen: number
  readonly refunded_before: number
  /** Judged right by the rules. */
  readonly right: number
  readonly sample: readonly {
    readonly charge: string
    readonly service: string
    readonly amount_fen: number
    readonly charged_at: string
    readonly refunded_fen: number
  }[]
  readonly two_people: boolean
  readonly two_because: readonly ('penalty' | 'refund' | 'refunds' | 'unknown')[]
  readonly notice?: NoticeTold
}
export interface Standing {
  readonly partner: string
  readonly partner_zh: string
  readonly partner_en: string
  readonly points: number
  readonly restraints: readonly Kept[]
  readonly banned_until?: string
  readonly penalties: readonly {
    readonly case: string
    readonly at: string
    readonly points: number
    readonly sanctions: readonly Sanction[]
    readonly frozen: boolean
  }[]
}
export interface Notice extends NoticeTold {
  readonly number: string
  readonly partner: string
  readonly app?: string
  readonly version: number
  readonly published_at: string
  readonly corrected_at?: string
  readonly withdrawn: boolean
  readonly reason_zh: string
  readonly reason_en: string
  readonly earlier: readonly (NoticeTold & { readonly version: number; readonly at: string })[]
}

interface Items<T> {
  readonly items: readonly T[]
  readonly next?: string
}
type Step = 'take' | 'hand-over' | 'notes' | 'snooze' | 'escalate' | 'lift-freeze' | 'letter-sent' | 'written-appeal'

/** What was proposed, where it takes two. */
export interface Waiting {
  readonly proposal: string
  readonly status: 'applied' | 'open'
}

export const review = {
  cases: (query: string) => call<Items<ListedCase>>('GET', `/v1/cases?${query}`),
  case: (number: string) => call<WholeCase>('GET', `/v1/cases/${number}`),
  charges: (number: string) =>
    call<Items<ShownCharge> & { readonly missing: readonly string[] }>('GET', `/v1/cases/${number}/charges`),
  open: (wish: object) => call<{ readonly number: string }>('POST', '/v1/cases', wish),
  step: (number: string, step: Step, body: object = {}) => call<WholeCase>('POST', `/v1/cases/${number}/${step}`, body),
  preview: (number: string, wish: object) => call<Foreseen>('POST', `/v1/cases/${number}/preview`, wish),
  decide: (number: string, wish: object) => call<WholeCase | Waiting>('POST', `/v1/cases/${number}/verdict`, wish),
  answer: (number: string, body: object) =>
    call<WholeCase | Waiting>('POST', `/v1/cases/${number}/appeal-decision`, body),
  colleagues: () =>
    call<Items<{ readonly id: string; readonly name: string }>>('GET', '/console/api/colleagues?of=cases'),
  partnerCharges: (partner: string, of: 'all' | 'wrong', after: string) =>
    call<Items<ShownCharge>>(
      'GET',
      `/v1/partner-charges/${encodeURIComponent(partner)}?of=${of}&limit=20&after=${encodeURIComponent(after)}`,
    ),
  standing: (partner: string) => call<Items<Standing>>('GET', `/v1/standings?partner=${encodeURIComponent(partner)}`),
  attach: (number: string, file: { readonly type: string; readonly content: string }) =>
    call<{ readonly name: string }>('POST', `/v1/cases/${number}/files`, file),
  correct: (number: string, body: object) =>
    call<{ readonly status: 'applied' | 'open' }>('POST', `/v1/cases/${number}/notice/correction`, body),
}
