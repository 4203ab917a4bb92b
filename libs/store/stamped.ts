import { setTimeout } from 'node:timers/promises'
import { Above } from './above.ts'
import { type Beat, patrol } from './patrol.ts'
import {
  type Beside,
  Changed,
  type Commit,
  Fenced,
  Finding,
  type Found,
  type LaneDocument,
  type LaneId,
  type LaneStamps,
  type Loading,
  laneName,
  type Query,
  type StateRecord,
  type Store,
} from './port.ts'
import { Roll } from './roll.ts'
import { readTails, Slices } from './slices.ts'
import { markOf, type Stamping, stampIn, textOf, unstamped, type Watch, withPatience } from './stamping.ts'
import { Standing } from './standing.ts'
import { AGAIN_MS, ToldRecords } from './told.ts'

/** Nothing stands there, or something that its lane did not leave, or nobody knows which: all of its rows are being found. */
type Latest = StateRecord | 'none' | keyof typeof DOUBTS
const DOUBTS = { changed: { changed: true }, finding: { changed: true, finding: true } } as const

/** Rows of a lane that are asked for at once, some milliseconds of work, and looked at again at once. */
const ROWS = { takeOver: 500, patrol: 100 }
/** So long a lane waits for its roll before it begins to decide: what is found later is told later. */
const PATIENCE_MS = 1000
/** A store that is away while a roll is built is asked again after this. */
const AWAY_MS = 1000
/** A store that answers and does not say one page of rows so often has a row that it cannot say. */
const MOST_FAILURES = 30
/** A reader that meets a row while it is being written asks so often until both are of one moment: only looks that could tell count. */
const LOOKS = 4
const MOST_LOOKS = 100

/**
 * A store that believes states of some processes only when they carry a stamp under a secret that no database has, and are
 * the last that their lane left: whoever writes the database makes none of them, and takes none away or puts an older one
 * back unseen (`Roll`, decision 64).
 */
export class StampedStore extends Above implements Store {
  readonly #stamps: LaneStamps
  readonly #absent: ReadonlySet<string>
  readonly #held: ReadonlySet<string>
  readonly #shown: ReadonlySet<string>
  readonly #behind: ReadonlySet<string>
  readonly #unrolled: ReadonlySet<string>
  readonly #unpatrolled: ReadonlySet<string>
  readonly #large: ReadonlySet<string>
  readonly #watch: Watch
  readonly #laneOf: (key: string, process: string) => number
  readonly #rolls = new Map<string, Roll>()
  /** Lanes that this process does not run any more: it knows of their rows what all do. */
  readonly #left = new Set<string>()
  readonly #patienceMs: number
  /** Lanes that this process has, by the epoch that it took them over with. */
  readonly #own = new Map<string, number>()
  /** How often a lane was taken over: what was asked for before the last time says nothing of its rows. */
  #takenOver = 0
  readonly #since = new WeakMap<Roll, number>()
  /** Until when whoever reads waits for a roll that is being built. */
  readonly #patience = new WeakMap<Roll, Promise<unknown>>()
  readonly #slices = new Slices()
  readonly #told: ToldRecords
  readonly #standing: Standing

  /**
   * @param laneOf which lane a key belongs to
   * @param patienceMs other than PATIENCE_MS in tests only
   */
  constructor(
    store: Store,
    stamps: LaneStamps,
    { absent, held, shown = [], behind = [], unrolled = [], unpatrolled = [], large = [] }: Stamping,
    laneOf: (key: string, process: string) => number,
    watch: Watch,
    patienceMs = PATIENCE_MS,
  ) {
    super(store)
    this.#stamps = stamps
    this.#absent = new Set(absent)
    this.#held = new Set(held)
    this.#shown = new Set(shown)
    this.#behind = new Set(behind)
    this.#unrolled = new Set(unrolled)
    this.#unpatrolled = new Set(unpatrolled)
    this.#large = new Set(large)
    this.#laneOf = laneOf
    this.#watch = watch
    this.#patienceMs = patienceMs
    this.#told = new ToldRecords(watch)
    this.#standing = new Standing(store, watch, AGAIN_MS, (id, key) => this.#told.tell(id.process, key, true))
  }

  changedRecords(): number {
    return this.#told.size + (this.under.changedRecords?.() ?? 0)
  }

