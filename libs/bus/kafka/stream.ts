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

  constructor(topic: string, partition: number, name: string, own?: Own) {
    this.#own = own
    this.topic = topic
    this.partition = partition
    this.key = `${topic}/${partition}`
    this.#name = name
  }

  /** What to ask for next; undefined when nobody wants any. */
  next(): Asked | undefined {
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
    if (!places) return { offset: first, number, hurry }
    const all = [...places]
    return { offset: all[this.#turn++ % all.length] as number, number, hurry: true }
  }

  /** The broker has answered: the end of the partition, and without an answer of its own no news. True when there are records, or their like. */
  answered({ offset, number }: Asked, end: number | undefined, answer: News | undefined): boolean {
    const found = answer?.data.length ? readRecords(answer.data, offset, answer.aborted) : { records: [], next: offset }
    let records: readonly Fetched[] | undefined
    for (const reading of this.readings) {
      const { sink, offset: from } = reading
      if (reading.stuck || sink.full || from < offset || from > found.next) continue
      records ??= found.records.map((each) => ({ record: this.#toRecord(each), octets: each.octets }))
      const own = from === offset ? records : records.filter(({ record }) => record.offset >= from)
      try {
        reading.told ||= number > reading.soughtAt && end !== undefined
        sink.take(own, found.next, reading.told ? end : undefined)
        reading.offset = found.next
      } catch (error) {
        reading.stuck = true
        sink.stuck(error)
      }
    }
    return found.next > offset
  }

  /** Nobody can read on at `offset`. */
  failed(offset: number, why?: unknown): void {
    for (const reading of this.readings) {
      if (reading.offset !== offset || reading.stuck) continue
      reading.stuck = true
      reading.sink.stuck(why)
    }
  }

  #toRecord({ offset, key, value, source }: LogRecord): InRecord {
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
