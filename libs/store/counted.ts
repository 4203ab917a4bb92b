import { Above } from './above.ts'
import { Counting, type Entry, type Off } from './counting.ts'
import {
  type Commit,
  type End,
  Fenced,
  type LaneDocument,
  type LaneId,
  type LaneStamps,
  type Loading,
  laneName,
  type StateRecord,
  type Store,
} from './port.ts'
import type { Watch } from './stamping.ts'
import { NOTHING, plus, Sum } from './sum.ts'
import { AGAIN_MS } from './told.ts'

/** Rows of a kind that a walk looks at at once, a few milliseconds of work. */
const PAGE = 250
/** A fiftieth of the time goes to it, and no more than ten pages a second. */
const REST = { least: 100, most: 1000, times: 50 }
/** When all rows of a kind were come by, the next walk begins after this. */
const ROUND_MS = 5000

/** Rows that are written while a page is read, and what the reader may meet. */
type Written = Map<string, { readonly lane: Counting; readonly may: Set<Entry>; now: Entry }>

/** A walk through all rows of one kind, in the order of their keys. */
interface Walk {
  /** Passed, as far as this. */
  at: string | undefined
  /** Of the page under way; between pages who commits has nothing to tell. */
  written: Written | undefined
}

const isAfter = (key: string, place: string | undefined): boolean =>
  place === undefined || Buffer.compare(Buffer.from(key), Buffer.from(place)) > 0

/** How whoever listens names a lane of which a row is missed, or one is too many. */
export const laneKey = (lane: number): string => `lane ${lane}`

/**
 * Kinds that have too many rows for a roll of each: of a lane its owner keeps how many they are and their sum (`Counting`), in the
 * same transaction as they change, and walks through all of them again and again, beside its work. Where they come to something
 * else, a row was taken away, put back to what it was, or put in: the lane is named, for nobody knows which row it is.
 */
export class CountedStore extends Above implements Store {
  readonly #stamps: LaneStamps
  readonly #kinds: ReadonlySet<string>
  readonly #laneOf: (key: string, process: string) => number
  readonly #watch: Pick<Watch, 'changed' | 'over' | 'right'>
  readonly #lanes = new Map<string, Counting>()
  readonly #walks = new Map<string, Walk>()
  /** Lanes that do not come to what they were left as, and when others were told. */
  readonly #told = new Map<string, { readonly lane: Counting; at: number; off: Off }>()

  constructor(
    store: Store,
    stamps: LaneStamps,
    kinds: readonly string[],
    laneOf: (key: string, process: string) => number,
    watch: Pick<Watch, 'changed' | 'over' | 'right'>,
  ) {
    super(store)
    this.#stamps = stamps
    this.#kinds = new Set(kinds)
    this.#laneOf = laneOf
    this.#watch = watch
  }

  changedRecords(): number {
    return this.#told.size
  }

