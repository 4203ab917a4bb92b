import {
  type CampaignMember,
  campaignCommands,
  campaignEvents,
  campaignExemplars,
  campaignMembers,
  campaignRolls,
  type Envelope,
  type MessageOf,
  reportOutcomes,
} from '#contracts'
import type { Policy } from '#policy'
import { type Context, type Decision, type Emit, type ProcessDefinition, queued, type Wake } from '#process'
import { campaignOf, SYSTEM } from './placing.ts'
import { type Point, points } from './points.ts'
import { count, largest, nothing, type Tally, together, weighted } from './tally.ts'

const DAY = 86_400_000
const VARIANTS = 8
const TEXT = 600
/** Subscribers a page of the roll, and pages that are told in one step. */
const PAGE = 200
const PAGES = 20

/** One of the texts that a campaign comes in. */
export interface Variant {
  readonly report: string
  readonly text: string
  readonly count: number
  readonly why?: CampaignMember['why']
}

type Decided = MessageOf<typeof campaignCommands> & { type: 'campaign.decide' }
export interface Verdict extends Omit<Decided['data'], 'by' | 'note'> {
  readonly by: string
  readonly note: string
  readonly at: number
}

/** Pages of subscribers who are to be told the outcome. */
interface Roll {
  readonly key: string
  readonly pages: number
}

/** Reports of the same text, or of the same port, as they stand. Who reported stands in its rolls. */
export interface Campaign {
  readonly since: number
  readonly last: number
  readonly tally: Tally
  readonly variants: readonly Variant[]
  readonly listed: number
  /** Rolls of campaigns that were joined to it. */
  readonly rolls: readonly Roll[]
  readonly proposed?: {
    readonly at: number
    readonly speaksFor: readonly Point[]
    readonly speaksAgainst: readonly Point[]
  }
  readonly verdict?: Verdict
  /** Pages that are still to be told. */
  readonly telling?: readonly string[]
  readonly into?: string
  /** When one of its texts was last split off. */
  readonly splitAt?: number
}

export interface CampaignRefs {
  readonly policy: Policy
}

type Message = MessageOf<typeof campaignMembers> | MessageOf<typeof campaignCommands>
type Turn = Context<CampaignRefs>

export const rollKey = (campaign: string, page: number): string => `${campaign}.${page}`

/**
 * A campaign: it grows by reports, is put before operations when enough trusted people reported it within some days, and
 * what staff decide of it stays. It never blocks anything.
 */
export const campaigns: ProcessDefinition<Campaign, Envelope, CampaignRefs> = {
  name: 'campaigns',
  inputs: [campaignMembers, campaignCommands],
  decide: (state, message: Envelope | Wake, turn): Decision<Campaign> => {
    const input = message as Message | Wake
    if (input.type === 'wake') return awake(state, turn)
    if (input.type === 'report.joined') return join(state, input.data, turn)
    if (input.type === 'members.moved') return takeOver(state, input.data, turn)
    if (!state) return { state, deadLetter: 'there is no such campaign' }
    // What texts show is no wish of anybody: it comes to nothing where staff or another text were first.
    if (input.data.by === SYSTEM && (state.into !== undefined || state.verdict))
      return { state, wakeAt: ends(state, turn) }
    if (state.into !== undefined) return { state, deadLetter: `it was joined to ${state.into}` }
    if (input.type === 'campaign.decide') return decideOn(state, input.data, turn)
    if (input.type === 'campaign.join') return joinTo(state, input.data, turn)
    return split(state, input.data, turn)
  },
  index: (state) =>
    queued([queueOf(state)], {
      kind: largest(state.tally.kinds)?.[0],
      sender: largest(state.tally.senders)?.[0],
    }),
  sort: (state) => sortOf(state),
}

export const queueOf = ({ into, verdict, proposed }: Campaign): string =>
  into !== undefined ? 'merged' : verdict ? 'decided' : proposed ? 'proposed' : 'growing'

/** What waits for a person first, the largest of it first; then by when it last grew. */
const sortOf = (state: Campaign): string =>
  `${{ proposed: 0, growing: 1, decided: 2, merged: 3 }[queueOf(state)]}${String(9_999_999 - state.tally.reporters).padStart(7, '0')}${new Date(state.last).toISOString()}`

const begin = (at: number): Campaign => ({ since: at, last: at, tally: nothing, variants: [], listed: 0, rolls: [] })

const event = (key: string, type: string, data: object): Emit => ({
  topic: campaignEvents.name,
  key,
  type,
  data: { campaign: key, ...data },
})

const ends = (state: Campaign, { refs }: Turn): number => state.last + refs.policy.campaigns.endDays * DAY

