import { z } from 'zod'
import { evidenceSeals } from '#contracts'
import type { Restoration, Seal, Sealer, Stamps } from '#evidence'
import { nextOf, pageQuery, readable, unreadable } from '#http'
import type { Deps } from '#service'
import { isWhole, RESTORATIONS, type ShardState } from './domain/seals.ts'

const seal = evidenceSeals.messages['seal.made'].extend({ id: z.string() })
const kind = z.enum(['accounts', 'audit', 'baselines', 'blocks', 'cases', 'holdings', 'months', 'points', 'receipts'])
const waiting = z.object({
  id: z.string().describe('The share'),
  number: z.number().describe('Of its last seal'),
  digest: z.string(),
  heads: z.number().describe('So many wait for the next'),
  whole: z.boolean().describe('`false`: it was changed in the store'),
})
const restoration = evidenceSeals.messages['store.restored'].extend({ id: z.string() })

/** `GET /v1/seals`, `…/waiting`, `GET /v1/restorations`, `GET /v1/seal-key`: what an auditor holds against what is stored. */
export function sealRoutes(
  { http, store, policy }: Deps,
  sealers: () => readonly [Sealer, ...Sealer[]],
  stamps: Pick<Stamps, 'holds'>,
): void {
  http.get(
    '/v1/seals',
    {
      config: { needs: ['audit', 'seal'] },
      schema: {
        summary: 'Signed heads of chains, share after share',
        description:
          'What `quadzero verify` checks: nobody without the key makes another seal of changed records. `kind` is the first part of a share’s name.',
        tags: ['audit'],
        querystring: pageQuery(100, 20).extend({
          kind: kind.optional(),
        }),
        response: { 200: z.object({ items: z.array(z.union([seal, unreadable])), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit, kind = '' } = request.query
      const found = await store.find('seal-records', { after: after || kind, limit })
      const own = found.filter(({ key }) => key.startsWith(kind) && !key.startsWith(RESTORATIONS))
      const items = own.map(({ key, body }) => readable(seal, key, () => ({ ...(body as Seal), id: key })))
      return { items, ...(own.length === found.length ? nextOf(found, limit) : {}) }
    },
  )
  http.get(
    '/v1/seals/waiting',
    {
      config: { needs: ['audit', 'seal'] },
      schema: {
        summary: 'What waits to be signed, by share, and whether it is what was told',
        tags: ['audit'],
        querystring: pageQuery(200, 200).extend({ kind: kind.optional() }),
        response: { 200: z.object({ items: z.array(z.union([waiting, unreadable])), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit, kind = '' } = request.query
      // A share may have no other name than its kind, and comes after what is shorter.
      const found = await store.find('seals', { after: after || kind.slice(0, -1), limit })
      const own = found.filter(({ key }) => key.startsWith(kind))
      const items = own.map(({ key, body }) =>
        readable(waiting, key, () => {
          const { number, digest, told, ...state } = body as ShardState
          return {
            id: key,
            number,
            digest,
            heads: told.length,
            whole: isWhole(key, { number, digest, told, ...state }, stamps),
          }
        }),
      )
      return { items, ...(own.length === found.length ? nextOf(found, limit) : {}) }
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
        response: {
          200: z.object({ items: z.array(z.union([restoration, unreadable])), next: z.string().optional() }),
        },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('seal-records', { after: after || RESTORATIONS, limit })
      const items = found.map(({ key, body }) =>
        readable(restoration, key, () => ({ ...(body as Restoration), id: key })),
      )
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
            seal_minutes: z.number().describe('What is older and was not signed is a flaw'),
          }),
        },
      },
    },
    async () => ({
      key_id: sealers()[0].keyId,
      public_key: sealers()
        .map((each) => each.publicKey)
        .join(''),
      seal_minutes: policy.policy.evidence.sealMinutes,
    }),
  )
}
