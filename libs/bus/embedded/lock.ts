import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BusError } from '../port.ts'
import { makePrivate } from './folder.ts'

/** Who was killed a moment ago may still be dying; two starters at once do not wait longer than this for each other. */
const PATIENCE_MS = 3000
/** SQLite’s result code. */
const BUSY = 5

/** A lock that nobody holds on to would end when the memory is tidied up. */
const held = new Set<DatabaseSync>()

/**
 * Makes the caller the folder's only user, by SQLite's own exclusive lock on a file of its own: the kernel gives it up with
 * the process, however that ends, reaped or not. Gives what ends it.
 * @throws BusError `data.locked` after 3 s, naming the holder; `data.unlockable` where the file system has no locks
 */
export function lockFolder(folder: string, patienceMs = PATIENCE_MS): () => void {
  const file = join(folder, 'quadzero.lock')
  const holder = join(folder, 'holder.json')
  makePrivate(file)
  const lock = new DatabaseSync(file, { timeout: patienceMs })
  try {
    lock.exec('PRAGMA journal_mode=OFF; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === BUSY)
      throw new BusError(
        'data.locked',
        `${folder} is in use by another Quadzero (${readHolder(holder)}). Stop that one, or name another folder with DATA_DIR.`,
      )
    throw new BusError(
      'data.unlockable',
      `${file} cannot be locked (${(error as Error).message}). The data folder must lie on a local disk: network file systems do not lock reliably. Name another with DATA_DIR.`,
      { cause: error },
    )
  }
  makePrivate(holder)
  // Never the locked file itself: closing any other handle of it would give the lock up.
  writeFileSync(holder, JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }))
  held.add(lock)
  return () => {
    held.delete(lock)
    lock.close()
  }
}

/** The process on this machine that uses a folder now; undefined when none does, or it is on another. */
export function holderOf(folder: string): number | undefined {
  const holder = join(folder, 'holder.json')
  const before = existsSync(holder) ? readFileSync(holder, 'utf8') : '{}'
  try {
    lockFolder(folder, 0)()
    return undefined
  } catch (error) {
    if (!(error instanceof BusError) || error.code !== 'data.locked') throw error
    const { pid, host } = JSON.parse(before) as { pid?: number; host?: string }
    return host === hostname() ? pid : undefined
  }
}

function readHolder(file: string): string {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    return `process ${pid} on ${host}, since ${since}`
  } catch {
    return 'one that is just starting'
  }
}
