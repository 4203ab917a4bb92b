import { answering, helping } from '#policy'
import type { Emit } from '#process'
import { textsIn } from '#texts'
import type { Situation, Turn } from './state.ts'

/** Answers go back from the number that was texted; lists for any query code come from the first of them. */
export function answersFrom({ mo, refs, texted }: Situation): string {
  const { query } = refs.policy.shortCodes
  return query.includes(mo.to) ? (query[0] as string) : (texted ?? mo.to)
}

function answerEmit(text: string, situation: Situation): Emit {
  const { mo, key, language } = situation
  const from = answersFrom(situation)
  return { topic: 'sms.outbound', key, type: 'mt.queued', data: { to: mo.from, from, text, class: 'answer', language } }
}

/** Adds an answer, unless this subscriber got too many this hour; what was asked for is still done. */
export function answer(turn: Turn, text: string, situation: Situation): Turn {
  const { now, refs, language } = situation
  const { manners: state, say } = answering(turn.state, now, refs.policy)
  if (say === 'silence') return turn
  return { state, emit: [...turn.emit, answerEmit(say === 'last' ? textsIn(language).tooMany : text, situation)] }
}

/** A help text, at most once in a while and a few times a day; while a question of ours waits, oftener. */
export function help(turn: Turn, text: string, situation: Situation, asked = false): Turn {
  const state = helping(turn.state, situation.now, situation.refs.policy, asked)
  return state ? answer({ ...turn, state }, text, situation) : turn
}
