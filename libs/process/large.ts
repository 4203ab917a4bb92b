import { type Bus, type OutRecord, tooLarge } from '#bus'
import { letterRecord } from '#contracts'
import type { Emit } from './types.ts'

/** Room for what the runtime writes around an emission's data: ids, times, trace. */
const ENVELOPE = 4096

/** Why a decision's emissions cannot be published; undefined when they can. */
export function largeEmission(emits: readonly Emit[] | undefined, largest: number): string | undefined {
  for (const { topic, key, type, data } of emits ?? []) {
    const octets = tooLarge({ key, message: { id: '', type, v: 1, at: 0, corr: '', data } }, largest - ENVELOPE)
    if (octets !== undefined)
      return `it would make a ${type} of ${octets} octets for ${topic}, and the log takes ${largest}`
  }
  return undefined
}

/**
 * What cannot be undone any more, an effect's or a timer's message: a dead letter stands for it where it is too large, so
 * that it does not block its lane for ever.
 */
export function fitting(record: OutRecord, process: string, bus: Pick<Bus, 'largest' | 'partitions'>): OutRecord {
  const octets = tooLarge(record, bus.largest)
  if (octets === undefined) return record
  const { topic, partition, key, message } = record
  const reason = `${process} made a message of ${octets} octets, and the log takes ${bus.largest}`
  return letterRecord(
    { id: `${message.id.slice(0, 200)}!large`, at: message.at, corr: message.corr },
    { process, topic, partition, offset: 0, key, reason, value: JSON.stringify(message) },
    bus,
  )
}
