import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BusError } from '../port.ts'
import { makePrivate } from './folder.ts'

/**
 * Writes log and store as they are at one moment, and the secrets that they need, into a new folder, while the gateway runs.
 * The copy says that it is one. @throws BusError `data.backup`
 */
export function backUp(folder: string, to: string): void {
  const source = join(folder, 'quadzero.sqlite')
  if (!existsSync(source))
    throw new BusError('data.backup', `${folder} holds no data. Name the data folder with DATA_DIR.`)
  if (existsSync(to)) throw new BusError('data.backup', `${to} is there already. Name a new folder.`)
  const draft = `${to}.part`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  const target = join(draft, 'quadzero.sqlite')
  const sqlite = new DatabaseSync(source, { timeout: 10_000 })
  try {
    sqlite.prepare('VACUUM INTO ?').run(target)
  } finally {
    sqlite.close()
  }
  makePrivate(target)
  const copy = new DatabaseSync(target)
  copy.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('backup', ?)").run(new Date().toISOString())
  copy.close()
  const secrets = join(folder, 'secrets.json')
  if (existsSync(secrets)) copyFileSync(secrets, join(draft, 'secrets.json'))
  for (const path of [target, draft]) sync(path)
  renameSync(draft, to)
  sync(dirname(to))
}

/** What was written survives a power cut. */
function sync(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
