import { confirmationEvents, type Envelope, mtRequests, smsMo, subscriberCommands } from '#contracts'
import type { ProcessDefinition } from '#process'
import { type Deps, decides, type Service } from '#service'
import { messageClasses, parseMsisdn } from '#sms'
import { accountRoutes } from './account.ts'
import { accountActRoutes } from './account-acts.ts'
import { decideSubscriber } from './domain/decide.ts'
import type { Refs, SubscriberState } from './domain/state.ts'
import { voiceRoutes } from './voice/routes.ts'

/** The main job: what a subscriber pays for, cancels and blocks. */
export const subscriber: ProcessDefinition<SubscriberState, Envelope, Refs> = {
  name: 'subscriber',
  inputs: [smsMo, subscriberCommands, mtRequests, confirmationEvents],
  decide: decideSubscriber,
}

export function subscriptions(deps: Deps): Service {
  const { policy, version } = deps.policy
  const refs: Refs = {
    policy,
    policyVersion: version,
    catalogue: deps.catalogue,
    network: deps.network,
    parse: deps.parse,
    classes: messageClasses(policy.otp),
    msisdnOf: (typed) => parseMsisdn(typed, deps.config.COUNTRY),
  }
  return {
    name: 'subscriptions',
    lanes: () => ({ assignments: [decides(subscriber, deps, () => refs)] }),
    edges() {
      accountRoutes(deps, refs)
      accountActRoutes(deps, refs)
      voiceRoutes(deps, refs)
      return {}
    },
  }
}
