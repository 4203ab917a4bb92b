import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { BusError } from '#bus'
import { makePrivate, openFolder } from '#bus/embedded'
import { type Config, ConfigError, readConfig, type SecretName, type Secrets, secretFiles } from '#config'
import { numberKeys } from '#sms'

/** What `secrets.json` holds; a file of an earlier version lacks the last four. */
interface Kept {
  readonly adminKey: string
  readonly numberKey: string
  readonly sessionKey: string
  readonly idKey: string
  readonly sealKey: string
  /** Empty until one is made by `quadzero secrets rotate exchange`. */
  readonly exchangeKey: string
}

const random = (): string => randomBytes(32).toString('base64url')

/**
 * From the environment; embedded, what is not given is made once and kept in DATA_DIR, readable by its owner only.
 * @param inForce of a gateway that runs: for it none are made, nor taken from a file of other data
 */
export function readSecrets(config: Config, inForce?: Secrets): Secrets {
  if (config.mode === 'distributed')
    return secretsOf(config, {
      ...{ adminKey: '', numberKey: '', sessionKey: '' },
      ...{ idKey: '', sealKey: '', exchangeKey: '' },
    })
  const file = join(config.DATA_DIR, 'secrets.json')
  if (!inForce) {
    openFolder(config.DATA_DIR)
    // Secrets are made before there is data: what is asked for first was there first.
    const hasData = isDatabase(join(config.DATA_DIR, 'quadzero.sqlite'))
    if (!existsSync(file)) {
      if (hasData && config.NUMBER_KEY === '')
        throw new BusError(
          'data.unwritable',
          `${config.DATA_DIR} holds data, and ${file} with its secrets is gone. Restore it from a backup: new ones would open nothing of it.`,
        )
      make(file)
    }
  }
  if (existsSync(file)) makePrivate(file)
  const kept = read(file)
  if (inForce && config.NUMBER_KEY === '' && kept.numberKey !== inForce.numberKey)
    throw new BusError(
      'data.unwritable',
      `${file} has another number key than this gateway started with: it belongs to other data. Restore the one of before from a backup.`,
    )
  return secretsOf(config, kept)
}

/** A file that is none is told as such when it is opened. */
function isDatabase(file: string): boolean {
  if (!existsSync(file)) return false
  const beginning = Buffer.alloc(15)
  const descriptor = openSync(file, 'r')
  readSync(descriptor, beginning)
  closeSync(descriptor)
  return beginning.toString() === 'SQLite format 3'
}

/**
 * Reads them again for a gateway that runs. A file of SECRETS_DIR that it has seen must still be there: its variable, which
 * would count instead, may be one that was dropped. @throws ConfigError, BusError where they cannot be used
 */
export function secretsAgain(environment: NodeJS.ProcessEnv, inForce: Secrets): () => Secrets {
  const filesNow = () => Object.keys(secretFiles(environment['SECRETS_DIR']))
  const seen = new Set(filesNow())
  return () => {
    const files = filesNow()
    for (const name of files) seen.add(name)
    const gone = [...seen].find((name) => !files.includes(name))
    if (gone) throw new ConfigError(`SECRETS_DIR: the file ${gone} was taken away. Put it back.`)
    return readSecrets(readConfig(environment), inForce)
  }
}

function secretsOf(config: Config, kept: Kept): Secrets {
  const files = secretFiles(config.SECRETS_DIR)
  return {
    numberKey: config.NUMBER_KEY || kept.numberKey,
    sessionKeys: listOf(config.SESSION_KEY || kept.sessionKey),
    idKeys: listOf(config.ID_KEY || kept.idKey),
    sealKeys: listOf(config.SEAL_KEY || kept.sealKey),
    adminKeys: files.ADMIN_KEY === '' ? [] : listOf(config.ADMIN_KEY || kept.adminKey),
    exchangeKeys: files.EXCHANGE_KEY === '' ? [] : listOf(config.EXCHANGE_KEY || kept.exchangeKey),
  }
}

/** Those of a text such as `new,old`; whoever edits `secrets.json` may put spaces around them. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)

/** The lists that change while a gateway runs, by their variables. */
const lists = Object.entries({
  SESSION_KEY: 'sessionKeys',
  ID_KEY: 'idKeys',
  SEAL_KEY: 'sealKeys',
  EXCHANGE_KEY: 'exchangeKeys',
  ADMIN_KEY: 'adminKeys',
} as const)

