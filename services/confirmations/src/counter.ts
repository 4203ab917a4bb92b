import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readTime } from '#calendar'
import { language } from '#contracts'
import { believed, callerOf, idempotencyHeader, nextOf, Problem, pageQuery, tenureOf } from '#http'
import { namesOf, serviceNames } from '#reference'
import {
  actedFor,
  callId,
  type Deps,
  masked,
  maskedNumber,
  settled,
  sightReason,
  subjectOf,
  subjectParams,
} from '#service'
import { isOpen, type LineCase } from './domain/line-case.ts'
import { wouldLose } from './domain/lock.ts'
import type { ConfirmationState, Refs } from './domain/state.ts'
import { askLine, guardianFor, lineOf, lineShape, showLine } from './lines.ts'

const DAY = 86_400_000
/** The longest. */
const YEAR = 366 * DAY
const iso = (at: number): string => new Date(at).toISOString()

const lineCase = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  since: z.iso.datetime().describe('When the phone was lost'),
  by: z.string(),
  reason: z.string(),
  prompts: z.number().describe('That were open'),
  consents: z.array(z.object({ service: z.string(), receipt: z.string(), at: z.iso.datetime() })),
  charges: z.array(
    z.object({
      charge: z.string(),
      service: z.string(),
      amount_fen: z.number(),
      refund_fen: z.number(),
      at: z.iso.datetime(),
      status: z.enum(['open', 'proven', 'disproven']).describe('Of its dispute'),
    }),
  ),
  open: z.boolean().describe('A dispute of it is not decided'),
})

const wouldBe = z
  .object({
    since: z.iso.datetime().describe('Not before the number was theirs'),
    prompts: z.number().describe('That would end'),
    consents: z.array(z.object({ service: serviceNames, receipt: z.string(), at: z.iso.datetime() })),
  })
  .describe('What would be put right; the charges are told by `…/lost-charges`')

const showCase = (id: string, each: LineCase): z.infer<typeof lineCase> => ({
  id,
  at: iso(each.openedAt),
  since: iso(each.since),
  by: each.by,
  reason: each.reason,
  prompts: each.prompts,
  consents: each.consents.map(({ serviceId, receiptId, at }) => ({
    service: serviceId,
    receipt: receiptId,
    at: iso(at),
  })),
  charges: each.charges.map(({ chargeId, serviceId, amountFen, refundFen, at, status }) => ({
    charge: chargeId,
    service: serviceId,
    amount_fen: amountFen,
    refund_fen: refundFen,
    at: iso(at),
    status,
  })),
  open: isOpen(each),
})

/**
 * What counter staff do for the line of a number that they looked up: the same as an SMS, and what they alone may. Each is on
 * the audit with its reason; never a yes.
 */
