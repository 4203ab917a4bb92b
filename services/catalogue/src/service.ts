import { type Deps, patientAtStart, type Service } from '#service'
import { admissionRoutes } from './admission.ts'
import { seedDemo } from './demo.ts'
import { listRoutes } from './lists.ts'
import { nameRoutes } from './names.ts'
import { ownServices } from './own-services.ts'
import { catalogueRoutes } from './routes.ts'

/** Partners, services, numbers: in by file and HTTP, out again as the same CSV. */
export const catalogue = (deps: Deps): Service => ({
  name: 'catalogue',
  lanes: () => ({
    assignments: [],
    async start() {
      if (deps.config.DEMO === 'on') await seedDemo(patientAtStart(deps))
    },
  }),
  edges() {
    catalogueRoutes(deps)
    listRoutes(deps)
    nameRoutes(deps)
    ownServices(deps)
    admissionRoutes(deps)
    return {}
  },
})
