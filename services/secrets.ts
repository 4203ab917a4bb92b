import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BusError } from '#bus'
import type { Config } from '#config'

export interface Secrets {
  readonly adminKey: string
  readonly numberKey: string
}

/** From the environment; embedded, what is not given is made once and kept in DATA_DIR, readable by its owner only. */
export function readSecrets(config: Config): Secrets {
  if (config.mode === 'distributed') return { adminKey: config.ADMIN_KEY, numberKey: config.NUMBER_KEY }
  const file = join(config.DATA_DIR, 'secrets.json')
  let kept: Partial<Secrets> = {}
  try {
    mkdirSync(config.DATA_DIR, { recursive: true })
    if (existsSync(file)) kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
  } catch (error) {
    throw new BusError(
      'data.unwritable',
      `${file} cannot be read (${(error as Error).name}). Without its number key the data cannot be used: restore it from a backup.`,
      { cause: error },
    )
  }
  const made: Secrets = {
    adminKey: kept.adminKey ?? `qz_admin_${randomBytes(18).toString('base64url')}`,
    numberKey: kept.numberKey ?? randomBytes(32).toString('base64url'),
  }
  if (kept.adminKey === undefined || kept.numberKey === undefined) {
    try {
      writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
    } catch (error) {
      throw new BusError(
        'data.unwritable',
        `the data folder ${config.DATA_DIR} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Give it to this user, or name another with DATA_DIR.`,
        { cause: error },
      )
    }
  }
  return { adminKey: config.ADMIN_KEY || made.adminKey, numberKey: config.NUMBER_KEY || made.numberKey }
}
