import { saltOf } from '#evidence'
import { type Deps, decides, headsRoute, type Service } from '#service'
import { messageClasses, parseMsisdn } from '#sms'
import { accountRoutes } from './account.ts'
import { accountActRoutes } from './account-acts.ts'
import { contentOf, isBare, signedSubscriber } from './domain/signed.ts'
import type { Refs, SubscriberState } from './domain/state.ts'
import { voiceRoutes } from './voice/routes.ts'

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
    salt: (cause) => saltOf(deps.keyOf('holdings'), cause),
  }
  return {
    name: 'subscriptions',
    lanes: () => ({ assignments: [decides(signedSubscriber, deps, () => refs)] }),
    edges() {
      accountRoutes(deps, refs)
      accountActRoutes(deps, refs)
      voiceRoutes(deps, refs)
      headsRoute<SubscriberState>(deps, {
        path: '/v1/subscriber-heads',
        summary: 'Which version each subscriber’s subscriptions and blocks are, by what is stored now',
        process: 'subscriber',
        contentOf,
        isOwn: ({ msisdn }, key) => deps.keyOf(msisdn) === key,
        isBare,
      })
      return {}
    },
  }
}
