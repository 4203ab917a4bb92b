import type { ComplaintChannel, Language } from '#contracts'
import type { Acted } from '#policy'

export interface Complaint {
  readonly number: string
  readonly tenure: number
  readonly text: string
  readonly about?: string
  /** Whom it names: a partner where no service is known that it is about, and software beside either. */
  readonly against?: { readonly partnerId?: string; readonly app?: string }
  readonly channel: ComplaintChannel
  readonly madeAt: number
  /** When its time to be answered began: when it was made, or reopened. */
  readonly since: number
  /** Its deadline, as it was promised when its time began; absent of those of before 27 November 2026. */
  readonly due?: Due
  /** Who took it first keeps it until it is closed. */
  readonly owner?: string
  readonly answeredAt?: number
  readonly warned?: true
  readonly overdue?: true
  readonly closed?: { readonly at: number; readonly by: string; readonly upheld: boolean }
  readonly reopened?: true
  readonly solved?: boolean
  /** What was done with it, the oldest first. */
  readonly steps?: readonly Step[]
}

/** When staff are warned of what nobody answered, and when it is overdue. */
export interface Due {
  readonly warnAt: number
  readonly at: number
}

/** One thing that was done with a complaint, and what was said with it. */
export interface Step {
  readonly at: number
  readonly what: 'taken' | 'handed' | 'answered' | 'closed' | 'reopened' | 'solved'
  /** Who of staff; nobody where the subscriber did it. */
  readonly by?: string
  /** What the subscriber was told; of a hand-over, why, which they are not told. */
  readonly text?: string
  /** To whom it was handed over. */
  readonly to?: string
}

/** One subscriber's complaints, the oldest first. */
export interface ComplaintState {
  readonly msisdn: string
  /** Complaints of a former owner are worked on, and nobody else is told of them. */
  readonly tenure: number
  readonly tenureSince?: number
  readonly language: Language
  readonly cases: readonly Complaint[]
  /** What staff said at night, until the morning. */
  readonly held: readonly { readonly text: string; readonly dueAt: number }[]
  readonly acted: readonly Acted[]
}
