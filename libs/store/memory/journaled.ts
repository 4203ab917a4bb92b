import { changedOf, HeldLane, type Part } from '../mongo/held.ts'
import { type Change, type JournalRow, placeName, placeOf } from '../mongo/rows.ts'
import { RowStamps } from '../mongo/stamps.ts'
import {
  type Commit,
  Fenced,
  type Found,
  type LaneDocument,
  type LaneId,
  type Loading,
  laneName,
  type Query,
  type Renewal,
  recordOf,
  type StateRecord,
  type Told,
} from '../port.ts'
import { type MemoryDatabase, MemoryStore } from './store.ts'

const stamps = new RowStamps({ ofText: () => '', ofLines: () => '', textHolds: () => true })
const GAP_MS = 20
const REST_MS = 5
/** How often a commit is larger than a row of the journal may be: by its states, which effects have none of. */
const LARGE = 0.03

/**
 * The protocol of commits as MongoDB keeps it (decision 28), in memory: a commit is durable by its row in the journal, and
 * stands in the states later; each place of a lane is taken once. What a lane holds and how it is merged is the adapter's own
 * code (`HeldLane`). `protected` methods are what a simulation overrides to plant a fault.
 */
export class JournaledStore extends MemoryStore {
  readonly #database: MemoryDatabase
  readonly #held = new Map<string, HeldLane>()
  readonly #behind = new Set<HeldLane>()
  #running = false
  #turn: Promise<unknown> = Promise.resolve()
  #round = Promise.withResolvers<void>()
  #hurry = Promise.withResolvers<void>()

  constructor(database: MemoryDatabase, member = 'member') {
    super(database, member)
    this.#database = database
  }

  override async takeOver(id: LaneId): Promise<LaneDocument> {
    await this.step('takeOver: before')
    const row = this.#database.lane(laneName(id))
    row.epoch++
    const lane = new HeldLane(id, rowFor(id, row), this.#database.incarnation, stamps)
    await this.step('takeOver: epoch raised')
    for (const each of this.adopted(await this.#claim(lane))) lane.adopt(each)
    if (lane.behind) await this.#carryNow(lane)
    else {
      await this.step('takeOver: nothing to carry over')
      if (row.epoch !== lane.epoch) throw new Fenced(id)
      row.place = lane.place
    }
    this.#held.get(lane.name)?.drop()
    this.#held.set(lane.name, lane)
    const { incarnation, former, recalled } = this.#database
    const { seq, positions, marks, log, roll } = lane.head
    const { epoch, logLost, outbox } = lane
    await this.step('takeOver: done')
    return { epoch, seq, positions, marks, log, logLost, outbox, roll, incarnation, former, recalls: recalled.size > 0 }
  }

  /** What stands in the journal behind a place. */
  protected rowsBehind(name: string, place: number): JournalRow[] {
    const { journal } = this.#database
    const names = [...journal.keys()].filter((each) => each.startsWith(`${name}#`) && placeOf(each) > place)
    return names.sort().map((each) => journal.get(each) as JournalRow)
  }

  /** What is taken over of what stands there. */
  protected adopted(rows: readonly JournalRow[]): readonly JournalRow[] {
    return rows
  }

  async #claim(lane: HeldLane): Promise<JournalRow[]> {
    const { journal } = this.#database
    for (;;) {
      const rows = this.rowsBehind(lane.name, lane.place)
      await this.step('claim: journal read')
      const last = rows.at(-1)
      const fence = stamps.row(lane.life, {
        _id: placeName(lane.name, (last ? placeOf(last._id) : lane.place) + 1),
        e: lane.epoch,
      })
      if (journal.has(fence._id)) continue
      journal.set(fence._id, fence)
      await this.step('claim: place taken')
      return [...rows, fence]
    }
  }

  override async commit(commit: Commit): Promise<void> {
    const lane = this.#held.get(laneName(commit.id))
    if (!lane || lane.fenced || lane.epoch !== commit.epoch) throw new Fenced(commit.id)
    if (lane.head.seq === commit.seq) return
    if (lane.head.seq !== commit.seq - 1) throw new Fenced(commit.id)
    let row = lane.rowOf(commit)
    if (commit.states.length > 0 && this.#database.world.mishap(LARGE)) return this.#commitAlone(commit, lane, row)
    await this.step('commit: before')
    this.mayFail()
    let owner = await this.insert(row)
    while (owner.h === undefined && owner.e < lane.epoch) {
      lane.passOver(owner._id)
      row = lane.rowOf(commit)
      owner = await this.insert(row)
    }
    await this.step('commit: done, not acknowledged')
    this.mayFail()
    if (owner.e !== lane.epoch || lane.fenced) throw new Fenced(commit.id)
    lane.made(row, commit, commit.emit)
    this.#add(lane)
  }

  async #commitAlone(commit: Commit, lane: HeldLane, row: JournalRow): Promise<void> {
    await this.settled((each) => each === lane)
    if (lane.fenced) throw new Fenced(commit.id)
    lane.made(row, commit, commit.emit)
    const part = lane.take(false)
    await this.#exclusively(() => this.#persist([part], lane.placeTaken(row))).catch((error: unknown) => {
      // Whether it was made, only the journal knows: whoever takes the lane over reads it.
      lane.drop()
      throw error
    })
    if (lane.fenced) throw new Fenced(commit.id)
  }

