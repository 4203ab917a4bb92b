import { type Deps, decides, type Service } from '#service'
import { requests } from './domain/requests.ts'
import { requestRoutes } from './requests.ts'

/** What partners call: they ask for subscriptions, and look up what became of it. */
export function partnerApi(deps: Deps): Service {
  requestRoutes(deps)
  return { name: 'partner-api', assignments: [decides(requests, deps, () => undefined)] }
}
