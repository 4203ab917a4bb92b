import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BusError } from '../port.ts'

interface Job {
  run(): void
  done(): void
  failed(error: unknown): void
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS topics (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, keep TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS log (
  topic INTEGER NOT NULL, part INTEGER NOT NULL, offset INTEGER NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (topic, part, offset)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ends (topic INTEGER NOT NULL, part INTEGER NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (topic, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states (
  id INTEGER PRIMARY KEY, process TEXT NOT NULL, key TEXT NOT NULL, lane INTEGER NOT NULL, wake_at INTEGER, body TEXT NOT NULL,
  UNIQUE (process, key));
CREATE INDEX IF NOT EXISTS states_wake ON states (process, lane, wake_at) WHERE wake_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS tags (process TEXT NOT NULL, tag TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (process, tag, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tags_key ON tags (process, key);
CREATE TABLE IF NOT EXISTS remembered (id TEXT PRIMARY KEY, digest TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS remembered_until ON remembered (until);
CREATE TABLE IF NOT EXISTS lanes (name TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
`

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

  /** @throws BusError `data.locked`, `data.unwritable`, `data.corrupt`, each with what to do. */
  static open(folder: string): EmbeddedDatabase {
    const unlock = lock(folder)
    try {
      const sqlite = new DatabaseSync(join(folder, 'quadzero.sqlite'))
      sqlite.exec(
        'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA busy_timeout=0; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;',
      )
      sqlite.exec(SCHEMA)
      return new EmbeddedDatabase(sqlite, folder, unlock)
    } catch (error) {
      unlock()
      throw new BusError(
        'data.corrupt',
        `${join(folder, 'quadzero.sqlite')} cannot be opened as a database (${(error as Error).message}). Move it away, or name another DATA_DIR.`,
        { cause: error },
      )
    }
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
    const accepted: Job[] = []
    const refused: { job: Job; error: unknown }[] = []
    try {
      this.sqlite.exec('BEGIN IMMEDIATE')
      for (const job of jobs) {
        try {
          job.run()
          accepted.push(job)
        } catch (error) {
          // A job checks before it writes; only the database itself can fail half-way, and then all is rolled back.
          if (isSqlite(error)) throw error
          refused.push({ job, error })
        }
      }
      this.hooks.beforeCommit()
      this.sqlite.exec('COMMIT')
    } catch (error) {
      try {
        this.sqlite.exec('ROLLBACK')
      } catch {
        // SQLite rolled back by itself (disk full).
      }
      this.hooks.rolledBack()
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

/** Holds the folder by a lock file with our pid; a lock of a process that is gone is taken over. */
function lock(folder: string): () => void {
  const file = join(folder, 'lock')
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw unwritable(folder, error)
  }
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = openSync(file, 'wx')
      writeFileSync(handle, `${process.pid} ${startOf(process.pid)}`)
      closeSync(handle)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(folder, error)
      const [pid, started] = readFileSync(file, 'utf8').split(' ')
      if (isAlive(Number(pid)) && startOf(Number(pid)) === started && Number(pid) !== process.pid)
        throw new BusError(
          'data.locked',
          `${folder} is in use by another Quadzero (process ${pid}). Stop that one, or name another folder with DATA_DIR.`,
        )
      rmSync(file, { force: true })
    }
  }
  throw new BusError('data.locked', `${folder} is being opened by another Quadzero at this moment. Try again.`)
}

const unwritable = (folder: string, cause: unknown) =>
  new BusError(
    'data.unwritable',
    `the data folder ${folder} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}). Give it to this user, or name another with DATA_DIR.`,
    { cause },
  )

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process started, where the system tells (Linux), so that a pid that was given anew is not taken for the old one. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
