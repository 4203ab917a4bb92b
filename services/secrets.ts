import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BusError } from '#bus'
import { makePrivate, openFolder } from '#bus/embedded'
import type { Config, Secrets } from '#config'
import { numberKeys } from '#sms'

/** What `secrets.json` holds; a file of an earlier version lacks the last three. */
interface Kept {
  readonly adminKey: string
  readonly numberKey: string
  readonly sessionKey: string
  readonly idKey: string
  readonly sealKey: string
}

const random = (): string => randomBytes(32).toString('base64url')

/** From the environment; embedded, what is not given is made once and kept in DATA_DIR, readable by its owner only. */
export function readSecrets(config: Config): Secrets {
  if (config.mode === 'distributed')
    return secretsOf(config, { adminKey: '', numberKey: '', sessionKey: '', idKey: '', sealKey: '' })
  openFolder(config.DATA_DIR)
  const file = join(config.DATA_DIR, 'secrets.json')
  if (!existsSync(file)) make(file)
  makePrivate(file)
  return secretsOf(config, read(file))
}

const secretsOf = (config: Config, kept: Kept): Secrets => ({
  adminKey: config.ADMIN_KEY || kept.adminKey,
  numberKey: config.NUMBER_KEY || kept.numberKey,
  sessionKeys: (config.SESSION_KEY || kept.sessionKey).split(','),
  idKeys: (config.ID_KEY || kept.idKey).split(','),
  sealKeys: (config.SEAL_KEY || kept.sealKey).split(','),
})

/** Whole or not at all, and by one of several that start at once: the others take what that one made. */
function make(file: string): void {
  const draft = `${file}.${process.pid}`
  const made: Kept = {
    adminKey: `qz_admin_${randomBytes(18).toString('base64url')}`,
    numberKey: random(),
    sessionKey: random(),
    idKey: random(),
    sealKey: random(),
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

function replace(file: string, kept: Kept): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(draft, file)
}

/** Those of `secrets.json` that are rotated, by what they are called. */
export const rotated = { session: 'SESSION_KEY', id: 'ID_KEY', seal: 'SEAL_KEY' } as const
export type Rotated = keyof typeof rotated

/**
 * Puts a new secret before the present one in DATA_DIR, or forgets all but the newest. One process uses them, so it makes with
 * the new one as soon as it knows it. Gives how many are believed now.
 */
export function rotateKept({ DATA_DIR }: Pick<Config, 'DATA_DIR'>, name: Rotated, forget: boolean): number {
  const file = join(DATA_DIR, 'secrets.json')
  const kept = read(file)
  const [newest = '', ...former] = kept[`${name}Key`].split(',')
  const next = forget ? [newest] : [random(), newest, ...former]
  replace(file, { ...kept, [`${name}Key`]: next.join(',') })
  return next.length
}

function read(file: string): Kept {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>
    const { adminKey, numberKey } = kept
    if (!adminKey || !numberKey) throw new SyntaxError('a key is missing')
    // Seals of an earlier version were made from the number key: that one goes on.
    const sealKey = numberKeys(numberKey)('evidence-seal')
    const whole: Kept = { sessionKey: random(), idKey: random(), sealKey, ...kept, adminKey, numberKey }
    if (Object.keys(whole).some((name) => !(name in kept))) replace(file, whole)
    return whole
  } catch (error) {
    throw new BusError(
      'data.unwritable',
      `${file} cannot be read (${(error as Error).name}). Without its number key the data cannot be used: restore it from a backup.`,
      { cause: error },
    )
  }
}
