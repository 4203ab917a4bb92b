import { z } from 'zod'
import { complaintCommands, complaintNumber, complaintNumberOf, language, serviceId } from '#contracts'
import { idempotencyHeader, ofTenure, Problem, subscriberOf } from '#http'
import { type Deps, edgeRecord, type OwnCall, ownCall, publishFromEdge, type Subject, seenByBoth } from '#service'
import { type Complaint, type ComplaintState, isFull, isRatable } from './domain/complaint.ts'

/** A subscriber's complaints, on their own page: seen, made, and said whether they are solved. */
export function accountRoutes(deps: Deps): void {
  const { http, store, bus, clock, catalogue, policy } = deps
  const { reopenDays } = policy.policy.complaints
  const needs = { needs: ['own', 'account'] as const }
  const stateOf = async ({ key, tenure }: Subject): Promise<ComplaintState | undefined> =>
    ofTenure((await store.load('complaints', [key])).get(key)?.body as ComplaintState | undefined, tenure)
  const ownOf = (state: ComplaintState | undefined): readonly Complaint[] =>
    (state?.cases ?? []).filter((each) => each.tenure === state?.tenure)
  const publish = ({ id, at, key, ...who }: OwnCall, type: string, more: object) => {
    const said = { ...who, channel: 'web', from: policy.policy.shortCodes.query[0], silent: false }
    const message = { id, at, corr: id, type, data: { ...said, ...more } }
    return publishFromEdge(bus, [edgeRecord(complaintCommands, bus, key, message)])
  }
  const about = (each: Complaint) => {
    const service = each.about === undefined ? undefined : catalogue.service(each.about, each.madeAt)
    return service ? { about_zh: service.nameZh, about_en: service.nameEn } : {}
  }

  seenByBoth(
    deps,
    'complaints',
    z.object({
      items: z.array(
        z.object({
          number: z.string(),
          text: z.string(),
          about_zh: z.string().optional(),
          about_en: z.string().optional(),
          made_at: z.iso.datetime(),
          state: z.enum(['open', 'answered', 'closed']),
          upheld: z.boolean().optional(),
          can_rate: z.boolean().describe('Its outcome was told, and whether it is solved is still a question'),
          can_reopen: z.boolean(),
        }),
      ),
    }),
    async (subject) => {
      const now = clock.now()
      const items = ownOf(await stateOf(subject)).map((each) => ({
        number: each.number,
        text: each.text,
        ...about(each),
        made_at: new Date(each.madeAt).toISOString(),
        state: each.closed
          ? ('closed' as const)
          : each.answeredAt === undefined
            ? ('open' as const)
            : ('answered' as const),
        ...(each.closed ? { upheld: each.closed.upheld } : {}),
        can_rate: isRatable(each, now, reopenDays) && each.solved !== true,
        can_reopen: isRatable(each, now, reopenDays) && each.solved !== true && each.reopened !== true,
      }))
      return { items: items.toReversed() }
    },
  )

  http.post(
    '/account/api/complaints',
    {
      config: needs,
      schema: {
        hide: true,
        headers: idempotencyHeader,
        body: z.object({
          text: z.string().trim().min(1).max(2000),
          about: serviceId.optional().describe('The service that it is about'),
          language,
        }),
        response: { 202: z.object({ number: complaintNumber }) },
      },
    },
    async (request, reply) => {
      const call = await ownCall(deps, request)
      const number = complaintNumberOf(call.id)
      const known = await stateOf(subscriberOf(request))
      if (known && isFull(known) && !known.cases.some((each) => each.number === number))
        throw new Problem('complaint.too-many')
      const { text, about, language } = request.body
      await publish(call, 'complaint.made', { language, text: text.toWellFormed(), ...(about ? { about } : {}) })
      return reply.code(202).send({ number })
    },
  )

  http.post(
    '/account/api/complaints/:number/rating',
    {
      config: needs,
      schema: {
        hide: true,
        headers: idempotencyHeader,
        params: z.object({ number: complaintNumber }),
        body: z.object({ solved: z.boolean(), language }),
        response: { 202: z.object({ accepted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const known = ownOf(await stateOf(subscriberOf(request)))
      if (!known.some((each) => each.number === number)) throw new Problem('not-found', 'No complaint has this number.')
      await publish(await ownCall(deps, request), 'complaint.rated', { number, ...request.body })
      return reply.code(202).send({ accepted: true as const })
    },
  )
}
