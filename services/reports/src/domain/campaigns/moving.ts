import { campaignExemplars, campaignMembers, campaignRolls, type MessageOf } from '#contracts'
import type { Decision, Emit } from '#process'
import { tell } from './deciding.ts'
import { grow, isLarge, tellRolls } from './growing.ts'
import { campaignOf, SYSTEM } from './placing.ts'
import { propose, reconsider } from './proposing.ts'
import { placedIn } from './roll.ts'
import {
  begin,
  type Campaign,
  changed,
  ends,
  event,
  isPending,
  PAGE,
  pagesOf,
  type Roll,
  type Turn,
  type Variant,
} from './standing.ts'
import { less, type Tally, together } from './tally.ts'
import { isOf, reportsOf, variantsOfBoth } from './variants.ts'

/** Reports whose texts were split off, as many as are remembered. */
const GONE = 200

const moved = (campaign: string, into: string, report?: string): Emit => ({
  topic: campaignExemplars.name,
  key: campaign,
  type: 'exemplar.moved',
  data: { campaign, into, ...(report === undefined ? {} : { report }) },
})

/** That it is like a text which was there before: of the first of a campaign nothing says so. */
const isAlike = ({ why }: Variant): boolean =>
  why !== undefined && (why.score !== undefined || why.share !== undefined || why.evidence.length > 0)

/** All of it belongs to another: its reports, its roll, and what comes. */
export function joinTo(state: Campaign, { by, into }: { by: string; into: string }, turn: Turn): Decision<Campaign> {
  const { key } = turn
  if (into === key || into[0] !== key[0]) return { state, deadLetter: 'it cannot be joined to that' }
  if (key.startsWith('p')) return { state, deadLetter: 'ports are not joined' }
  if (state.verdict) return { state, deadLetter: 'it is decided already' }
  const rolls = [...state.rolls, { key, pages: Math.ceil(state.listed / PAGE) }]
  const joined = by === SYSTEM ? 'system' : 'staff'
  const variants = state.variants.map((each) => (each.joined || isAlike(each) ? each : { ...each, joined }))
  return {
    state: { ...state, into, rolls: [] },
    emit: [
      moved(key, into),
      {
        topic: campaignMembers.name,
        key: into,
        type: 'members.moved',
        data: { from: key, tally: state.tally, variants, rolls },
      },
      event(key, 'campaign.merged', { into, by }),
    ],
    wakeAt: ends(state, turn),
  }
}

export function takeOver(
  state: Campaign | undefined,
  data: MessageOf<typeof campaignMembers>['data'] & { from: string },
  turn: Turn,
): Decision<Campaign> {
  const handed = data as unknown as { from: string; tally: Tally; variants: readonly Variant[]; rolls: readonly Roll[] }
  const before = state ?? begin(turn.now)
  if (before.into !== undefined)
    return {
      state: before,
      emit: [{ topic: campaignMembers.name, key: before.into, type: 'members.moved', data }],
      wakeAt: ends(before, turn),
    }
  const grown: Campaign = {
    ...before,
    last: turn.now,
    tally: together(before.tally, handed.tally),
    variants: variantsOfBoth(before, handed),
    rolls: [...before.rolls, ...handed.rolls],
  }
  const listed = handed.rolls
    .flatMap(pagesOf)
    .map((page): Emit => ({ topic: campaignRolls.name, key: page, type: 'roll.moved', data: { into: turn.key } }))
  const emit = [changed(turn.key, grown, turn), ...listed]
  // Decided meanwhile: who comes with it is told as well.
  if (grown.verdict && !grown.verdict.unblocked && !isPending(grown))
    return tell({ ...grown, telling: [...(grown.telling ?? []), ...handed.rolls.flatMap(pagesOf)] }, emit, turn)
  const [large, told] = grow(grown, turn)
  // It was large before: whoever comes with one that was not hears it as well.
  const more = before.important && !isLarge(handed, turn) ? tellRolls(handed.rolls, grown, turn) : []
  return propose(large, [...emit, ...told, ...more], turn)
}

/** What is alike one of its texts becomes a campaign of its own, with what was counted of it, and what comes like it goes there. Who was listed is told with this one. */
export function split(
  state: Campaign,
  { by, variant }: { by: string; variant: string },
  turn: Turn,
): Decision<Campaign> {
  const { key, now } = turn
  const found = state.variants.find((each) => isOf(each, variant))
  if (!found || key.startsWith('p')) return { state, deadLetter: 'it has no such text' }
  if (state.variants.length === 1) return { state, deadLetter: 'it is its only text' }
  const own = campaignOf(`${key} ${found.report}`)
  const { counts } = found
  const leaving = state.tally.recent.filter((each) => isOf(found, each.variant))
  const tally: Tally = { ...counts, recent: leaving, campaigns: { [own]: counts.size } }
  const recent = state.tally.recent.filter((each) => !isOf(found, each.variant))
  const reports = reportsOf(found)
  const gone = [...Object.entries(state.gone ?? {}), ...reports.map((each) => [each, own] as const)].slice(-GONE)
  return reconsider(
    {
      ...state,
      variants: state.variants.filter((each) => each !== found),
      tally: { ...less(state.tally, counts), recent },
      splitAt: now,
      gone: Object.fromEntries(gone),
    },
    [
      ...reports.map((each) => moved(key, own, each)),
      {
        topic: campaignMembers.name,
        key: own,
        type: 'members.moved',
        data: { from: key, tally, variants: [found], rolls: [] },
      },
      event(own, 'campaign.split', { from: key, by }),
      ...leaving.flatMap(({ reporter, number }) => (number ? [placedIn(own, { reporter, number })] : [])),
    ],
    turn,
  )
}
