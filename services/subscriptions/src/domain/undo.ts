import { textsIn } from '#texts'
import { answer } from './answer.ts'
import { restoreBlock } from './blocks.ts'
import { restoreMarketing } from './marketing.ts'
import { namesOf } from './names.ts'
import { MINUTE, type Situation, type Turn } from './state.ts'

/**
 * `恢复`: the latest action within 30 minutes; with its code an earlier one. Subscriptions come back with the same
 * consent and charging dates.
 */
export function undo(turn: Turn, code: string | undefined, situation: Situation): Turn {
  const { now, refs, key, cause, language } = situation
  const open = turn.state.actions.filter((each) => now - each.at <= refs.policy.undoMinutes * MINUTE)
  const action = code === undefined ? open[0] : open.find((each) => each.code === code)
  const texts = textsIn(language)
  if (!action) return answer(turn, texts.nothingToUndo(refs.policy.undoMinutes), situation)
  const back = action.cancelled.filter(
    (each) => !turn.state.subscriptions.some((current) => current.serviceId === each.serviceId),
  )
  let next: Turn = {
    state: {
      ...turn.state,
      subscriptions: [...turn.state.subscriptions, ...back].sort((a, b) => a.since - b.since),
      actions: turn.state.actions.filter((each) => each !== action),
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
  if (action.blockBefore) next = restoreBlock(next, action.blockBefore.port, action.blockBefore.block, situation)
  const agreed = restoreMarketing(next.state, action.marketing, situation)
  next = { state: agreed.state, emit: [...next.emit, ...agreed.emit] }
  const port = action.blockBefore?.port
  const text = texts.undone({
    names: namesOf(back, situation),
    blockedAgain: action.blockBefore !== undefined && action.blockBefore.block !== 'none',
    ...(port ? { port } : {}),
  })
  return answer(next, text, situation)
}
