import { type Envelope, ledgerLines, type MessageOf } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

/** One posting as it was booked: what the sums of a month are made of. */
export type LedgerLine = MessageOf<typeof ledgerLines>['data'] & { readonly at: number }

const DAY = 86_400_000

/** Keeps each line of the ledger by itself, to be found by its month, its service and kind, and its charge. */
export const lines: ProcessDefinition<LedgerLine, Envelope, { readonly policy: Pick<Policy, 'keepDays'> }> = {
  name: 'ledger-lines',
  inputs: [ledgerLines],
  decide: (
    _state,
    message: Envelope | Wake,
    { now, refs }: Context<{ readonly policy: Pick<Policy, 'keepDays'> }>,
  ): Decision<LedgerLine> => {
    if (message.type === 'wake') return { state: undefined }
    const { data } = message as MessageOf<typeof ledgerLines>
    return { state: { ...data, at: now }, wakeAt: now + refs.policy.keepDays.ledgerLines * DAY }
  },
  index: ({ partnerId, month, serviceId, kind, correctionOf, chargeId }) => ({
    month: monthTag(partnerId, month),
    line: lineTag(partnerId, month, serviceId, kind, correctionOf),
    charge: chargeId,
  }),
  sort: ({ at }) => new Date(at).toISOString(),
}

export const monthTag = (partner: string, month: string): string => `${partner}|${month}`

/** The lines that one row of a settlement sums up. */
export const lineTag = (partner: string, month: string, service: string, kind: string, correctionOf = ''): string =>
  [partner, month, service, kind, correctionOf].join('|')
