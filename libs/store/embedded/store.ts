import { randomUUID } from 'node:crypto'
import type { StatementSync } from 'node:sqlite'
import type { EmbeddedDatabase, EmbeddedLog } from '#bus/embedded'
import {
  Changed,
  type Commit,
  cursorAt,
  type End,
  EPOCHS,
  Fenced,
  type Found,
  jsonIn,
  type LaneDocument,
  type LaneId,
  type LaneStamps,
  laneName,
  MOST_BESIDE,
  placeOf,
  type Query,
  type Range,
  type Remembered,
  type Renewal,
  rangeOf,
  recordOf,
  type StateRecord,
  type Store,
  TAIL,
} from '../port.ts'
import { BesideRows, ENTRIES, type Entry, type StateRow } from './beside.ts'

/** Somebody else put in a key that is none: it is shown to auditors (`beside`), and nothing to anybody else. */
const IS_TEXT = "< x''"
/** What follows is no time, or a text, which comes after every number. */
const LATEST = 8.64e15

interface LaneRow {
  epoch: number
  seq: number
  body: string
}

type Head = Pick<Commit, 'positions' | 'marks' | 'roll'> & { readonly log?: Commit['log'] | undefined }

const bodyOf = (body: string): { readonly stamp?: string; readonly head: Head } => {
  try {
    const { stamp, head } = JSON.parse(body)
    return { stamp, head: { positions: {}, marks: {}, ...head } }
  } catch {
    return { head: { positions: {}, marks: {} } }
  }
}

/** States in the same SQLite file as the log: a commit's messages are in the log by the same transaction. */
export class EmbeddedStore implements Store {
  readonly emits = 'log'
  readonly #database: EmbeddedDatabase
  readonly #log: EmbeddedLog
  readonly #stamps: LaneStamps
  readonly #lane: StatementSync
  readonly #allLanes: StatementSync
  readonly #setLane: StatementSync
  readonly #get: StatementSync
  readonly #change: StatementSync
  readonly #put: StatementSync
  readonly #delete: StatementSync
  readonly #unlistOne: StatementSync
  readonly #untag: StatementSync
  readonly #tag: StatementSync
  readonly #ends: { readonly from: StatementSync; readonly after: StatementSync }
  readonly #entries: StatementSync
  readonly #beside: BesideRows
  readonly #due: StatementSync
  readonly #next: StatementSync
  readonly #tails = new Map<string, StatementSync>()
  readonly #remembered: StatementSync
  readonly #remember: StatementSync

