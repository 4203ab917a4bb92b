import { type Envelope, type MessageOf, monitorStandings } from '#contracts'
import type { Decision, ProcessDefinition, Wake } from '#process'
import { withoutCharges } from './charges.ts'

type Looked = MessageOf<typeof monitorStandings>

/** How a partner or an app stood at the end of the last day. */
export type StandingRecord = Omit<Extract<Looked, { type: 'partner.looked' }>['data'], 'flagged'>

function decide(state: StandingRecord | undefined, message: Envelope | Wake): Decision<StandingRecord> {
  const input = message as Looked | Wake
  if (input.type === 'charges.erased' && state) return { state: withoutCharges(state, input.data.charges) }
  // What is told again, or late, changes nothing.
  if (input.type !== 'partner.looked' || (state && state.day > input.data.day)) return { state }
  // What a flag stands of beyond those is for its case.
  const { flagged: _, ...standing } = input.data
  return { state: standing }
}

/** Each partner and app, ranked by its risk. */
export const standings: ProcessDefinition<StandingRecord, Envelope> = {
  name: 'monitor-standings',
  inputs: [monitorStandings],
  decide,
  index: ({ subject }) => ({ subject }),
  sort: ({ risk }) => risk.toFixed(3).padStart(14, '0'),
}
