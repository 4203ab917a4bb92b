import { type Envelope, type MessageOf, reportOutcomes, reportRewards } from '#contracts'
import { type Context, type Decision, type ProcessDefinition, type Proven, sealed, type Wake } from '#process'

/** Points for one proven report: a line of the ledger of rewards. */
export interface Reward extends Proven {
  readonly campaign: string
  readonly subscriber: string
  readonly tenure: number
  readonly msisdn: string
  readonly number: string
  readonly points: number
  readonly at: number
  /** The export in which it was handed over. */
  readonly exported?: { readonly export: string; readonly by: string; readonly at: number }
}

/** Once per campaign and subscriber: whatever tells of it again changes nothing (docs/rules.md, "Spam reports"). */
function decide(state: Reward | undefined, message: Envelope | Wake, { now }: Context<unknown>): Decision<Reward> {
  const input = message as MessageOf<typeof reportRewards> | Wake
  if (input.type === 'reward.earned') {
    if (state) return { state }
    const { subscriber, tenure, number, points } = input.data
    const told = {
      topic: reportOutcomes.name,
      key: subscriber,
      type: 'points.earned',
      data: { number, tenure, points },
    }
    return { state: { ...input.data, at: now }, emit: [told] }
  }
  if (input.type !== 'reward.exported' || !state || state.exported) return { state }
  return { state: { ...state, exported: { ...input.data, at: now } } }
}

/** What is signed of a reward. The number is the subscriber’s by its key. */
export const contentOf = ({ proof: _, msisdn: __, ...content }: Reward): object => content

const unsigned: ProcessDefinition<Reward, Envelope, unknown> = {
  name: 'report-rewards',
  inputs: [reportRewards],
  decide,
  index: (each) => ({
    state: each.exported ? 'exported' : 'due',
    all: '1',
    ...(each.exported ? { export: each.exported.export } : {}),
    subscriber: `${each.subscriber}.${each.tenure}`,
  }),
  sort: (each) => `${new Date(each.at).toISOString()} ${each.number}`,
}

export const rewards = sealed('points', unsigned, contentOf)
