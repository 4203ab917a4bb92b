import type { Envelope } from '#contracts'

/**
 * Where a message comes from; readers keep one mark per source and input topic and drop what is not newer. What has none
 * when it is published (an edge's) is given one by an adapter whose client may write it twice.
 */
export interface Source {
  /** `process/n` of the lane that emitted it, or `edge/` and what is random for each start. */
  readonly lane: string
  /** Changes when a store was restored from a backup; of an edge empty. */
  readonly incarnation: string
  /** Number of the commit that emitted it; of an edge, of the message. */
  readonly seq: number
  /** Place within that commit. */
  readonly index: number
}

export interface OutRecord {
  readonly topic: string
  readonly partition: number
  readonly key: string
  readonly message: Envelope
  readonly source?: Source
  /** An edge made the message of what it checked itself, so it keeps its contract: where its own process reads it, it is believed. */
  readonly checked?: true
}

export interface InRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: string
  /** The parsed JSON, or undefined when the value was not JSON. */
  readonly message: unknown
  /** True when this very process made the message, so it need not be parsed again. */
  readonly trusted: boolean
  readonly source?: Source
  /** The value as it stands in the log, for a dead letter. */
  raw(): string
}

/** What one topic of a lane has to offer from the lane's position on. */
export interface Pending {
  readonly topic: string
  /** In order and without gaps; empty when nothing has come. */
  readonly records: readonly InRecord[]
  /**
   * True when the log may hold more than was returned: it did when it was last looked at, or its end has not been reached
   * since the last seek. Nothing later than what is still to come may then be taken from the other topics.
   */
  readonly more: boolean
}

/** True when a lane can take something: there are records, and no topic with more to come stands empty. */
export const hasNews = (pending: readonly Pending[]): boolean =>
  pending.some((each) => each.records.length > 0) && !pending.some((each) => each.more && each.records.length === 0)

/** First and next offset of a partition. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Reads partition n of all input topics of one process. Nothing is consumed until `advance`. */
export interface LaneReader {
  /** Identifies each topic’s log (cluster, and the topic’s generation): positions of another must not be used on it. */
  identity(): Promise<Readonly<Record<string, string>>>
  ranges(): Promise<Record<string, Range>>
  /** Reads on from these offsets. */
  seek(positions: Readonly<Record<string, number>>): void
  /**
   * What is there now, of every input topic, at most `max` records each. Waits until something can be taken (see `hasNews`),
   * `waitMs` have passed, the lane is revoked, or it is woken.
   */
  poll(max: number, waitMs: number): Promise<readonly Pending[]>
  /** Ends the wait of the poll under way, or of the next one. */
  wake(): void
  /** Everything before these offsets is done with. */
  advance(positions: Readonly<Record<string, number>>): void
}

export interface LaneHandler {
  /** The group gives lane n to this member. */
  granted(lane: number, reader: LaneReader): void
  /** The group takes it away; the returned promise ends when nothing is under way any more. */
  revoked(lane: number): Promise<void>
}

export interface Membership {
  /** Gives up all lanes and asks for them again (after a fence error, or when a lane stands still). */
  rejoin(): Promise<void>
  leave(): Promise<void>
  /** True once the group has said which lanes are ours, be it none. */
  joined(): boolean
  /** Undefined when well, else what is wrong. */
  trouble(): string | undefined
}

/** What reads a topic from its end on. */
export interface Tail {
  /** The next offset of each partition when it began. */
  readonly from: readonly number[]
  stop(): Promise<void>
}

export interface TopicSpec {
  readonly name: string
  readonly keep: 'compact' | number
  readonly stampedByLog?: true
}

/** Somebody else’s clock. */
export interface Reference {
  /** Whose: `broker 2`. */
  readonly name: string
  /** Its time, ms. Rejects when it cannot be asked. */
  time(): Promise<number>
}

/**
 * The log. `publish` resolves when the records are durable; records of one call for one partition keep their order.
 * Adapters: embedded (SQLite), kafka, memory (simulation). All pass `contract.ts`.
 */
export interface Bus {
  readonly partitions: number
  /** Octets that one record may have, key and value as JSON with what stands around them (`tooLarge`). */
  readonly largest: number
  /** Creates what is missing. @throws BusError `bus.partitions` when a topic exists with another count. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>
  /**
   * @param options.withinMs how long an edge can wait. @throws BusError `bus.late` (retriable) when it is not known to be
   * durable by then. A lane gives no limit: it waits until the log is back. `bus.too-large` when a record is larger than
   * `largest`, before any is sent; `bus.refused` when the log takes one for no other reason: others’ are not held up.
   */
  publish(records: readonly OutRecord[], options?: { readonly withinMs?: number }): Promise<void>
  join(group: string, topics: readonly string[], handler: LaneHandler): Promise<Membership>
  /** Reads a topic from its start; resolves when its present end was reached, and goes on until the returned stop. */
  follow(topic: string, each: (record: InRecord) => void): Promise<() => Promise<void>>
  /** Reads what comes after now, until the returned stop. */
  tail(topic: string, each: (record: InRecord) => void): Promise<Tail>
  /** Live check for readiness. @throws when the log cannot be reached. */
  ping(): Promise<void>
  /** Why nothing of ours gets into the log, though it has been tried for long; undefined when well. */
  trouble?(): string | undefined
  /** For how long nothing can have been heard of what is followed, ms; absent where the log is this process’s own. */
  deaf?(): number
  /** The brokers’ clocks; absent where the log has none but this process’s. */
  clocks?(): Promise<readonly Reference[]>
  close(): Promise<void>
}

export class BusError extends Error {
  readonly code: string
  readonly retriable: boolean
  constructor(code: string, message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.retriable = options.retriable ?? false
  }
}
