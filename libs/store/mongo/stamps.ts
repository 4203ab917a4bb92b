import type { LaneStamps } from '../port.ts'
import { type JournalRow, type LaneRow, placeOf } from './rows.ts'

/** JSON and names hold no line break, so that no two contents are the same lines. */
const linesOfLane = (life: string, row: LaneRow): string[] =>
  [
    ...['lane', life, row._id, row.by, row.place, row.seq, row.log, row.logLost],
    ...[row.positions, row.marks, row.outbox, row.roll],
  ].map(lineOf)

function linesOfRow(life: string, { _id, e, h, o, s = [] }: Omit<JournalRow, 'stamp'>): string[] {
  const lines = ['row', life, _id, e, h, o].map(lineOf)
  for (const { k, f, r } of s) lines.push(JSON.stringify([k, f, r?._id, r?.l, r?.w, r?.x, r?.s]), `${r?.b}`)
  return lines
}

const lineOf = (value: unknown): string => String(value ?? '')

/**
 * Stamps on lane documents and on rows of the journal, each with the life of the store that it belongs to: who writes the
 * database makes none, and can put back only what stood there in this life.
 */
export class RowStamps {
  readonly #stamps: LaneStamps

  constructor(stamps: LaneStamps) {
    this.#stamps = stamps
  }

  lane(life: string, row: LaneRow): LaneRow {
    return { ...row, stamp: this.#stamps.ofLines(linesOfLane(life, row)) }
  }

  row<R extends Omit<JournalRow, 'stamp'>>(life: string, row: R): R & { readonly stamp: string } {
    return { ...row, stamp: this.#stamps.ofLines(linesOfRow(life, row)) }
  }

  /** That a lane of the database was or has never been anything else than what it was, in this life. */
  laneHolds(life: string, row: LaneRow): boolean {
    return row.stamp === undefined ? isNew(row) : this.#stamps.textHolds(linesOfLane(life, row).join('\n'), row.stamp)
  }

  /** That rows of the journal follow upon a place, none of them missing and each stamped by its owner. */
  follow(life: string, place: number, rows: readonly JournalRow[]): boolean {
    return rows.every(
      (row, index) =>
        placeOf(row._id) === place + index + 1 && this.#stamps.textHolds(linesOfRow(life, row).join('\n'), row.stamp),
    )
  }

  text(what: string, content: string): string {
    return this.#stamps.ofText(`${what}\n${content}`)
  }

  textHolds(what: string, content: string, stamp: string | undefined): boolean {
    return this.#stamps.textHolds(`${what}\n${content}`, stamp)
  }
}

/** As a lane begins: whoever takes its document away makes the same, and the log knows better (`Witness`). */
const isNew = ({ epoch: _, _id, owners, ...row }: LaneRow): boolean =>
  Object.keys(row).length === 3 && row.seq === 0 && row.positions === '{}' && row.marks === '{}'
