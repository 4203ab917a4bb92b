import { quietUntil } from '#calendar'
import type { Language } from '#contracts'
import type { Policy } from '#policy'
import type { Emit } from '#process'

/** How a subscriber who reported or complained is reached, and what waits for the morning. */
interface Hearer {
  readonly msisdn: string
  readonly language: Language
  readonly tenure: number
  readonly held: readonly { readonly text: string; readonly dueAt: number }[]
}
interface Turn<State> {
  readonly state: State
  readonly emit: readonly Emit[]
}
interface Situation {
  readonly now: number
  readonly key: string
  readonly refs: { readonly policy: Pick<Policy, 'quietHours' | 'timeZone'> }
}

export const sms = (
  text: string,
  kind: 'answer' | 'notice',
  from: string,
  { msisdn, language }: Pick<Hearer, 'msisdn' | 'language'>,
  key: string,
): Emit => ({
  topic: 'sms.outbound',
  key,
  type: 'mt.queued',
  data: { to: msisdn, from, text, class: kind, language },
})

/** What is said later reaches the subscriber now, or in the morning; never who has their number now. */
export function tellLater<State extends Hearer>(
  turn: Turn<State>,
  { tenure }: Pick<Hearer, 'tenure'>,
  text: string,
  from: string,
  { now, key, refs: { policy } }: Situation,
): Turn<State> {
  if (tenure !== turn.state.tenure) return turn
  const quiet = quietUntil(now, policy.quietHours, policy.timeZone)
  if (quiet === undefined) return { ...turn, emit: [...turn.emit, sms(text, 'notice', from, turn.state, key)] }
  return { ...turn, state: { ...turn.state, held: [...turn.state.held, { text, dueAt: quiet }] } }
}

/** What waited for this moment. */
export function tellHeld<State extends Hearer>(
  turn: Turn<State>,
  from: string,
  { now, key }: Pick<Situation, 'now' | 'key'>,
): Turn<State> {
  const due = turn.state.held.filter((each) => each.dueAt <= now)
  if (due.length === 0) return turn
  return {
    state: { ...turn.state, held: turn.state.held.filter((each) => !due.includes(each)) },
    emit: [...turn.emit, ...due.map((each) => sms(each.text, 'notice', from, turn.state, key))],
  }
}
