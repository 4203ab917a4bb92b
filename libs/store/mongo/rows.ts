import type { AnyBulkWriteOperation } from 'mongodb'
import type { OutRecord } from '#bus'
import type { LogNames, Marks, StateWrite } from '../port.ts'

/** How far a lane’s commits have been carried from the journal into the states, and who may commit. */
export interface LaneRow {
  _id: string
  epoch: number
  /** The journal up to here is in the states; absent: nothing of it. */
  place?: number
  seq: number
  /** Epoch of who wrote the rest; `epoch` alone is raised by whoever takes over. */
  by?: number
  /** Of all but `epoch` and `owners`; absent until its first owner has it. */
  stamp?: string
  /** Logical sessions of the owner, to be ended by whoever takes over. */
  owners?: readonly unknown[]
  /** JSON: topic names hold dots. */
  log?: string
  logLost?: boolean
  positions: string
  marks: string
  /** JSON: what was emitted and is not known to be published, in order of seq; at most two commits’ worth. */
  outbox?: string
  /** Of all rows of the lane together. */
  roll?: string
}

/** A commit, or the place from which on a former owner can commit no more: each place of a lane is taken once. */
export interface JournalRow {
  /** `process/n#place`: `placeName` */
  _id: string
  /** Epoch of who took the place. */
  e: number
  /** JSON of `Head`; absent where nothing was committed. */
  h?: string
  /** JSON of what was emitted. */
  o?: string
  s?: readonly Change[]
  until?: Date
  /** Of all but `until`. */
  stamp: string
}

const DIGITS = 15

export const placeName = (lane: string, place: number): string => `${lane}#${String(place).padStart(DIGITS, '0')}`
export const placeOf = (id: string): number => Number(id.slice(-DIGITS))

/** What a commit says of its lane. */
export interface Head {
  readonly seq: number
  /** Undefined before the first commit. */
  readonly log?: LogNames
  readonly positions: Readonly<Record<string, number>>
  readonly marks: Marks
  readonly published: number
  readonly roll?: string | undefined
}

/** One commit’s messages in the lane document. */
export interface OutboxEntry {
  readonly seq: number
  readonly records: readonly OutRecord[]
  /** The records as they stand in the journal. */
  readonly written?: string | undefined
}

export interface StateRow {
  _id: string
  /** Lane. */
  l: number
  /** Wake time, ms. */
  w?: number
  /** Index entries. */
  x?: readonly string[]
  /** What lists are sorted by; absent where nothing is declared. */
  s?: string
  /** Body as JSON: read and written whole, never queried. */
  b: string
}

/** A state as a commit leaves it. */
export interface Change {
  readonly k: string
  /** Absent: it is removed. */
  readonly r?: StateRow
  /** No state was there before. */
  readonly f?: true
}

export function changeOf({ key, body, wakeAt, tags, sort, fresh }: StateWrite, lane: number): Change {
  const f = fresh ? { f: true as const } : {}
  if (body === undefined) return { k: key, ...f }
  const r: StateRow = {
    _id: key,
    l: lane,
    b: JSON.stringify(body),
    ...(wakeAt === undefined ? {} : { w: wakeAt }),
    ...(tags && tags.length > 0 ? { x: tags, ...(sort === '' ? {} : { s: sort }) } : {}),
  }
  return { k: key, r, ...f }
}

/** Two changes of one state, one after the other. */
export const merged = (first: Change | undefined, { k, r, f }: Change): Change => {
  const fresh = first ? first.f : f
  return { k, ...(r ? { r } : {}), ...(fresh ? { f: fresh } : {}) }
}

/**
 * One write of a bulk. An insert is ten times cheaper than an update, so a new state is one. Fields are set, and the row not
 * replaced: where none of them changes that an index has, MongoDB works out no keys of it, which is half of what it costs.
 * @param isOver somebody put a row where its lane left none: what was committed goes over it
 */
export function writesOf({ k, r, f }: Change, isOver = false): AnyBulkWriteOperation<StateRow>[] {
  if (isOver && f)
    return r
      ? [{ replaceOne: { filter: { _id: k }, replacement: r, upsert: true } }]
      : [{ deleteOne: { filter: { _id: k } } }]
  if (!r) return f ? [] : [{ deleteOne: { filter: { _id: k } } }]
  if (f) return [{ insertOne: { document: r } }]
  const { _id, ...fields } = r
  const gone = OPTIONAL.filter((each) => r[each] === undefined).map((each) => [each, 1])
  const update = { $set: fields, ...(gone.length > 0 ? { $unset: Object.fromEntries(gone) } : {}) }
  return [{ updateOne: { filter: { _id: k }, update } }]
}

const OPTIONAL = ['w', 'x', 's'] as const
