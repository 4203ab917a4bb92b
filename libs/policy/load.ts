import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { defaultPolicy } from './defaults.ts'
import { unknownSignals } from './figures.ts'
import { merged } from './merge.ts'
import { policySchema, type WholePolicy } from './schema.ts'
import { whys } from './wrong.ts'

/** A policy with the name by which decisions refer to it: a digest of its content. */
export interface VersionedPolicy {
  readonly version: string
  readonly policy: WholePolicy
}

export function versionPolicy(policy: WholePolicy): VersionedPolicy {
  const version = createHash('sha256').update(JSON.stringify(policy)).digest('hex').slice(0, 10)
  return { version, policy: Object.freeze(policy) }
}

/**
 * The defaults with an operator's overrides on top: a JSON file of the same shape, of which any part may be left out.
 * @throws Error that names the file and the path of what is wrong.
 */
export function loadPolicy(file?: string): VersionedPolicy {
  if (!file) return versionPolicy(defaultPolicy)
  let overrides: unknown
  try {
    overrides = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`POLICY_FILE ${file} cannot be read as JSON: ${(error as Error).message}`)
  }
  try {
    return overridden(overrides)
  } catch (error) {
    throw new Error(`POLICY_FILE ${file}: ${(error as Error).message}`)
  }
}

/**
 * The defaults with these on top.
 * @throws Error that names the path of what is wrong, or contradicts itself.
 */
export function overridden(overrides: unknown): VersionedPolicy {
  const parsed = policySchema.safeParse(merged(defaultPolicy, overrides))
  const [unknown] = parsed.success ? unknownSignals(parsed.data.monitor) : []
  if (unknown !== undefined) throw new Error(`monitor.${unknown}: ${whys.noSignal().en}`)
  if (parsed.success) return versionPolicy(parsed.data)
  const issue = parsed.error.issues[0]
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`)
}
