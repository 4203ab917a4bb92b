import { type Holder, type Purpose, type Resource, scopeOf } from '#access'
import { type Envelope, type MessageOf, pageKey, staffProposals } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { noted } from './audit.ts'

type Message = MessageOf<typeof staffProposals>
type Made = Extract<Message, { type: 'proposal.made' }>['data']

/** A person as far as deciding goes. */
export type Decider = Made['by']

export type ProposalStatus = 'open' | 'applied' | 'rejected' | 'withdrawn' | 'expired' | 'stale'

/** Something that needs a second person: what it would do, what was shown of it, and what became of it. */
export interface Proposal extends Made {
  readonly status: ProposalStatus
  readonly madeAt: number
  readonly decidedAt?: number
  readonly decidedBy?: string
  readonly reason?: string
}

export interface ProposalRefs {
  readonly policy: Pick<Policy, 'staff' | 'keepDays'>
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * Why a person may not approve or reject; undefined when they may (docs/rules.md, "Partners": four eyes). The second person
 * is another person, known, of a role that could have proposed it, without an interest in the partner or a part in what it
 * undoes, and neither of the two could have signed in as the other, or said who the other is.
 */
export function whyNot(
  proposal: Pick<Proposal, 'by' | 'partners' | 'needs' | 'apart'>,
  second: Decider,
): WhyNot | undefined {
  const first = proposal.by
  if (second.id === first.id || second.human === first.human) return 'same.person'
  if (first.unknown || second.unknown) return 'unknown'
  if (makersOf(first).includes(second.human)) return 'made.the.other'
  if (makersOf(second).includes(first.human)) return 'made.by.the.other'
  if (proposal.apart?.includes(second.human)) return 'took.part'
  const [purpose, resource] = proposal.needs as [Purpose, Resource]
  if (scopeOf(second.role as Holder, purpose, resource) === undefined) return 'other.role'
  if (proposal.partners.some((each) => second.interests.includes(each))) return 'interest'
  return undefined
}
const makersOf = ({ madeBy, resetBy, vouchedBy, vouchers = [] }: Decider) => [madeBy, resetBy, vouchedBy, ...vouchers]
export type WhyNot =
  | 'same.person'
  | 'unknown'
  | 'made.the.other'
  | 'made.by.the.other'
  | 'took.part'
  | 'other.role'
  | 'interest'

function decide(
  state: Proposal | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<ProposalRefs>,
): Decision<Proposal> {
  const { proposalHours } = refs.policy.staff
  const keep = { wakeAt: now + refs.policy.keepDays.proposals * DAY }
  if (message.type === 'wake') {
    if (state?.status !== 'open') return { state: undefined }
    const emit = [...dropsOf(state, key), told(state, key, 'expired')]
    return { state: { ...state, status: 'expired', decidedAt: now }, ...keep, emit }
  }
  const input = message as Message
  if (input.type === 'proposal.made') {
    if (state) return { state, ...wakeOf(state, refs) }
    const made: Proposal = { ...input.data, status: 'open', madeAt: now }
    if (input.data.partners.some((each) => input.data.by.interests.includes(each)))
      return { state, deadLetter: 'who proposed it has an interest in the partner' }
    if (!input.data.alone)
      return { state: made, wakeAt: now + proposalHours * HOUR, emit: [told(made, key, 'proposed', input.data.by)] }
    const applied: Proposal = { ...made, status: 'applied', decidedAt: now, decidedBy: made.by.id }
    const emit = [...sendsOf(applied, key), told(applied, key, 'applied alone', made.by)]
    return { state: applied, ...keep, emit }
  }
  if (!state) return { state, deadLetter: 'there is no such proposal' }
  // Somebody was first: what they decided stands, and who comes second is told by the state.
  if (state.status !== 'open') return { state, ...wakeOf(state, refs) }
  const { by } = input.data
  const over = (status: ProposalStatus, reason?: string): Decision<Proposal> => ({
    state: { ...state, status, decidedAt: now, decidedBy: by.id, ...(reason === undefined ? {} : { reason }) },
    ...keep,
    emit: [...(status === 'applied' ? sendsOf(state, key) : dropsOf(state, key)), told(state, key, status, by, reason)],
  })
  if (input.type === 'proposal.withdrawn')
    return by.human === state.by.human
      ? over('withdrawn')
      : refused(state, key, by, 'only who proposed it withdraws it', refs)
  const why = whyNot(state, by)
  if (why) return refused(state, key, by, why, refs)
  if (input.type === 'proposal.rejected') return over('rejected', input.data.reason)
  return input.data.digest === state.digest ? over('applied') : over('stale', 'what it would do has changed')
}

const pageOf = (key: string, type: string, page: number): Emit => ({
  topic: 'staff.pages',
  key: pageKey(key, page),
  type,
  data: {},
})
const pagesOf = (state: Proposal, key: string, type: string): Emit[] =>
  Array.from({ length: state.pages }, (_, page) => pageOf(key, type, page))
const sendsOf = (state: Proposal, key: string): Emit[] => [...state.records, ...pagesOf(state, key, 'page.released')]
const dropsOf = (state: Proposal, key: string): Emit[] => pagesOf(state, key, 'page.dropped')

const wakeOf = (state: Proposal, { policy }: ProposalRefs) => ({
  wakeAt:
    state.status === 'open'
      ? state.madeAt + policy.staff.proposalHours * HOUR
      : (state.decidedAt ?? state.madeAt) + policy.keepDays.proposals * DAY,
})

const refused = (
  state: Proposal,
  key: string,
  by: Decider,
  reason: string,
  refs: ProposalRefs,
): Decision<Proposal> => ({
  state,
  ...wakeOf(state, refs),
  emit: [
    noted({
      actor: by.id,
      role: by.role,
      action: `proposal.${state.kind}`,
      target: `proposal ${key}`,
      outcome: 'refused',
      reason,
    }),
  ],
})

const told = (state: Proposal, key: string, change: string, by?: Decider, reason?: string): Emit =>
  noted({
    actor: by?.id ?? 'system',
    role: by?.role ?? 'system',
    action: `proposal.${state.kind}`,
    target: `proposal ${key}`,
    outcome: 'done',
    reason: reason === undefined ? change : `${change}: ${reason}`,
  })

export const proposals: ProcessDefinition<Proposal, Envelope, ProposalRefs> = {
  name: 'proposals',
  inputs: [staffProposals],
  decide,
  index: ({ status, kind }) => ({ status, kind }),
}
