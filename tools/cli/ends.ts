import { BusError } from '#bus'
import { ConfigError } from '#config'
import { Changed } from '#store'
import { CliError } from './client.ts'

/** How a command ends: what it says to stderr, and its exit code (`quadzero --help` lists them). */
export interface End {
  readonly exitCode: number
  readonly message: string
}

/** Files that cannot be read or written are named by whoever calls: wrong use, not a fault. */
const ofFiles: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EISDIR: 'is a folder',
  ENOTDIR: 'is in no folder',
  EACCES: 'may not be opened by you',
  EPERM: 'may not be opened by you',
  EEXIST: 'is there already',
  EROFS: 'cannot be written',
}

/** What keeps a result from being written, to stdout or into a file: nobody’s wrong use, and not a fault either. */
const unwritten: Readonly<Record<string, string>> = {
  ENOSPC: 'no room is left on its disk',
  EDQUOT: 'your share of its disk is used up',
  EFBIG: 'it is larger than a file may be there',
  EIO: 'its disk does not work',
}

/** What became of an error: a sentence that says what to do, and never a stack trace. */
export function endOf(error: unknown): End {
  if (error instanceof CliError) return { exitCode: error.exitCode, message: error.message }
  // Which folder to copy, and where to, was said by whoever typed.
  if (error instanceof BusError && error.code === 'data.backup') return { exitCode: 2, message: error.message }
  if (error instanceof BusError || error instanceof ConfigError || error instanceof Changed)
    return { exitCode: 3, message: error.message }
  const { code, path, message, cause } = error as NodeJS.ErrnoException & { readonly cause?: { code?: string } }
  if (cause?.code?.startsWith('UND_ERR'))
    return {
      exitCode: 3,
      message: 'The connection to the gateway broke off; what was written is not whole. Run it again.',
    }
  // Whoever reads has read enough: `quadzero export audit | head`.
  if (code === 'EPIPE') return { exitCode: 0, message: '' }
  const lack = code === undefined ? undefined : unwritten[code]
  if (lack !== undefined)
    return {
      exitCode: 5,
      message: `${path ?? 'The output'} could not be written: ${lack}. What is there is not whole. Make room, or write elsewhere, and begin again.`,
    }
  const trouble = code === undefined || path === undefined ? undefined : ofFiles[code]
  if (trouble !== undefined) return { exitCode: 2, message: `${path} ${trouble}. Name another file.` }
  return {
    exitCode: 4,
    message: `This is a fault of quadzero itself (${message ?? String(error)}). Tell us what you typed; nothing more was done.`,
  }
}
