import { z } from 'zod'
import { deadLetters } from '#contracts'
import { callerOf, nextOf, Problem, pageQuery } from '#http'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
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

const shown = summary.extend({
  key: z.string(),
  value: z.string().meta({ description: 'As it stood in the log, or its beginning when `cut` is there.' }),
  cut: z
    .object({ octets: z.number(), sha256: z.string() })
    .optional()
    .meta({ description: 'Length and digest of the whole value, which was too large to be kept.' }),
})

const summaryOf = (id: string, letter: DeadLetter): z.infer<typeof summary> => ({
  id,
  at: new Date(letter.at).toISOString(),
  process: letter.process,
  topic: letter.topic,
  reason: letter.reason,
  status: letter.status,
  replayable: replayOf(letter) !== undefined,
})

/** `GET /v1/dead-letters`, `GET …/{id}`, `POST …/{id}/replay`. Lists hold no content; showing one does. */
export function deadLetterRoutes(deps: Deps): void {
  const { http, store, bus, clock, log } = deps
  const find = async (id: string): Promise<DeadLetter> => {
    const letter = (await store.load('dead-letters', [id])).get(id)?.body as DeadLetter | undefined
    if (!letter) throw new Problem('not-found', 'No dead letter has this id.')
    return letter
  }
  const params = z.object({ id: z.string().max(300) })
  http.get(
    '/v1/dead-letters',
    {
      config: { needs: ['admin', 'dead_letter'] },
      schema: {
        summary: 'What could not be handled, with reasons',
        tags: ['dead letters'],
        querystring: pageQuery(500, 100).extend({
          status: z.enum(['open', 'replayed']).default('open'),
        }),
        response: { 200: z.object({ items: z.array(summary), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { status, after, limit } = request.query
      const found = await store.find('dead-letters', { tag: `status=${status}`, after, limit })
      const items = found.map(({ key, body }) => summaryOf(key, body as DeadLetter))
      return { items, ...nextOf(found, limit) }
    },
  )
  http.get(
    '/v1/dead-letters/:id',
    {
      config: { needs: ['admin', 'dead_letter'], problems: ['not-found'] },
      schema: {
        summary: 'One dead letter, with its content',
        description: 'The content may hold personal data: showing it is logged with who asked.',
        tags: ['dead letters'],
        params,
        response: { 200: shown },
      },
    },
    async (request) => {
      const letter = await find(request.params.id)
      log.info({ deadLetter: request.params.id, by: callerOf(request).keyId }, 'dead letter shown')
      return { ...summaryOf(request.params.id, letter), key: letter.key, value: letter.value, cut: letter.cut }
    },
  )
  http.post(
    '/v1/dead-letters/:id/replay',
    {
      config: { needs: ['admin', 'dead_letter'], problems: ['not-found', 'dead-letter.cut'] },
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
