import { outcome } from './say.ts'
import type { ConfirmationState, Dismissal, Situation, Turn } from './state.ts'

/**
 * `00000`, or a full block, to a port (docs/rules.md, "0000"): its open prompts end, and what it asks for is not put until
 * the subscriber asks for it themselves or unblocks. What they asked for after the block was texted stays, whichever is
 * heard of first.
 */
export function dismiss(turn: Turn, port: string, since: number, situation: Situation): Turn {
  const { refs, now } = situation
  const { state } = turn
  const ofPort = state.prompts.filter((each) => refs.catalogue.service(each.serviceId, now)?.port === port)
  const wanted = ofPort.filter(({ by, asked, askAt }) => by === 'subscriber' && (asked?.at ?? askAt) > since)
  const ended = ofPort.filter((each) => !wanted.includes(each))
  const dismissal: Dismissal = { port, since, wanted: wanted.map((each) => each.serviceId) }
  return {
    state: {
      ...state,
      prompts: state.prompts.filter((each) => !ended.includes(each)),
      dismissed: [...(state.dismissed ?? []).filter((each) => each.port !== port), dismissal],
    },
    emit: [...turn.emit, ...ended.map((each) => outcome(each, 'ended', { rule: 'port.blocked' }))],
  }
}

/** `11111`, or an undo: the port may ask again. */
export function undismiss(turn: Turn, port: string): Turn {
  const { dismissed, ...state } = turn.state
  const left = dismissed?.filter((each) => each.port !== port) ?? []
  return { ...turn, state: left.length > 0 ? { ...state, dismissed: left } : state }
}

/** The dismissal that stands against a request for this service of this port. */
export const dismissalOf = ({ dismissed }: ConfirmationState, port: string): Dismissal | undefined =>
  dismissed?.find((each) => each.port === port)

/** The subscriber asks for a service of a port that they dismissed: for that one they want to be asked again. */
export function want(state: ConfirmationState, port: string, serviceId: string): ConfirmationState {
  const dismissal = dismissalOf(state, port)
  if (!dismissal || dismissal.wanted.includes(serviceId)) return state
  const wanting = { ...dismissal, wanted: [...dismissal.wanted, serviceId] }
  return { ...state, dismissed: (state.dismissed ?? []).map((each) => (each === dismissal ? wanting : each)) }
}
