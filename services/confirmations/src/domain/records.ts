import { monthsLater } from '#calendar'
import { consentReceipts, type Envelope, type MessageOf, type ReceiptContent } from '#contracts'
import { type Link, linkAfter } from '#evidence'
import type { Decision, ProcessDefinition } from '#process'

const DAY = 86_400_000
export interface ReceiptRecord extends Omit<Link, 'id'> {
  readonly subscriber: string
  readonly tenure: number
  readonly endedAt?: number
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

/** Keeps each receipt; its content and salt are erased when the retention is over, the digests stay. */
export const consents: ProcessDefinition<ReceiptRecord, Envelope, ReceiptRefs> = {
  name: 'consents',
  inputs: [consentReceipts],
  decide: (state, message, { refs }): Decision<ReceiptRecord> => {
    if (message.type === 'wake') {
      if (!state) return { state }
      const { salt: _, content: __, ...erased } = state
      return { state: erased }
    }
    const input = message as MessageOf<typeof consentReceipts>
    const retention = (endedAt: number) => ({ wakeAt: endedAt + refs.receiptMonths * 31 * DAY })
    switch (input.type) {
      case 'receipt.made': {
        // The chain is made from these once more: what a topic brings is not believed.
        const { subscriber, tenure, number, before, salt, content, digest } = input.data
        const link = linkAfter({ number: number - 1, digest: before }, salt, content)
        if (link.digest !== digest) return { state, deadLetter: 'the receipt’s digest is not that of its content' }
        const made = { subscriber, tenure, ...link, salt, content }
        const endedAt = endOf(content, refs.timeZone)
        return endedAt === undefined ? { state: made } : { state: { ...made, endedAt }, ...retention(endedAt) }
      }
      case 'receipt.retired':
        if (!state) return { state, deadLetter: 'there is no such receipt' }
        return { state: { ...state, endedAt: input.data.endedAt }, ...retention(input.data.endedAt) }
      case 'receipt.restored': {
        if (!state) return { state, deadLetter: 'there is no such receipt' }
        const { endedAt: _, ...standing } = state
        const content = state.content as ReceiptContent | undefined
        const endedAt = content && endOf(content, refs.timeZone)
        return endedAt === undefined ? { state: standing } : { state: { ...standing, endedAt }, ...retention(endedAt) }
      }
    }
  },
  index: ({ subscriber, tenure }) => ({ chain: `${subscriber}.${tenure}` }),
}
