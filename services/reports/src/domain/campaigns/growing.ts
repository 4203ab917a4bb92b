import { campaignRolls, reportOutcomes } from '#contracts'
import type { Emit } from '#process'
import { type Campaign, PAGE, pagesOf, type Roll, type Turn } from './standing.ts'

const size = (campaign: string, { tally }: Campaign) => ({ campaign, reporters: Math.max(1, tally.reporters) })

/** Reported by more than policy says, each of its reports is important: those on its rolls hear it once. */
export function grow(state: Campaign, turn: Turn): [Campaign, Emit[]] {
  const { key } = turn
  if (state.important || state.verdict || !isLarge(state, turn)) return [state, []]
  const rolls = [...state.rolls, { key, pages: Math.ceil(state.listed / PAGE) }]
  return [{ ...state, important: true }, tellRolls(rolls, state, turn)]
}

/** Of the text of a campaign; a port is no text. */
export const isLarge = ({ tally }: Pick<Campaign, 'tally'>, { key, refs }: Turn): boolean =>
  key.startsWith('c') && tally.reporters > refs.policy.reports.importantReporters

/** Who is on these rolls hears that the campaign has grown. */
export const tellRolls = (rolls: readonly Roll[], state: Campaign, { key }: Turn): Emit[] =>
  rolls
    .flatMap(pagesOf)
    .map((page) => ({ topic: campaignRolls.name, key: page, type: 'roll.grown', data: size(key, state) }))

/** Who reports what has grown already hears it at once. */
export const tellGrown = (state: Campaign, reporter: string, number: string, { key }: Turn): Emit => ({
  topic: reportOutcomes.name,
  key: reporter,
  type: 'report.grown',
  data: { number, ...size(key, state) },
})
