import { z } from 'zod'
import { evidenceSeals } from '#contracts'
import type { ChainHead, Restoration, Seal, Sealer } from '#evidence'
import { nextOf, pageQuery } from '#http'
import type { Deps } from '#service'
import { RESTORATIONS } from './domain/seals.ts'

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

/** Where the record that a head names is kept: the audit’s chain is the staff’s, all others are of receipts. */
const homeOf = ({ chain, number }: ChainHead): { process: string; key: string } =>
  chain === 'audit'
    ? { process: 'audit-records', key: `audit.${String(number).padStart(12, '0')}` }
    : { process: 'consents', key: `${chain}.${number}` }

const restoration = evidenceSeals.messages['store.restored'].extend({ id: z.string() })

/** `GET /v1/seals`, `GET /v1/restorations`, `GET /v1/seal-key`: what an auditor holds against the receipts. */
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
      const made = found
        .filter(({ key }) => !key.startsWith(RESTORATIONS))
        .map(({ key, body }) => ({ id: key, ...(body as Seal) }))
      const heads = made.flatMap((each) => each.heads)
      const stored = new Map<string, string>()
      for (const process of new Set(heads.map((head) => homeOf(head).process))) {
        const keys = heads.map(homeOf).filter((home) => home.process === process)
        const records = await store.load(
          process,
          keys.map((home) => home.key),
        )
        for (const [key, { body }] of records) stored.set(`${process}/${key}`, (body as { digest: string }).digest)
      }
      const items = made.map((each) => ({
        ...each,
        heads: each.heads.map((head) => {
          const { process, key } = homeOf(head)
          const digest = stored.get(`${process}/${key}`)
          return { ...head, ...(digest === undefined ? {} : { stored: digest }) }
        }),
      }))
      return { items, ...nextOf(found, limit) }
    },
  )
  http.get(
    '/v1/restorations',
    {
      config: { needs: ['audit', 'seal'] },
      schema: {
        summary: 'Restores from a backup, signed: they tell a restore from a rollback',
        tags: ['audit'],
        querystring: pageQuery(100, 100),
        response: { 200: z.object({ items: z.array(restoration), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('seal-records', { after: after || RESTORATIONS, limit })
      const items = found.map(({ key, body }) => {
        const made = body as Restoration
        return { id: key, ...made, heads: [...made.heads] }
      })
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
