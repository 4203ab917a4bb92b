import type { Deps, Service } from '#service'
import { seedDemo } from './demo.ts'
import { catalogueRoutes } from './routes.ts'

/** Partners, services, numbers: in by file and HTTP, out again as the same CSV. */
export function catalogue(deps: Deps): Service {
  catalogueRoutes(deps)
  return {
    name: 'catalogue',
    assignments: [],
    async start() {
      if (deps.config.DEMO === 'on') await seedDemo(deps)
    },
  }
}
