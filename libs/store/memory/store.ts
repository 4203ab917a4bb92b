import { randomUUID } from 'node:crypto'
import type { OutRecord } from '#bus'
import { plainWorld, type World } from '#bus/memory'
import type { JournalRow } from '../mongo/rows.ts'
import {
  type Beside,
  type Commit,
  cursorAt,
  EPOCHS,
  Fenced,
  type Found,
  type LaneDocument,
  type LaneId,
  type LogNames,
  laneName,
  type Marks,
  OUTBOX,
  placeOf,
  type Query,
  type Remembered,
  type Renewal,
  type StateRecord,
  type Store,
  TAIL,
  type Told,
} from '../port.ts'

interface Row {
  readonly body: string
  readonly wakeAt: number | undefined
  readonly lane: number
  readonly tags: readonly string[]
  readonly sort: string
}

export interface LaneRow {
  epoch: number
  /** Up to which the journal is in the states. */
  place: number
  seq: number
  positions: Readonly<Record<string, number>>
  marks: Marks
  log: LogNames | undefined
  logLost: boolean
  outbox: { seq: number; records: readonly OutRecord[] }[]
  roll?: string | undefined
}

/** What the members of a test or a simulation share: it outlives them all. */
export class MemoryDatabase {
  readonly world: World
  readonly lanes = new Map<string, LaneRow>()
  /** Of a store that has one, by lane and place. */
  readonly journal = new Map<string, JournalRow>()
  readonly states = new Map<string, Map<string, Row>>()
  readonly remembered = new Map<string, { digest: string; until: number }>()
  incarnation = 'memory'
  former: readonly string[] = []
  readonly recalled = new Set<string>()

  constructor(world: World = plainWorld) {
    this.world = world
  }

  process(name: string): Map<string, Row> {
    const known = this.states.get(name) ?? new Map<string, Row>()
    this.states.set(name, known)
    return known
  }

  lane(name: string): LaneRow {
    const known = this.lanes.get(name) ?? {
      epoch: 0,
      place: 0,
      seq: 0,
      positions: {},
      marks: {},
      log: undefined,
      logLost: false,
      outbox: [],
    }
    this.lanes.set(name, known)
    return known
  }
}

/** How often the store does not answer, and how often only its answer is lost. */
const UNANSWERED = 0.03

/** The store's protocol with an outbox, in memory. `apply` is what a simulation overrides to plant a fault. */
export class MemoryStore implements Store {
  readonly emits = 'outbox'
  readonly #database: MemoryDatabase
  readonly #member: string

  constructor(database: MemoryDatabase, member = 'member') {
    this.#database = database
    this.#member = member
  }

  protected step(at: string): Promise<void> {
    return this.#database.world.step(this.#member, at)
  }

  async takeOver(id: LaneId): Promise<LaneDocument> {
    await this.step('takeOver: before')
    const row = this.#database.lane(laneName(id))
    row.epoch++
    const { incarnation, former, recalled } = this.#database
    const document = { ...row, outbox: [...row.outbox], incarnation, former, recalls: recalled.size > 0 }
    await this.step('takeOver: done')
    return document
  }

  async load(process: string, keys: readonly string[]): Promise<Map<string, StateRecord>> {
    const states = this.#database.process(process)
    const found = new Map<string, StateRecord>()
    for (const key of keys) {
      const row = states.get(key)
      if (row) found.set(key, { body: JSON.parse(row.body), wakeAt: row.wakeAt, lane: row.lane })
    }
    await this.step('load')
    return found
  }

  async due(id: LaneId, until: number, limit: number): Promise<readonly { key: string; wakeAt: number }[]> {
    const found = this.#timers(id).filter((each) => each.wakeAt <= until)
    await this.step('due')
    return found.slice(0, limit)
  }

  async nextWake(id: LaneId): Promise<number | undefined> {
    const first = this.#timers(id)[0]?.wakeAt
    await this.step('nextWake')
    return first
  }

  #timers(id: LaneId): { key: string; wakeAt: number }[] {
    return [...this.#database.process(id.process)]
      .flatMap(([key, { lane, wakeAt }]) => (lane === id.lane && wakeAt !== undefined ? [{ key, wakeAt }] : []))
      .sort((a, b) => a.wakeAt - b.wakeAt)
  }

