import { z } from 'zod'
import { keyKinds, type Purpose, purposes, purposesOf, wideKinds } from '#access'
import { apiKeys, personId } from '#contracts'
import { callerOf, checkKey, type KeyRecord, makeKey, Problem } from '#http'
import { asShown, type Deps, edgeRecord, propose, proposed, publishFromEdge } from '#service'

const MAKE = 'key.make'
const shown = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string().optional(),
  partnerId: z.string().optional(),
  personId: z.string().optional(),
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
  const { http, bus, clock, keys, config, previews } = deps
  previews.set(MAKE, asShown)
  const save = async (record: KeyRecord): Promise<void> => {
    const at = clock.now()
    const id = `key-${record.keyId}-${at}`
    await publishFromEdge(bus, [
      edgeRecord(apiKeys, bus, record.keyId, { id, at, corr: id, type: 'key.set', data: record }),
    ])
    keys.apply(record)
  }
  /** The answer comes when the key opens what it is for, here at least. */
  const isKnown = async (keyId: string): Promise<void> => {
    const until = performance.now() + 5000
    while (keys.get(keyId) === undefined && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10))
  }
  http.post(
    '/v1/keys',
    {
      config: {
        needs: ['admin', 'key'],
        problems: [
          'key.purpose',
          'key.partner',
          'key.person',
          'not-found',
          'proposal.key',
          'proposal.refused',
          'not-ready',
        ],
      },
      schema: {
        summary: 'Make an API key',
        description:
          'A key of each kind may have the purposes that docs/rights.md gives it, and no other; of a person (`person`) not `messages`, which is for systems. A partner’s key reaches what is that partner’s. No key ever confirms.',
        tags: ['keys'],
        body: z.object({
          name: z.string().min(1).max(60),
          kind: z.enum(keyKinds).describe('What it is a key of'),
          purposes: z.array(z.enum(Object.keys(purposes) as [Purpose, ...Purpose[]])).min(1),
          partnerId: z.string().max(40).optional().describe('The partner that it speaks for; with kind `partner` only'),
          person: personId
            .optional()
            .describe(
              'Whose service account it is, with a kind that is a role: it ends with that person, and is no second eye',
            ),
          perMinute: z
            .number()
            .int()
            .min(1)
            .max(10_000_000)
            .default(config.RATE_LIMIT_PER_MINUTE)
            .describe('Items a minute: a call of many counts as many'),
        }),
        response: {
          201: shown.extend({
            key: z
              .string()
              .describe('Shown this once; of a kind with wide rights it opens nothing before the second yes'),
            ...proposed.partial().shape,
          }),
        },
      },
    },
    async (request, reply) => {
      const { partnerId, person, ...body } = request.body
      checkKey(body.kind, body.purposes, { partnerId, personId: person })
      if (person !== undefined && deps.staff.get(person)?.role !== body.kind) throw new Problem('key.person')
      if (partnerId !== undefined && !deps.catalogue.partner(partnerId, clock.now()))
        throw new Problem('not-found', 'No partner has this id.')
      const { key, record } = makeKey({
        ...body,
        ...(partnerId ? { partnerId } : {}),
        ...(person ? { personId: person } : {}),
        createdAt: clock.now(),
      })
      if (!wideKinds.includes(body.kind)) {
        await save(record)
        return reply.code(201).send({ ...show(record), key })
      }
      const { digest: _, ...preview } = record
      const wish = {
        kind: MAKE,
        needs: ['admin', 'key'] as const,
        title: `${body.kind}: ${body.name}`,
        partners: [],
        preview,
        records: [{ topic: apiKeys.name, key: record.keyId, type: 'key.set', data: record }],
      }
      const outcome = await propose(deps, callerOf(request), wish, request.id)
      if (outcome.status === 'applied') await isKnown(record.keyId)
      return reply.code(201).send({ ...show(record), key, ...outcome })
    },
  )
  http.get(
    '/console/api/key-kinds',
    {
      config: { needs: ['admin', 'key'] },
      schema: { hide: true, response: { 200: z.object({ items: z.record(z.string(), z.array(z.string())) }) } },
    },
    async () => ({ items: Object.fromEntries(keyKinds.map((kind) => [kind, purposesOf(kind)])) }),
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
      config: { needs: ['admin', 'key'], problems: ['not-found'] },
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
