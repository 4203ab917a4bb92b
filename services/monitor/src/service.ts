import { monitorObservations } from '#contracts'
import { EffectWork } from '#process'
import { type Deps, decides, type Service } from '#service'
import { drafts } from './domain/drafts.ts'
import { flags } from './domain/flags.ts'
import { policies, versions } from './domain/releases.ts'
import { standings } from './domain/standings.ts'
import { observing } from './observing.ts'
import { partnerRoutes } from './partners.ts'
import { draftRoutes } from './policy/drafts.ts'
import { releaseRoutes } from './policy/release.ts'
import { policyRoutes } from './policy/routes.ts'
import { flagRoutes } from './routes.ts'
import { Watching } from './watching.ts'

/** Partners and apps that charge maliciously, seen in what the other services publish. See README.md beside. */
export function monitorService(deps: Deps): Service {
  const observe = observing(deps)
  return {
    name: 'monitor',
    lanes: () => ({
      assignments: [
        {
          name: observe.name,
          inputs: observe.inputs.map((each) => each.name),
          work: () => new EffectWork(observe),
        },
        { name: 'monitor', inputs: [monitorObservations.name], work: () => new Watching(deps.bus, deps.policy) },
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
      return {}
    },
  }
}
