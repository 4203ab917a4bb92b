import { z } from 'zod'
import { time } from './parts.ts'

/** What every message carries besides its data. `at` is the time the edge stamped, in ms since 1970 (UTC). */
export interface Envelope<Type extends string = string, Data = unknown> {
  /** Derived from the cause: the same cause gives the same id, so a repetition can be recognised. */
  readonly id: string
  readonly type: Type
  readonly v: number
  readonly at: number
  /** One id from the subscriber's SMS to the last answer it caused; safe in logs. */
  readonly corr: string
  /** W3C traceparent of the span that caused this message, when it was sampled. */
  readonly trace?: string
  readonly data: Data
}

type Schemas = Record<string, z.ZodType>

/** One topic: its one home for name, key, owner, keeping and the messages it may carry. */
export interface Topic<S extends Schemas = Schemas> {
  readonly name: string
  /** What the key is; keys of people are an HMAC of the number, never the number. */
  readonly key:
    | 'subscriber'
    | 'service'
    | 'message'
    | 'api-key'
    | 'dead-letter'
    | 'link'
    | 'request'
    | 'receipt'
    | 'shard'
    | 'seal'
    | 'lane'
    | 'charge'
    | 'complaint'
    | 'report'
    | 'reward'
    | 'dispute'
    | 'settlement'
    | 'webhook'
    | 'delivery'
    | 'case'
    | 'partner'
    | 'notice'
    | 'person'
    | 'session'
    | 'proposal'
    | 'bucket'
    | 'process'
    | 'partner'
    | 'target'
    | 'port'
    | 'digest'
    | 'place'
    | 'series'
    | 'campaign'
    | 'roll'
    | 'file'
    | 'draft'
    | 'record'
    | 'any'
  readonly owner: string
  readonly summary: string
  /** `compact` keeps the last record of each key for ever; a number is days of retention. */
  readonly keep: 'compact' | number
  /**
   * Somebody outside is told by it, and only as long as it is news: lanes put nothing into it that follows from what is older
   * than so many days (`stillNews`).
   */
  readonly newsDays?: number
  /** Brokers write the time at which they took a record, not its sender. */
  readonly stampedByLog?: true
  readonly messages: S
}

export type MessageOf<T extends Topic> = {
  [K in keyof T['messages'] & string]: Envelope<K, z.infer<T['messages'][K]>>
}[keyof T['messages'] & string]

export const topic = <S extends Schemas>(definition: Topic<S>): Topic<S> => Object.freeze(definition)

const envelope = z.object({
  id: z.string().min(1).max(400),
  type: z.string(),
  v: z.literal(1),
  at: time,
  corr: z.string().max(200),
  trace: z.string().max(100).optional(),
  data: z.unknown(),
})

export class ContractError extends Error {
  readonly code = 'contract.invalid'
}

/**
 * A message of this topic, checked against its schema: the border where untrusted bytes become contracts.
 * @throws ContractError naming the path and the rule that failed, never the value (it may be personal data).
 */
export function parseMessage<T extends Topic>(topic: T, raw: unknown): MessageOf<T> {
  const outer = envelope.safeParse(raw)
  if (!outer.success) throw new ContractError(`not an envelope: ${explain(outer.error)}`)
  const schema = topic.messages[outer.data.type]
  if (!schema) throw new ContractError('the topic has no message of this type')
  const inner = schema.safeParse(outer.data.data)
  if (!inner.success) throw new ContractError(`${outer.data.type} v1: ${explain(inner.error)}`)
  return { ...outer.data, data: inner.data } as MessageOf<T>
}

/** Path and rule of the first three issues; no values. */
export const explain = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.code}`)
    .join('; ')

/**
 * The partition of a key among `partitions`: FNV-1a over its UTF-16 units. Computed by us, so that every adapter
 * and every version agrees; a topic's count is fixed at creation.
 */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) {
    hash ^= key.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return (hash >>> 0) % partitions
}
