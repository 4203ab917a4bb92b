import { z } from 'zod'
import { time } from './parts.ts'
import { type MessageOf, topic } from './topic.ts'

const head = z.object({
  /** The record, or the chain of records, that it is of. */
  chain: z.string().max(320),
  number: z.number().int().min(1),
  digest: z.string().max(100),
})
/** With where it stood when this was told last: nothing comes between two seals unseen. */
const grown = head.extend({ since: z.object({ number: z.number().int().min(0), digest: z.string().max(100) }) })

/** Records of one kind are signed together by the first character of their key: 64 shares. */
export const shardOf = (kind: string, key: string): string => `${kind}-${key.slice(0, 1)}`

/** That a chain grew, for those who sign it with others of its share. */
export const headMoved = (shard: string, head: z.infer<typeof grown>) => ({
  topic: 'chain.heads',
  key: shard,
  type: 'head.moved',
  data: head,
})

/** That what is to be signed of a chain was changed in the store meanwhile, for those who sign: they say so. */
export const headBroken = (shard: string, chain: string) => ({
  topic: 'chain.heads',
  key: shard,
  type: 'head.broken',
  data: { chain },
})

/** Where chains of evidence stand now, to be signed. */
export const chainHeads = topic({
  name: 'chain.heads',
  key: 'shard',
  owner: 'confirmations',
  summary: 'A chain of evidence grew: its last record, keyed by the share of chains that are signed together.',
  keep: 30,
  messages: { 'head.moved': grown, 'head.broken': head.pick({ chain: true }) },
})

const baselineOf = {
  /** Whose states. */
  process: z.string().max(60),
  /** From 1; each takes what stands there as it is once more. */
  number: z.number().int().min(1),
  at: time,
}

/**
 * From when on states are held against what their lanes leave: what a build did not sign, stamp or list yet is taken as it stands,
 * once, by the owner of each lane. The log says that it was done, so that nobody has it done again by writing the database.
 */
export const evidenceBaselines = topic({
  name: 'evidence.baselines',
  key: 'record',
  owner: 'every process',
  summary:
    'From when on states of a kind are signed, stamped and listed as this build does it, and whose lanes took them as they stood.',
  keep: 'compact',
  messages: {
    'baseline.begun': z.object({
      ...baselineOf,
      takes: z
        .array(z.string().max(20))
        .max(10)
        .describe(
          'What is new with it: `seal`, `stamp`, `lists 1`, `catch-up 1` (what an earlier build left undone is done); ordered by people, all',
        ),
      nothing: z
        .literal(true)
        .optional()
        .describe('Nothing is taken as it stands: there was no state yet, or none that lacks it'),
      /** Who ordered it, and by which proposal; else it is of the first start of a build that has what is new. */
      by: z.string().max(100).optional(),
      reason: z.string().max(400).optional(),
      proposal: z.string().max(100).optional(),
    }),
    /** The owner of a lane has looked at all of its states. */
    'baseline.made': z.object({
      ...baselineOf,
      lane: z.number().int().min(0).describe('Of the states of the kind, those of one share of keys'),
      taken: z.number().int().min(0).describe('So many were taken as they stood since the lane was taken over last'),
    }),
  },
})

export type Begun = Extract<MessageOf<typeof evidenceBaselines>, { type: 'baseline.begun' }>['data']

/** Of a baseline, or of one lane of it. */
export const baselineKey = (of: {
  readonly process: string
  readonly number: number
  readonly lane?: number
}): string => [of.process, of.number, ...(of.lane === undefined ? [] : [of.lane])].join(' ')

export const evidenceSeals = topic({
  name: 'evidence.seals',
  key: 'seal',
  owner: 'confirmations',
  summary:
    'Heads of chains, signed every few minutes with a key that is in no database; seals are chained themselves. Restores from a backup, signed too.',
  keep: 400,
  messages: {
    'seal.made': z.object({
      shard: z.string().max(40),
      number: z.number().int().min(1),
      before: z.string(),
      at: time,
      heads: z.array(grown),
      /** Chains of the share, and records in them, so far. */
      chains: z.number().int().min(0),
      records: z.number().int().min(0),
      /** What was changed in the store while it waited. */
      broken: z.array(z.string().max(320)).optional(),
      digest: z.string(),
      keyId: z.string(),
      signature: z.string(),
    }),
    'store.restored': z.object({
      at: time,
      by: z.string().max(200),
      from: z.string().max(400),
      incarnation: z.string().max(60),
      asItStands: z
        .literal(true)
        .optional()
        .describe('What lanes said in the database was believed, although somebody had changed it'),
      /** Where the chains of seals stand in what was restored. */
      heads: z.array(head),
      digest: z.string(),
      keyId: z.string(),
      signature: z.string(),
    }),
  },
})
