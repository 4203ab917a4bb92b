import { z } from 'zod'
import { time } from './parts.ts'
import { topic } from './topic.ts'

export const apiKeys = topic({
  name: 'api-keys',
  key: 'api-key',
  owner: 'console',
  summary: 'API keys by id: digest of the secret, kind, purposes; never the secret.',
  keep: 'compact',
  messages: {
    'key.set': z.object({
      keyId: z.string(),
      digest: z.string(),
      /** The partner that the key speaks for. */
      partnerId: z.string().max(40).optional(),
      /** The person whose service account it is. */
      personId: z.string().max(40).optional(),
      name: z.string().max(60),
      /** What it is a key of; one that was made before there were kinds opens nothing any more. */
      kind: z.string().max(20).optional(),
      purposes: z.array(z.string()),
      createdAt: time,
      revokedAt: time.optional(),
      perMinute: z.number().int().min(1),
    }),
  },
})