  constructor(database: EmbeddedDatabase, log: EmbeddedLog, stamps: LaneStamps) {
    this.#database = database
    this.#log = log
    this.#stamps = stamps
    const prepare = (sql: string) => database.sqlite.prepare(sql)
    this.#lane = prepare('SELECT epoch, seq, body FROM lanes WHERE name = ?')
    this.#allLanes = prepare('SELECT name, epoch, seq, body FROM lanes')
    this.#setLane = prepare(
      'INSERT INTO lanes (name, epoch, seq, body) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, body = excluded.body',
    )
    this.#get = prepare('SELECT body, wake_at, lane FROM states WHERE process = ? AND key = ?')
    // Told apart, since a write that can change the lane is held against the index of each kind that has one (`#tailsOf`).
    this.#change = prepare('UPDATE states SET wake_at = ?, body = ? WHERE process = ? AND key = ? AND lane = ?')
    this.#put = prepare(
      'INSERT INTO states (process, key, lane, wake_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (process, key) DO UPDATE SET lane = excluded.lane, wake_at = excluded.wake_at, body = excluded.body',
    )
    this.#delete = prepare('DELETE FROM states WHERE process = ? AND key = ?')
    this.#unlistOne = prepare('DELETE FROM lists WHERE process = ? AND tag = ? AND sort = ? AND key = ?')
    this.#untag = prepare('DELETE FROM lists WHERE process = ? AND key = ?')
    this.#tag = prepare('INSERT INTO lists (process, tag, sort, key) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
    const ends = (beyond: string) =>
      prepare(
        `SELECT key, substr(body, ?) AS tail, lane FROM states WHERE process = ? AND key ${beyond} ? AND key ${IS_TEXT} ORDER BY key LIMIT ?`,
      )
    this.#ends = { from: ends('>='), after: ends('>') }
    this.#entries = prepare(ENTRIES)
    this.#beside = new BesideRows(prepare)
    this.#due = prepare(
      `SELECT key, wake_at AS wakeAt FROM states WHERE process = ? AND lane = ? AND wake_at <= ? AND key ${IS_TEXT} ORDER BY wake_at LIMIT ?`,
    )
    this.#remembered = prepare('SELECT digest FROM remembered WHERE id = ? AND until > ?')
    this.#remember = prepare('INSERT OR REPLACE INTO remembered (id, digest, until) VALUES (?, ?, ?)')
    this.#next = prepare(
      `SELECT wake_at AS at FROM states WHERE process = ? AND lane = ? AND wake_at <= ${LATEST} AND key ${IS_TEXT} ORDER BY wake_at LIMIT 1`,
    )
  }

  async takeOver(id: LaneId, _session: string): Promise<LaneDocument> {
    const name = laneName(id)
    let document: LaneDocument | undefined
    await this.#database.write(() => {
      const row = this.#lane.get(name) as LaneRow | undefined
      const head = row ? this.#believed(name, row) : { positions: {}, marks: {} }
      const epoch = (row?.epoch ?? 0) + 1
      const seq = row?.seq ?? 0
      this.#setLane.run(name, epoch, seq, this.#stamped(name, seq, head))
      document = {
        epoch,
        seq,
        outbox: [],
        log: head.log,
        // Log and store are one file: what is in the log is never told again, and no reader asks for its source.
        incarnation: this.#log.identity,
        former: [],
        recalls: false,
        logLost: false,
        roll: head.roll,
        positions: head.positions,
        marks: head.marks,
      }
    })
    return document as LaneDocument
  }

  async load(process: string, keys: readonly string[]): Promise<Map<string, StateRecord>> {
    const found = new Map<string, StateRecord>()
    for (const key of keys) {
      const row = this.#get.get(process, key) as Omit<StateRow, 'key'> | undefined
      if (row) found.set(key, recordOf(row.body, row.wake_at ?? undefined, row.lane))
    }
    return found
  }

  async due(id: LaneId, until: number, limit: number): Promise<readonly { key: string; wakeAt: number }[]> {
    return this.#due.all(id.process, id.lane, until, limit) as unknown as { key: string; wakeAt: number }[]
  }

  async nextWake(id: LaneId): Promise<number | undefined> {
    return (this.#next.get(id.process, id.lane) as { at: number } | undefined)?.at
  }

  async tails(id: LaneId, { after = '', limit }: { after?: string; limit: number }) {
    return this.#tailsOf(id.process).all(-TAIL, id.lane, after, limit) as unknown as { key: string; tail: string }[]
  }

  /** Only who keeps a roll asks for them, so only those processes pay for the index: it is found by the very same term. */
  #tailsOf(process: string): StatementSync {
    const known = this.#tails.get(process)
    if (known) return known
    const { sqlite } = this.#database
    const term = `process = '${process.replaceAll("'", "''")}'`
    sqlite.exec(`CREATE INDEX IF NOT EXISTS "lane_${process.replaceAll('"', '')}" ON states (lane, key) WHERE ${term}`)
    const made = sqlite.prepare(
      `SELECT key, substr(body, ?) AS tail FROM states WHERE ${term} AND lane = ? AND key > ? AND key ${IS_TEXT} ORDER BY key LIMIT ?`,
    )
    this.#tails.set(process, made)
    return made
  }

  async ends(process: string, { after, limit }: Parameters<Store['ends']>[1]) {
    const ends = this.#ends[after === undefined ? 'from' : 'after']
    return ends.all(-TAIL, process, after ?? '', limit) as unknown as End[]
  }

  async owns(id: LaneId, epoch: number): Promise<boolean> {
    return (this.#lane.get(laneName(id)) as LaneRow | undefined)?.epoch === epoch
  }

  commit(commit: Commit): Promise<void> {
    const { id, epoch, seq, states, emit } = commit
    const name = laneName(id)
    return this.#database.write(() => {
      const row = this.#lane.get(name) as LaneRow | undefined
      if (row?.epoch !== epoch) throw new Fenced(id)
      if (row.seq === seq) return
      if (row.seq !== seq - 1) throw new Fenced(id)
      for (const { key, body, wakeAt, tags, sort, fresh } of states) {
        const listed = body === undefined ? [] : (tags ?? [])
        const missing = !fresh && tags ? this.#unlist(id.process, key, listed, sort) : listed
        if (body === undefined) {
          this.#delete.run(id.process, key)
          continue
        }
        const [wake, text] = [wakeAt ?? null, JSON.stringify(body)]
        const isThere = !fresh && this.#change.run(wake, text, id.process, key, id.lane).changes > 0
        if (!isThere) this.#put.run(id.process, key, id.lane, wake, text)
        for (const tag of missing) this.#tag.run(id.process, tag, sort, key)
      }
      this.#log.append(emit)
      const { positions, marks, log, roll } = commit
      this.#setLane.run(name, epoch, seq, this.#stamped(name, seq, { positions, marks, log, roll }))
    })
  }

  /** Takes a state out of the lists in which it stands no more. Gives those in which it does not stand yet: most never change. */
  #unlist(process: string, key: string, tags: readonly string[], sort: string): readonly string[] {
    const stands = this.#entries.all(process, key, MOST_BESIDE) as unknown as Entry[]
    const missing = new Set(tags)
    const wrong = stands.filter((each) => each.sort !== sort || !missing.delete(each.tag as string))
    if (stands.length === MOST_BESIDE) {
      this.#untag.run(process, key)
      return tags
    }
    for (const { tag, sort } of wrong) this.#unlistOne.run(process, tag as string, sort as string, key)
    return [...missing]
  }

  #stamped(name: string, seq: number, head: Head): string {
    const text = JSON.stringify(head)
    return `{"stamp":"${this.#stamps.ofText(this.#textOf(name, seq, text))}","head":${text}}`
  }

  /** @throws Changed */
  #believed(name: string, { seq, body }: LaneRow): Head {
    const { stamp, head } = bodyOf(body)
    if (!this.#stamps.textHolds(this.#textOf(name, seq, JSON.stringify(head)), stamp)) throw new Changed(`lane ${name}`)
    return head
  }

  #textOf(name: string, seq: number, head: string): string {
    return ['lane', this.#log.identity, name, seq, head].join('\n')
  }

  async find(process: string, query: Query): Promise<readonly Found[]> {
    const { tag, after, descending = false, limit } = query
    const [beyond, order] = descending ? ['<', 'DESC'] : ['>', 'ASC']
    if (tag === undefined) {
      const place = after ? placeOf(after) : undefined
      const rows = this.#database.sqlite
        .prepare(
          `SELECT key, body, wake_at, lane FROM states WHERE process = ? AND key ${IS_TEXT} ${place ? `AND key ${beyond} ?` : ''} ORDER BY key ${order} LIMIT ?`,
        )
        .all(process, ...(place ? [place.key] : []), limit)
      return (rows as unknown as StateRow[]).map(({ key, body, wake_at, lane }) => ({
        key,
        body: jsonIn(body),
        wakeAt: wake_at ?? undefined,
        lane,
        cursor: key,
      }))
    }
    const { place, ...range } = rangeOf(query)
    const bounds = boundsOf(range)
    const rows = this.#database.sqlite
      .prepare(
        `SELECT t.sort, s.key, s.body, s.wake_at, s.lane FROM lists t JOIN states s ON s.process = t.process AND s.key = t.key
         WHERE t.process = ? AND t.tag = ? AND t.key ${IS_TEXT} ${bounds.sql} ${place ? `AND (t.sort, t.key) ${beyond} (?, ?)` : ''}
         ORDER BY t.sort ${order}, t.key ${order} LIMIT ?`,
      )
      .all(process, tag, ...bounds.values, ...(place ? [place.sort, place.key] : []), limit)
    return (rows as unknown as (StateRow & { sort: string })[]).map(({ sort, key, body, wake_at, lane }) => ({
      key,
      body: jsonIn(body),
      wakeAt: wake_at ?? undefined,
      lane,
      cursor: cursorAt(sort, key),
    }))
  }

  async beside(...[process, page]: Parameters<Store['beside']>): ReturnType<Store['beside']> {
    return this.#beside.page(process, page)
  }

  async count(process: string, query: { tag: string; from?: string; until?: string; most: number }): Promise<number> {
    const bounds = boundsOf(query)
    const row = this.#database.sqlite
      .prepare(
        `SELECT count(*) AS n FROM (SELECT 1 FROM lists t WHERE t.process = ? AND t.tag = ? ${bounds.sql} LIMIT ?)`,
      )
      .get(process, query.tag, ...bounds.values, query.most)
    return (row as { n: number }).n
  }

  async remember(id: string, digest: string, until: number): Promise<Remembered> {
    let outcome: Remembered = 'new'
    await this.#database.write(() => {
      const known = this.#remembered.get(id, Date.now()) as { digest: string } | undefined
      if (known) outcome = known.digest === digest ? 'same' : 'other'
      else this.#remember.run(id, digest, until)
    })
    return outcome
  }

  /** Deletes what need not be remembered any longer. */
  forget(now: number): void {
    this.#database.sqlite.prepare('DELETE FROM remembered WHERE until <= ?').run(now)
  }

  /** The lowest position of any lane that reads a partition: what is below it has been read by all. */
  floor(topic: string, n: number): number {
    const rows = this.#database.sqlite
      .prepare("SELECT l.body FROM readers r LEFT JOIN lanes l ON l.name = r.process || '/' || ? WHERE r.topic = ?")
      .all(String(n), topic) as { body: string | null }[]
    // A lane that never committed has read nothing yet.
    const positions = rows.map(({ body }) => (body === null ? 0 : (bodyOf(body).head.positions[topic] ?? 0)))
    return Math.min(...positions)
  }

  async recall(): Promise<void> {}

  async recalled(): Promise<ReadonlySet<string>> {
    return new Set()
  }

  /** Log and store went back together, so there is nothing to be told apart: the file is no backup any more. */
  async renew({ asItStands = false }: Renewal): Promise<string> {
    const incarnation = randomUUID()
    await this.#database.write(() => {
      for (const row of this.#allLanes.all() as unknown as (LaneRow & { name: string })[]) {
        const { name, epoch, seq } = row
        const head = asItStands ? { ...bodyOf(row.body).head, roll: undefined } : this.#believed(name, row)
        this.#setLane.run(name, epoch + EPOCHS, seq, this.#stamped(name, seq, head))
      }
      this.#database.sqlite.prepare("DELETE FROM meta WHERE name = 'backup'").run()
    })
    return incarnation
  }

  async ping(): Promise<void> {
    this.#lane.get('')
  }

  async close(): Promise<void> {
    this.#database.close()
  }
}

function boundsOf({ from, until }: Partial<Omit<Range, 'place'>>): { sql: string; values: string[] } {
  const bounds = [
    ...(from === undefined ? [] : [['AND t.sort >= ?', from]]),
    ...(until === undefined ? [] : [['AND t.sort < ?', until]]),
  ] as [string, string][]
  return { sql: bounds.map(([sql]) => sql).join(' '), values: bounds.map(([, value]) => value) }
}
