import { roles } from '#access'
import { ConfigError } from './links.ts'
import type { Environment } from './schema.ts'

/** Where the operator’s people sign in besides here, and what their groups there make them here. */
export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  /** Empty: a public client, which PKCE alone protects. */
  readonly clientSecret: string
  /** What the button says. */
  readonly name: string
  readonly scope: string
  /** The claim that names the groups of a person. */
  readonly claim: string
  /** Group and role; of several that fit, the first counts. */
  readonly roles: readonly (readonly [group: string, role: (typeof roles)[number]])[]
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Undefined where no provider is named. @throws ConfigError with the variable and what to do */
export function parseOidc(env: Environment): OidcConfig | undefined {
  if (env.OIDC_ISSUER === '') return undefined
  const { protocol, hostname } = new URL(env.OIDC_ISSUER)
  if (protocol === 'http:' && !LOOPBACK.test(hostname))
    throw new ConfigError('OIDC_ISSUER must be an https URL: over http anybody on the way could sign in as anybody.')
  if (env.OIDC_CLIENT_ID === '')
    throw new ConfigError('OIDC_CLIENT_ID is required with OIDC_ISSUER: the provider gives it when the client is made.')
  const [, claim, list] = /^\s*(\S+):\s+(\S.*)$/.exec(env.OIDC_ROLES) ?? []
  const pairs = (list ?? '').split(',').map((each) => each.split('=').map((part) => part.trim()))
  const mapped = pairs.flatMap(([group, role, ...more]) => {
    const known = roles.find((each) => each === role)
    return group && known && more.length === 0 ? [[group, known] as const] : []
  })
  if (!claim || mapped.length !== pairs.length)
    throw new ConfigError(
      `OIDC_ROLES looks like \`groups: quadzero-ops=operations, quadzero-audit=auditor\`; the roles are ${roles.join(', ')}.`,
    )
  return {
    issuer: env.OIDC_ISSUER,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET,
    name: env.OIDC_NAME,
    scope: env.OIDC_SCOPE,
    claim,
    roles: mapped,
  }
}
