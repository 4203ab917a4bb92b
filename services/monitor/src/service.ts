import { monitorObservations } from '#contracts'
import { EffectWork } from '#process'
import { type Deps, decides, type Service } from '#service'
import { flags } from './domain/flags.ts'
import { standings } from './domain/standings.ts'
import { observing } from './observing.ts'
import { partnerRoutes } from './partners.ts'
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
      ],
    }),
    edges() {
      flagRoutes(deps)
      partnerRoutes(deps)
      return {}
    },
  }
}
