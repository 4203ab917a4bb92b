import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { servePage } from '#http'
import { type Deps, decides, type Part, type Service } from '#service'
import { webSessions } from './domain/sessions.ts'
import { tenures } from './domain/tenures.ts'
import { signInRoutes } from './sign-in.ts'

const page = resolve(dirname(fileURLToPath(import.meta.url)), '../../../build/account')

/** The subscriber's own page: signing in, and the page itself. What it shows, each service answers for itself. */
export const accountPage = (deps: Deps): Service => ({
  name: 'account',
  lanes: () => ({
    assignments: [decides(tenures, deps, () => undefined), decides(webSessions, deps, () => undefined)],
  }),
  edges: () => pageRoutes(deps),
})

function pageRoutes(deps: Deps): Part {
  signInRoutes(deps)
  servePage(deps.http, { folder: page, base: '/account/', paths: ['/account', '/confirm'] })
  return {}
}
