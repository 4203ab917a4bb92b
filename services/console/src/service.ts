import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { servePage } from '#http'
import { type Deps, decides, type Service } from '#service'
import { deadLetterRoutes } from './dead-letters.ts'
import { deadLetterBox } from './domain/dead-letters.ts'
import { trafficProcess } from './domain/traffic.ts'
import { keyRoutes } from './keys.ts'
import { liveRoutes } from './live/routes.ts'
import { sightRoutes } from './sights.ts'
import { watchRoutes } from './watch.ts'

const page = resolve(dirname(fileURLToPath(import.meta.url)), '../../../build/console')

/** What staff work with: API keys, dead letters, numbers opened, live news, and how the gateway does. */
export const consoleService = (deps: Deps): Service => ({
  name: 'console',
  lanes: () => ({
    assignments: [
      decides(deadLetterBox, deps, () => ({ policy: deps.policy.policy })),
      decides(trafficProcess, deps, () => ({ policy: deps.policy.policy })),
    ],
  }),
  edges() {
    keyRoutes(deps)
    deadLetterRoutes(deps)
    sightRoutes(deps)
    const live = liveRoutes(deps)
    watchRoutes(deps)
    servePage(deps.http, { folder: page, base: '/console/', paths: ['/console', '/console/*'] })
    return live
  },
})