  override async load(process: string, keys: readonly string[], how?: Loading): Promise<Map<string, StateRecord>> {
    if (!this.#isStamped(process)) return this.under.load(process, keys, how)
    await this.#readable(process, keys)
    const asked = this.#takenOver
    const found = await this.under.load(process, keys, how)
    for (const key of keys) {
      const record = found.get(key)
      const latest = this.#latestAtOnce(process, key, record, asked) ?? (await this.#latest(process, key, record, how))
      if (latest === 'none') found.delete(key)
      else if (typeof latest === 'object') found.set(key, latest)
      else if (this.#held.has(process)) found.set(key, { body: undefined, wakeAt: record?.wakeAt, ...DOUBTS[latest] })
      else if (record)
        found.set(key, {
          ...record,
          body: this.#shownOf(process, record.body),
          unbelieved: this.#shown.has(process) ? 'shown' : 'absent',
        })
    }
    return found
  }

  #shownOf(process: string, body: unknown): unknown {
    return this.#shown.has(process) && body !== undefined ? unstamped(body).rest : undefined
  }

  /** What is not believed is left out, and the page filled with what follows: a short one is the last. @throws Finding */
  override async find(process: string, query: Query): Promise<readonly Found[]> {
    if (!this.#isStamped(process)) return this.under.find(process, query)
    const given: Found[] = []
    for (let page = query; ; ) {
      const asked = this.#takenOver
      const found = await this.under.find(process, page)
      await this.#readable(
        process,
        found.map((each) => each.key),
      )
      for (const each of found) {
        const latest =
          this.#latestAtOnce(process, each.key, each, asked) ?? (await this.#latest(process, each.key, each))
        if (latest === 'none') continue
        if (typeof latest === 'object') given.push({ ...each, body: latest.body })
        else if (query.asStored && latest === 'finding') throw new Finding(process)
        else if (query.asStored) given.push({ ...each, body: unstamped(each.body).rest, changed: true })
        else if (this.#shown.has(process)) given.push({ ...each, body: this.#shownOf(process, each.body) })
      }
      const last = found.at(-1)
      if (!last || found.length < query.limit || given.length >= query.limit) return given.slice(0, query.limit)
      page = { ...query, after: last.cursor }
    }
  }

  /** As `#latest`, where that can be said at once. */
  #latestAtOnce(process: string, key: string, record: StateRecord | undefined, asked: number): Latest | undefined {
    const { stamp: said, rest } = unstamped(record?.body)
    const lane = this.#laneOf(key, process)
    const roll = this.#rollOf(process, lane)
    const holds = record && this.#stamps.textHolds(textOf(process, key, { body: rest, wakeAt: record.wakeAt }), said)
    const stamp = holds ? said : record && markOf(record.body)
    // Whose timer it is, no stamp says.
    const isElsewhere = record?.lane !== undefined && record.lane !== lane
    if (isElsewhere || (record && !holds && !this.#isTaken(process, lane, record, said))) {
      this.#told.tell(process, key, roll !== undefined)
      return 'changed'
    }
    if (!roll && this.#watch.isOver?.(process, key, record && rest, lane)) return 'changed'
    if (roll && this.#isAwaited(process, roll)) return undefined
    if (roll && (this.#since.get(roll) ?? 0) <= asked) roll.early(key, record && stamp)
    if (roll && !roll.allows(key, record && stamp)) return undefined
    // While a roll is being built nobody knows yet.
    if (roll?.state !== 'building') this.#told.isRight(process, key, roll !== undefined)
    return record ? { body: rest, wakeAt: record.wakeAt } : 'none'
  }

  /** It stands as it is until its lane’s baseline is made. */
  #isTaken(process: string, lane: number, { body }: StateRecord, stamp: string | undefined): boolean {
    if (body === undefined) return false
    const takes = this.#watch.takes?.(process, lane)
    if (takes === 'all') return this.#own.has(laneName({ process, lane }))
    return takes === 'unstamped' && stamp === undefined
  }

  /** Of a lane that this process has, or that stands here. */
  #rollOf(process: string, lane: number): Roll | undefined {
    const name = laneName({ process, lane })
    const roll = this.#rolls.get(name)
    return this.#left.has(name) && roll?.state !== 'changed' ? undefined : roll
  }

  /** Nothing of its lane is believed before all its rows were found. */
  #isAwaited(process: string, roll: Roll): boolean {
    return roll.state === 'building' && !this.#behind.has(process)
  }

  /** Waits for lanes whose rows are being found, each a moment from when it was taken over: most are small. */
  async #readable(process: string, keys: readonly string[]): Promise<void> {
    for (const lane of new Set(keys.map((key) => this.#laneOf(key, process)))) {
      const roll = this.#rollOf(process, lane)
      if (roll && this.#isAwaited(process, roll)) await this.#patience.get(roll)
    }
  }

  /** The record as its lane left it last, or that it left none; where something else stands, that. */
  async #latest(process: string, key: string, record: StateRecord | undefined, how: Loading = {}): Promise<Latest> {
    const id = { process, lane: this.#laneOf(key, process) }
    for (let [look, left] = [1, MOST_LOOKS]; look < LOOKS && left > 0; left--) {
      const asked = this.#takenOver
      const before = this.#rollOf(process, id.lane)?.said(key)
      const again = (await this.under.load(process, [key], { asCommitted: true })).get(key)
      const latest = this.#latestAtOnce(process, key, again, asked)
      if (latest) {
        // Who did not ask for what is committed alone answers others, for whom it must stand by then.
        if (!how.asCommitted) await this.under.load(process, [key])
        return latest
      }
      // Of a row that is written again and again, what was read while another was committed says nothing.
      if (this.#rollOf(process, id.lane)?.said(key) === before) look++
    }
    const roll = this.#rollOf(process, id.lane)
    if (roll && this.#isAwaited(process, roll)) return 'finding'
    // Whoever has the lane by now knows better.
    if (roll && !(await this.under.owns(id, roll.epoch))) {
      if (this.#rolls.get(laneName(id)) === roll) this.#rolls.delete(laneName(id))
      return this.#latestAtOnce(process, key, record, 0) ?? this.#latest(process, key, record, how)
    }
    if (roll && roll.state !== 'changed') this.#told.tell(process, key, true)
    return 'changed'
  }

  override async takeOver(id: LaneId, session: string, signal?: AbortSignal): Promise<LaneDocument> {
    const document = await this.under.takeOver(id, session, signal)
    this.#own.set(laneName(id), document.epoch)
    if (!this.#isRolled(id.process)) return document
    const name = laneName(id)
    const former = this.#rolls.get(name)
    const roll = new Roll(name, document.epoch, this.#stamps, document.roll)
    this.#since.set(roll, ++this.#takenOver)
    this.#rolls.set(name, roll)
    this.#left.delete(name)
    if (former?.state === 'whole') this.#standing.wasWhole(id, former)
    const built = this.#build(id, roll)
    const patience = withPatience(built, this.#patienceMs)
    this.#patience.set(roll, patience)
    await (this.#behind.has(id.process) && roll.isSaid && former?.state !== 'changed' ? patience : built)
    this.checkRows(id)
    return document
  }

  /** What is known by now of the rows of a lane that was taken over. @throws Changed */
  checkRows(id: LaneId): void {
    const name = laneName(id)
    if (this.#rolls.get(name)?.state === 'changed') throw new Changed(`which records lane ${name} has`)
  }

  release(id: LaneId, epoch: number): void {
    this.under.release?.(id, epoch)
    if (this.#own.get(laneName(id)) === epoch) this.#own.delete(laneName(id))
    if (this.#rolls.get(laneName(id))?.epoch === epoch) this.#left.add(laneName(id))
  }

  isFinding(id: LaneId): boolean {
    return this.#rolls.get(laneName(id))?.state === 'building'
  }

  isUnsaid(id: LaneId): boolean {
    return this.under.isUnsaid?.(id) ?? false
  }

  hasLaneOf(process: string, key: string): boolean {
    return this.#rollOf(process, this.#laneOf(key, process)) !== undefined
  }

  /** Enters all rows of a lane, slice by slice, as long as nobody else begins a roll of it. @throws Fenced */
  async #build(id: LaneId, roll: Roll): Promise<void> {
    const name = laneName(id)
    let after: string | undefined
    let failures = 0
    for (let more = roll.state === 'building'; more; ) {
      // Small lanes are found at once, side by side; large ones in turn.
      const isCurrent = () => this.#rolls.get(name) === roll
      const read = () => readTails(this.under, id, { after, limit: ROWS.takeOver }, isCurrent)
      const turn = after === undefined ? read() : this.#slices.next(roll, !this.#behind.has(id.process), read)
      const found = await turn.catch(() => undefined)
      if (!isCurrent()) return
      if (!found) {
        const isAway = await this.under.ping().then(
          () => false,
          () => true,
        )
        // It answers, and cannot say which rows these are: that is no lane that one waits for.
        if (!isAway && ++failures >= MOST_FAILURES) roll.fail()
        if (roll.state === 'changed') break
        await setTimeout(Math.min(AWAY_MS, this.#patienceMs), undefined, { ref: false })
        continue
      }
      failures = 0
      for (const { key, tail } of found.rows) roll.found(key, stampIn(tail))
      after = found.rows.at(-1)?.key
      more = found.more
    }
    roll.end()
    if (roll.state !== 'changed') {
      this.#standing.isOver(id)
      return
    }
    if (!(await this.under.owns(id, roll.epoch))) {
      if (this.#rolls.get(name) === roll) this.#rolls.delete(name)
      throw new Fenced(id)
    }
    // Which it is only this process knows, if it had the lane before.
    this.#standing.begins(id, roll)
  }

  override async commit(commit: Commit): Promise<void> {
    const { id, epoch } = commit
    if (!this.#isStamped(id.process)) return this.under.commit(commit)
    const roll = this.#isRolled(id.process) ? this.#rolls.get(laneName(id)) : undefined
    if (this.#isRolled(id.process) && roll?.epoch !== epoch) throw new Fenced(id)
    const stamps = commit.states.map((each) => ({
      key: each.key,
      stamp: each.body === undefined ? undefined : this.#stamps.ofText(textOf(id.process, each.key, each)),
    }))
    const states = commit.states.map((each, n) =>
      each.body === undefined ? each : { ...each, body: { ...each.body, stamp: stamps[n]?.stamp } },
    )
    await this.#enter(id.process, roll, commit)
    await this.under.commit({ ...commit, states, ...(roll ? { roll: roll.begin(commit.seq, stamps) } : {}) })
    roll?.done()
  }

  /** What a commit overwrites before it was found is looked at first, so that it counts as it was. */
  async #enter(process: string, roll: Roll | undefined, { states }: Commit): Promise<void> {
    const keys = states.map((each) => each.key).filter((key) => roll && !roll.knows(key))
    if (keys.length === 0) return
    const found = await this.under.load(process, keys)
    for (const key of keys) roll?.early(key, found.has(key) ? markOf(found.get(key)?.body) : undefined)
  }

  override async beside(process: string, page: Parameters<Store['beside']>[1]): ReturnType<Store['beside']> {
    const { rows, ...more } = await this.under.beside(process, page)
    if (!this.#isStamped(process)) return { rows, ...more }
    return { rows: rows.map((row) => this.#unstamped(process, row)), ...more }
  }

  #unstamped(process: string, row: Beside): Beside {
    const { stamp, rest: body } = unstamped(row.body)
    const isOurs =
      row.lane === this.#laneOf(row.key, process) &&
      this.#stamps.textHolds(textOf(process, row.key, { body, wakeAt: row.wakeAt }), stamp)
    return row.body === undefined ? row : { ...row, body, ...(isOurs ? {} : { changed: true as const }) }
  }

  async patrol(sleep: (ms: number, signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    const beat: Beat = {
      kinds: [...this.#absent, ...this.#held, ...this.#shown].filter((each) => !this.#unpatrolled.has(each)),
      large: this.#large,
      rowsOf: (process) => this.#rows(process, this.#large.has(process) ? 1 : ROWS.patrol),
      told: () => this.#told.some(ROWS.patrol),
      look: (process, keys) => this.load(process, keys),
      stand: () => this.#standing.again((id) => this.#rolls.get(laneName(id))),
    }
    await Promise.all([patrol(beat, sleep, signal), this.under.patrol?.(sleep, signal)])
  }

  *#rows(process: string, size: number): Generator<string[]> {
    let keys: string[] = []
    for (const [name, roll] of this.#rolls)
      if (roll.state === 'whole' && !this.#left.has(name) && name.startsWith(`${process}/`))
        for (const key of roll.keys()) {
          keys.push(key)
          if (keys.length < size) continue
          yield keys
          keys = []
        }
    if (keys.length > 0) yield keys
  }

  #isStamped(process: string): boolean {
    return this.#held.has(process) || this.#absent.has(process) || this.#shown.has(process)
  }

  #isRolled(process: string): boolean {
    return this.#isStamped(process) && !this.#unrolled.has(process)
  }

  override async close(): Promise<void> {
    this.#rolls.clear()
    await this.#slices.read()
    return this.under.close()
  }
}
