import type { Emit } from '#process'
import { textsIn } from '#texts'
import { DAY, HOUR, MINUTE, type Situation, type SubscriberState, type Turn } from './state.ts'

/** An answer goes back from the number that was texted; lists for any query code come from the first of them. */
function answerEmit(text: string, { mo, key, refs, language }: Situation): Emit {
  const { query } = refs.policy.shortCodes
  const from = query.includes(mo.to) ? (query[0] as string) : mo.to
  return { topic: 'sms.outbound', key, type: 'mt.queued', data: { to: mo.from, from, text, class: 'answer', language } }
}

/**
 * Adds an answer. So that two machines never talk for ever, a subscriber gets only so many an hour; the last one says
 * so, and what was asked for is still done.
 */
export function answer(turn: Turn, text: string, situation: Situation): Turn {
  const { now, refs, language } = situation
  const hour = Math.floor(now / HOUR) * HOUR
  const before = turn.state.answers?.hour === hour ? turn.state.answers.count : 0
  const limit = refs.policy.answersPerHour
  if (before > limit) return turn
  const state: SubscriberState = { ...turn.state, answers: { hour, count: before + 1 } }
  const said = before === limit ? textsIn(language).tooMany : text
  return { state, emit: [...turn.emit, answerEmit(said, situation)] }
}

/** A help text, at most once in a while and a few times a day. Undefined policy would be a loop with another machine. */
export function help(turn: Turn, text: string, situation: Situation): Turn {
  const { now, refs } = situation
  const helped = turn.state.helped.filter((at) => at > now - DAY)
  const last = helped.at(-1)
  const tooSoon = last !== undefined && now - last < refs.policy.helpEveryMinutes * MINUTE
  if (tooSoon || helped.length >= refs.policy.help.perDay) return turn
  return answer({ ...turn, state: { ...turn.state, helped: [...helped, now] } }, text, situation)
}