  /** @returns what stands at its place then */
  protected async insert(row: JournalRow): Promise<JournalRow> {
    const { journal } = this.#database
    const there = journal.get(row._id) ?? row
    journal.set(row._id, there)
    return there
  }

  #add(lane: HeldLane): void {
    this.#behind.add(lane)
    if (this.#running) return
    this.#running = true
    void this.#run()
  }

  async #run(): Promise<void> {
    while (this.#behind.size > 0) {
      const parts = [...this.#behind].filter((each) => !each.fenced).map((each) => each.take())
      await this.#carry(parts)
      for (const each of this.#behind) if (!each.behind) this.#behind.delete(each)
      const { resolve } = this.#round
      this.#round = Promise.withResolvers()
      resolve()
      await Promise.race([this.#database.world.sleep(GAP_MS), this.#hurry.promise])
      await this.step('carry: rested')
    }
    this.#running = false
  }

  async #carry(parts: readonly Part[]): Promise<void> {
    for (;;) {
      try {
        return await this.#exclusively(() => this.#persist(parts.filter((part) => part.lane.carries(part))))
      } catch {
        await this.#database.world.sleep(REST_MS)
      }
    }
  }

  async #carryNow(lane: HeldLane): Promise<void> {
    this.#add(lane)
    await this.settled((each) => each === lane)
    if (lane.fenced) throw new Fenced(lane.id)
  }

  #exclusively(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act)
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** One transaction: all of it, or nothing where one of the lanes has another owner. */
  async #persist(parts: readonly Part[], place?: JournalRow): Promise<void> {
    if (parts.length === 0) return
    const { journal, world } = this.#database
    await this.step('carry: before')
    if (parts.some(({ lane }) => this.isOver(lane)) || (place && journal.has(place._id))) {
      if (parts.length > 1) for (const each of parts) await this.#persist([each])
      else parts[0]?.lane.drop()
      return
    }
    if (world.mishap(0.05)) throw new Error('the transaction was aborted')
    if (place) journal.set(place._id, place)
    for (const { lane, changes } of parts)
      for (const { k, r, f } of changes.values())
        if (r && f && this.#database.process(lane.id.process).has(k)) throw new Error('a new state is there already')
    for (const part of parts) this.carried(part)
    // Whether it was made is found out by the places of the lanes.
    await this.step('carry: done, not acknowledged')
    for (const { lane } of parts) lane.done()
    await this.step('carry: rows not deleted yet')
    for (const id of parts.flatMap(({ ids }) => ids)) journal.delete(id)
  }

  /** Somebody else has taken it over. */
  protected isOver({ name, epoch }: HeldLane): boolean {
    return this.#database.lane(name).epoch !== epoch
  }

  protected carried({ lane, place, head, logLost, outbox, changes }: Part): void {
    for (const each of changes.values()) this.#write(lane.id.process, each)
    const { seq, positions, marks, log, roll } = head
    const row = this.#database.lane(lane.name)
    Object.assign(row, { place, seq, positions, marks, log, logLost, outbox: [...outbox], roll })
  }

  /** As the database does it: a new one is inserted, a known one replaced where it stands. */
  #write(process: string, { k, r, f }: Change): void {
    const rows = this.#database.process(process)
    if (!r) return void (f ? undefined : rows.delete(k))
    if (f || rows.has(k)) rows.set(k, { body: r.b, wakeAt: r.w, lane: r.l, tags: r.x ?? [], sort: r.s ?? '' })
  }