export function counterRoutes(deps: Deps, refs: Refs): void {
  const { http, store, clock, policy, ids, catalogue } = deps
  const look = { needs: ['see', 'subject'] as const }
  const config = { needs: ['counter', 'subject'] as const }
  const base = '/console/api/subscribers/:ref/line'
  const accepted = z.object({ accepted: z.literal(true) })
  const schema = { hide: true, headers: idempotencyHeader, params: subjectParams, response: { 202: accepted } }
  const said = z.object({ reason: sightReason, language: language.optional() })

  /** The same Idempotency-Key acts once; the audit is told. */
  const ask = async (request: FastifyRequest, type: string, reason: string, more: (id: string) => object) => {
    const { key, msisdn } = actedFor(deps, request, reason)
    const { id, at, fingerprint } = await callId(deps, request, [type, key, request.body])
    await askLine(deps, { id, at, key, msisdn, fingerprint }, { type, channel: 'counter', ...more(id) })
    return { key }
  }
  const done = { accepted: true as const }

  http.get(
    base,
    {
      config: look,
      schema: {
        hide: true,
        params: subjectParams,
        response: { 200: lineShape(maskedNumber).extend({ cases: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const subject = subjectOf(deps, request)
      const { key } = subject
      const caller = callerOf(request)
      const cases = await store.find('line-cases', { tag: `subscriber=${key}`, descending: true, limit: 50 })
      const shown = showLine(await lineOf(deps, subject), clock.now(), {
        number: (msisdn) => masked(deps, caller, msisdn),
        wardId: (ward) => ids.seal('ward', key, ward),
      })
      return { ...shown, cases: cases.map((each) => each.key) }
    },
  )
  http.post(`${base}/lock`, { config, schema: { ...schema, body: said } }, async (request, reply) => {
    const { reason, ...more } = request.body
    await ask(request, 'lock.requested', reason, () => more)
    return reply.code(202).send(done)
  })
  http.post(`${base}/unlock`, { config, schema: { ...schema, body: said } }, async (request, reply) => {
    const { reason, ...more } = request.body
    await ask(request, 'unlock.requested', reason, () => ({ ...more, now: 'counter' }))
    return reply.code(202).send(done)
  })
  /** @throws Problem `line.moment` */
  const lostSince = (told: string): number => {
    const [since, now] = [Date.parse(told), clock.now()]
    if (since > now || since < now - policy.policy.lock.lostDays * DAY) throw new Problem('line.moment')
    return since
  }
  http.get(
    `${base}/lost`,
    {
      config: look,
      schema: {
        hide: true,
        params: subjectParams,
        querystring: z.object({ since: z.iso.datetime({ offset: true }) }),
        response: { 200: wouldBe },
      },
    },
    async (request) => {
      const subject = subjectOf(deps, request)
      const since = lostSince(request.query.since)
      const state = await lineOf(deps, subject)
      if (!state) return { since: iso(since), prompts: 0, consents: [] }
      const would = wouldLose(state, since, { now: clock.now(), key: subject.key, cause: '', refs })
      return {
        since: iso(would.since),
        prompts: would.prompts,
        consents: would.consents.map(({ serviceId, receiptId, at }) => ({
          service: namesOf(catalogue, serviceId, at),
          receipt: receiptId,
          at: iso(at),
        })),
      }
    },
  )
  http.post(
    `${base}/lost`,
    {
      config,
      schema: {
        ...schema,
        body: z.object({ since: z.iso.datetime({ offset: true }), reason: sightReason }),
        response: { 202: z.object({ case: z.string() }) },
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      const since = lostSince(request.body.since)
      const { personId, keyId } = callerOf(request)
      const by = (personId ?? `key ${keyId}`).slice(0, 60)
      const { key } = await ask(request, 'lock.requested', reason, (id) => ({
        lost: { since, case: `lost-${id}`, by, reason },
      }))
      const isThere = (state?: ConfirmationState) =>
        state?.lock?.case !== undefined && state.lock.since <= Math.max(since, state.tenureSince ?? 0)
      const state = await settled<ConfirmationState>(deps, 'confirmation', key, isThere)
      return reply.code(202).send({ case: state?.lock?.case as string })
    },
  )
  http.post(
    `${base}/guardian`,
    {
      config,
      schema: {
        ...schema,
        body: said.extend({
          guardian: z.string().max(40),
          majority: z.iso.date().describe('The day on which the child comes of age'),
        }),
      },
    },
    async (request, reply) => {
      const { reason, majority, language } = request.body
      const guardian = guardianFor(deps, request.body.guardian, subjectOf(deps, request).key)
      const majorityAt = readTime(majority, policy.policy.timeZone)
      const [now, latest] = [clock.now(), policy.policy.guardian.childYears * YEAR]
      if (majorityAt === undefined || majorityAt <= now || majorityAt > now + latest)
        throw new Problem('guardian.majority')
      const guardianTenure = await tenureOf(store, deps.keyOf(guardian))
      await ask(request, 'guardian.entered', reason, () => ({ guardian, guardianTenure, majorityAt, language }))
      return reply.code(202).send(done)
    },
  )
  http.post(
    `${base}/guardian/end`,
    { config, schema: { ...schema, body: said.omit({ language: true }) } },
    async (request, reply) => {
      const { guardian, asksGuardian } = (await lineOf(deps, subjectOf(deps, request))) ?? {}
      const number = guardian?.msisdn ?? asksGuardian?.msisdn
      if (number === undefined) throw new Problem('not-found', 'This line has no guardian.')
      await ask(request, 'guardian.dismissed', request.body.reason, () => ({ number, by: 'counter' }))
      return reply.code(202).send(done)
    },
  )
  http.get(
    '/console/api/line-cases',
    {
      config: look,
      schema: {
        hide: true,
        querystring: pageQuery(200, 50).extend({ status: z.enum(['open', 'settled']).default('open') }),
        response: { 200: z.object({ items: z.array(lineCase), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit, status } = request.query
      const found = await store.find('line-cases', { tag: `status=${status}`, after, limit, descending: true })
      return { items: found.map(({ key, body }) => showCase(key, body as LineCase)), ...nextOf(found, limit) }
    },
  )
  http.get(
    '/console/api/line-cases/:id',
    {
      config: look,
      schema: { hide: true, params: z.object({ id: z.string().max(100) }), response: { 200: lineCase } },
    },
    async (request) => {
      const { id } = request.params
      const found = await believed<LineCase>(store, 'line-cases', id)
      if (!found) throw new Problem('not-found', 'No case has this id.')
      return showCase(id, found)
    },
  )
}
