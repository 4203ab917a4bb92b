import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { servePage } from '#http'
import { type Deps, decides, type Service } from '#service'
import { deadLetterRoutes } from './dead-letters.ts'
import { deadLetterBox } from './domain/dead-letters.ts'
import { keyRoutes } from './keys.ts'
import { sightRoutes } from './sights.ts'

const page = resolve(dirname(fileURLToPath(import.meta.url)), '../../../build/console')

/** What staff work with: API keys and dead letters. */
export const consoleService = (deps: Deps): Service => ({
  name: 'console',
  lanes: () => ({ assignments: [decides(deadLetterBox, deps, () => ({ policy: deps.policy.policy }))] }),
  edges() {
    keyRoutes(deps)
    deadLetterRoutes(deps)
    sightRoutes(deps)
    servePage(deps.http, { folder: page, base: '/console/', paths: ['/console', '/console/*'] })
    return {}
  },
})
