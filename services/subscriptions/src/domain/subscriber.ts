import { confirmationEvents, type Envelope, mtRequests, smsMo, subscriberCommands } from '#contracts'
import type { ProcessDefinition } from '#process'
import { decideSubscriber } from './decide.ts'
import type { Refs, SubscriberState } from './state.ts'

/** The main job: what a subscriber pays for, cancels and blocks. */
export const subscriber: ProcessDefinition<SubscriberState, Envelope, Refs> = {
  name: 'subscriber',
  inputs: [smsMo, subscriberCommands, mtRequests, confirmationEvents],
  decide: decideSubscriber,
  setsAside: true,
}
