import { monitorObservations, partitionOf, policyReplays } from '#contracts'
import { EffectWork } from '#process'
import { type Deps, decides, refuseRecord, type Service } from '#service'
import { archiveRoutes } from './archive-routes.ts'
import { drafts } from './domain/drafts.ts'
import { flags } from './domain/flags.ts'
import { policies, versions } from './domain/releases.ts'
import { replays } from './domain/replays.ts'
import { standings } from './domain/standings.ts'
import { observing } from './observing.ts'
import { partnerRoutes } from './partners.ts'
import { draftRoutes } from './policy/drafts.ts'
import { releaseRoutes } from './policy/release.ts'
import { replayRoutes } from './policy/replays.ts'
import { policyRoutes } from './policy/routes.ts'
import { Replaying, Replays } from './replay/replaying.ts'
import { flagRoutes } from './routes.ts'
import { toldFlags } from './told.ts'
import { Watching } from './watching.ts'

/** Partners and apps that charge maliciously, seen in what the other services publish. See README.md beside. */
export function monitorService(deps: Deps): Service {
  const observe = observing(deps)
  const running = new Replays(deps)
  return {
    name: 'monitor',
    lanes: () => ({
      stop: () => running.stop(),
      assignments: [
        {
          name: observe.name,
          inputs: observe.inputs.map((each) => each.name),
          work: () => new EffectWork(observe),
        },
        {
          name: 'monitor',
          inputs: [monitorObservations.name],
          // Its archive stands in no list: `verify lists` reads its rows all the same.
          listing: () => undefined,
          work: (lane) =>
            new Watching({
              ...{ bus: deps.bus, store: deps.store, policy: deps.policy.file, lane },
              refuse: (record, reason) => refuseRecord(deps, 'monitor', record, reason),
              told: () => toldFlags(deps.bus),
            }),
        },
        {
          name: 'policy-replaying',
          inputs: [policyReplays.name],
          work: (lane) => new Replaying(running, (id) => partitionOf(id, deps.bus.partitions) === lane),
        },
        decides(replays, deps, () => undefined),
        decides(flags, deps, () => undefined),
        decides(standings, deps, () => undefined),
        decides(drafts, deps, () => undefined),
        decides(policies, deps, () => undefined),
        decides(versions, deps, () => undefined),
      ],
    }),
    edges() {
      flagRoutes(deps)
      partnerRoutes(deps)
      policyRoutes(deps)
      draftRoutes(deps)
      releaseRoutes(deps)
      replayRoutes(deps)
      archiveRoutes(deps)
      return {}
    },
  }
}