interface SecretsLog {
  info(fields: object, text: string): void
  error(fields: object, text: string): void
}

/**
 * Takes what was changed in files while the gateway runs: from one moment to the next all that uses a list goes on with what
 * is in it then. What cannot be read, or is no secret, is told once, and the former go on.
 * @param read the secrets as they are now
 */
export function followSecrets(
  secrets: Secrets,
  read: () => Secrets,
  log: SecretsLog,
  everyMs: number,
): { again(): void; stop(): void } {
  let told = ''
  const trouble = (why: string, text: string) => {
    if (why !== told) log.error({ why }, text)
    told = why
  }
  const again = () => {
    try {
      const now = read()
      const changed = lists.filter(([, name]) => now[name].join() !== secrets[name].join())
      for (const [, name] of changed) (secrets[name] as string[]).splice(0, Number.POSITIVE_INFINITY, ...now[name])
      if (changed.length > 0)
        log.info(
          { believed: Object.fromEntries(changed.map(([variable, name]) => [variable, now[name].length])) },
          'secrets were changed, and are in force here',
        )
      if (now.numberKey === secrets.numberKey) told = ''
      else trouble('NUMBER_KEY', 'the number key stays for good: the one of the start goes on')
    } catch (error) {
      trouble((error as Error).message, 'the changed secrets cannot be used; the former go on')
    }
  }
  const timer = setInterval(again, everyMs).unref()
  return { again, stop: () => clearInterval(timer) }
}

/** Whole or not at all, and by one of several that start at once: the others take what that one made. */
function make(file: string): void {
  const draft = `${file}.${process.pid}`
  const made: Kept = {
    adminKey: newSecret('admin'),
    ...{ numberKey: random(), sessionKey: random(), idKey: random(), sealKey: random(), exchangeKey: '' },
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

const replace = (file: string, kept: Kept): void => replaceFile(file, `${JSON.stringify(kept, null, 2)}\n`)

/** Whole or not at all, for who could read it, or owns the folder: who rotates a secret may be another than who uses it. */
export function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  const former = statSync(file, { throwIfNoEntry: false })
  const { uid, gid } = former ?? statSync(dirname(file))
  const mode = former ? former.mode & 0o777 : 0o600
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true })
    const made = statSync(draft)
    if (made.uid !== uid || made.gid !== gid) chownSync(draft, uid, gid)
    if ((made.mode & 0o777) !== mode) chmodSync(draft, mode)
    renameSync(draft, file)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Those of `secrets.json` that are rotated, by what they are called. */
export const rotated = {
  session: 'SESSION_KEY',
  id: 'ID_KEY',
  seal: 'SEAL_KEY',
  exchange: 'EXCHANGE_KEY',
  admin: 'ADMIN_KEY',
} as const satisfies Record<string, SecretName>
export type Rotated = keyof typeof rotated

/** A new one for a list that is rotated; an administrator’s is told from others at sight. */
export const newSecret = (name: Rotated): string =>
  name === 'admin' ? `qz_admin_${randomBytes(18).toString('base64url')}` : random()

/**
 * Puts a new secret before the present one in DATA_DIR, or forgets all but the newest. One process uses them, so it makes with
 * the new one as soon as it knows it. Gives those that are believed now.
 */
export function rotateKept({ DATA_DIR }: Pick<Config, 'DATA_DIR'>, name: Rotated, forget: boolean): string[] {
  const file = join(DATA_DIR, 'secrets.json')
  const kept = read(file)
  const present = listOf(kept[`${name}Key`])
  const next = forget ? present.slice(0, 1) : [newSecret(name), ...present]
  replace(file, { ...kept, [`${name}Key`]: next.join(',') })
  return next
}

function read(file: string): Kept {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>
    const { adminKey, numberKey } = kept
    if (!adminKey || !numberKey) throw new SyntaxError('a key is missing')
    // Seals of an earlier version were made from the number key: that one goes on.
    const sealKey = numberKeys(numberKey)('evidence-seal')
    const made = { sessionKey: random(), idKey: random(), sealKey, exchangeKey: '' }
    const whole: Kept = { ...made, ...kept, adminKey, numberKey }
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