  async tails({ process, lane }: LaneId, { after = '', limit }: { after?: string; limit: number }) {
    return [...this.#database.process(process)]
      .filter(([key, row]) => row.lane === lane && key > after)
      .sort(([a], [b]) => byPlace(['', a], ['', b]))
      .slice(0, limit)
      .map(([key, { body }]) => ({ key, tail: body.slice(-TAIL) }))
  }

  async ends(process: string, { after, limit }: Parameters<Store['ends']>[1]) {
    const found = [...this.#database.process(process)]
      .filter(([key]) => after === undefined || byPlace(['', key], ['', after]) > 0)
      .sort(([a], [b]) => byPlace(['', a], ['', b]))
      .slice(0, limit)
      .map(([key, { body, lane }]) => ({ key, tail: body.slice(-TAIL), lane }))
    await this.step('ends')
    return found
  }

  async owns(id: LaneId, epoch: number): Promise<boolean> {
    return this.#database.lane(laneName(id)).epoch === epoch
  }

  async commit(commit: Commit): Promise<void> {
    await this.step('commit: before')
    this.mayFail()
    const row = this.#database.lane(laneName(commit.id))
    if (row.epoch !== commit.epoch || row.seq !== commit.seq) {
      this.check(commit, row)
      await this.apply(commit, row)
    }
    await this.step('commit: done, not acknowledged')
    this.mayFail()
  }

  /** The connection is lost, before or after what was asked for. */
  protected mayFail(): void {
    if (this.#database.world.mishap(UNANSWERED)) throw new Error('the store did not answer')
  }

  /** The fence. */
  protected check({ id, epoch, seq }: Commit, row: LaneRow): void {
    if (row.epoch !== epoch || row.seq !== seq - 1) throw new Fenced(id)
  }

  /** All in one go: nothing else happens between. */
  protected async apply(commit: Commit, row: LaneRow): Promise<void> {
    this.writeStates(commit)
    const outbox = row.outbox.filter((each) => each.seq > commit.published)
    if (commit.emit.length > 0) outbox.push({ seq: commit.seq, records: commit.emit })
    const { seq, positions, marks, log, roll } = commit
    Object.assign(row, { seq, positions, marks, log, outbox, roll, logLost: false })
  }

  protected writeStates({ id, states }: Commit): void {
    const rows = this.#database.process(id.process)
    const texts = states.map(({ body }): string | undefined => JSON.stringify(body))
    // A new state is inserted, a known one replaced where it stands: as the database does it.
    if (states.some(({ key, fresh }) => fresh && rows.has(key))) throw new Error('a new state is there already')
    states.forEach(({ key, wakeAt, tags, sort, fresh }, index) => {
      const body = texts[index]
      if (body === undefined) rows.delete(key)
      else if (fresh || rows.has(key)) rows.set(key, { body, wakeAt, lane: id.lane, tags: tags ?? [], sort })
    })
  }

  async find(process: string, query: Query): Promise<readonly Found[]> {
    const { tag, after, descending = false, limit } = query
    const sorted = this.#listed(process, query)
    if (descending) sorted.reverse()
    const place = after ? placeOf(after) : undefined
    const isBeyond = ([key, { sort }]: [string, Row]) => {
      if (!place) return true
      const order = byPlace([tag === undefined ? '' : sort, key], [place.sort, place.key])
      return descending ? order < 0 : order > 0
    }
    return sorted
      .filter(isBeyond)
      .slice(0, limit)
      .map(([key, { body, wakeAt, lane, sort }]) => ({
        key,
        lane,
        body: JSON.parse(body),
        wakeAt,
        cursor: tag === undefined ? key : cursorAt(sort, key),
      }))
  }

  async beside(process: string, { after, limit, own }: Parameters<Store['beside']>[1]) {
    const found = this.#listed(process, {}).filter(
      ([key, row]) => (after === undefined || key > after) && (own?.lane ?? row.lane) === row.lane,
    )
    const rows = found.slice(0, limit).map(
      ([key, { body, wakeAt, lane, tags, sort }]): Beside => ({
        key,
        body: JSON.parse(body),
        wakeAt,
        lane,
        entries: tags.map((tag) => [tag, sort] as const),
      }),
    )
    return { rows, ...(rows.length === limit ? { next: rows.at(-1)?.key as string } : {}) }
  }

  async count(process: string, query: { tag: string; from?: string; until?: string; most: number }): Promise<number> {
    return Math.min(query.most, this.#listed(process, query).length)
  }

  #listed(process: string, { tag, from, until }: Omit<Query, 'limit'>): [string, Row][] {
    return [...this.#database.process(process)]
      .filter(
        ([, { tags, sort }]) =>
          tag === undefined ||
          (tags.includes(tag) && (from === undefined || sort >= from) && (until === undefined || sort < until)),
      )
      .sort(([a, one], [b, other]) =>
        tag === undefined ? byPlace(['', a], ['', b]) : byPlace([one.sort, a], [other.sort, b]),
      )
  }

  async remember(id: string, digest: string, until: number): Promise<Remembered> {
    const known = this.#database.remembered.get(id)
    if (known && known.until > this.#database.world.now()) return known.digest === digest ? 'same' : 'other'
    this.#database.remembered.set(id, { digest, until })
    return 'new'
  }

  async recall(messages: readonly Told[]): Promise<void> {
    const { incarnation, lanes, recalled } = this.#database
    for (const { id, source } of messages)
      if (source.incarnation !== incarnation || source.seq > (lanes.get(source.lane)?.seq ?? 0) - OUTBOX)
        recalled.add(id)
  }

  async recalled(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.filter((id) => this.#database.recalled.has(id)))
  }

  async renew({ lives, logLost, asItStands = false }: Renewal): Promise<string> {
    const database = this.#database
    database.former = [...new Set([...database.former, ...lives, database.incarnation])]
    database.incarnation = randomUUID()
    for (const row of database.lanes.values()) {
      row.epoch += EPOCHS
      row.logLost = logLost
      if (asItStands) row.roll = undefined
    }
    return database.incarnation
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}
}

/** By sort, then by key. */
function byPlace(a: readonly [sort: string, key: string], b: readonly [sort: string, key: string]): number {
  const [one, other] = a[0] === b[0] ? [a[1], b[1]] : [a[0], b[0]]
  return one < other ? -1 : one > other ? 1 : 0
}
