import { campaignRolls, type Envelope, type MessageOf, reportCases, reportKey, reportOutcomes } from '#contracts'
import type { Decision, Emit, ProcessDefinition, Wake } from '#process'

const KEEP_MS = 400 * 86_400_000

/** A page of those who reported a campaign. */
export interface Roll {
  readonly people: readonly { readonly reporter: string; readonly number: string }[]
  readonly told: boolean
}

/** Where it is listed: the campaign that a report stands in by now. */
export const placedIn = (campaign: string, { reporter, number }: Roll['people'][number]): Emit => ({
  topic: reportCases.name,
  key: reportKey(reporter, number),
  type: 'case.placed',
  data: { campaign },
})

/** Keeps who reported, page by page, and tells each the outcome: once. */
export const rolls: ProcessDefinition<Roll, Envelope, unknown> = {
  name: 'campaign-rolls',
  inputs: [campaignRolls],
  decide: (state = { people: [], told: false }, message: Envelope | Wake, { now }): Decision<Roll> => {
    const input = message as MessageOf<typeof campaignRolls> | Wake
    if (input.type === 'wake') return { state: undefined }
    const wakeAt = now + KEEP_MS
    if (input.type === 'roll.add') {
      const { reporter, number } = input.data
      return { state: { ...state, people: [...state.people, { reporter, number }] }, wakeAt }
    }
    if (input.type === 'roll.moved')
      return { state, emit: state.people.map((each) => placedIn(input.data.into, each)), wakeAt }
    if (input.type === 'roll.grown') {
      const emit = state.people.map(
        ({ reporter, number }): Emit => ({
          topic: reportOutcomes.name,
          key: reporter,
          type: 'report.grown',
          data: { number, ...input.data },
        }),
      )
      return { state, emit, wakeAt }
    }
    if (state.told) return { state, wakeAt }
    const emit = state.people.map(
      ({ reporter, number }): Emit => ({
        topic: reportOutcomes.name,
        key: reporter,
        type: 'report.decided',
        data: { number, ...input.data },
      }),
    )
    return { state: { ...state, told: input.data.outcome !== 'dismissed' }, emit, wakeAt }
  },
}
