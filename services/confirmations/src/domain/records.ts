import { monthsLater } from '#calendar'
import { consentReceipts, type Envelope, headMoved, type MessageOf, type ReceiptContent, shardOf } from '#contracts'
import { holds, type Link, linkAfter, placeOf, type Version, versionAfter } from '#evidence'
import type { Decision, ProcessDefinition } from '#process'

const DAY = 86_400_000
/** That a content goes is signed before it does: a day is more than signing ever takes. */
const NOTICE = DAY

/** What becomes of a receipt, besides its content: what is signed of it. */
interface Life {
  readonly endedAt?: number
  /** From when its content and salt are gone. */
  readonly eraseAt?: number
}

export interface ReceiptRecord extends Omit<Link, 'id'>, Life {
  readonly subscriber: string
  readonly tenure: number
  readonly version: Version
}

export interface ReceiptRefs {
  readonly timeZone: string
  readonly receiptMonths: number
}

/** A purchase is over at once, and marketing when its months are; a subscription ends when somebody ends it. */
function endOf({ period, months, answeredAt }: ReceiptContent, zone: string): number | undefined {
  if (period === 'once') return answeredAt
  return period === 'marketing' ? monthsLater(answeredAt, months ?? 0, zone) : undefined
}

/** What the versions of a receipt are of: its digest stands for its content, before and after that is erased. */
export const lifeOf = ({ digest, endedAt, eraseAt }: Pick<ReceiptRecord, 'digest' | keyof Life>) => ({
  digest,
  endedAt,
  eraseAt,
})

/** When something becomes of a receipt that has its content: it is told to be erased, and erased. */
const dueOf = ({ endedAt, eraseAt }: Life, { receiptMonths }: ReceiptRefs): number | undefined =>
  eraseAt ?? (endedAt === undefined ? undefined : endedAt + receiptMonths * 31 * DAY)

/**
 * Keeps each receipt. Its end, and that its content goes, are signed like its making; when the retention is over, and that
 * was signed, content and salt are erased, the digests stay.
 */
export const consents: ProcessDefinition<ReceiptRecord, Envelope, ReceiptRefs> = {
  name: 'consents',
  inputs: [consentReceipts],
  decide: (state, message, { now, key, refs }): Decision<ReceiptRecord> => {
    /** The receipt with another life, told to those who sign. */
    const lives = (record: Omit<ReceiptRecord, 'version'>, { endedAt, eraseAt }: Life): Decision<ReceiptRecord> => {
      const { endedAt: _, eraseAt: __, ...rest } = record
      const life = {
        ...rest,
        ...(endedAt === undefined ? {} : { endedAt }),
        ...(eraseAt === undefined ? {} : { eraseAt }),
      }
      const since = placeOf(state?.version, state ? lifeOf(state) : {})
      const version = versionAfter(since, lifeOf(life), now)
      const { number, digest } = version
      return {
        state: { ...life, version },
        emit: [headMoved(shardOf('receipts', key), { chain: key, number, digest, since })],
        wakeAt: dueOf(life, refs),
      }
    }
    if (message.type === 'wake') {
      if (!state || !holds(state)) return { state }
      const { endedAt, eraseAt } = state
      if (eraseAt !== undefined && eraseAt <= now) {
        const { salt: _, content: __, ...erased } = state
        return { state: erased }
      }
      const due = dueOf(state, refs)
      // Whatever woke it: a content goes when its time is over, not before.
      if (eraseAt !== undefined || due === undefined || due > now) return { state, wakeAt: due }
      return lives(state, { ...(endedAt === undefined ? {} : { endedAt }), eraseAt: now + NOTICE })
    }
    const input = message as MessageOf<typeof consentReceipts>
    switch (input.type) {
      case 'receipt.made': {
        if (state) return { state, deadLetter: 'there is a receipt of this id' }
        // The chain is made from these once more: what a topic brings is not believed.
        const { subscriber, tenure, number, before, salt, content, digest } = input.data
        const link = linkAfter({ number: number - 1, digest: before }, salt, content)
        if (link.digest !== digest) return { state, deadLetter: 'the receipt’s digest is not that of its content' }
        const endedAt = endOf(content, refs.timeZone)
        return lives({ subscriber, tenure, ...link, salt, content }, endedAt === undefined ? {} : { endedAt })
      }
      case 'receipt.retired':
        if (!state) return { state, deadLetter: 'there is no such receipt' }
        return lives(state, { endedAt: input.data.endedAt })
      case 'receipt.restored': {
        if (!state) return { state, deadLetter: 'there is no such receipt' }
        const content = state.content as ReceiptContent | undefined
        const endedAt = content && endOf(content, refs.timeZone)
        return lives(state, endedAt === undefined ? {} : { endedAt })
      }
    }
  },
  wakes: (state, refs) => (holds(state) ? dueOf(state, refs) : undefined),
  index: ({ subscriber, tenure }) => ({ chain: `${subscriber}.${tenure}` }),
}
