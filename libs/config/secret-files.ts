import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './links.ts'

/** There is no gateway without them. */
export const neededSecrets = ['NUMBER_KEY', 'SESSION_KEY', 'ID_KEY', 'SEAL_KEY'] as const
/** Secrets that may stand in a file each, named like the variable. */
export const secretNames = [...neededSecrets, 'EXCHANGE_KEY', 'ADMIN_KEY'] as const
export type SecretName = (typeof secretNames)[number]

/**
 * What the files of SECRETS_DIR say, without the line break at their ends; of one that is not there, nothing. An empty one says
 * that there is none: the variable, which may have leaked, is not asked instead. @throws ConfigError where there must be one
 */
export function secretFiles(folder: string | undefined): Partial<Record<SecretName, string>> {
  if (!folder) return {}
  const files = textsOf(folder)
  const empty = neededSecrets.find((name) => files[name] === '')
  if (empty)
    throw new ConfigError(
      `SECRETS_DIR: ${join(folder, empty)} is empty. Write the secret into it; without the file its variable counts.`,
    )
  return files
}

function textsOf(folder: string): Partial<Record<SecretName, string>> {
  try {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' })
    return Object.fromEntries(
      secretNames.flatMap((name) => {
        const text = textOf(join(folder, name))
        return text === undefined ? [] : [[name, text]]
      }),
    )
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw new ConfigError(
      `SECRETS_DIR: ${folder} cannot be read (${code}). It is a folder with a file for each secret, ${secretNames.join(', ')}, which this user may read.`,
    )
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
