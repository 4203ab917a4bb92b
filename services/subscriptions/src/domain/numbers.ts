import type { Decision } from '#process'
import { newSubscriber, type SubscriberCommand, type SubscriberState } from './state.ts'

/** Imports and number changes of one subscriber (domain.md, "Whose number"). The same twice changes nothing. */
export function decideCommand(
  state: SubscriberState | undefined,
  command: SubscriberCommand,
  key: string,
): Decision<SubscriberState> {
  switch (command.type) {
    case 'subscription.import': {
      const { msisdn, serviceId, since, package: name } = command.data
      const subscriber = state ?? newSubscriber(msisdn)
      const imported = { serviceId, since, ...(name ? { package: name } : {}) }
      const current = subscriber.subscriptions.find((each) => each.serviceId === serviceId)
      if (current && current.since === since && current.package === name) return { state: subscriber }
      const others = subscriber.subscriptions.filter((each) => each !== current)
      return { state: { ...subscriber, subscriptions: [...others, imported].sort((a, b) => a.since - b.since) } }
    }
    case 'number.released':
      return endTenure(state, command.data.msisdn, command.data.reason, key, command.id)
    case 'number.assigned':
      // Numbers are given to new people: whoever had it before leaves nothing behind, also without a word of release.
      return endTenure(state, command.data.msisdn, 'reassigned', key, command.id)
  }
}

/** Ends subscriptions, blocks, lists and undo of the former owner; the next one starts empty with the next tenure. */
function endTenure(
  state: SubscriberState | undefined,
  msisdn: string,
  reason: string,
  key: string,
  cause: string,
): Decision<SubscriberState> {
  if (!state) return { state: newSubscriber(msisdn) }
  const empty =
    state.subscriptions.length === 0 &&
    state.blocks.length === 0 &&
    state.lists.length === 0 &&
    state.actions.length === 0
  if (empty) return { state }
  const ended = {
    topic: 'subscriber.events',
    key,
    type: 'tenure.ended',
    data: { subscriber: key, tenure: state.tenure, reason },
  }
  const cancelled = {
    topic: 'subscriber.events',
    key,
    type: 'subscriptions.cancelled',
    data: { subscriber: key, subscriptions: state.subscriptions, channel: 'operator', cause },
  }
  return {
    state: newSubscriber(msisdn, state.tenure + 1),
    emit: state.subscriptions.length > 0 ? [cancelled, ended] : [ended],
  }
}
