import { z } from 'zod'
import { complaintCommands, complaintNumberOf, serviceId } from '#contracts'
import { callerOf, idempotencyHeader, identifyCall, nextOf, Problem, pageQuery } from '#http'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'
import { type Complaint, type ComplaintState, isFull } from './domain/complaint.ts'

const complaint = z.object({
  id: z.string(),
  number: z.string(),
  text: z.string(),
  about: z.string().optional(),
  channel: z.string(),
  made_at: z.iso.datetime(),
  answer_by: z.iso.datetime().describe('When the first answer is due'),
  owner: z.string().optional(),
  answered_at: z.iso.datetime().optional(),
  overdue: z.boolean(),
  reopened: z.boolean(),
  closed: z.object({ at: z.iso.datetime(), by: z.string(), upheld: z.boolean() }).optional(),
  solved: z.boolean().optional().describe('What the subscriber said'),
})

const iso = (at: number): string => new Date(at).toISOString()

const show = (id: string, each: Complaint, answerHours: number): z.infer<typeof complaint> => ({
  id,
  number: each.number,
  text: each.text,
  ...(each.about ? { about: each.about } : {}),
  channel: each.channel,
  made_at: iso(each.madeAt),
  answer_by: iso(each.since + answerHours * 3_600_000),
  ...(each.owner ? { owner: each.owner } : {}),
  ...(each.answeredAt === undefined ? {} : { answered_at: iso(each.answeredAt) }),
  overdue: each.overdue === true,
  reopened: each.reopened === true,
  ...(each.closed ? { closed: { ...each.closed, at: iso(each.closed.at) } } : {}),
  ...(each.solved === undefined ? {} : { solved: each.solved }),
})

/** `POST /v1/complaints`, and what staff work with: the list, `take`, `answer`, `close`. */
export function complaintRoutes(deps: Deps): void {
  const { http, store, bus, clock, keyOf, ids, config, policy, log } = deps
  /** Whose and which complaint: what staff and channels see of it tells neither. */
  const idOf = (key: string, number: string) => ids.seal('complaint', 'staff', `${key}|${number}`)
  const { answerHours } = policy.policy.complaints

  http.post(
    '/v1/complaints',
    {
      config: { needs: ['messages', 'subscriber'] },
      schema: {
        summary: 'A complaint by web, voice menu or counter',
        description: 'The same as 投诉 by SMS. 202 with its number when it is durable; the phone is told as well.',
        tags: ['complaints'],
        headers: idempotencyHeader,
        body: z.object({
          subscriber: z.string().max(40),
          text: z.string().min(1).max(2000),
          about: serviceId.optional().describe('The service that it is about'),
          language: z.enum(['zh-CN', 'en']).default('zh-CN'),
        }),
        response: { 202: z.object({ id: z.string(), number: z.string() }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const caller = callerOf(request)
      const msisdn = parseMsisdn(body.subscriber, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const at = clock.now()
      const { id, fingerprint } = await identifyCall(store, {
        caller: caller.keyId,
        key: request.headers['idempotency-key'],
        content: body,
        now: at,
        hours: policy.policy.idempotencyHours,
      })
      const key = keyOf(msisdn)
      const known = (await store.load('complaints', [key])).get(key)?.body as ComplaintState | undefined
      const number = complaintNumberOf(id)
      if (known && isFull(known) && !known.cases.some((each) => each.number === number))
        throw new Problem('complaint.too-many')
      const { text, about, language } = body
      const data = {
        msisdn,
        channel: caller.channel,
        language,
        from: policy.policy.shortCodes.query[0],
        fingerprint,
        silent: false,
        text: text.toWellFormed(),
        ...(about ? { about } : {}),
      }
      await publishFromEdge(bus, [
        edgeRecord(complaintCommands, bus, key, { id, at, corr: id, type: 'complaint.made', data }),
      ])
      return reply.code(202).send({ id: idOf(key, number), number })
    },
  )

  http.get(
    '/v1/complaints',
    {
      config: { needs: ['review', 'complaint'] },
      schema: {
        summary: 'Complaints: open, overdue or closed',
        description: 'With their texts: reading them is logged with who asked.',
        tags: ['complaints'],
        querystring: pageQuery(200, 100).extend({
          status: z.enum(['open', 'overdue', 'closed']).default('open'),
        }),
        response: { 200: z.object({ items: z.array(complaint), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { status, after, limit } = request.query
      const found = await store.find('complaints', { tag: `${status}=yes`, after, limit })
      const wanted = (each: Complaint) =>
        status === 'closed' ? each.closed !== undefined : !each.closed && (status === 'open' || each.overdue === true)
      const items = found.flatMap(({ key, body }) =>
        (body as ComplaintState).cases.filter(wanted).map((each) => show(idOf(key, each.number), each, answerHours)),
      )
      log.info({ by: callerOf(request).keyId, complaints: items.length }, 'complaints read')
      return { items, ...nextOf(found, limit) }
    },
  )

  const params = z.object({ id: z.string().max(200) })
  const find = async (id: string): Promise<{ key: string; found: Complaint }> => {
    const [key = '', number = ''] = ids.open('complaint', id)?.id.split('|') ?? []
    const state = (await store.load('complaints', [key])).get(key)?.body as ComplaintState | undefined
    const found = state?.cases.find((each) => each.number === number)
    if (!found) throw new Problem('not-found', 'No complaint has this id.')
    return { key, found }
  }
  http.get(
    '/v1/complaints/:id',
    {
      config: { needs: ['review', 'complaint'] },
      schema: { summary: 'One complaint', tags: ['complaints'], params, response: { 200: complaint } },
    },
    async (request) => {
      const { found } = await find(request.params.id)
      log.info({ by: callerOf(request).keyId, complaint: found.number }, 'a complaint was read')
      return show(request.params.id, found, answerHours)
    },
  )

  const text = z.string().min(1).max(500).describe('What the subscriber is told')
  const steps = {
    take: {
      type: 'complaint.taken',
      summary: 'Take a complaint: it is yours until it is closed',
      body: z.object({}).default({}),
    },
    answer: { type: 'complaint.answered', summary: 'Answer: the subscriber is told', body: z.object({ text }) },
    close: {
      type: 'complaint.closed',
      summary: 'Close with the outcome: the subscriber is told, and asked whether it is solved',
      body: z.object({ upheld: z.boolean(), text }),
    },
  } as const
  for (const [name, { type, summary, body }] of Object.entries(steps))
    http.post(
      `/v1/complaints/:id/${name}`,
      {
        config: { needs: ['review', 'complaint'] },
        schema: {
          summary,
          tags: ['complaints'],
          params,
          body,
          response: { 202: z.object({ accepted: z.literal(true) }) },
        },
      },
      async (request, reply) => {
        const { key, found } = await find((request.params as { id: string }).id)
        const by = callerOf(request).keyId
        if (found.closed) throw new Problem('decided', 'This complaint is closed.')
        if (found.owner !== undefined && found.owner !== by) throw new Problem('complaint.taken')
        const data = { number: found.number, by, ...(request.body as object) }
        const message = { id: request.id, at: clock.now(), corr: request.id, type, data }
        await publishFromEdge(bus, [edgeRecord(complaintCommands, bus, key, message)])
        return reply.code(202).send({ accepted: true as const })
      },
    )
}
