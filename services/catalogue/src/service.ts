import type { Deps, Service } from '#service'
import { seedDemo } from './demo.ts'
import { catalogueRoutes } from './routes.ts'

/** Partners, services, numbers: in by file and HTTP, out again as the same CSV. */
export const catalogue = (deps: Deps): Service => ({
  name: 'catalogue',
  lanes: () => ({
    assignments: [],
    async start() {
      if (deps.config.DEMO === 'on') await seedDemo(deps)
    },
  }),
  edges() {
    catalogueRoutes(deps)
    return {}
  },
})
