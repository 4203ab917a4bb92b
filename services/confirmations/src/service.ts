import { eachSecret, makeSealer, type Sealer, Stamps, saltOf } from '#evidence'
import { type Deps, decides, type Service } from '#service'
import { replyParser } from '#sms'
import { accountRoutes } from './account.ts'
import { baselineRoutes } from './baselines.ts'
import { counterRoutes } from './counter.ts'
import { baselines } from './domain/baselines.ts'
import { confirmation } from './domain/decide.ts'
import { lineCase } from './domain/line-case.ts'
import { consents } from './domain/records.ts'
import { sealRecords, seals } from './domain/seals.ts'
import type { Refs } from './domain/state.ts'
import { ownLineRoutes } from './lines.ts'
import { pageRoutes } from './page.ts'
import { receiptRoutes } from './receipts.ts'
import { sealRoutes } from './seals.ts'

/** Double confirmation: ask, wait, understand yes, no and silence, and keep the proof. */
export function confirmations(deps: Deps): Service {
  const { policy, version } = deps.policy
  const refs: Refs = {
    policy,
    policyVersion: version,
    catalogue: deps.catalogue,
    parseReply: replyParser(policy.words),
    // Keyed by the number key, which is in no database.
    salt: (cause) => saltOf(deps.keyOf('receipt'), cause),
    keyOf: deps.keyOf,
  }
  const receiptRefs = { receiptMonths: policy.receiptMonths, timeZone: policy.timeZone }
  // The newest signs; the public keys of all are given to auditors.
  const sealers = eachSecret(deps.secrets.sealKeys, makeSealer) as () => readonly [Sealer, ...Sealer[]]
  const stamps = new Stamps(deps.secrets.sealKeys, 'waiting-heads')
  return {
    name: 'confirmations',
    lanes: () => ({
      assignments: [
        decides(confirmation, deps, () => refs),
        decides(consents, deps, () => receiptRefs),
        decides(lineCase, deps, () => ({ policy })),
        decides(seals, deps, () => ({ policy, sealer: sealers()[0], stamps })),
        decides(sealRecords, deps, () => undefined),
        decides(baselines, deps, () => undefined),
      ],
    }),
    edges() {
      accountRoutes(deps)
      ownLineRoutes(deps)
      counterRoutes(deps, refs)
      pageRoutes(deps)
      receiptRoutes(deps)
      sealRoutes(deps, sealers, stamps)
      baselineRoutes(deps)
      return {}
    },
  }
}
