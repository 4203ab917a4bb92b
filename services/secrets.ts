import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BusError } from '#bus'
import { makePrivate, openFolder } from '#bus/embedded'
import type { Config } from '#config'

export interface Secrets {
  readonly adminKey: string
  readonly numberKey: string
}

/** From the environment; embedded, what is not given is made once and kept in DATA_DIR, readable by its owner only. */
export function readSecrets(config: Config): Secrets {
  if (config.mode === 'distributed') return { adminKey: config.ADMIN_KEY, numberKey: config.NUMBER_KEY }
  openFolder(config.DATA_DIR)
  const file = join(config.DATA_DIR, 'secrets.json')
  if (!existsSync(file)) make(file)
  makePrivate(file)
  const kept = read(file)
  return { adminKey: config.ADMIN_KEY || kept.adminKey, numberKey: config.NUMBER_KEY || kept.numberKey }
}

/** Whole or not at all, and by one of several that start at once: the others take what that one made. */
function make(file: string): void {
  const draft = `${file}.${process.pid}`
  const made: Secrets = {
    adminKey: `qz_admin_${randomBytes(18).toString('base64url')}`,
    numberKey: randomBytes(32).toString('base64url'),
  }
  try {
    writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flush: true })
    linkSync(draft, file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    if (code !== 'EEXIST')
      throw new BusError(
        'data.unwritable',
        `${file} cannot be written (${code}). Give the data folder to this user, or name another with DATA_DIR.`,
        { cause: error },
      )
  } finally {
    rmSync(draft, { force: true })
  }
}

function read(file: string): Secrets {
  try {
    const { adminKey, numberKey } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
    if (adminKey && numberKey) return { adminKey, numberKey }
    throw new SyntaxError('a key is missing')
  } catch (error) {
    throw new BusError(
      'data.unwritable',
      `${file} cannot be read (${(error as Error).name}). Without its number key the data cannot be used: restore it from a backup.`,
      { cause: error },
    )
  }
}
