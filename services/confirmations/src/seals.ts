import { z } from 'zod'
import { evidenceSeals } from '#contracts'
import type { Seal, Sealer } from '#evidence'
import { nextOf, pageQuery } from '#http'
import type { Deps } from '#service'
import type { ReceiptRecord } from './domain/records.ts'

const seal = evidenceSeals.messages['seal.made'].extend({
  id: z.string(),
  heads: z.array(
    z.object({
      chain: z.string(),
      number: z.number(),
      digest: z.string(),
      stored: z
        .string()
        .optional()
        .describe('The digest of that record as it is stored now; absent when it is not there'),
    }),
  ),
})

/** `GET /v1/seals`, `GET /v1/seal-key`: what an auditor holds against the receipts. */
export function sealRoutes({ http, store }: Deps, [sealer, ...former]: readonly [Sealer, ...Sealer[]]): void {
  http.get(
    '/v1/seals',
    {
      config: { needs: ['audit', 'seal'] },
      schema: {
        summary: 'Signed heads of the receipts’ chains, share after share',
        description:
          'What `quadzero verify receipts` checks: nobody without the key makes another seal of changed records.',
        tags: ['audit'],
        querystring: pageQuery(100, 20),
        response: { 200: z.object({ items: z.array(seal), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('seal-records', { after, limit })
      const made = found.map(({ key, body }) => ({ id: key, ...(body as Seal) }))
      const idOf = ({ chain, number }: { chain: string; number: number }) => `${chain}.${number}`
      const records = await store.load(
        'consents',
        made.flatMap(({ heads }) => heads.map(idOf)),
      )
      const items = made.map((each) => ({
        ...each,
        heads: each.heads.map((head) => {
          const stored = (records.get(idOf(head))?.body as ReceiptRecord | undefined)?.digest
          return { ...head, ...(stored === undefined ? {} : { stored }) }
        }),
      }))
      return { items, ...nextOf(found, limit) }
    },
  )
  http.get(
    '/v1/seal-key',
    {
      config: { needs: ['audit', 'seal'] },
      schema: {
        summary: 'The public key that seals are checked with',
        description: 'Keep it apart: a key that is fetched at the time of the check proves only that it fits.',
        tags: ['audit'],
        response: {
          200: z.object({
            key_id: z.string(),
            public_key: z.string().describe('PEM, Ed25519; while the key is rotated the former ones behind it'),
          }),
        },
      },
    },
    async () => ({ key_id: sealer.keyId, public_key: [sealer, ...former].map((each) => each.publicKey).join('') }),
  )
}
