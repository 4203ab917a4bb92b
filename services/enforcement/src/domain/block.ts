import {
  type BlockTarget,
  blockKey,
  type Envelope,
  enforcementCommands,
  type MessageOf,
  type NetworkScope,
} from '#contracts'
import {
  type Context,
  type Decision,
  type Emit,
  type ProcessDefinition,
  type Proven,
  queued,
  sealed,
  type Wake,
} from '#process'

type Command = MessageOf<typeof enforcementCommands>
type Place = Extract<Command, { type: 'block.place' }>['data']
type Add = Extract<Command, { type: 'white.add' }>['data']

export interface NetworkBlock extends Pick<Place, 'reason' | 'by' | 'note' | 'campaign'> {
  readonly scope: NetworkScope
  readonly from: number
  readonly until?: number | undefined
}

/** What was done to a target, and by whom: kept for as long as there is one. */
export interface BlockStep {
  readonly at: number
  readonly change: 'placed' | 'changed' | 'lifted' | 'ended' | 'refused' | 'added' | 'removed'
  readonly by: string
  readonly note?: string | undefined
  readonly scope?: NetworkScope
  readonly from?: number
  readonly until?: number | undefined
  readonly reason?: Place['reason']
}

/** All that is said of one target: its block, whether it is on the white list, and its history. */
export interface TargetState extends Proven {
  readonly target: BlockTarget
  readonly version: number
  readonly changedAt: number
  readonly block?: NetworkBlock
  /** The block is over. */
  readonly over?: true
  /** Campaigns whose decision asked for the block that holds: each is told when it is over. */
  readonly campaigns?: readonly string[]
  readonly white?: Pick<Add, 'kind' | 'by' | 'note'>
  readonly steps: readonly BlockStep[]
}

export interface BlockRefs {
  readonly keyOf: (number: string) => string
  /** On the white list without being put there. */
  readonly own: readonly string[]
  /** On the white list by the log: whoever writes the database takes nobody off it. */
  readonly isWhite: (target: BlockTarget, at: number) => boolean
}

const MOST_STEPS = 100
const MOST_CAMPAIGNS = 50
/** Who ends what was to last until a time. */
const SYSTEM = 'system'

/**
 * A block for everybody (封堵): of a port, a number, a prefix or a domain, dated, with who, why and what came before. Who is on
 * the white list is blocked by two people only (docs/rules.md, "Blocks for everybody"). What stops messages is what the log
 * says. It is told of each command what holds now, also where nothing changes by it: a state that somebody put back in the
 * database keeps no block from being made or lifted (decision 71).
 */
function decide(
  state: TargetState | undefined,
  message: Envelope | Wake,
  context: Context<BlockRefs>,
): Decision<TargetState> {
  if (message.type === 'wake') return end(state, context)
  const command = message as Command
  const { target } = command.data
  if (blockKey(target, context.refs.keyOf) !== context.key)
    return { state, deadLetter: 'its key is not that of its target' }
  const known = state ?? { target, version: 0, changedAt: context.now, steps: [] }
  switch (command.type) {
    case 'block.place':
      return place(known, command.data, context)
    case 'block.lift':
      return lift(known, command.data, context)
    case 'white.add':
      return listed(known, command.data, context)
    case 'white.remove':
      return unlisted(known, command.data, context)
  }
}