  /** Resolves when what was committed here of these lanes so far is in the states. */
  protected async settled(which: (lane: HeldLane) => boolean): Promise<void> {
    const wanted = [...this.#behind].filter(which).map((lane) => ({ lane, place: lane.place }))
    while (wanted.some(({ lane, place }) => !lane.fenced && lane.applied < place)) {
      const { resolve } = this.#hurry
      this.#hurry = Promise.withResolvers()
      resolve()
      await this.#round.promise
    }
  }

  override async load(process: string, keys: readonly string[], how: Loading = {}): Promise<Map<string, StateRecord>> {
    const lanes = [...this.#held.values()].filter((lane) => lane.id.process === process)
    const known = how.asCommitted ? this.committed(lanes, keys) : new Map<string, Change>()
    if (!how.asCommitted) await this.settled((lane) => lanes.includes(lane) && keys.some((key) => lane.has(key)))
    const asked = keys.filter((key) => !known.has(key))
    const found = await super.load(process, asked)
    for (const [key, { r }] of known) if (r) found.set(key, recordOf(r.b, r.w, r.l))
    return found
  }

  /** What was committed and is not in the states yet. */
  protected committed(lanes: readonly HeldLane[], keys: readonly string[]): Map<string, Change> {
    return changedOf(lanes, keys)
  }

  override async tails(id: LaneId, page: { after?: string; limit: number }) {
    await this.settled((lane) => lane.name === laneName(id))
    return super.tails(id, page)
  }

  override async ends(...[process, page]: Parameters<MemoryStore['ends']>) {
    await this.settled((lane) => lane.id.process === process)
    return super.ends(process, page)
  }

  override async due(id: LaneId, until: number, limit: number): Promise<readonly { key: string; wakeAt: number }[]> {
    await this.settled((lane) => lane.name === laneName(id))
    return super.due(id, until, limit)
  }

  override async nextWake(id: LaneId): Promise<number | undefined> {
    await this.settled((lane) => lane.name === laneName(id))
    return super.nextWake(id)
  }

  override async find(process: string, query: Query): Promise<readonly Found[]> {
    await this.settled((lane) => lane.id.process === process)
    return super.find(process, query)
  }

  override async beside(process: string, page: Parameters<MemoryStore['beside']>[1]) {
    await this.settled((lane) => lane.id.process === process)
    return super.beside(process, page)
  }

  override async count(process: string, query: Parameters<MemoryStore['count']>[1]): Promise<number> {
    await this.settled((lane) => lane.id.process === process)
    return super.count(process, query)
  }

  override async recall(messages: readonly Told[]): Promise<void> {
    await this.settled(() => true)
    return super.recall(messages)
  }

  /** Who owned a lane finds its next place taken. */
  override async renew(options: Renewal): Promise<string> {
    await this.settled(() => true)
    const incarnation = await super.renew(options)
    for (const [name, row] of this.#database.lanes) {
      const last = this.rowsBehind(name, row.place).at(-1)
      const id = placeName(name, (last ? placeOf(last._id) : row.place) + 1)
      this.#database.journal.set(id, stamps.row(incarnation, { _id: id, e: row.epoch }))
    }
    return incarnation
  }
}

function rowFor(id: LaneId, row: ReturnType<MemoryDatabase['lane']>): ConstructorParameters<typeof HeldLane>[1] {
  const { epoch, place, seq, positions, marks, log, logLost, outbox, roll } = row
  return {
    _id: laneName(id),
    epoch,
    place,
    seq,
    positions: JSON.stringify(positions),
    marks: JSON.stringify(marks),
    ...(log === undefined ? {} : { log: JSON.stringify(log) }),
    logLost,
    outbox: JSON.stringify(outbox),
    ...(roll === undefined ? {} : { roll }),
  }
}
