import type { Emit } from '#process'
import { blockHolds } from '#reference'
import { textsIn } from '#texts'
import { answer } from './answer.ts'
import { cancelledEvent, remember } from './cancel.ts'
import { endMarketing } from './marketing.ts'
import { namesOf, subscribedAt } from './names.ts'
import type { Block, BlockScope, Situation, SubscriberState, Turn } from './state.ts'

const event = (type: 'port.blocked' | 'port.unblocked', situation: Situation, block?: Omit<Block, 'port'>): Emit => ({
  topic: 'subscriber.events',
  key: situation.key,
  type,
  data: {
    subscriber: situation.key,
    port: situation.mo.to,
    ...(block ? { scope: block.scope, ...(block.dismissedAt !== undefined ? { dismissed: true } : {}) } : {}),
  },
})

const blockOf = (state: SubscriberState, port: string): Block | undefined =>
  state.blocks.find((each) => each.port === port)

function withBlock(state: SubscriberState, port: string, block: Block | 'none'): SubscriberState {
  const others = state.blocks.filter((each) => each.port !== port)
  return { ...state, blocks: block === 'none' ? others : [...others, block] }
}

/**
 * `00000` to a port: cancels all its services and blocks it for this subscriber, at once, because it can be undone.
 * A block stops marketing; `全部屏蔽` stops one-time passwords and service notices as well. Either ends the port's open
 * prompts, and keeps its requests away from the subscriber.
 */
export function blockPort(turn: Turn, scope: BlockScope, situation: Situation): Turn {
  const { mo, now, refs, language } = situation
  const before = blockOf(turn.state, mo.to)
  const stronger: BlockScope = before?.scope === 'full' ? 'full' : scope
  const own = subscribedAt(mo.to, turn.state, situation)
  const again = before?.scope === stronger && before.dismissedAt !== undefined
  let state: SubscriberState = {
    ...turn.state,
    subscriptions: turn.state.subscriptions.filter((each) => !own.includes(each)),
  }
  const emit = [...turn.emit]
  let undoCode = ''
  // Also when it was blocked before: what they asked for since is not wanted any more.
  const block: Block = { port: mo.to, scope: stronger, since: before && again ? before.since : now, dismissedAt: now }
  state = withBlock(state, mo.to, block)
  emit.push(event('port.blocked', situation, block))
  if (!again || own.length > 0) {
    if (own.length > 0) emit.push(cancelledEvent(own, situation))
    const without = endMarketing(state, mo.to, situation)
    emit.push(...without.emit)
    const remembered = remember(
      without.state,
      { at: now, cancelled: own, blockBefore: { port: mo.to, block: before ?? 'none' }, marketing: without.ended },
      situation,
    )
    state = remembered.state
    undoCode = remembered.code
  }
  const text = textsIn(language).blocked({
    port: mo.to,
    scope: stronger,
    again,
    names: namesOf(own, situation),
    at: before && again ? before.since : now,
    zone: refs.policy.timeZone,
    undoCode,
    undoMinutes: refs.policy.undoMinutes,
    notListed: [],
    gone: [],
  })
  return answer({ state, emit }, text, situation)
}

/** `T`, `TD`, `N`, `R`, `退订` to a port: no more marketing from it; what was subscribed there stays. */
export function marketingOff(turn: Turn, situation: Situation): Turn {
  const { mo, now, refs, language } = situation
  const texts = textsIn(language)
  if (blockOf(turn.state, mo.to))
    return answer(turn, texts.marketingOff({ port: mo.to, again: true, undoCode: '', undoMinutes: 0 }), situation)
  const without = endMarketing(turn.state, mo.to, situation)
  const block: Block = { port: mo.to, scope: 'marketing', since: now }
  const blocked = withBlock(without.state, mo.to, block)
  const { state, code } = remember(
    blocked,
    { at: now, cancelled: [], blockBefore: { port: mo.to, block: 'none' }, marketing: without.ended },
    situation,
  )
  const text = texts.marketingOff({ port: mo.to, again: false, undoCode: code, undoMinutes: refs.policy.undoMinutes })
  const emit = [...turn.emit, ...without.emit, event('port.blocked', situation, block)]
  return answer({ state, emit }, text, situation)
}

/** `11111` to a port lifts its block, or else the one that holds for it. Cancelled services do not come back by themselves. */
export function unblockPort(turn: Turn, situation: Situation): Turn {
  const { mo, now, refs, language } = situation
  const texts = textsIn(language)
  const before =
    blockOf(turn.state, mo.to) ?? turn.state.blocks.find((each) => blockHolds(refs.catalogue, each.port, mo.to, now))
  if (!before) return answer(turn, texts.notBlocked(mo.to), situation)
  const { port } = before
  const { state, code } = remember(
    withBlock(turn.state, port, 'none'),
    { at: now, cancelled: [], blockBefore: { port, block: before } },
    situation,
  )
  const text = texts.unblocked({ port, undoCode: code, undoMinutes: refs.policy.undoMinutes })
  const lifted = event('port.unblocked', { ...situation, mo: { ...mo, to: port } })
  return answer({ state, emit: [...turn.emit, lifted] }, text, situation)
}

/** Puts a port's block back to what it was. */
export function restoreBlock(turn: Turn, port: string, block: Block | 'none', situation: Situation): Turn {
  const at = { ...situation, mo: { ...situation.mo, to: port } }
  const emit = block === 'none' ? event('port.unblocked', at) : event('port.blocked', at, block)
  return { state: withBlock(turn.state, port, block), emit: [...turn.emit, emit] }
}