function place(state: TargetState, said: Place, { now, key, refs }: Context<BlockRefs>): Decision<TargetState> {
  const { target, reason, by, note, campaign, until } = said
  const scope = target.kind === 'domain' ? 'all' : said.scope
  const from = Math.max(said.from ?? now, now)
  if (until !== undefined && until <= from)
    return campaign
      ? { state: state.version > 0 ? state : undefined, ...wakeOf(state), emit: answered(said, false) }
      : { state, ...wakeOf(state), deadLetter: 'it would end before it begins' }
  const dates = { scope, from, ...(until === undefined ? {} : { until }) }
  const isProtected = state.white !== undefined || refs.own.includes(target.value) || refs.isWhite(target, now)
  if (isProtected && !said.twoPeople) {
    const refused = {
      ...state,
      changedAt: now,
      steps: withStep(state, { at: now, change: 'refused', by, note, ...dates, reason }),
    }
    return {
      state: refused,
      ...wakeOf(refused),
      emit: [told(key, { target, change: 'refused', ...dates, reason, by }), ...answered(said, false)],
    }
  }
  const current = state.block && !isOver(state, now) ? state.block : undefined
  // Said again: nothing changes, and the history does not grow.
  const isSame = isPlaced(state, said, now)
  // What a campaign asks for makes no block weaker than it is.
  const isCovered = campaign !== undefined && current !== undefined && covers(current, dates)
  if (isSame || isCovered) {
    const emit = [spread(key, state), ...answered(said, true)]
    return { state: withCampaign(state, campaign), ...wakeOf(state), emit }
  }
  const change = current ? 'changed' : 'placed'
  const block: NetworkBlock = { ...dates, reason, by, ...(note ? { note } : {}), ...(campaign ? { campaign } : {}) }
  const { over: _, campaigns = [], ...rest } = state
  const next: TargetState = {
    // Who asked for one whose time is over, though nobody said so yet, is told now.
    ...withCampaign(current ? { ...rest, campaigns } : rest, campaign),
    version: state.version + 1,
    changedAt: now,
    block,
    steps: withStep(state, { at: now, change, by, note, ...dates, reason }),
  }
  const held =
    current && current.from < from
      ? { scope: current.scope, from: current.from, until: earlier(current.until, from) }
      : undefined
  return {
    state: next,
    ...wakeOf(next),
    emit: [
      spread(key, next, held),
      told(key, { target, change, ...dates, reason, by, ...(campaign ? { campaign } : {}) }),
      ...answered(said, true),
      ...(current ? [] : ended(campaigns, target, SYSTEM)),
    ],
  }
}

/** Whether the block that is said of a target holds already. */
export const isPlaced = (
  state: Pick<TargetState, 'block' | 'over'> | undefined,
  said: Pick<Place, 'target' | 'scope' | 'from' | 'until' | 'reason'>,
  now: number,
): boolean =>
  state?.block !== undefined &&
  !isOver(state, now) &&
  state.block.scope === (said.target.kind === 'domain' ? 'all' : said.scope) &&
  state.block.until === said.until &&
  state.block.from <= Math.max(said.from ?? now, now) &&
  state.block.reason === said.reason

export const isListed = (state: Pick<TargetState, 'white'> | undefined, { kind }: Pick<Add, 'kind'>): boolean =>
  state?.white?.kind === kind

/** It stops all that the other would, for as long. */
const covers = (held: NetworkBlock, { scope, from, until }: Pick<NetworkBlock, 'scope' | 'from' | 'until'>): boolean =>
  (held.scope === 'all' || scope === 'marketing') &&
  held.from <= from &&
  (held.until === undefined || (until !== undefined && until <= held.until))

const ended = (campaigns: readonly string[], target: BlockTarget, by: string): Emit[] =>
  campaigns.map((key) => ({ topic: 'campaign.commands', key, type: 'block.ended', data: { target, by } }))

/** The campaign that asked for it is told whether it holds. */
const answered = ({ campaign, target }: Place, holds: boolean): Emit[] =>
  campaign ? [{ topic: 'campaign.commands', key: campaign, type: 'block.answered', data: { target, holds } }] : []

const withCampaign = (state: TargetState, campaign: string | undefined): TargetState =>
  campaign === undefined || state.campaigns?.includes(campaign)
    ? state
    : { ...state, campaigns: [...(state.campaigns ?? []), campaign].slice(-MOST_CAMPAIGNS) }

function lift(
  state: TargetState,
  { by, note }: { by: string; note?: string | undefined },
  { now, key }: Context<BlockRefs>,
): Decision<TargetState> {
  const { block } = state
  if (!block || isOver(state, now)) {
    const { scope = 'all', from = now, until } = block ?? {}
    const over = { scope, from: Math.min(from, now), until: earlier(until, now) }
    const emit = [spread(key, { target: state.target, version: Math.max(1, state.version), block: over })]
    return { state: state.version > 0 ? state : undefined, emit }
  }
  return finish(
    state,
    { ...block, until: now, from: Math.min(block.from, now) },
    { at: now, change: 'lifted', by, note },
    key,
  )
}

/** Its time is over: who reads the topic knew its end from the start. */
function end(state: TargetState | undefined, { now, key }: Context<BlockRefs>): Decision<TargetState> {
  if (!state?.block || state.over) return { state }
  return finish(state, state.block, { at: now, change: 'ended', by: SYSTEM }, key)
}

