import { createHash } from 'node:crypto'
import { chargingEvents, type MessageOf, subscriberCharges } from '#contracts'
import { Stamps } from '#evidence'
import { type Effect, EffectWork } from '#process'
import { type Deps, decides, edgeRecord, patientAtStart, publishFromEdge, refuseRecord, type Service } from '#service'
import { accountRoutes } from './account.ts'
import { chargeRoutes } from './charges.ts'
import { disputeRequestRoutes } from './dispute-requests.ts'
import { disputeRoutes } from './disputes.ts'
import { accountProcess } from './domain/account.ts'
import { billing, type ChargeRefs, chargeProcess } from './domain/charge.ts'
import { disputeCaseList } from './domain/dispute-case.ts'
import { lines } from './domain/lines.ts'
import { settlement } from './domain/settlement.ts'
import type { Refs } from './domain/state.ts'
import { Gate, heartbeatKeys } from './gate.ts'
import { Grants } from './grants.ts'
import { keptLineRoutes } from './kept.ts'
import { lineRoutes } from './lines.ts'
import { lostChargeRoutes } from './lost-charges.ts'
import { settlementRoutes } from './settlements.ts'
import { storyRoutes } from './story.ts'

/** May it be charged? Was it right? Refunds, reminders, the ledger and settlements: see README.md beside. */
export function charging(deps: Deps): Service {
  const { policy } = deps.policy
  const { catalogue, keyOf, bus, clock } = deps
  const grants = new Grants(deps.secrets.sealKeys)
  const stamps = new Stamps(deps.secrets.sealKeys, 'waiting-months')
  const refs: Refs = {
    policy,
    policyAt: deps.policy.policyAt,
    catalogue,
    grantOf: (token, charge) => grants.read(token, charge),
  }
  const digest = (text: string) => createHash('sha256').update(text).digest('base64url')
  const chargeRefs: ChargeRefs = { policy, catalogue, keyOf, digest }
  return {
    name: 'charging',
    lanes: () => ({
      assignments: [
        decides(billing, deps, () => undefined),
        decides(chargeProcess, deps, () => chargeRefs),
        decides(accountProcess, deps, () => refs),
        decides(disputeCaseList, deps, () => undefined),
        decides(settlement, deps, () => ({ policy, stamps })),
        decides(lines, deps, () => ({ policy })),
        { name: 'charging-alarms', inputs: [chargingEvents.name], work: () => new EffectWork(alarms(deps)) },
      ],
      async start() {
        const at = clock.now()
        const beats = heartbeatKeys(bus.partitions).map((key) => {
          const id = `${key}-${at}`
          return edgeRecord(subscriberCharges, bus, key, { id, at, corr: id, type: 'heartbeat', data: {} })
        })
        await publishFromEdge(patientAtStart(deps).bus, beats)
      },
    }),
    edges() {
      chargeRoutes(deps, new Gate(deps, refs, grants), digest)
      settlementRoutes(deps, stamps)
      lineRoutes(deps)
      keptLineRoutes(deps)
      accountRoutes(deps)
      disputeRoutes(deps, refs)
      disputeRequestRoutes(deps)
      storyRoutes(deps)
      lostChargeRoutes(deps, refs)
      return {}
    },
  }
}

/** Counts what was judged, and says aloud what somebody must look at. */
const alarms = (deps: Deps): Effect => ({
  name: 'charging-alarms',
  inputs: [chargingEvents],
  carryOut: async (each) => {
    const message = each.message as MessageOf<typeof chargingEvents>
    if (message.type === 'charge.judged') {
      deps.metrics.charges.inc({ rule: message.data.rule ?? 'right' })
      if (message.data.reminded === false) deps.metrics.unreminded.inc()
    } else if (message.type === 'dispute.waiting') {
      const { chargeId, change } = message.data
      deps.metrics.disputes.inc({ change })
      if (change === 'due-soon') deps.log.warn({ chargeId }, 'a dispute is not decided yet and is due soon')
      else deps.log.error({ chargeId }, 'a dispute was not decided in time')
    } else if (message.type === 'charge.conflict') {
      deps.metrics.charges.inc({ rule: 'conflict' })
      const { chargeId, serviceId } = message.data
      deps.log.error(
        { chargeId, serviceId, corr: message.corr },
        'a charge id came again with other content; ask billing',
      )
    }
    return []
  },
  refuse: (record, reason) => refuseRecord(deps, 'charging-alarms', record, reason),
})
