import { z } from 'zod'
import { keyKinds, type Purpose, purposes } from '#access'
import { apiKeys } from '#contracts'
import { checkKey, type KeyRecord, makeKey, Problem } from '#http'
import { type Deps, edgeRecord, publishFromEdge } from '#service'

const shown = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string().optional(),
  partnerId: z.string().optional(),
  purposes: z.array(z.string()),
  perMinute: z.number(),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().optional(),
})

const show = ({ keyId, digest: _, createdAt, revokedAt, ...rest }: KeyRecord): z.infer<typeof shown> => ({
  id: keyId,
  ...rest,
  createdAt: new Date(createdAt).toISOString(),
  ...(revokedAt === undefined ? {} : { revokedAt: new Date(revokedAt).toISOString() }),
})

/** `POST /v1/keys`, `GET /v1/keys`, `DELETE /v1/keys/{id}`. A key is shown once, when it is made. */
export function keyRoutes(deps: Deps): void {
  const { http, bus, clock, keys, config } = deps
  const save = async (record: KeyRecord): Promise<void> => {
    const at = clock.now()
    const id = `key-${record.keyId}-${at}`
    await publishFromEdge(bus, [
      edgeRecord(apiKeys, bus, record.keyId, { id, at, corr: id, type: 'key.set', data: record }),
    ])
    keys.apply(record)
  }
  http.post(
    '/v1/keys',
    {
      config: { needs: ['admin', 'key'] },
      schema: {
        summary: 'Make an API key',
        description:
          'A key of each kind may have the purposes that docs/rights.md gives it, and no other. A partner’s key reaches what is that partner’s. No key ever confirms.',
        tags: ['keys'],
        body: z.object({
          name: z.string().min(1).max(60),
          kind: z.enum(keyKinds).describe('What it is a key of'),
          purposes: z.array(z.enum(Object.keys(purposes) as [Purpose, ...Purpose[]])).min(1),
          partnerId: z.string().max(40).optional().describe('The partner that it speaks for; with kind `partner` only'),
          perMinute: z
            .number()
            .int()
            .min(1)
            .max(10_000_000)
            .default(config.RATE_LIMIT_PER_MINUTE)
            .describe('Items a minute: a call of many counts as many'),
        }),
        response: { 201: shown.extend({ key: z.string().describe('Shown this once') }) },
      },
    },
    async (request, reply) => {
      const { partnerId, ...body } = request.body
      checkKey(body.kind, body.purposes, partnerId)
      if (partnerId !== undefined && !deps.catalogue.partner(partnerId, clock.now()))
        throw new Problem('not-found', 'No partner has this id.')
      const { key, record } = makeKey({ ...body, ...(partnerId ? { partnerId } : {}), createdAt: clock.now() })
      await save(record)
      return reply.code(201).send({ ...show(record), key })
    },
  )
  http.get(
    '/v1/keys',
    {
      config: { needs: ['admin', 'key'] },
      schema: { summary: 'All API keys', tags: ['keys'], response: { 200: z.object({ items: z.array(shown) }) } },
    },
    async () => ({ items: keys.list().map(show) }),
  )
  http.delete(
    '/v1/keys/:id',
    {
      config: { needs: ['admin', 'key'] },
      schema: {
        summary: 'Revoke an API key, at once',
        tags: ['keys'],
        params: z.object({ id: z.string() }),
        response: { 200: shown },
      },
    },
    async (request) => {
      const record = keys.get(request.params.id)
      if (!record) throw new Problem('not-found', 'No key has this id.')
      const revoked = { ...record, revokedAt: record.revokedAt ?? clock.now() }
      await save(revoked)
      return show(revoked)
    },
  )
}
