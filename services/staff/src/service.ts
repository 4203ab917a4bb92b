import { saltOf, Tokens } from '#evidence'
import { type Deps, decides, type Service } from '#service'
import { auditRoutes } from './audit.ts'
import { audit, auditRecordKeeper } from './domain/audit.ts'
import { pages } from './domain/page.ts'
import { persons } from './domain/person.ts'
import { proposals } from './domain/proposal.ts'
import { sessions } from './domain/session.ts'
import { meRoutes } from './me.ts'
import { oidcRoutes } from './oidc.ts'
import { passkeyRoutes } from './passkeys.ts'
import { peopleRoutes } from './people.ts'
import { proposalRoutes } from './proposals.ts'
import { FactorBox } from './second-factor.ts'
import { signInRoutes } from './sign-in.ts'

/** The operator’s people: who they are, how they sign in, what two of them must decide, and the audit of all of it. */
export function staffService(deps: Deps): Service {
  const refs = { policy: deps.policy.policy }
  const tokens = new Tokens(deps.secrets.sessionKeys, 'staff-sign-in')
  const box = new FactorBox(deps.secrets.sessionKeys)
  // Keyed by the number key, which is in no database.
  const salt = (cause: string) => saltOf(deps.keyOf('audit'), cause)
  return {
    name: 'staff',
    lanes: () => ({
      assignments: [
        decides(persons, deps, () => ({ ...refs, versionOf: (id: string) => deps.staff.get(id)?.version })),
        decides(sessions, deps, () => refs),
        decides(proposals, deps, () => refs),
        decides(pages, deps, () => refs),
        decides(audit, deps, () => ({ salt })),
        decides(auditRecordKeeper, deps, () => refs),
      ],
    }),
    edges() {
      signInRoutes(deps, box, tokens)
      oidcRoutes(deps, box)
      passkeyRoutes(deps, new Tokens(deps.secrets.sessionKeys, 'staff-passkey'))
      meRoutes(deps, box, tokens)
      peopleRoutes(deps)
      proposalRoutes(deps)
      auditRoutes(deps)
      return {}
    },
  }
}
