import type { InRecord } from '#bus'
import type { Marks } from '#store'

/**
 * Drops what a source lane published twice. One mark per (input topic, source lane): within one partition a source's
 * messages come in the order of its commits, but two topics are read independently, so a mark over both would lose some.
 */
export class MarkBook {
  readonly #marks: Map<string, readonly [string, number, number]>

  constructor(marks: Marks) {
    this.#marks = new Map(Object.entries(marks))
  }

  /** True when the record is new, which it then no longer is. */
  take(record: InRecord): boolean {
    const source = record.source
    if (!source) return true
    const name = `${record.topic}<${source.lane}`
    const mark = this.#marks.get(name)
    if (mark && mark[0] === source.incarnation) {
      if (source.seq < mark[1] || (source.seq === mark[1] && source.index <= mark[2])) return false
    }
    this.#marks.set(name, [source.incarnation, source.seq, source.index])
    return true
  }

  toJSON(): Marks {
    return Object.fromEntries(this.#marks)
  }
}
