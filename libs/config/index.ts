import { parseHosts } from './hosts.ts'
import { ConfigError, type LinkConfig, parseLinks } from './links.ts'
import { type OidcConfig, parseOidc } from './oidc.ts'
import { type Environment, environmentSchema } from './schema.ts'
import { neededSecrets, secretFiles, secretNames } from './secret-files.ts'

export * from './hosts.ts'
export * from './links.ts'
export type { OidcConfig } from './oidc.ts'
export * from './schema.ts'
export * from './secret-files.ts'
export * from './tls.ts'

/**
 * What is in no database. Of those that are rotated the newest comes first; their lists stay and what is in them changes while
 * the gateway runs, so that nobody keeps a copy.
 */
export interface Secrets {
  readonly numberKey: string
  readonly sessionKeys: readonly string[]
  readonly idKeys: readonly string[]
  readonly sealKeys: readonly string[]
  /** Of the first administrator; empty: there is none. */
  readonly adminKeys: readonly string[]
  /** Empty: no number of a person is exchanged in any form. */
  readonly exchangeKeys: readonly string[]
}

export interface Config extends Environment {
  readonly links: readonly LinkConfig[]
  readonly brokers: readonly string[]
  /** Whose lanes run here; empty: all. */
  readonly services: readonly string[]
  /** Whose routes are served here; empty: all. */
  readonly edges: readonly string[]
  /** Path prefixes that each host name reaches; empty: all on every host. */
  readonly hosts: ReadonlyMap<string, readonly string[]>
  /** Where people sign in besides here. */
  readonly oidc: OidcConfig | undefined
  readonly mode: 'embedded' | 'distributed'
}

/** Reads the environment once. @throws ConfigError with the variable and what to do. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const set = Object.entries(environment).filter(([, value]) => value !== '')
  const given = { ...Object.fromEntries(set), ...secretFiles(environment['SECRETS_DIR']) }
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`The environment is wrong. ${lines.join('; ')}. docs/configuration.md lists every variable.`)
  }
  const env = parsed.data
  const split = (text: string) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean)
  const brokers = split(env.KAFKA_BROKERS)
  if (brokers.length > 0 !== (env.MONGODB_URL !== ''))
    throw new ConfigError(
      'KAFKA_BROKERS and MONGODB_URL go together: set both for distributed mode, none for embedded.',
    )
  const mode = brokers.length > 0 ? 'distributed' : 'embedded'
  const hasUser = env.KAFKA_USER !== '' && env.KAFKA_PASSWORD !== ''
  if ((env.KAFKA_SASL !== 'off') !== hasUser)
    throw new ConfigError('KAFKA_SASL, KAFKA_USER and KAFKA_PASSWORD go together: set all three or none.')
  if (env.KAFKA_SASL === 'plain' && env.KAFKA_TLS === 'off')
    throw new ConfigError(
      'KAFKA_SASL=plain without TLS would send the password in clear: set KAFKA_TLS=on, or KAFKA_SASL=scram-sha-512.',
    )
  if (env.KAFKA_TLS === 'off' && (env.KAFKA_CA_FILE || env.KAFKA_CERT_FILE || env.KAFKA_KEY_FILE))
    throw new ConfigError('KAFKA_CA_FILE, KAFKA_CERT_FILE and KAFKA_KEY_FILE need KAFKA_TLS=on.')
  const missing = neededSecrets.find((name) => mode === 'distributed' && env[name] === '')
  if (missing)
    throw new ConfigError(
      `${missing} is required in distributed mode: 16 characters or more, the same for every process. Make one with \`openssl rand -base64 32\`.`,
    )
  const known = secretNames.find((name) => env.DEMO === 'off' && /change-me/i.test(env[name]))
  if (known)
    throw new ConfigError(
      `${known} is the one of the demo, which everybody knows. Make one with \`openssl rand -base64 32\`, or set DEMO=on to try it.`,
    )
  return Object.freeze({
    ...env,
    links: parseLinks(env.SMSC_LINKS),
    brokers,
    services: split(env.SERVICES),
    edges: split(env.EDGES),
    hosts: parseHosts(env.HTTP_HOSTS),
    oidc: parseOidc(env),
    mode,
  })
}

/** Whether the unauthenticated handset page is put on the gateway's own server. */
export const showsHandset = ({
  HANDSET,
  DEMO,
  HTTP_HOST,
}: Pick<Environment, 'HANDSET' | 'DEMO' | 'HTTP_HOST'>): boolean =>
  HANDSET === 'on' || (HANDSET === 'auto' && DEMO === 'on' && /^(localhost|127(\.\d+){3}|::1)$/.test(HTTP_HOST))
