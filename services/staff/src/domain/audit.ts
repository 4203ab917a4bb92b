import { auditEntries, auditRecords, type Envelope, type MessageOf } from '#contracts'
import { genesis, linkAfter } from '#evidence'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'

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
}

export interface AuditRefs {
  /** A salt that nobody without the number key can make again, the same for the same cause. */
  readonly salt: (cause: string) => string
}

/** The one chain: what people do is little, and one order is what an auditor reads. */
export const AUDIT = 'audit'
/** Numbers in the order of their texts. */
export const auditKey = (number: number): string => `${AUDIT}.${String(number).padStart(12, '0')}`

/** A note for the audit, from a decision of ours. */
export const noted = ({
  address,
  reason,
  ...rest
}: Omit<MessageOf<typeof auditEntries>['data'], 'address' | 'reason'> & {
  address?: string | undefined
  reason?: string | undefined
}): Emit => ({
  topic: 'audit.entries',
  key: AUDIT,
  type: 'audit.noted',
  data: { ...rest, ...(address === undefined ? {} : { address }), ...(reason === undefined ? {} : { reason }) },
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
        { topic: 'chain.heads', key: AUDIT, type: 'head.moved', data: { chain: AUDIT, ...head } },
      ],
    }
  },
}

const DAY = 86_400_000

/** Keeps each link; what it says is erased when its time is over. */
export const auditRecordKeeper: ProcessDefinition<
  AuditRecord,
  Envelope,
  { readonly policy: Pick<Policy, 'keepDays'> }
> = {
  name: 'audit-records',
  inputs: [auditRecords],
  decide: (state, message: Envelope | Wake, { now, refs }) => {
    if (message.type === 'wake') {
      if (!state) return { state }
      const { salt: _, content: __, ...erased } = state
      return { state: erased }
    }
    const { data } = message as MessageOf<typeof auditRecords>
    // The link is made once more: what a topic brings is not believed.
    const { digest } = linkAfter({ number: data.number - 1, digest: data.before }, data.salt, data.content)
    if (digest !== data.digest) return { state, deadLetter: 'the record’s digest is not that of its content' }
    return { state: data, wakeAt: now + refs.policy.keepDays.audit * DAY }
  },
  index: ({ content }): Record<string, string> =>
    content
      ? {
          actor: content.actor,
          action: content.action,
          target: content.target,
          day: new Date(content.at).toISOString().slice(0, 10),
        }
      : {},
}
