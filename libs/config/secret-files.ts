import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './links.ts'

/** Secrets that may stand in a file each, named like the variable; those before EXCHANGE_KEY are needed when distributed. */
export const secretNames = ['NUMBER_KEY', 'SESSION_KEY', 'ID_KEY', 'SEAL_KEY', 'EXCHANGE_KEY', 'ADMIN_KEY'] as const
export type SecretName = (typeof secretNames)[number]

/** What the files of SECRETS_DIR say, without the line break at their ends; of one that is not there or empty, nothing. */
export function secretFiles(folder: string | undefined): Partial<Record<SecretName, string>> {
  if (!folder) return {}
  try {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' })
    return Object.fromEntries(
      secretNames.flatMap((name) => {
        const text = textOf(join(folder, name))
        return text === '' ? [] : [[name, text]]
      }),
    )
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw new ConfigError(
      `SECRETS_DIR: ${folder} cannot be read (${code}). It is a folder with a file for each secret, ${secretNames.join(', ')}, which this user may read.`,
    )
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
