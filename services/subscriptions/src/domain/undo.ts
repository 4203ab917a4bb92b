import { textsIn, type UndoneFacts } from '#texts'
import { answer } from './answer.ts'
import { restoreBlock } from './blocks.ts'
import { restoreMarketing } from './marketing.ts'
import { namesOf } from './names.ts'
import { idOf, isOver } from './one-off.ts'
import { type Action, type Block, MINUTE, type Situation, type SubscriberState, type Turn } from './state.ts'

/**
 * `恢复`: the latest action within 30 minutes; with its code an earlier one. Subscriptions come back with the same
 * consent and charging dates. What could not be given back is said, with the reason.
 */
export function undo(turn: Turn, code: string | undefined, situation: Situation): Turn {
  const { now, refs, key, cause, language } = situation
  const open = turn.state.actions.filter((each) => now - each.at <= refs.policy.undoMinutes * MINUTE)
  const action = code === undefined ? open[0] : open.find((each) => each.code === code)
  const texts = textsIn(language)
  const [latest] = open
  if (!action && code !== undefined && latest) return answer(turn, texts.noSuchUndo(code, latest.code), situation)
  if (!action) return answer(turn, texts.nothingToUndo(refs.policy.undoMinutes), situation)
  const standing = new Set(turn.state.subscriptions.map(idOf))
  const again = action.cancelled.filter((each) => standing.has(idOf(each)))
  const over = action.cancelled.filter((each) => isOver(each, now, refs))
  const back = action.cancelled.filter((each) => !again.includes(each) && !over.includes(each))
  let next: Turn = {
    state: {
      ...turn.state,
      subscriptions: [...turn.state.subscriptions, ...back].sort((a, b) => a.since - b.since),
      actions: turn.state.actions.filter((each) => each !== action),
      ...(turn.state.ended
        ? {
            ended: turn.state.ended.filter(
              (each) => !back.some(({ serviceId, once }) => !once && serviceId === each.serviceId),
            ),
          }
        : {}),
    },
    emit: turn.emit,
  }
  if (back.length > 0) {
    const restored = { subscriber: key, subscriptions: back, cause }
    next = {
      ...next,
      emit: [...next.emit, { topic: 'subscriber.events', key, type: 'subscriptions.restored', data: restored }],
    }
  }
  const block = action.blockBefore && undoBlock(next, turn.state, action, situation)
  if (block) next = block.turn
  const marketing = block?.became.now === 'changed since' && isBlocked(next, action) ? [] : action.marketing
  const agreed = restoreMarketing(next.state, marketing, situation)
  next = { state: agreed.state, emit: [...next.emit, ...agreed.emit] }
  const facts: UndoneFacts = {
    names: namesOf(back, situation),
    again: namesOf(again, situation),
    over: namesOf(over, situation),
    marketing: agreed.emit.length > 0,
    ...(block ? { block: block.became } : {}),
  }
  return answer(next, texts.undone(facts), situation)
}

/** As if that action had not been: where a later one decided on the port, that stays, and it is what undoes to before both. */
function undoBlock(turn: Turn, before: SubscriberState, action: Action, situation: Situation) {
  const { port, block } = action.blockBefore as NonNullable<Action['blockBefore']>
  const later = before.actions
    .slice(0, before.actions.indexOf(action))
    .findLast((each) => each.blockBefore?.port === port)
  if (later) {
    const marketing = isBlocked(turn, action)
      ? [...(later.marketing ?? []), ...(action.marketing ?? [])]
      : later.marketing
    const merged = { ...later, blockBefore: { port, block }, ...(marketing ? { marketing } : {}) }
    const actions = turn.state.actions.map((each) => (each === later ? merged : each))
    return { turn: { ...turn, state: { ...turn.state, actions } }, became: { port, now: 'changed since' } as const }
  }
  const current: Block | 'none' = before.blocks.find((each) => each.port === port) ?? 'none'
  const same = current === 'none' ? block === 'none' : block !== 'none' && isAlike(current, block)
  const became = { port, now: same ? 'as before' : block === 'none' ? 'open' : 'blocked' } as const
  return { turn: same ? turn : restoreBlock(turn, port, block, situation), became }
}

const isAlike = (a: Block, b: Block): boolean =>
  a.scope === b.scope && (a.dismissedAt === undefined) === (b.dismissedAt === undefined)

const isBlocked = ({ state }: Turn, { blockBefore }: Action): boolean =>
  state.blocks.some((each) => each.port === blockBefore?.port)
