import { type Envelope, type MessageOf, monitorFlags } from '#contracts'
import type { Decision, ProcessDefinition, Wake } from '#process'
import { withoutCharges } from './charges.ts'

type Raised = Extract<MessageOf<typeof monitorFlags>, { type: 'flag.raised' }>['data']

/** A flag as it is looked up: whether it stands. */
export type FlagRecord = Raised & { readonly clearedAt?: number }

/** What was found of one partner: what stands, and what stood lately. */
export interface PartnerFlags {
  readonly partner: string
  readonly flags: readonly FlagRecord[]
}

const KEPT = 30

/** Log units of what stands and is not on trial. */
export const weightOf = ({ flags }: PartnerFlags): number =>
  flags
    .filter((each) => each.clearedAt === undefined && !each.shadow)
    .reduce((sum, each) => sum + each.signals.reduce((all, { evidence }) => all + evidence, 0), 0)

/** Partners of whom something stands that is not on trial. */
export const standingOf = (found: readonly PartnerFlags[]): string[] =>
  found.flatMap(({ flags }) =>
    flags
      .filter((each) => each.app === undefined && each.clearedAt === undefined && !each.shadow)
      .map(({ partner }) => partner),
  )

function decide(
  state: PartnerFlags | undefined,
  message: Envelope | Wake,
  { key }: { key: string },
): Decision<PartnerFlags> {
  const input = message as MessageOf<typeof monitorFlags> | Wake
  const known = state ?? { partner: key, flags: [] }
  if (input.type === 'flag.raised') {
    const others = known.flags.filter((each) => each.flag !== input.data.flag || each.clearedAt !== undefined)
    return { state: { ...known, flags: [input.data, ...others].slice(0, KEPT) } }
  }
  if (input.type === 'flag.cleared') {
    const flags = known.flags.map((each) =>
      each.flag === input.data.flag && each.clearedAt === undefined ? { ...each, clearedAt: input.data.at } : each,
    )
    return { state: { ...known, flags } }
  }
  if (input.type === 'charges.erased' && state) return { state: withoutCharges(state, input.data.charges) }
  return { state }
}

export const flags: ProcessDefinition<PartnerFlags, Envelope> = {
  name: 'flags',
  inputs: [monitorFlags],
  decide,
  index: (state) => ({ status: weightOf(state) > 0 ? 'standing' : 'past' }),
  sort: (state) => weightOf(state).toFixed(3).padStart(14, '0'),
}
