import { auditEntries, auditRecords, type Envelope, headMoved, type MessageOf } from '#contracts'
import { genesis, holds, linkAfter, start, type Version, versionAfter } from '#evidence'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { maskNumbers } from '#sms'

export type AuditContent = MessageOf<typeof auditEntries>['data'] & { readonly at: number; readonly id: string }

/** One record of the audit: what is chained, and its place in the chain. */
export interface AuditRecord {
  readonly number: number
  readonly before: string
  readonly contentDigest: string
  readonly digest: string
  /** Both are erased when their time is over; the digests stay. */
  readonly salt?: string
  readonly content?: AuditContent
  /** From when both are gone. */
  readonly eraseAt?: number
  /** That it is erased, as it is signed before. */
  readonly version?: Version
}

export interface AuditRefs {
  /** A salt that nobody without the number key can make again, the same for the same cause. */
  readonly salt: (cause: string) => string
}

/** The one chain: what people do is little, and one order is what an auditor reads. */
export const AUDIT = 'audit'
/** Numbers in the order of their texts. */
export const auditKey = (number: number): string => `${AUDIT}.${String(number).padStart(12, '0')}`

const LONGEST = { target: 200, reason: 500 }

/**
 * A note for the audit: every entry is made here. What people wrote is theirs, but the audit keeps it for good: numbers of
 * persons in it are masked.
 */
export const noted = ({
  address,
  reason,
  target,
  ...rest
}: Omit<MessageOf<typeof auditEntries>['data'], 'address' | 'reason'> & {
  address?: string | undefined
  reason?: string | undefined
}): Emit => ({
  topic: 'audit.entries',
  key: AUDIT,
  type: 'audit.noted',
  data: {
    ...rest,
    target: target.slice(0, LONGEST.target),
    ...(address === undefined ? {} : { address }),
    ...(reason === undefined ? {} : { reason: maskNumbers(reason).slice(0, LONGEST.reason) }),
  },
})

interface Head {
  readonly number: number
  readonly digest: string
}

/** Chains what was noted, one record after the other, and tells where the chain stands, to be signed. */
export const audit: ProcessDefinition<Head, Envelope, AuditRefs> = {
  name: 'audit',
  inputs: [auditEntries],
  decide: (state, message: Envelope | Wake, { now, cause, refs }: Context<AuditRefs>): Decision<Head> => {
    if (message.type === 'wake') return { state }
    const { data, id } = message as MessageOf<typeof auditEntries>
    const content: AuditContent = { ...data, at: now, id }
    const salt = refs.salt(cause)
    const link = linkAfter(state ?? { number: 0, digest: genesis }, salt, content)
    const record: AuditRecord = { ...link, salt, content }
    const head = { number: link.number, digest: link.digest }
    return {
      state: head,
      emit: [
        { topic: 'audit.records', key: auditKey(link.number), type: 'audit.chained', data: record },
        headMoved(AUDIT, { chain: AUDIT, ...head, since: { number: link.number - 1, digest: link.before } }),
      ],
    }
  },
}

const DAY = 86_400_000
/** That a content goes is signed before it does. */
const NOTICE = DAY

/** What is signed of an erasure. */
export const erasureOf = ({ digest, eraseAt }: Pick<AuditRecord, 'digest' | 'eraseAt'>) => ({ digest, eraseAt })

/** When something becomes of what a record says: it is told to be erased, and erased. */
const dueOf = (
  { content, eraseAt }: Pick<AuditRecord, 'content' | 'eraseAt'>,
  { keepDays }: Pick<Policy, 'keepDays'>,
) => eraseAt ?? (content === undefined ? undefined : content.at + keepDays.audit * DAY)

/** Keeps each link; what it says is erased when its time is over, and that was signed. */
export const auditRecordKeeper: ProcessDefinition<
  AuditRecord,
  Envelope,
  { readonly policy: Pick<Policy, 'keepDays'> }
> = {
  name: 'audit-records',
  inputs: [auditRecords],
  decide: (state, message: Envelope | Wake, { now, key, refs }) => {
    if (message.type === 'wake') {
      if (!state || !holds(state)) return { state }
      const { salt: _, content: __, ...erased } = state
      if (state.eraseAt !== undefined && state.eraseAt <= now) return { state: erased }
      const due = dueOf(state, refs.policy) as number
      // Whatever woke it: what it says goes when its time is over, not before.
      if (state.eraseAt !== undefined || due > now) return { state, wakeAt: due }
      const going = { ...state, eraseAt: now + NOTICE }
      const version = versionAfter(start, erasureOf(going), now)
      const { number, digest } = version
      return {
        state: { ...going, version },
        wakeAt: going.eraseAt,
        emit: [headMoved(AUDIT, { chain: key, number, digest, since: start })],
      }
    }
    const { data } = message as MessageOf<typeof auditRecords>
    // The link is made once more: what a topic brings is not believed.
    const { digest } = linkAfter({ number: data.number - 1, digest: data.before }, data.salt, data.content)
    if (digest !== data.digest) return { state, deadLetter: 'the record’s digest is not that of its content' }
    if (state) return { state, deadLetter: 'there is a record of this number' }
    return { state: data, wakeAt: dueOf(data, refs.policy) }
  },
  wakes: (state, { policy }) => (holds(state) ? dueOf(state, policy) : undefined),
  index: ({ content }): Record<string, string> =>
    content
      ? {
          actor: content.actor,
          action: content.action,
          target: content.target,
        }
      : {},
}
