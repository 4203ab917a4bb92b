import { type BlockTarget, blockKey, type CampaignMember, campaignRolls, reportOutcomes } from '#contracts'
import type { Decision, Emit } from '#process'
import {
  type AskedBlock,
  type Campaign,
  type Decide,
  ends,
  event,
  isSettled,
  PAGE,
  pagesOf,
  type Turn,
} from './standing.ts'

/** Pages that are told in one step. */
const PAGES = 20
const WHAT = 100

/**
 * What staff decide. What blocks asks enforcement for it, and is told when it holds: no reporter hears of a block that is
 * none (decision 57).
 */
export function decideOn(state: Campaign, { block, twoPeople, ...said }: Decide, turn: Turn): Decision<Campaign> {
  if (isSettled(state)) return { state, deadLetter: 'it is decided already: reporters were told' }
  const blocks = said.outcome === 'blocked' || said.outcome === 'limited'
  if (blocks !== (block !== undefined)) return { state, deadLetter: 'what is blocked has a target, and nothing else' }
  const { undecided: _, ...before } = state
  if (!block) return announce({ ...before, verdict: { ...said, at: turn.now } }, turn)
  const { targets, ...dates } = block
  const asked = targets.map((target): AskedBlock => ({ target, state: 'asked' }))
  const data = {
    by: said.by,
    note: said.note.slice(0, 300),
    ...dates,
    campaign: turn.key,
    ...(twoPeople ? { twoPeople } : {}),
  }
  return {
    state: { ...before, verdict: { ...said, at: turn.now, block: { ...dates, targets: asked } } },
    emit: targets.map((target) => toEnforcement('block.place', target, data, turn)),
    wakeAt: ends(state, turn),
  }
}

const toEnforcement = (type: string, target: BlockTarget, data: object, { refs }: Turn): Emit => ({
  topic: 'enforcement.commands',
  key: blockKey(target, refs.keyOf),
  type,
  data: { ...data, target },
})

/** Its blocks as they stand after one of them changed. */
function withBlock(state: Campaign, target: BlockTarget, from: AskedBlock['state'], to: AskedBlock['state']) {
  const { verdict } = state
  const isThis = (each: AskedBlock) =>
    each.state === from && each.target.kind === target.kind && each.target.value === target.value
  if (!verdict?.block?.targets.some(isThis)) return undefined
  const targets = verdict.block.targets.map((each) => (isThis(each) ? { ...each, state: to } : each))
  return { ...verdict, block: { ...verdict.block, targets } }
}

/** Enforcement says that a block holds, or that it was refused. After the last of them reporters are told, or nobody is. */
export function answered(state: Campaign, target: BlockTarget, holds: boolean, turn: Turn): Decision<Campaign> {
  const verdict = withBlock(state, target, 'asked', holds ? 'holds' : 'refused')
  const wakeAt = ends(state, turn)
  if (!verdict) return { state, wakeAt }
  if (verdict.block.targets.some((each) => each.state === 'asked')) return { state: { ...state, verdict }, wakeAt }
  const held = verdict.block.targets.filter((each) => each.state === 'holds').map((each) => each.target)
  if (held.length > 0) {
    const what = wordsOf(held)
    return announce({ ...state, verdict: { ...verdict, at: turn.now, ...(what ? { what } : {}) } }, turn)
  }
  const { verdict: _, ...rest } = state
  const { by } = verdict
  return {
    state: { ...rest, undecided: { at: turn.now, by } },
    emit: [event(turn.key, 'campaign.undecided', { by })],
    wakeAt,
  }
}

/** As reporters read it: ports and domains; a person’s number is nobody’s to tell. */
const wordsOf = (targets: readonly BlockTarget[]): string =>
  targets
    .filter(({ kind }) => kind === 'port' || kind === 'domain')
    .map(({ value }) => value)
    .join('、')
    .slice(0, WHAT)

/** What it blocked is to be blocked no more: it is open again once enforcement says that it is so. */
export function unblock(state: Campaign, said: { by: string; note: string }, turn: Turn): Decision<Campaign> {
  const held = state.verdict?.block?.targets.filter((each) => each.state === 'holds') ?? []
  if (held.length === 0) return { state, deadLetter: 'it blocks nothing' }
  const data = { by: said.by, note: said.note.slice(0, 300) }
  return {
    state,
    emit: held.map(({ target }) => toEnforcement('block.lift', target, data, turn)),
    wakeAt: ends(state, turn),
  }
}

/** A block is over. When none is left, who reports it now is listed anew, and it may be proposed and decided again. */
export function ended(state: Campaign, target: BlockTarget, by: string, turn: Turn): Decision<Campaign> {
  const verdict = withBlock(state, target, 'holds', 'over')
  const wakeAt = ends(state, turn)
  if (!verdict) return { state, wakeAt }
  if (verdict.block.targets.some((each) => each.state === 'holds')) return { state: { ...state, verdict }, wakeAt }
  return {
    state: {
      ...state,
      // Who was told is told nothing again: whoever comes now stands on a page of their own.
      listed: Math.ceil(state.listed / PAGE) * PAGE,
      verdict: { ...verdict, unblocked: { at: turn.now, by } },
    },
    emit: [event(turn.key, 'campaign.unblocked', { by })],
    wakeAt,
  }
}

/** Everybody who reported it is told the outcome. Of a port that was left alone nobody is: their texts stand elsewhere. */
function announce(state: Campaign, turn: Turn): Decision<Campaign> {
  const { verdict, tally, listed, rolls } = state
  const { by, outcome, proven } = verdict!
  const all = [...rolls, { key: turn.key, pages: Math.ceil(listed / PAGE) }]
  const telling = outcome === 'dismissed' && turn.key.startsWith('p') ? [] : all.flatMap(pagesOf)
  const decided = event(turn.key, 'campaign.decided', { by, outcome, proven, reporters: tally.reporters })
  return tell({ ...state, telling }, [decided], turn)
}

/** Tells some pages of the roll, and comes back for the rest. */
export function tell(state: Campaign, emit: readonly Emit[], turn: Turn): Decision<Campaign> {
  const { verdict, telling = [], ...rest } = state
  if (!verdict || telling.length === 0) {
    const done: Campaign = { ...rest, ...(verdict ? { verdict } : {}) }
    return { state: done, emit, wakeAt: ends(done, turn) }
  }
  const { outcome, what, proven, at } = verdict
  const data = {
    campaign: turn.key,
    outcome,
    ...(what === undefined ? {} : { what }),
    proven,
    reporters: Math.max(1, state.tally.reporters),
    at,
  }
  const left = telling.slice(PAGES)
  const next: Campaign = { ...rest, verdict, ...(left.length > 0 ? { telling: left } : {}) }
  return {
    state: next,
    emit: [
      ...emit,
      ...telling.slice(0, PAGES).map((key): Emit => ({ topic: campaignRolls.name, key, type: 'roll.tell', data })),
    ],
    wakeAt: ends(next, turn),
  }
}

/** Who reports what is decided is told at once. */
export function told(state: Campaign, campaign: string, { reporter, number }: CampaignMember): Emit[] {
  if (!state.verdict) return []
  const { outcome, what, proven, at } = state.verdict
  const { reporters } = state.tally
  const data = { number, campaign, outcome, ...(what === undefined ? {} : { what }), reporters, proven, at }
  return [{ topic: reportOutcomes.name, key: reporter, type: 'report.decided', data }]
}
