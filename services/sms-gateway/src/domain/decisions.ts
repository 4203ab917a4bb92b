import { type Envelope, type MessageOf, mtDecisions } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

/** How long what is known of messages is kept. */
export interface MessageRefs {
  readonly policy: Pick<Policy, 'keepDays'>
}

export type MtDecision = MessageOf<typeof mtDecisions>['data'] & { readonly at: number }

const DAY = 86_400_000

/** Until when a decision, or what became of a message, is kept. */
export const endOf = ({ at }: { readonly at: number }, { policy }: MessageRefs): number =>
  at + policy.keepDays.messages * DAY

/** Keeps each decision about a port's message for some days, to be queried by its id, its port and its time. */
function decide(
  _state: MtDecision | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<MessageRefs>,
): Decision<MtDecision> {
  if (message.type === 'wake') return { state: undefined }
  const { data } = message as MessageOf<typeof mtDecisions>
  const kept = { ...data, at: now }
  return { state: kept, wakeAt: endOf(kept, refs) }
}

/**
 * The partner whose a decision is: the owner of the port; empty where the port was not the sender's. Such a refusal is no
 * deed of the owner, and what others try in its name fills no list of theirs.
 */
export const ownerOfDecision = ({ rule }: Pick<MtDecision, 'rule'>, ofPort: string | undefined): string =>
  rule === 'port.unknown' ? '' : (ofPort ?? '')

export const decisions: ProcessDefinition<MtDecision, Envelope, MessageRefs> = {
  name: 'mt-decisions',
  inputs: [mtDecisions],
  decide,
  wakes: endOf,
  index: ({ port, allow }) => ({ of: 'all', port, ...(allow ? {} : { refused: 'all', 'refused-of': port }) }),
  sort: ({ at }) => new Date(at).toISOString(),
}
