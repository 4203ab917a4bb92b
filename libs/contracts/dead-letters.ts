import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Envelope, partitionOf, topic } from './topic.ts'

/** Octets of a value, as it is written inside a dead letter, up to which it is kept whole. */
const MOST_WHOLE = 256 * 1024
/** Characters that are kept of one that is larger. */
const EXCERPT = 16 * 1024
const MOST_KEY = 300
const MOST_REASON = 1000

export const deadLetter = z.object({
  process: z.string(),
  topic: z.string(),
  partition: z.number().int(),
  offset: z.number().int(),
  key: z.string(),
  reason: z.string(),
  /** The value as it stood in the log, or its beginning. */
  value: z.string(),
  /** Set when it is the beginning only, of a value or key that is too large to be kept: what the whole value was. */
  cut: z.object({ octets: z.number().int(), sha256: z.string() }).optional(),
})
export type DeadLetterData = z.infer<typeof deadLetter>

/** What could not be handled, with its reason: looked at and replayed with `quadzero dead-letters`. */
export const deadLetters = topic({
  name: 'dead-letters',
  key: 'dead-letter',
  owner: 'console',
  summary: 'A message that no rule accepts, with the reason; a replay is a new input.',
  keep: 200,
  messages: {
    'dead-letter.added': deadLetter,
    'dead-letter.replay-requested': z.object({ by: z.string() }),
  },
})

/**
 * What is kept of what could not be handled: all of it, or, so that the letter itself is never too large for the log, the
 * beginning of its value with length and SHA-256 of the whole.
 * @param largest octets that the log takes in one record
 */
export function letterOf(letter: Omit<DeadLetterData, 'cut'>, largest: number): DeadLetterData {
  const { key, value } = letter
  const reason = letter.reason.slice(0, MOST_REASON)
  const whole = Buffer.byteLength(JSON.stringify(value)) <= Math.min(MOST_WHOLE, largest / 2)
  if (whole && key.length <= MOST_KEY) return { ...letter, reason }
  const octets = Buffer.from(value)
  return {
    ...letter,
    reason,
    key: key.slice(0, MOST_KEY).toWellFormed(),
    value: value.slice(0, Math.min(EXCERPT, Math.floor(largest / 16))).toWellFormed(),
    cut: { octets: octets.length, sha256: createHash('sha256').update(octets).digest('hex') },
  }
}

/**
 * The record that a dead letter is in the log, under its own id.
 * @param log what the log takes in one record, and how many partitions its topics have
 */
export function letterRecord(
  { id, at, corr = id }: { readonly id: string; readonly at: number; readonly corr?: string },
  letter: Omit<DeadLetterData, 'cut'>,
  log: { readonly largest: number; readonly partitions: number },
): { topic: string; partition: number; key: string; message: Envelope } {
  return {
    topic: deadLetters.name,
    partition: partitionOf(id, log.partitions),
    key: id,
    message: { id, type: 'dead-letter.added', v: 1, at, corr, data: letterOf(letter, log.largest) },
  }
}
