import type { InRecord } from '#bus'
import type { Marks } from '#store'

/**
 * An edge's source lives as long as its process, so its mark expires: this long after its last message, by the times that
 * the messages of the log carry. Its copies come within a minute of their stamp (`HORIZON_MS` of the publisher), and no
 * clock is further off than the skew that a start bears.
 */
const EDGE_MARK_MS = 10 * 60_000
/** However many processes start: a lane document stays small. */
const MOST_EDGE_MARKS = 300

type Mark = Marks[string]

/**
 * Drops what a source published twice. One mark per (input topic, source): within one partition a source's messages come
 * in the order of its commits, but two topics are read independently, so a mark over both would lose some.
 */
export class MarkBook {
  readonly #marks: Map<string, Mark>

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
    if (source.lane.startsWith('edge/')) {
      const at = stampOf(record)
      if (!mark) this.#expire(at)
      this.#marks.set(name, [source.incarnation, source.seq, source.index, Math.max(at, mark?.[3] ?? 0)])
    } else this.#marks.set(name, [source.incarnation, source.seq, source.index])
    return true
  }

  toJSON(): Marks {
    return Object.fromEntries(this.#marks)
  }

  /** A process has started, so others may have ended. */
  #expire(now: number): void {
    const edges = [...this.#marks].flatMap(([name, mark]) => (mark[3] === undefined ? [] : [{ name, at: mark[3] }]))
    edges.sort((a, b) => b.at - a.at)
    edges.forEach(({ name, at }, place) => {
      if (at < now - EDGE_MARK_MS || place >= MOST_EDGE_MARKS - 1) this.#marks.delete(name)
    })
  }
}

const stampOf = ({ message }: InRecord): number => {
  const at = (message as { at?: unknown } | undefined)?.at
  return typeof at === 'number' ? at : 0
}
