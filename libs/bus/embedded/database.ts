import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BusError } from '../port.ts'
import { makePrivate, openFolder } from './folder.ts'
import { lockFolder } from './lock.ts'

interface Job {
  run(): void
  done(): void
  failed(error: unknown): void
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS topics (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, keep TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS readers (process TEXT NOT NULL, topic TEXT NOT NULL, PRIMARY KEY (process, topic)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS log (
  topic INTEGER NOT NULL, part INTEGER NOT NULL, offset INTEGER NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (topic, part, offset)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ends (topic INTEGER NOT NULL, part INTEGER NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (topic, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states (
  id INTEGER PRIMARY KEY, process TEXT NOT NULL, key TEXT NOT NULL, lane INTEGER NOT NULL, wake_at INTEGER, body TEXT NOT NULL,
  UNIQUE (process, key));
CREATE INDEX IF NOT EXISTS states_wake ON states (process, lane, wake_at) WHERE wake_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS lists (
  process TEXT NOT NULL, tag TEXT NOT NULL, sort TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (process, tag, sort, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lists_key ON lists (process, key);
CREATE TABLE IF NOT EXISTS remembered (id TEXT PRIMARY KEY, digest TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS remembered_until ON remembered (until);
CREATE TABLE IF NOT EXISTS lanes (name TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
`

/** Files of 0.1 kept the lists without what they are sorted by. */
function bringUpToDate(sqlite: DatabaseSync): void {
  if (sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'tags'").get())
    sqlite.exec(
      "BEGIN; INSERT OR IGNORE INTO lists (process, tag, sort, key) SELECT process, tag, '', key FROM tags; DROP TABLE tags; COMMIT;",
    )
}

/**
 * One SQLite file for log and store, written in group commits: what is asked for in one turn of the event loop shares
 * one transaction and one fsync. `synchronous=FULL`: an answered write survives a power cut.
 */
export class EmbeddedDatabase {
  readonly sqlite: DatabaseSync
  readonly folder: string
  #jobs: Job[] = []
  #scheduled = false
  #closed = false
  readonly #unlock: () => void

  private constructor(sqlite: DatabaseSync, folder: string, unlock: () => void) {
    this.sqlite = sqlite
    this.folder = folder
    this.#unlock = unlock
  }

  /** @throws BusError `data.locked`, `data.unlockable`, `data.unwritable`, `data.corrupt`, each with what to do. */
  static open(folder: string): EmbeddedDatabase {
    openFolder(folder)
    const unlock = lockFolder(folder)
    const file = join(folder, 'quadzero.sqlite')
    try {
      // SQLite gives its other files the rights of this one.
      makePrivate(file)
      const sqlite = new DatabaseSync(file)
      sqlite.exec(
        'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA busy_timeout=0; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;',
      )
      sqlite.exec(SCHEMA)
      bringUpToDate(sqlite)
      return new EmbeddedDatabase(sqlite, folder, unlock)
    } catch (error) {
      unlock()
      if (error instanceof BusError) throw error
      throw new BusError(
        'data.corrupt',
        `${file} cannot be opened as a database (${(error as Error).message}). Move it away, or name another DATA_DIR.`,
        { cause: error },
      )
    }
  }

  /** @throws BusError `store.restored` when this file is what `backUp` made, and nobody has said yet that it is to be used */
  refuseBackup(): void {
    const made = this.sqlite.prepare("SELECT value FROM meta WHERE name = 'backup'").get() as
      | { value: string }
      | undefined
    if (made)
      throw new BusError(
        'store.restored',
        `${join(this.folder, 'quadzero.sqlite')} is a backup of ${made.value}. To go on from it, run: quadzero restore --from "that backup".`,
      )
  }

  /** Runs `write` within the next group commit. Rejects with BusError `data.write` (disk full, read-only), retriable. */
  write(write: () => void): Promise<void> {
    if (this.#closed) return Promise.reject(new BusError('data.closed', 'the database is closed'))
    return new Promise((done, failed) => {
      this.#jobs.push({ run: write, done, failed })
      if (this.#scheduled) return
      this.#scheduled = true
      setImmediate(() => this.#flush())
    })
  }

  #flush(): void {
    this.#scheduled = false
    const jobs = this.#jobs
    this.#jobs = []
    if (jobs.length === 0 || this.#closed) return
    const refused: { job: Job; error: unknown }[] = []
    let accepted = jobs
    try {
      for (;;) {
        const refusal = this.#attempt(accepted)
        if (!refusal) break
        // What it had written before it threw must not stay: the others are done again without it.
        refused.push(refusal)
        accepted = accepted.filter((job) => job !== refusal.job)
      }
    } catch (error) {
      this.#rollback()
      const failure = new BusError(
        'data.write',
        `the data folder could not be written: ${(error as Error).message}. Free space or check the disk; nothing of this was kept.`,
        { retriable: true, cause: error },
      )
      for (const job of jobs) job.failed(failure)
      return
    }
    this.hooks.committed()
    for (const { job, error } of refused) job.failed(error)
    for (const job of accepted) job.done()
  }

  /** All of them in one transaction, or none: gives the first that refused. @throws what the database itself threw */
  #attempt(jobs: readonly Job[]): { job: Job; error: unknown } | undefined {
    this.sqlite.exec('BEGIN IMMEDIATE')
    for (const job of jobs) {
      try {
        job.run()
      } catch (error) {
        if (isSqlite(error)) throw error
        this.#rollback()
        return { job, error }
      }
    }
    this.hooks.beforeCommit()
    this.sqlite.exec('COMMIT')
    return undefined
  }

  #rollback(): void {
    try {
      this.sqlite.exec('ROLLBACK')
    } catch {
      // SQLite rolled back by itself (disk full).
    }
    this.hooks.rolledBack()
  }

  /** Set by the log, whose memory follows each transaction. */
  hooks = { beforeCommit() {}, committed() {}, rolledBack() {} }

  close(): void {
    if (this.#closed) return
    this.#flush()
    this.#closed = true
    this.sqlite.close()
    this.#unlock()
  }
}

const isSqlite = (error: unknown): boolean => (error as { code?: string })?.code === 'ERR_SQLITE_ERROR'
