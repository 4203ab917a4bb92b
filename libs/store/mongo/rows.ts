import type { OutRecord } from '#bus'
import type { StateWrite } from '../port.ts'

export interface LaneRow {
  _id: string
  epoch: number
  seq: number
  /** Logical sessions of the owner, to be ended by whoever takes over. */
  owners?: readonly unknown[]
  /** JSON: topic names hold dots. */
  log?: string
  logLost?: boolean
  positions: string
  marks: string
  /** JSON: what was emitted and is not known to be published, in order of seq; at most two commits’ worth. */
  outbox?: string
}

/** One commit’s messages in the lane document. */
export interface OutboxEntry {
  readonly seq: number
  readonly records: readonly OutRecord[]
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

/** One write of a bulk: an insert is ten times cheaper than an update, so a new state is one. */
export function writeOf({ key, body, wakeAt, tags, sort, fresh }: StateWrite, lane: number) {
  if (body === undefined) return { deleteOne: { filter: { _id: key } } }
  const row: StateRow = {
    _id: key,
    l: lane,
    b: JSON.stringify(body),
    ...(wakeAt === undefined ? {} : { w: wakeAt }),
    ...(tags && tags.length > 0 ? { x: tags, ...(sort === '' ? {} : { s: sort }) } : {}),
  }
  return fresh ? { insertOne: { document: row } } : { replaceOne: { filter: { _id: key }, replacement: row } }
}
