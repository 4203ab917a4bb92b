import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { BusError } from '../port.ts'

/**
 * Makes the data folder where it is missing, for its owner only. One that belongs to another user (a volume that was
 * mounted for us) keeps its rights: its files are ours all the same. @throws BusError `data.unwritable`
 */
export function openFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    restrict(folder, 0o700)
  } catch (error) {
    throw unwritable(folder, error)
  }
}

/**
 * Makes a file of the data folder where it is missing, for its owner only. One that is there is not opened: to close it
 * again would give up what this process has locked in it. @throws BusError `data.unwritable`
 */
export function makePrivate(file: string): void {
  try {
    if (existsSync(file)) restrict(file, 0o600)
    else closeSync(openSync(file, 'a', 0o600))
  } catch (error) {
    throw unwritable(file, error)
  }
}

function restrict(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
  }
}

const unwritable = (path: string, cause: unknown): BusError =>
  new BusError(
    'data.unwritable',
    `${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}). Give the data folder to this user, or name another with DATA_DIR.`,
    { cause },
  )
