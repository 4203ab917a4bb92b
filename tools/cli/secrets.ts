import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BusError } from '#bus'
import { holderOf } from '#bus/embedded'
import { type Config, readConfig, secretFiles } from '#config'
import { listOf, newSecret, type Rotated, replaceFile, rotated, rotateKept } from '../../services/secrets.ts'
import { CliError } from './client.ts'

const BY_HAND = 'docs/operations.md, “Rotating a secret”'

/** What became of a secret. */
export interface Rotation {
  /** So many are now. */
  readonly believed: number
  /** How the digest of the one that makes begins: which it is, and nothing of what it is. */
  readonly newest: string
  /** Whether a gateway that runs was told. */
  readonly told: boolean
  /** Each process looks for itself within so many. */
  readonly withinSeconds: number
}

interface Asked {
  /** All but the newest. */
  readonly forget?: boolean
  /** Whoever asks knows that there is none yet, of those that may be lacking. */
  readonly first?: boolean
  /** Told what takes its time. */
  readonly say?: (text: string) => void
}

/**
 * Makes a new secret, before which the former goes on to be believed, or forgets the former: in SECRETS_DIR, where any number of
 * processes look by themselves, or in the DATA_DIR of an embedded gateway, which is told. @throws CliError where neither has it
 */
export async function rotateSecret(environment: NodeJS.ProcessEnv, name: string, asked: Asked = {}): Promise<Rotation> {
  if (name === 'number') throw new CliError(2, 'The number key stays for good: docs/decisions/0021 says why.')
  if (!Object.hasOwn(rotated, name))
    throw new CliError(2, `There is no secret ${name}: ${Object.keys(rotated).join(', ')}.`)
  const which = name as Rotated
  const config = readConfig(environment)
  const variable = rotated[which]
  if (config.SECRETS_DIR !== '') {
    const mayLack = which === 'exchange' || which === 'admin'
    const isFirst = mayLack && asked.first && !asked.forget
    const isKnown = config[variable] !== '' || secretFiles(config.SECRETS_DIR)[variable] === ''
    if (isKnown || isFirst) return rotateFile(config, which, asked)
    if (config.mode === 'distributed' || !environment['DATA_DIR'])
      throw new CliError(
        2,
        `${config.SECRETS_DIR} has no ${variable}, so that the one in force is not known here, and would be forgotten at once. Put it there first: a file counts before the variable (${BY_HAND}). Of an embedded gateway that made its own, name DATA_DIR as well.${mayLack ? ' Where there is none yet, --first makes one.' : ''}`,
      )
  }
  if (config.mode === 'distributed' || config[variable] !== '')
    throw new CliError(
      2,
      `${variable} stands in the environment of each process: change it there, step by step, or put it into a file of SECRETS_DIR, which this command changes while all run (${BY_HAND}).`,
    )
  const file = join(config.DATA_DIR, 'secrets.json')
  if (!existsSync(file))
    throw new CliError(2, `${config.DATA_DIR} holds no secrets. Name the folder of an embedded gateway with DATA_DIR.`)
  const kept = written(file, () => rotateKept(config, which, asked.forget ?? false))
  const holder = holderOf(config.DATA_DIR)
  if (holder !== undefined) process.kill(holder, 'SIGHUP')
  return rotation(kept, holder !== undefined, config)
}

const rotation = (believed: readonly string[], told: boolean, config: Config): Rotation => ({
  believed: believed.length,
  newest: digestOf(believed[0] ?? ''),
  told,
  withinSeconds: config.SECRETS_CHECK_SECONDS,
})

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 8)

/**
 * The new one behind the former until every process has had the time to believe it, then before it. Which one waits there is
 * kept in a file beside it: a command that was stopped meanwhile is finished by the next, and forgets nothing.
 */
async function rotateFile(config: Config, name: Rotated, { forget, say }: Asked): Promise<Rotation> {
  const variable = rotated[name]
  const file = join(config.SECRETS_DIR, variable)
  const begun = `${file}.rotating`
  const write = (secrets: readonly string[]) => written(file, () => replaceFile(file, secrets.join(',')))
  const present = listOf(config[variable])
  const digest = existsSync(begun) ? readFileSync(begun, 'utf8') : undefined
  const waiting = present.slice(1).find((each) => digestOf(each) === digest)
  if (forget) {
    if (waiting !== undefined)
      throw new CliError(
        2,
        `A rotation of ${variable} was not finished: its former secret still makes, and would be the one that stays. Run secrets rotate ${name}, which finishes it, and forget then.`,
      )
    const kept = present.slice(0, 1)
    write(kept)
    return rotation(kept, false, config)
  }
  const made = waiting ?? newSecret(name)
  const former = present.filter((each) => each !== made)
  if (former.length > 0) {
    const seconds = 2 * config.SECRETS_CHECK_SECONDS
    written(begun, () => replaceFile(begun, digestOf(made)))
    write([...former, made])
    say?.(`${variable}: waiting ${seconds} s, until every process believes the new one; it makes from then on`)
    await sleep(1000 * seconds)
  }
  write([made, ...former])
  rmSync(begun, { force: true })
  return rotation([made, ...former], false, config)
}

function written<T>(file: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    if (error instanceof BusError) throw error
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw new CliError(
      2,
      `${file} cannot be written for its owner (${code}): run this as that user, or change it where it comes from, step by step (${BY_HAND}).`,
    )
  }
}
