import { z } from 'zod'
import { deadLetters } from '#contracts'
import { callerOf, Problem } from '#http'
import { type Deps, edgeRecord, listPage, listQuery, listWays, publishFromEdge, sightReason } from '#service'
import { type DeadLetter, replayOf } from './domain/dead-letters.ts'

const summary = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  process: z.string(),
  topic: z.string(),
  reason: z.string(),
  status: z.enum(['open', 'replayed']),
  replayable: z.boolean(),
})

const content = z.object({
  key: z.string(),
  value: z.string().meta({ description: 'As it stood in the log, or its beginning when `cut` is there.' }),
  cut: z
    .object({ octets: z.number(), sha256: z.string() })
    .optional()
    .meta({ description: 'Length and digest of the whole value, which was too large to be kept.' }),
})

const shown = summary.extend({ replayed_at: z.iso.datetime().optional(), replayed_by: z.string().optional() })

const summaryOf = (id: string, letter: DeadLetter): z.infer<typeof summary> => ({
  id,
  at: new Date(letter.at).toISOString(),
  process: letter.process,
  topic: letter.topic,
  reason: letter.reason,
  status: letter.status,
  replayable: replayOf(letter) !== undefined,
})

/** `GET /v1/dead-letters`, `GET …/{id}`, `POST …/{id}/content` with a reason, `POST …/{id}/replay`. */
export function deadLetterRoutes(deps: Deps): void {
  const { http, store, bus, clock } = deps
  const find = async (id: string): Promise<DeadLetter> => {
    const letter = (await store.load('dead-letters', [id])).get(id)?.body as DeadLetter | undefined
    if (!letter) throw new Problem('not-found', 'No dead letter has this id.')
    return letter
  }
  const params = z.object({ id: z.string().max(300) })
  http.get(
    '/v1/dead-letters',
    {
      config: { needs: ['read', 'dead_letter'] },
      schema: {
        summary: 'What could not be handled, with reasons; by the time it came',
        tags: ['dead letters'],
        querystring: listQuery(500, 100).extend({
          status: z.enum(['open', 'replayed']).default('open'),
          process: z.string().max(60).optional().describe('Of one process'),
        }),
        response: { 200: z.object({ items: z.array(summary), ...listWays }) },
      },
    },
    async (request) => {
      const { status, after, limit, order, process } = request.query
      const tag = process ? `of=${process}|${status}` : `status=${status}`
      const { found, ways } = await listPage(deps, 'dead-letters', { tag, after, limit, order })
      const items = found.map(({ key, body }) => summaryOf(key, body as DeadLetter))
      return { items, ...ways }
    },
  )
  http.get(
    '/v1/dead-letters/:id',
    {
      config: { needs: ['read', 'dead_letter'], problems: ['not-found'] },
      schema: {
        summary: 'One dead letter, without its content',
        tags: ['dead letters'],
        params,
        response: { 200: shown },
      },
    },
    async (request) => {
      const { id } = request.params
      const letter = await find(id)
      const { replayedAt, replayedBy } = letter
      return {
        ...summaryOf(id, letter),
        ...(replayedAt === undefined ? {} : { replayed_at: new Date(replayedAt).toISOString() }),
        ...(replayedBy === undefined ? {} : { replayed_by: replayedBy }),
      }
    },
  )
  http.post(
    '/v1/dead-letters/:id/content',
    {
      config: { needs: ['operate', 'dead_letter'], problems: ['not-found'] },
      schema: {
        summary: 'The content of one',
        description: 'It may hold personal data: that it was shown stands on the audit, with the reason.',
        tags: ['dead letters'],
        params,
        body: z.object({
          reason: sightReason,
          most: z.number().int().min(1).default(1_000_000).describe('Characters of it that are shown, at most'),
        }),
        response: { 200: content.extend({ characters: z.number().describe('Of all that is kept') }) },
      },
    },
    async (request) => {
      const { id } = request.params
      const { reason, most } = request.body
      const { key, value, cut } = await find(id)
      request.noted = { target: `dead letter ${id}`, reason }
      return { key, value: value.slice(0, most).toWellFormed(), characters: value.length, cut }
    },
  )
  http.post(
    '/v1/dead-letters/:id/replay',
    {
      config: { needs: ['operate', 'dead_letter'], problems: ['not-found', 'dead-letter.cut'] },
      schema: {
        summary: 'Put it back into its topic, as a new input',
        tags: ['dead letters'],
        params,
        response: { 202: z.object({ accepted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const letter = await find(id)
      if (letter.cut) throw new Problem('dead-letter.cut', undefined, { cut: letter.cut })
      if (!replayOf(letter))
        throw new Problem(
          'not-found',
          'It never was a message of a topic, so it cannot be replayed; its content can be shown.',
        )
      const by = callerOf(request).keyId
      const message = {
        id: request.id,
        at: clock.now(),
        corr: request.id,
        type: 'dead-letter.replay-requested',
        data: { by },
      }
      await publishFromEdge(bus, [edgeRecord(deadLetters, bus, id, message)])
      return reply.code(202).send({ accepted: true as const })
    },
  )
}
