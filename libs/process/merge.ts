import { hasNews, type InRecord, type Pending } from '#bus'

/** A look at the ends of all inputs: when the positions reach `ends`, everything that was stamped before `time` was read. */
export interface Look {
  readonly time: number
  readonly ends: Readonly<Record<string, number>>
}

/** What a lane takes in one go. */
export interface Batch {
  readonly records: InRecord[]
  /** For each record: up to when all inputs had been read when its turn came. Timers due by then come before it. */
  readonly readUpTo: number[]
}

interface Standing {
  readonly max: number
  /** The lane's own time. */
  readonly now: number
  /** Records stand in the log at most so much out of the order of their stamps, ms. */
  readonly graceMs: number
  readonly positions: Readonly<Record<string, number>>
  readonly look?: Look | undefined
}

const MOST_OCTETS = 4 * 1024 * 1024
const NEVER = Number.NEGATIVE_INFINITY

/**
 * Merges the topics by the edge's time, each topic in its own order. Where a topic has more than was read, nothing
 * later than its last record is taken from the others, so that a backlog in one topic is not overtaken; nothing at all
 * while one that has more stands empty.
 */
export function merge(pending: readonly Pending[], standing: Standing): Batch {
  const { max, now, graceMs, look } = standing
  const batch: Batch = { records: [], readUpTo: [] }
  if (!hasNews(pending)) return batch
  const lists = pending.filter((each) => each.records.length > 0)
  const heads = lists.map(() => 0)
  /** A topic at its end was read as far as somebody looked. */
  const asFarAsLooked = (topic: string, position: number) =>
    look && position >= (look.ends[topic] ?? 0) ? look.time : NEVER
  let known = now - graceMs
  for (const { topic, records } of pending)
    if (records.length === 0) known = Math.min(known, asFarAsLooked(topic, standing.positions[topic] ?? 0))
  let octets = 0
  while (batch.records.length < max && octets < MOST_OCTETS) {
    let best = -1
    let bestAt = Number.POSITIVE_INFINITY
    let heard = known
    for (let i = 0; i < lists.length; i++) {
      const { records, more } = lists[i] as Pending
      const record = records[heads[i] as number]
      if (record === undefined) {
        if (more) return batch
        continue
      }
      const time = stampOf(record)
      // What stands behind a stamp from the future may have been stamped at any time.
      heard = Math.min(heard, time > now + graceMs ? NEVER : time - graceMs)
      if (time < bestAt) {
        best = i
        bestAt = time
      }
    }
    if (best === -1) return batch
    const { topic, records } = lists[best] as Pending
    const record = records[heads[best] as number] as InRecord
    const next = (heads[best] as number) + 1
    heads[best] = next
    batch.records.push(record)
    batch.readUpTo.push(heard)
    if (next === records.length) known = Math.min(known, asFarAsLooked(topic, record.offset + 1))
    const text = (record.message as { data?: { text?: unknown } } | undefined)?.data?.text
    octets += 600 + (typeof text === 'string' ? text.length * 3 : 0)
  }
  return batch
}

const stampOf = (record: InRecord): number => {
  const at = (record.message as { at?: unknown } | undefined)?.at
  return typeof at === 'number' ? at : 0
}
