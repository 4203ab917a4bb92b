import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { holderOf } from '#bus/embedded'
import { readConfig } from '#config'
import { type Rotated, rotated, rotateKept } from '../../services/secrets.ts'
import { CliError } from './client.ts'

/** What became of a secret: so many are believed now, and whether a running gateway was told. */
export interface Rotation {
  readonly believed: number
  readonly told: boolean
}

/**
 * Makes a new secret of an embedded gateway, before which the former goes on to be believed, or forgets the former. A gateway
 * that runs reads them anew. @throws CliError where the environment has them
 */
export function rotateSecret(environment: NodeJS.ProcessEnv, name: string, forget: boolean): Rotation {
  if (name === 'number') throw new CliError(2, 'The number key stays for good: docs/decisions/0021 says why.')
  if (!Object.hasOwn(rotated, name))
    throw new CliError(2, `There is no secret ${name}: ${Object.keys(rotated).join(', ')}.`)
  const config = readConfig(environment)
  const variable = rotated[name as Rotated]
  if (config.mode === 'distributed' || config[variable] !== '')
    throw new CliError(
      2,
      `${variable} stands in the environment of each process: change it there, step by step (docs/operations.md, “Rotating a secret”).`,
    )
  if (!existsSync(join(config.DATA_DIR, 'secrets.json')))
    throw new CliError(2, `${config.DATA_DIR} holds no secrets. Name the folder of an embedded gateway with DATA_DIR.`)
  const believed = rotateKept(config, name as Rotated, forget)
  const holder = holderOf(config.DATA_DIR)
  if (holder !== undefined) process.kill(holder, 'SIGHUP')
  return { believed, told: holder !== undefined }
}
