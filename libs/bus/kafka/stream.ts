import type { InRecord, Source } from '../port.ts'
import type { Own } from './own.ts'
import { type Aborted, type LogRecord, readRecords } from './records.ts'

/** A record and what it holds of memory, about. */
export interface Fetched {
  readonly record: InRecord
  readonly octets: number
}

/** Who reads a partition. Called in order and without gaps, never awaited. */
export interface Sink {
  /** True while nothing more is wanted. */
  readonly full: boolean
  /** The records from the reader’s offset to `next`, and the end of the partition as known now: none when not asked yet. */
  take(records: readonly Fetched[], next: number, end: number | undefined): void
  /** It cannot be read on, and is left alone until it seeks: the log does not hold its offset, or what else is given. */
  stuck(why?: unknown): void
}

export interface Asked {
  readonly offset: number
  readonly number: number
  /** Somebody waits for the answer: at another offset, or to hear where the end is. */
  readonly hurry: boolean
}

/** A record that this process wrote. */
export interface Wrote {
  readonly key: string
  readonly value: string
  readonly source: string | undefined
  readonly octets: number
}

type Written = Omit<LogRecord, 'offset'>

/** So many writes of ours one after the other, and nobody else's between: the next will be ours too. */
const ALONE = 20
/** Who writes all of a partition looks this seldom whether somebody else does after all, ms. */
const REST_MS = 40

interface News {
  readonly data: Buffer
  readonly aborted: readonly Aborted[]
}

/** One reader’s place in a stream. */
export class Reading {
  readonly stream: Stream
  sink: Sink
  offset: number
  /** How often the stream had been asked for when this reader sought: only a later answer tells it the end. */
  soughtAt = 0
  told = false
  stuck = false

  constructor(stream: Stream, offset: number, sink: Sink) {
    this.stream = stream
    this.offset = offset
    this.sink = sink
  }
}

/**
 * A partition, fetched once for all who read it here. Each has a place of its own: those at the same place take the same
 * records; where places differ, the stream asks for one after the other, so nobody waits for who is far behind.
 */
export class Stream {
  /** As the broker knows it. */
  readonly topic: string
  readonly partition: number
  readonly key: string
  readonly #name: string
  readonly #own: Own | undefined
  readonly readings = new Set<Reading>()
  /** How often it was asked for. */
  asked = 0
  #turn = 0
  /** When it last had news, ms. */
  lively = 0
  /** Quiet for some time, so read together with the other quiet ones. */
  calm = false
  /** Writes of ours that came since anybody else's. */
  #alone = 0
  #askedAt = 0

  constructor(topic: string, partition: number, name: string, own?: Own) {
    this.#own = own
    this.topic = topic
    this.partition = partition
    this.key = `${topic}/${partition}`
    this.#name = name
  }

  /** How long nothing need be asked, ms: all that is written here lately this process writes itself. */
  rest(now: number): number {
    return this.#alone < ALONE ? 0 : Math.max(0, this.#askedAt + REST_MS - now)
  }

  /** What to ask for next; undefined when nobody wants any. */
  next(now = Date.now()): Asked | undefined {
    let first: number | undefined
    let places: Set<number> | undefined
    let hurry = false
    for (const { offset, sink, stuck, told } of this.readings) {
      if (stuck || sink.full) continue
      hurry ||= !told
      if (offset === first) continue
      if (first === undefined) first = offset
      else places = (places ?? new Set([first])).add(offset)
    }
    if (first === undefined) return undefined
    const number = ++this.asked
    this.#askedAt = now
    if (!places) return { offset: first, number, hurry }
    const all = [...places]
    return { offset: all[this.#turn++ % all.length] as number, number, hurry: true }
  }

  /** The broker has answered: the end of the partition, and without an answer of its own no news. True when there are records, or their like. */
  answered({ offset, number }: Asked, end: number | undefined, answer: News | undefined): boolean {
    const isNews = answer !== undefined && answer.data.length > 0
    // What this process wrote, its readers had before the answer came.
    if (isNews && [...this.readings].every((each) => each.offset !== offset)) return true
    const found = isNews ? readRecords(answer.data, offset, answer.aborted) : { records: [], next: offset }
    let records: readonly Fetched[] | undefined
    for (const reading of this.readings) {
      const { sink, offset: from } = reading
      if (reading.stuck || sink.full || from < offset || from > found.next) continue
      records ??= found.records.map((each) => this.#fetched(each, each.offset))
      const own = from === offset ? records : records.filter(({ record }) => record.offset >= from)
      reading.told ||= number > reading.soughtAt && end !== undefined
      give(reading, own, found.next, reading.told ? end : undefined)
    }
    if (found.records.some(({ source }, i) => !records?.[i]?.record.trusted && !this.#isEdges(source))) this.#alone = 0
    return found.next > offset
  }

  /**
   * The log has taken what this process wrote, from `base` on: those who read up to there have it at once. Others fetch it. True
   * when all have it.
   */
  wrote(base: number, items: readonly Wrote[]): boolean {
    const next = base + items.length
    let records: readonly Fetched[] | undefined
    let all = true
    for (const reading of this.readings) {
      const { offset, sink } = reading
      if (offset === base && reading.told && !reading.stuck && !sink.full) {
        records ??= items.map((each, i) => this.#fetched(each, base + i))
        give(reading, records, next, undefined)
      }
      all &&= reading.offset >= next
    }
    this.#alone = all ? this.#alone + 1 : 0
    return all
  }

  /** Nobody can read on at `offset`. */
  failed(offset: number, why?: unknown): void {
    for (const reading of this.readings) {
      if (reading.offset !== offset || reading.stuck) continue
      reading.stuck = true
      reading.sink.stuck(why)
    }
  }

  #fetched(written: Written, offset: number): Fetched {
    return { record: this.#toRecord(written, offset), octets: written.octets }
  }

  #isEdges(source: string | undefined): boolean {
    return source !== undefined && this.#own?.isEdges(source) === true
  }

  #toRecord({ key, value, source }: Written, offset: number): InRecord {
    const text = value ?? ''
    const from = source === undefined ? undefined : sourceOf(source)
    const place = { topic: this.#name, partition: this.partition, key }
    const own = source === undefined ? undefined : this.#own?.message(source, place)
    return {
      ...place,
      offset,
      message: own ?? parse(text),
      trusted: own !== undefined,
      raw: () => text,
      ...(from ? { source: from } : {}),
    }
  }
}

function give(reading: Reading, records: readonly Fetched[], next: number, end: number | undefined): void {
  try {
    reading.sink.take(records, next, end)
    reading.offset = next
  } catch (error) {
    reading.stuck = true
    reading.sink.stuck(error)
  }
}

function sourceOf(header: string): Source | undefined {
  const [lane, incarnation, seq, index] = header.split('|')
  if (lane === undefined || incarnation === undefined) return undefined
  return { lane, incarnation, seq: Number(seq), index: Number(index) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
