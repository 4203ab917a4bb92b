import { BusError, type OutRecord } from './port.ts'

/** What Kafka's brokers take in one batch, when nobody set another limit. */
export const DEFAULT_LARGEST = 1_048_588

/** What stands around a record's key and value: the batch's head, offsets, times, the source. */
const AROUND = 256

/** Octets of a record as Kafka writes it, given its value as JSON. */
export const octetsOf = (key: string, value: string): number =>
  Buffer.byteLength(value) + Buffer.byteLength(key) + AROUND

/**
 * Octets of a record that is larger than `limit`; undefined when it is not. Cheap for what is far below, which is almost
 * everything: it is written out as JSON only when its strings could add up to so much.
 */
export function tooLarge({ key, message }: Pick<OutRecord, 'key' | 'message'>, limit: number): number | undefined {
  if (AROUND + 6 * key.length + atMost(message) <= limit) return undefined
  const octets = octetsOf(key, JSON.stringify(message))
  return octets > limit ? octets : undefined
}

/** @throws BusError `bus.too-large` for the first record that the log would not take */
export function checkSizes(records: readonly OutRecord[], largest: number): void {
  for (const record of records) {
    const octets = tooLarge(record, largest)
    if (octets !== undefined)
      throw new BusError('bus.too-large', `a record of ${octets} octets for ${record.topic}; the log takes ${largest}`)
  }
}

/** No fewer octets than its JSON has: a character may become six (`\u0000`). */
function atMost(value: unknown): number {
  if (typeof value === 'string') return 6 * value.length + 2
  if (typeof value !== 'object' || value === null) return 26
  let octets = 2
  if (Array.isArray(value)) for (const each of value) octets += atMost(each) + 1
  else for (const name in value) octets += 6 * name.length + 4 + atMost((value as Record<string, unknown>)[name])
  return octets
}
