import { type Envelope, type MessageOf, proposalPages } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'

/** A page of what a proposal would send, until that is decided. */
export interface Page {
  readonly records: readonly Emit[]
}

const HOUR = 3_600_000

/** Holds one page: released, its records go to their topics; dropped or forgotten, nowhere. */
export const pages: ProcessDefinition<Page, Envelope, { readonly policy: Pick<Policy, 'staff'> }> = {
  name: 'proposal-pages',
  inputs: [proposalPages],
  decide: (
    state,
    message: Envelope | Wake,
    { now, refs }: Context<{ readonly policy: Pick<Policy, 'staff'> }>,
  ): Decision<Page> => {
    if (message.type === 'wake') return { state: undefined }
    const input = message as MessageOf<typeof proposalPages>
    // A proposal that was never made whole is forgotten with its time, and a day.
    if (input.type === 'page.held')
      return { state: input.data, wakeAt: now + (refs.policy.staff.proposalHours + 24) * HOUR }
    return { state: undefined, emit: input.type === 'page.released' ? (state?.records ?? []) : [] }
  },
}
