import { createRequire } from 'node:module'

const crc32c = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/crc32C') as (octets: Buffer) => number

/** A record as kafkajs is given it. */
export interface WireRecord {
  readonly key: string
  readonly value: string
  readonly headers?: Readonly<Record<string, string>>
}

interface WirePartition {
  readonly partition: number
  readonly messages: readonly WireRecord[]
  readonly firstSequence?: number
}

/** What kafkajs’s producer asks a broker for. */
export interface ProduceRequest {
  readonly acks: number
  readonly timeout: number
  readonly producerId?: number | string
  readonly producerEpoch?: number
  readonly topicData: readonly { readonly topic: string; readonly partitions: readonly WirePartition[] }[]
}

/** What stands before the records of a partition: its number, the length, and the batch's own head. */
const LENGTH_AT = 12
const CRC_AT = LENGTH_AT + 9
const BATCH_HEAD = 61
const MAGIC = 2

/**
 * Produce, versions 3 to 7, not compressed and in no transaction, octet for octet as kafkajs writes it. kafkajs makes some
 * twenty buffers for each record and copies it seven times; this is one buffer, of the size that is needed.
 */
export function encodeProduce(request: ProduceRequest): { buf: Buffer; buffer: Buffer } {
  const { acks, timeout, producerId = -1, producerEpoch = 0, topicData } = request
  const now = BigInt(Date.now())
  const id = BigInt(producerId)
  const wire = new Wire(sizeOf(request))
  wire.int16(-1)
  wire.int16(acks)
  wire.int32(timeout)
  wire.int32(topicData.length)
  for (const { topic, partitions } of topicData) {
    wire.int16(Buffer.byteLength(topic))
    wire.text(topic)
    wire.int32(partitions.length)
    for (const { partition, messages, firstSequence = 0 } of partitions) {
      wire.int32(partition)
      const length = wire.at
      wire.int32(0)
      const batch = wire.at
      wire.int64(0n)
      wire.int32(0)
      wire.int32(0)
      wire.int8(MAGIC)
      wire.int32(0)
      wire.int16(0)
      wire.int32(messages.length - 1)
      wire.int64(now)
      wire.int64(now)
      wire.int64(id)
      wire.int16(producerEpoch)
      wire.int32(firstSequence)
      wire.int32(messages.length)
      for (let i = 0; i < messages.length; i++) writeRecord(wire, messages[i] as WireRecord, i)
      const { bytes, at } = wire
      bytes.writeInt32BE(at - batch, length)
      bytes.writeInt32BE(at - batch - LENGTH_AT, batch + LENGTH_AT - 4)
      bytes.writeUInt32BE(crc32c(bytes.subarray(batch + CRC_AT, at)), batch + CRC_AT - 4)
    }
  }
  return { buf: wire.bytes, buffer: wire.bytes }
}

function writeRecord(wire: Wire, record: WireRecord, place: number): void {
  const { key, value, headers } = record
  wire.varint(bodyOf(record, place))
  wire.int8(0)
  wire.varint(0)
  wire.varint(place)
  wire.sized(key)
  wire.sized(value)
  wire.varint(countOf(headers))
  for (const name in headers) {
    wire.sized(name)
    wire.sized(headers[name] as string)
  }
}

const countOf = (headers: WireRecord['headers']): number => {
  let count = 0
  for (const _ in headers) count++
  return count
}

/** Octets of a record behind its length: attributes and time, its place, key, value, headers. */
function bodyOf({ key, value, headers }: WireRecord, place: number): number {
  let octets = 2 + varintOf(place) + sizedOf(key) + sizedOf(value) + varintOf(countOf(headers))
  for (const name in headers) octets += sizedOf(name) + sizedOf(headers[name] as string)
  return octets
}

function sizeOf({ topicData }: ProduceRequest): number {
  let octets = 12
  for (const { topic, partitions } of topicData) {
    octets += 6 + Buffer.byteLength(topic)
    for (const { messages } of partitions) {
      octets += 8 + BATCH_HEAD
      for (let i = 0; i < messages.length; i++) {
        const body = bodyOf(messages[i] as WireRecord, i)
        octets += varintOf(body) + body
      }
    }
  }
  return octets
}

const zigzag = (value: number): number => (value << 1) ^ (value >> 31)

function varintOf(value: number): number {
  let octets = 1
  for (let left = zigzag(value) >>> 7; left > 0; left >>>= 7) octets++
  return octets
}

function sizedOf(text: string): number {
  const octets = Buffer.byteLength(text)
  return varintOf(octets) + octets
}

class Wire {
  readonly bytes: Buffer
  at = 0

  constructor(octets: number) {
    this.bytes = Buffer.allocUnsafe(octets)
  }

  int8(value: number): void {
    this.at = this.bytes.writeInt8(value, this.at)
  }

  int16(value: number): void {
    this.at = this.bytes.writeInt16BE(value, this.at)
  }

  int32(value: number): void {
    this.at = this.bytes.writeInt32BE(value, this.at)
  }

  int64(value: bigint): void {
    this.at = this.bytes.writeBigInt64BE(value, this.at)
  }

  text(value: string): void {
    this.at += this.bytes.write(value, this.at)
  }

  /** Zigzag, at most 32 bits. */
  varint(value: number): void {
    let left = zigzag(value)
    for (; left >>> 7 !== 0; left >>>= 7) this.bytes[this.at++] = (left & 0x7f) | 0x80
    this.bytes[this.at++] = left
  }

  sized(value: string): void {
    this.varint(Buffer.byteLength(value))
    this.text(value)
  }
}
