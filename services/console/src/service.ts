import { type Deps, decides, type Service } from '#service'
import { deadLetterRoutes } from './dead-letters.ts'
import { deadLetterBox } from './domain/dead-letters.ts'
import { keyRoutes } from './keys.ts'

/** What staff work with: API keys and dead letters. */
export const consoleService = (deps: Deps): Service => ({
  name: 'console',
  lanes: () => ({ assignments: [decides(deadLetterBox, deps, () => ({ policy: deps.policy.policy }))] }),
  edges() {
    keyRoutes(deps)
    deadLetterRoutes(deps)
    return {}
  },
})
