import { parseHosts } from './hosts.ts'
import { ConfigError, type LinkConfig, parseLinks } from './links.ts'
import { type Environment, environmentSchema } from './schema.ts'

export * from './hosts.ts'
export * from './links.ts'
export * from './schema.ts'

export interface Config extends Environment {
  readonly links: readonly LinkConfig[]
  readonly brokers: readonly string[]
  /** Whose lanes run here; empty: all. */
  readonly services: readonly string[]
  /** Whose routes are served here; empty: all. */
  readonly edges: readonly string[]
  /** Path prefixes that each host name reaches; empty: all on every host. */
  readonly hosts: ReadonlyMap<string, readonly string[]>
  readonly mode: 'embedded' | 'distributed'
}

/** Reads the environment once. @throws ConfigError with the variable and what to do. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
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
  if (mode === 'distributed' && env.NUMBER_KEY.length < 16)
    throw new ConfigError(
      'NUMBER_KEY is required in distributed mode (16 characters or more, the same for every process): without it topic keys would differ.',
    )
  if (env.ADMIN_KEY !== '' && env.ADMIN_KEY.length < 20)
    throw new ConfigError('ADMIN_KEY must have 20 characters or more.')
  return Object.freeze({
    ...env,
    links: parseLinks(env.SMSC_LINKS),
    brokers,
    services: split(env.SERVICES),
    edges: split(env.EDGES),
    hosts: parseHosts(env.HTTP_HOSTS),
    mode,
  })
}