function join(state: Campaign | undefined, member: CampaignMember, turn: Turn): Decision<Campaign> {
  const { key, now, refs } = turn
  const before = state ?? begin(now)
  // It was joined to another meanwhile: so is this report.
  if (before.into !== undefined)
    return {
      state: before,
      emit: [{ topic: campaignMembers.name, key: before.into, type: 'report.joined', data: member }],
      wakeAt: ends(before, turn),
    }
  const tally = count(before.tally, member, refs.policy)
  const grown: Campaign = { ...before, last: now, tally, variants: withVariant(before.variants, member) }
  const emit: Emit[] = []
  let after = grown
  if (!member.again) {
    const { reporter, tenure, number } = member
    if (before.verdict && key.startsWith('c')) emit.push(told(before.verdict, tally.reporters, key, member))
    // What was dismissed may be decided again: then they are told of that as well.
    if ((!before.verdict || before.verdict.outcome === 'dismissed') && key.startsWith('c')) {
      const page = Math.floor(before.listed / PAGE)
      emit.push({
        topic: campaignRolls.name,
        key: rollKey(key, page),
        type: 'roll.add',
        data: { reporter, tenure, number },
      })
      after = { ...grown, listed: before.listed + 1 }
    }
    emit.push(changed(key, after, turn))
  }
  return propose(after, emit, turn)
}

function withVariant(variants: readonly Variant[], { variant, text, why }: CampaignMember): readonly Variant[] {
  if (variants.some(({ report }) => report === variant))
    return variants.map((each) => (each.report === variant ? { ...each, count: each.count + 1 } : each))
  return variants.length >= VARIANTS
    ? variants
    : [...variants, { report: variant, text: text.slice(0, TEXT), count: 1, ...(why ? { why } : {}) }]
}

function changed(key: string, { tally }: Campaign, { now, refs }: Turn): Emit {
  const port = portOf(key, tally)
  return event(key, 'campaign.changed', {
    size: tally.size,
    reporters: tally.reporters,
    weighted: weighted(tally, now, refs.policy),
    kind: largest(tally.kinds)?.[0] ?? 'other',
    ...(port === undefined ? {} : { port }),
  })
}

/** The port that most of its reports are about. */
export function portOf(key: string, { senders, size }: Tally): string | undefined {
  if (key.startsWith('p')) return key.slice(1)
  const [sender, most] = largest(senders) ?? ['', 0]
  return /^\d{3,21}$/.test(sender) && most * 2 > size ? sender : undefined
}

/** Over the threshold it is put before a person, once; what was dismissed, only when many more have reported it since. */
function propose(state: Campaign, emit: Emit[], turn: Turn): Decision<Campaign> {
  const { key, now, refs } = turn
  const { reporters, againPercent } = refs.policy.campaigns
  const wakeAt = ends(state, turn)
  const dismissed = state.verdict?.outcome === 'dismissed' ? state.verdict.at : undefined
  if (state.verdict && dismissed === undefined) return { state, emit, wakeAt }
  const since = state.tally.recent.filter(({ at }) => at > (dismissed ?? 0))
  const value = weighted({ ...state.tally, recent: since }, now, refs.policy)
  const needed = dismissed === undefined ? reporters : (reporters * againPercent) / 100
  if (value < needed || (state.proposed && state.proposed.at > (dismissed ?? 0))) return { state, emit, wakeAt }
  const both = points({ ...state.tally, recent: since }, now, refs.policy)
  const port = portOf(key, state.tally)
  const proposal = event(key, 'campaign.proposed', {
    ...(port === undefined ? {} : { port }),
    weighted: value,
    reporters: state.tally.reporters,
    ...both,
  })
  return { state: { ...state, proposed: { at: now, ...both } }, emit: [...emit, proposal], wakeAt }
}

function told(
  { outcome, what, proven, at }: Verdict,
  reporters: number,
  campaign: string,
  { reporter, number }: Pick<CampaignMember, 'reporter' | 'number'>,
): Emit {
  const data = { number, campaign, outcome, ...(what === undefined ? {} : { what }), reporters, proven, at }
  return { topic: reportOutcomes.name, key: reporter, type: 'report.decided', data }
}

function decideOn(state: Campaign, data: Decided['data'], turn: Turn): Decision<Campaign> {
  if (state.verdict && state.verdict.outcome !== 'dismissed')
    return { state, deadLetter: 'it is decided already: reporters were told' }
  const verdict: Verdict = { ...data, at: turn.now }
  const own = { key: turn.key, pages: Math.ceil(state.listed / PAGE) }
  const telling = [...state.rolls, own].flatMap(({ key, pages }) =>
    Array.from({ length: pages }, (_, page) => rollKey(key, page)),
  )
  const { by, outcome, proven } = verdict
  const decided = event(turn.key, 'campaign.decided', { by, outcome, proven, reporters: state.tally.reporters })
  return tell({ ...state, verdict, telling }, [decided], turn)
}

