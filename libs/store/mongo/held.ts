import { type Commit, type LaneId, laneName } from '../port.ts'
import {
  type Change,
  changeOf,
  type Head,
  type JournalRow,
  type LaneRow,
  merged,
  type OutboxEntry,
  placeName,
  placeOf,
} from './rows.ts'
import type { RowStamps } from './stamps.ts'

/** What has been committed of a lane and is to be carried into the states. */
export interface Part {
  readonly lane: HeldLane
  readonly place: number
  readonly head: Head
  readonly logLost: boolean
  readonly outbox: readonly OutboxEntry[]
  readonly changes: ReadonlyMap<string, Change>
  /** The journal has them; else they are committed by being carried over. */
  readonly committed: boolean
  /** Of the journal, which are not needed any more then. */
  readonly ids: readonly string[]
}

/** A lane as its owner knows it, from one take-over to the next. */
export class HeldLane {
  readonly id: LaneId
  readonly name: string
  readonly epoch: number
  /** Of the store, in which it was taken over. */
  readonly life: string
  readonly #stamps: RowStamps
  /** Of the journal, taken last. */
  place: number
  /** Taken next. */
  #next: number
  /** Up to which it is in the states. */
  applied: number
  head: Head
  outbox: readonly OutboxEntry[]
  logLost: boolean
  /** Somebody else owns it. */
  fenced = false
  /** Committed and not being carried over yet. */
  #changes = new Map<string, Change>()
  #ids: string[] = []
  /** What is being carried over. */
  #part: Part | undefined

  constructor(id: LaneId, row: LaneRow, life: string, stamps: RowStamps) {
    this.id = id
    this.name = laneName(id)
    this.epoch = row.epoch
    this.life = life
    this.#stamps = stamps
    this.place = row.place ?? 0
    this.#next = this.place + 1
    this.applied = this.place
    this.logLost = row.logLost === true
    this.outbox = JSON.parse(row.outbox ?? '[]') as OutboxEntry[]
    this.head = {
      seq: row.seq,
      ...(row.log === undefined ? {} : { log: JSON.parse(row.log) }),
      positions: JSON.parse(row.positions),
      marks: JSON.parse(row.marks),
      published: 0,
      ...(row.roll === undefined ? {} : { roll: row.roll }),
    }
  }

  /** What the journal has of a commit that is to be made next. @throws what no JSON can be made of */
  rowOf(commit: Commit): JournalRow & { readonly s: readonly Change[] } {
    const { seq, log, positions, marks, published, roll, emit, states } = commit
    // Which log it is stands in an owner's first row, and goes for those that follow.
    const head: Head = { seq, ...(log === this.head.log ? {} : { log }), positions, marks, published, roll }
    return this.#stamps.row(this.life, {
      _id: placeName(this.name, this.#next),
      e: this.epoch,
      h: JSON.stringify(head),
      ...(emit.length > 0 ? { o: JSON.stringify(emit) } : {}),
      s: states.map((each) => changeOf(each, this.id.lane)),
    })
  }

  /** The lane document, when that part of it has been carried over. */
  documentOf({ place, head, logLost, outbox }: Pick<Part, 'place' | 'head' | 'logLost' | 'outbox'>): LaneRow {
    return this.#stamps.lane(this.life, {
      _id: this.name,
      epoch: this.epoch,
      by: this.epoch,
      place,
      seq: head.seq,
      ...(head.log === undefined ? {} : { log: JSON.stringify(head.log) }),
      logLost,
      positions: JSON.stringify(head.positions),
      marks: JSON.stringify(head.marks),
      outbox: `[${outbox.map(outboxText).join(',')}]`,
      ...(head.roll === undefined ? {} : { roll: head.roll }),
    })
  }

  /** A place in the journal where nothing stands: what was committed there is carried over by itself. */
  placeTaken({ _id, e }: JournalRow): JournalRow {
    return this.#stamps.row(this.life, { _id, e })
  }

  /** A place is taken by who was overtaken in taking the lane over: nothing is committed there, ever. */
  passOver(id: string): void {
    this.#next = placeOf(id) + 1
  }

  /** It stands in the journal. */
  made(row: JournalRow, head: Head, emit: OutboxEntry['records']): void {
    const left = this.outbox.filter((each) => each.seq > head.published && each.seq < head.seq)
    this.outbox = emit.length > 0 ? [...left, { seq: head.seq, records: emit, written: row.o }] : left
    this.head = head
    this.logLost = false
    this.#taken(row)
    for (const each of row.s ?? []) this.#changes.set(each.k, merged(this.#changes.get(each.k), each))
    this.#ids.push(row._id)
  }

  /** A former owner’s row, which stands in the journal. */
  adopt(row: JournalRow): void {
    this.#taken(row)
    if (row.h === undefined) return
    const { log } = this.head
    this.made(
      row,
      { ...(log ? { log } : {}), ...(JSON.parse(row.h) as Head) },
      row.o === undefined ? [] : JSON.parse(row.o),
    )
  }

  #taken({ _id }: JournalRow): void {
    this.place = placeOf(_id)
    this.#next = this.place + 1
  }

  /** Something was committed that is not in the states. */
  get behind(): boolean {
    return this.#ids.length > 0 || this.#part !== undefined
  }

  get size(): number {
    return this.#changes.size
  }

  /** A state of this key is not as it was committed. */
  has(key: string): boolean {
    return this.#changes.has(key) || this.#part?.changes.has(key) === true
  }

  /** How the state of this key was committed, where it does not stand so yet. */
  changed(key: string): Change | undefined {
    return this.#changes.get(key) ?? (this.#part?.committed ? this.#part.changes.get(key) : undefined)
  }

  /** All that is there now, to be carried over until `done` or `drop`. */
  take(committed = true): Part {
    const { place, head, logLost, outbox } = this
    this.#part = { lane: this, place, head, logLost, outbox, changes: this.#changes, ids: this.#ids, committed }
    this.#changes = new Map()
    this.#ids = []
    return this.#part
  }

  /** It is still to be carried over. */
  carries(part: Part): boolean {
    return this.#part === part
  }

  done(): void {
    this.applied = this.#part?.place ?? this.applied
    this.#part = undefined
  }

  /** Somebody else owns the lane, and has the journal. */
  drop(): void {
    this.fenced = true
    this.#part = undefined
    this.#changes = new Map()
    this.#ids = []
  }
}

/** Of these keys, those whose states do not stand yet as they were committed, with how they were. */
export function changedOf(lanes: readonly HeldLane[], keys: readonly string[]): Map<string, Change> {
  const found = new Map<string, Change>()
  for (const lane of lanes)
    for (const key of keys) {
      const change = lane.changed(key)
      if (change) found.set(key, change)
    }
  return found
}

const outboxText = ({ seq, records, written }: OutboxEntry): string =>
  `{"seq":${seq},"records":${written ?? JSON.stringify(records)}}`
