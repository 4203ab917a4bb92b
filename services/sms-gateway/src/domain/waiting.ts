import { type Envelope, type MessageOf, mtWaiting } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

type Held = MessageOf<typeof mtWaiting>['data']

/**
 * A port’s message that waits for its place within the port’s rate; then it is judged as one that comes now, by what the
 * subscriber and everybody else have said since.
 */
function decide(state: Held | undefined, message: Envelope | Wake, { key }: Context): Decision<Held> {
  if (message.type !== 'wake') {
    const held = state ?? (message as MessageOf<typeof mtWaiting>).data
    return { state: held, wakeAt: held.due }
  }
  if (!state) return { state }
  const data = { ...state.request, mt: key }
  return { state: undefined, emit: [{ topic: 'mt.requests', key: state.key, type: 'mt.requested', data }] }
}

export const waiting: ProcessDefinition<Held> = { name: 'mt-waiting', inputs: [mtWaiting], decide }