/** Tells some pages of the roll, and comes back for the rest. */
function tell(state: Campaign, emit: readonly Emit[], turn: Turn): Decision<Campaign> {
  const { verdict, telling = [] } = state
  if (!verdict || telling.length === 0) return { state, emit, wakeAt: ends(state, turn) }
  const { outcome, what, proven, at } = verdict
  const data = {
    campaign: turn.key,
    outcome,
    ...(what === undefined ? {} : { what }),
    proven,
    reporters: Math.max(1, state.tally.reporters),
    at,
  }
  const { telling: _done, ...rest } = state
  const left = telling.slice(PAGES)
  return {
    state: left.length > 0 ? { ...rest, telling: left } : rest,
    emit: [
      ...emit,
      ...telling.slice(0, PAGES).map((key): Emit => ({ topic: campaignRolls.name, key, type: 'roll.tell', data })),
    ],
    wakeAt: left.length > 0 ? turn.now + 1000 : ends(rest, turn),
  }
}

function awake(state: Campaign | undefined, turn: Turn): Decision<Campaign> {
  if (!state) return { state }
  if (state.telling) return tell(state, [], turn)
  return ends(state, turn) > turn.now ? { state, wakeAt: ends(state, turn) } : { state: undefined }
}

const moved = (campaign: string, into: string, report?: string): Emit => ({
  topic: campaignExemplars.name,
  key: campaign,
  type: 'exemplar.moved',
  data: { campaign, into, ...(report === undefined ? {} : { report }) },
})

/** All of it belongs to another: its reports, its roll, and what comes. */
function joinTo(state: Campaign, { by, into }: { by: string; into: string }, turn: Turn): Decision<Campaign> {
  const { key } = turn
  if (into === key || into[0] !== key[0]) return { state, deadLetter: 'it cannot be joined to that' }
  if (key.startsWith('p')) return { state, deadLetter: 'ports are not joined' }
  if (state.verdict) return { state, deadLetter: 'it is decided already' }
  const rolls = [...state.rolls, { key, pages: Math.ceil(state.listed / PAGE) }]
  return {
    state: { ...state, into, rolls: [] },
    emit: [
      moved(key, into),
      {
        topic: campaignMembers.name,
        key: into,
        type: 'members.moved',
        data: { from: key, tally: state.tally, variants: state.variants, rolls },
      },
      event(key, 'campaign.merged', { into, by }),
    ],
    wakeAt: ends(state, turn),
  }
}

function takeOver(
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
    variants: [...before.variants, ...handed.variants].slice(0, VARIANTS),
    rolls: [...before.rolls, ...handed.rolls],
  }
  const emit = [changed(turn.key, grown, turn)]
  // Decided meanwhile: who comes with it is told as well.
  if (grown.verdict)
    return tell(
      {
        ...grown,
        telling: handed.rolls.flatMap(({ key, pages }) =>
          Array.from({ length: pages }, (_, page) => rollKey(key, page)),
        ),
      },
      emit,
      turn,
    )
  return propose(grown, emit, turn)
}

/** What is alike one of its texts becomes a campaign of its own, and what comes like it goes there. Who was listed is told with this one. */
function split(state: Campaign, { by, variant }: { by: string; variant: string }, turn: Turn): Decision<Campaign> {
  const { key, now } = turn
  const found = state.variants.find(({ report }) => report === variant)
  if (!found || key.startsWith('p')) return { state, deadLetter: 'it has no such text' }
  if (state.variants.length === 1) return { state, deadLetter: 'it is its only text' }
  const own = campaignOf(`${key} ${variant}`)
  const leaving = state.tally.recent.filter((each) => each.variant === variant)
  const tally: Tally = {
    ...nothing,
    size: found.count,
    reporters: leaving.length,
    recent: leaving,
    kinds: state.tally.kinds,
    senders: state.tally.senders,
    campaigns: { [own]: found.count },
  }
  return {
    state: {
      ...state,
      variants: state.variants.filter((each) => each !== found),
      tally: {
        ...state.tally,
        size: state.tally.size - found.count,
        reporters: Math.max(0, state.tally.reporters - leaving.length),
        recent: state.tally.recent.filter((each) => each.variant !== variant),
      },
      splitAt: now,
    },
    emit: [
      moved(key, own, variant),
      {
        topic: campaignMembers.name,
        key: own,
        type: 'members.moved',
        data: { from: key, tally, variants: [found], rolls: [] },
      },
      event(own, 'campaign.split', { from: key, by }),
    ],
    wakeAt: ends(state, turn),
  }
}
