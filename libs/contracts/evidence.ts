import { z } from 'zod'
import { topic } from './topic.ts'

const head = z.object({
  /** Subscriber’s key and tenure. */
  chain: z.string().max(100),
  number: z.number().int().min(1),
  digest: z.string().max(100),
})

/** Where chains of evidence stand now, to be signed. */
export const chainHeads = topic({
  name: 'chain.heads',
  key: 'shard',
  owner: 'confirmations',
  summary: 'A chain of evidence grew: its last record, keyed by the share of chains that are signed together.',
  keep: 30,
  messages: { 'head.moved': head },
})

export const evidenceSeals = topic({
  name: 'evidence.seals',
  key: 'seal',
  owner: 'confirmations',
  summary:
    'Heads of chains, signed daily with a key that is in no database; seals are chained themselves. Restores from a backup, signed too.',
  keep: 400,
  messages: {
    'seal.made': z.object({
      shard: z.string().max(40),
      number: z.number().int().min(1),
      before: z.string(),
      at: z.number().int(),
      heads: z.array(head),
      digest: z.string(),
      keyId: z.string(),
      signature: z.string(),
    }),
    'store.restored': z.object({
      at: z.number().int(),
      by: z.string().max(200),
      from: z.string().max(400),
      incarnation: z.string().max(60),
      /** Where the chains of seals stand in what was restored. */
      heads: z.array(head),
      digest: z.string(),
      keyId: z.string(),
      signature: z.string(),
    }),
  },
})
