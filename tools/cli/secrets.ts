import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { holderOf } from '#bus/embedded'
import { type Config, readConfig, type SecretName } from '#config'
import { listOf, newSecret, type Rotated, rotated, rotateKept } from '../../services/secrets.ts'
import { CliError } from './client.ts'

/** What became of a secret. */
export interface Rotation {
  /** So many are now. */
  readonly believed: number
  /** Whether a gateway that runs was told. */
  readonly told: boolean
  /** Each process looks for itself within so many. */
  readonly withinSeconds: number
}

/**
 * Makes a new secret, before which the former goes on to be believed, or forgets the former: in SECRETS_DIR, where any number of
 * processes look by themselves, or in the DATA_DIR of an embedded gateway, which is told. @throws CliError where neither has it
 */
export async function rotateSecret(environment: NodeJS.ProcessEnv, name: string, forget: boolean): Promise<Rotation> {
  if (name === 'number') throw new CliError(2, 'The number key stays for good: docs/decisions/0021 says why.')
  if (!Object.hasOwn(rotated, name))
    throw new CliError(2, `There is no secret ${name}: ${Object.keys(rotated).join(', ')}.`)
  const which = name as Rotated
  const config = readConfig(environment)
  const variable = rotated[which]
  if (config.SECRETS_DIR !== '') return rotateFile(config, which, forget)
  if (config.mode === 'distributed' || config[variable] !== '')
    throw new CliError(
      2,
      `${variable} stands in the environment of each process: change it there, step by step, or put it into a file of SECRETS_DIR, which this command changes while all run (docs/operations.md, “Rotating a secret”).`,
    )
  if (!existsSync(join(config.DATA_DIR, 'secrets.json')))
    throw new CliError(2, `${config.DATA_DIR} holds no secrets. Name the folder of an embedded gateway with DATA_DIR.`)
  const believed = rotateKept(config, which, forget)
  const holder = holderOf(config.DATA_DIR)
  if (holder !== undefined) process.kill(holder, 'SIGHUP')
  return { believed, told: holder !== undefined, withinSeconds: config.SECRETS_CHECK_SECONDS }
}

/** The new one behind the former until every process has had the time to believe it, then before it. */
async function rotateFile(config: Config, name: Rotated, forget: boolean): Promise<Rotation> {
  const { SECRETS_DIR: folder, SECRETS_CHECK_SECONDS: withinSeconds } = config
  const variable = rotated[name]
  const present = listOf(config[variable])
  if (forget) {
    const kept = present.slice(0, 1)
    write(folder, variable, kept)
    return { believed: kept.length, told: false, withinSeconds }
  }
  const made = newSecret(name)
  if (present.length > 0) {
    write(folder, variable, [...present, made])
    await sleep(2000 * withinSeconds)
  }
  write(folder, variable, [made, ...present])
  return { believed: present.length + 1, told: false, withinSeconds }
}

/** Whole or not at all, readable by whom it was. */
function write(folder: string, variable: SecretName, secrets: readonly string[]): void {
  const file = join(folder, variable)
  const draft = `${file}.${process.pid}`
  try {
    const mode = existsSync(file) ? statSync(file).mode & 0o777 : 0o600
    writeFileSync(draft, secrets.join(','), { mode, flush: true })
    renameSync(draft, file)
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw new CliError(
      2,
      `${file} cannot be written (${code}): change it where it comes from, step by step (docs/operations.md, “Rotating a secret”).`,
    )
  } finally {
    rmSync(draft, { force: true })
  }
}