function finish(state: TargetState, block: NetworkBlock, step: BlockStep, key: string): Decision<TargetState> {
  const { scope, from, until, reason } = block
  const { campaigns = [], ...rest } = state
  const { target } = state
  const next: TargetState = {
    ...rest,
    version: state.version + 1,
    changedAt: step.at,
    block,
    over: true,
    steps: withStep(state, step),
  }
  const dates = { scope, from, ...(until === undefined ? {} : { until }) }
  return {
    state: next,
    emit: [
      spread(key, next),
      told(key, { target, change: 'lifted', ...dates, reason, by: step.by }),
      ...ended(campaigns, target, step.by),
    ],
  }
}

function listed(
  state: TargetState,
  { target, kind, by, note }: Add,
  { now, key }: Context<BlockRefs>,
): Decision<TargetState> {
  if (isListed(state, { kind })) {
    const [spread] = whiteTold(key, Math.max(1, state.version), { target, kind, by }, 'added')
    return { state, ...wakeOf(state), emit: spread ? [spread] : [] }
  }
  const next: TargetState = {
    ...state,
    version: state.version + 1,
    changedAt: now,
    white: { kind, by, ...(note ? { note } : {}) },
    steps: withStep(state, { at: now, change: 'added', by, note }),
  }
  return { state: next, ...wakeOf(next), emit: whiteTold(key, next.version, { target, kind, by }, 'added') }
}

function unlisted(
  { white, ...state }: TargetState,
  { target, by, note }: { target: BlockTarget; by: string; note?: string | undefined },
  { now, key }: Context<BlockRefs>,
): Decision<TargetState> {
  if (!white) return { state: state.version > 0 ? state : undefined, ...wakeOf(state) }
  const next: TargetState = {
    ...state,
    version: state.version + 1,
    changedAt: now,
    steps: withStep(state, { at: now, change: 'removed', by, note }),
  }
  return {
    state: next,
    ...wakeOf(next),
    emit: whiteTold(key, next.version, { target, kind: white.kind, by }, 'removed'),
  }
}

function whiteTold(key: string, version: number, { target, kind, by }: Add, change: 'added' | 'removed'): Emit[] {
  const data = { target, version, kind, ...(change === 'removed' ? { retired: true } : {}) }
  return [
    { topic: 'network.blocks', key: `white ${key}`, type: 'white.set', data },
    { topic: 'enforcement.events', key, type: 'white.changed', data: { target, change, kind, by } },
  ]
}

const told = (key: string, data: object): Emit => ({ topic: 'enforcement.events', key, type: 'block.changed', data })

type Span = Pick<NetworkBlock, 'scope' | 'from' | 'until'>

function spread(
  key: string,
  { target, version, block }: Pick<TargetState, 'target' | 'version'> & { readonly block?: Span },
  before?: object,
): Emit {
  const { scope, from, until } = block as Span
  const data = {
    target,
    version,
    scope,
    from,
    ...(until === undefined ? {} : { until }),
    ...(before ? { before } : {}),
  }
  return { topic: 'network.blocks', key, type: 'block.set', data }
}

const withStep = ({ steps }: TargetState, step: BlockStep): readonly BlockStep[] => [...steps, step].slice(-MOST_STEPS)

const isOver = ({ block, over }: Pick<TargetState, 'block' | 'over'>, now: number): boolean =>
  over === true || (block?.until !== undefined && block.until <= now)

const earlier = (until: number | undefined, at: number): number => Math.min(until ?? at, at)

const wakeOf = ({ block, over }: TargetState): { wakeAt?: number } =>
  block?.until === undefined || over ? {} : { wakeAt: block.until }

/** Lists: of blocks by where they stand and of what kind, of the white list. */
const tagsOf = ({ target, block, over, white }: TargetState): Record<string, string> => ({
  ...(block ? queued([over ? 'over' : 'held'], { kind: target.kind }) : {}),
  ...(white ? queued(['white'], { kind: white.kind }) : {}),
})

/** What is signed of a target: all that is said of it. Which it is stands in its key. */
export const contentOf = ({ proof: _, target: __, ...content }: TargetState): object => content

const unsigned: ProcessDefinition<TargetState, Envelope, BlockRefs> = {
  name: 'network-blocks',
  inputs: [enforcementCommands],
  decide,
  index: tagsOf,
  sort: ({ changedAt }) => new Date(changedAt).toISOString(),
}

export const networkBlocksProcess = sealed('blocks', unsigned, contentOf)
