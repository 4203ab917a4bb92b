import { gunzipSync, zstdDecompressSync } from 'node:zlib'

/** One record as it stands in the log. */
export interface LogRecord {
  readonly offset: number
  readonly key: string
  /** Undefined for a record without a value. */
  readonly value: string | undefined
  /** The header that names the record's source. */
  readonly source: string | undefined
  /** What it holds of memory, about. */
  readonly octets: number
}

/** A producer's transaction that was given up: its records from this offset on are none. */
export interface Aborted {
  readonly producerId: bigint
  readonly firstOffset: number
}

export interface Records {
  readonly records: readonly LogRecord[]
  /** The offset behind all that was looked at, also what is no record (markers of transactions, what was compacted). */
  readonly next: number
}

const BATCH_HEAD = 61
const CONTROL = 0x20
const TRANSACTIONAL = 0x10
const SOURCE_HEADER = 's'

/** Reads record batches (format 2) from `from` on; a batch that is cut at the end is left for the next fetch. */
export function readRecords(data: Buffer, from: number, aborted: readonly Aborted[]): Records {
  const records: LogRecord[] = []
  const givenUp = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
  const under = new Set<bigint>()
  let next = from
  for (let at = 0; at + BATCH_HEAD <= data.length; ) {
    const length = data.readInt32BE(at + 8)
    const end = at + 12 + length
    if (end > data.length) break
    const magic = data.readInt8(at + 16)
    if (magic !== 2)
      throw new Error(`the log holds records of format ${magic}; only format 2 (Kafka 0.11 and later) is read`)
    const base = readOffset(data, at)
    const attributes = data.readInt16BE(at + 21)
    const last = base + data.readInt32BE(at + 23)
    const producer = data.readBigInt64BE(at + 43)
    while (givenUp[0] && givenUp[0].firstOffset <= last) under.add((givenUp.shift() as Aborted).producerId)
    if (attributes & CONTROL) under.delete(producer)
    else if (!(attributes & TRANSACTIONAL && under.has(producer))) {
      const body = unpack(data.subarray(at + BATCH_HEAD, end), attributes & 7)
      readBatch(body, data.readInt32BE(at + 57), base, from, records)
    }
    next = Math.max(next, last + 1)
    at = end
  }
  return { records, next }
}

export const readOffset = (data: Buffer, at: number): number =>
  data.readInt32BE(at) * 4_294_967_296 + data.readUInt32BE(at + 4)

function unpack(body: Buffer, codec: number): Buffer {
  if (codec === 0) return body
  if (codec === 1) return gunzipSync(body)
  if (codec === 4) return zstdDecompressSync(body)
  throw new Error(
    `the log holds records that are compressed by ${codec === 2 ? 'snappy' : 'lz4'}; have them written without, or by gzip or zstd`,
  )
}

function readBatch(body: Buffer, count: number, base: number, from: number, records: LogRecord[]): void {
  const cursor = new Cursor(body)
  for (let i = 0; i < count; i++) {
    const length = cursor.varint()
    const end = cursor.at + length
    cursor.at += 1
    cursor.skipVarint()
    const offset = base + cursor.varint()
    if (offset >= from) {
      const key = cursor.text()
      const value = cursor.text()
      records.push({ offset, key: key ?? '', value, source: sourceIn(cursor), octets: length })
    }
    cursor.at = end
  }
}

function sourceIn(cursor: Cursor): string | undefined {
  for (let left = cursor.varint(); left > 0; left--) {
    const name = cursor.text()
    const value = cursor.text()
    if (name === SOURCE_HEADER) return value
  }
  return undefined
}

class Cursor {
  at = 0
  readonly #data: Buffer

  constructor(data: Buffer) {
    this.#data = data
  }

  /** Zigzag, at most 32 bits. */
  varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const octet = this.#data[this.at++] as number
      value |= (octet & 0x7f) << shift
      if (octet < 0x80) return (value >>> 1) ^ -(value & 1)
    }
  }

  skipVarint(): void {
    while ((this.#data[this.at++] as number) >= 0x80);
  }

  text(): string | undefined {
    const length = this.varint()
    if (length < 0) return undefined
    const begin = this.at
    this.at += length
    return this.#data.toString('utf8', begin, this.at)
  }
}