  override async takeOver(id: LaneId, session: string, signal?: AbortSignal): Promise<LaneDocument> {
    const document = await this.under.takeOver(id, session, signal)
    if (this.#kinds.has(id.process))
      this.#lanes.set(laneName(id), new Counting(id, new Sum(laneName(id), this.#stamps), document))
    return document
  }

  release(id: LaneId, epoch: number): void {
    if (this.#lanes.get(laneName(id))?.epoch === epoch) this.#lanes.delete(laneName(id))
  }

  isUnsaid(id: LaneId): boolean {
    return this.#lanes.get(laneName(id))?.isUnsaid ?? false
  }

  override async load(process: string, keys: readonly string[], how?: Loading): Promise<Map<string, StateRecord>> {
    const [first] = keys
    const read = () => this.under.load(process, keys, how)
    const lane = first === undefined || !this.#kinds.has(process) ? undefined : this.#laneWith(process, first)
    // Whoever has a lane asks for its rows alone.
    return lane && keys.every((key) => this.#laneOf(key, process) === lane.id.lane) ? lane.learn(read) : read()
  }

  #laneWith(process: string, key: string): Counting | undefined {
    return this.#lanes.get(laneName({ process, lane: this.#laneOf(key, process) }))
  }

  override async commit(commit: Commit): Promise<void> {
    const { id, epoch, seq, states } = commit
    if (!this.#kinds.has(id.process)) return this.under.commit(commit)
    const lane = this.#lanes.get(laneName(id))
    if (lane?.epoch !== epoch) throw new Fenced(id)
    const unknown = lane.unknown(states)
    const found =
      unknown.length > 0
        ? await this.under.load(id.process, unknown, { asCommitted: true })
        : new Map<string, StateRecord>()
    const roll = lane.begin(seq, states, found)
    meets(this.#walks.get(id.process)?.written, lane)
    await this.under.commit(roll === undefined ? commit : { ...commit, roll })
    const { at, written } = this.#walks.get(id.process) ?? {}
    for (const { key, now } of lane.pending) {
      const row = written?.get(key)
      if (row) row.now = now
    }
    lane.done((key) => at !== undefined && !isAfter(key, at))
  }

  /** Lanes of a kind that this process has. */
  #own(process: string): Counting[] {
    return [...this.#lanes.values()].filter((each) => each.id.process === process)
  }

  /** Comes by some more rows of a kind. @returns whether all were come by */
  async walk(process: string): Promise<boolean> {
    const walk = this.#walks.get(process) ?? this.#begin(process)
    if (!walk) return true
    const written: Written = new Map()
    walk.written = written
    for (const lane of this.#own(process)) meets(written, lane)
    try {
      const rows = await this.under.ends(process, { after: walk.at, limit: PAGE })
      const last = rows.length === PAGE ? rows.at(-1)?.key : undefined
      for (const row of rows) if (!written.has(row.key)) this.#came(process, row)
      const seen = new Map(rows.map((each) => [each.key, each.tail]))
      for (const [key, { lane, may, now }] of written) {
        if (!isAfter(key, walk.at) || (last !== undefined && isAfter(key, last))) continue
        const tail = seen.get(key)
        const met = tail === undefined ? undefined : lane.endOf(key, tail)
        if (lane.found) lane.found = plus(lane.found, may.has(met) ? now : met)
      }
      walk.at = last
      if (last !== undefined) return false
    } finally {
      walk.written = undefined
    }
    this.#walks.delete(process)
    // All at once: what is committed from here on is of the next walk.
    const came = this.#own(process).flatMap((lane) => (lane.found ? [{ lane, off: lane.end() }] : []))
    for (const { lane, off } of came) await (off ? this.#wrong(lane, off) : this.#right(lane))
    return true
  }

  #begin(process: string): Walk | undefined {
    const own = this.#own(process)
    if (own.length === 0) return undefined
    const walk: Walk = { at: undefined, written: undefined }
    this.#walks.set(process, walk)
    for (const lane of own) lane.found = NOTHING
    return walk
  }

  #came(process: string, { key, tail, lane: stored }: End): void {
    const lane = this.#laneWith(process, key)
    // Under another lane its timer is nobody’s.
    if (stored !== lane?.id.lane) return
    if (lane?.found) lane.found = plus(lane.found, lane.endOf(key, tail))
  }

  async #wrong(lane: Counting, off: Off): Promise<void> {
    // Whoever has it by now writes rows that are not counted here.
    if (!(await this.under.owns(lane.id, lane.epoch))) return this.release(lane.id, lane.epoch)
    const { process } = lane.id
    const told = this.#told.get(lane.name)
    // What is done to a lane that is off already is told like the first of it.
    if (told?.off.rows !== off.rows || told?.off.sum !== off.sum)
      this.#watch.changed(process, laneKey(lane.id.lane), off.rows)
    this.#told.set(lane.name, { lane, at: told?.at ?? Number.NEGATIVE_INFINITY, off })
    this.#tell()
  }

  #right(lane: Counting): void {
    if (this.#told.delete(lane.name)) this.#watch.right?.(lane.id.process, laneKey(lane.id.lane))
  }

  /** Others hear of it each minute, from who has the lane. */
  #tell(): void {
    const now = performance.now()
    for (const [name, told] of this.#told) {
      const { process, lane } = told.lane.id
      if (!this.#lanes.has(name)) this.#told.delete(name)
      else if (now - told.at >= AGAIN_MS) {
        told.at = now
        this.#watch.over?.(process, laneKey(lane))
      }
    }
  }

  /** Walks through all kinds until aborted. A store that is away is asked again. */
  async patrol(sleep: (ms: number, signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    const next = new Map<string, number>()
    while (!signal.aborted) {
      let took = 0
      for (const kind of this.#kinds) {
        const began = performance.now()
        if (signal.aborted || (next.get(kind) ?? 0) > began) continue
        const isOver = await this.walk(kind).catch(() => false)
        if (isOver) next.set(kind, performance.now() + ROUND_MS)
        took = performance.now() - began
        await sleep(Math.min(REST.most, Math.max(REST.least, REST.times * took)), signal)
      }
      this.#tell()
      if (took === 0) await sleep(REST.most, signal)
    }
  }
}

/** The page under way may meet what the commit under way changes as it was, or as it will be. */
function meets(written: Written | undefined, lane: Counting): void {
  if (!written) return
  for (const { key, former, now } of lane.pending) {
    const known = written.get(key)
    if (known) known.may.add(now)
    else written.set(key, { lane, may: new Set([former, now]), now: former })
  }
}
