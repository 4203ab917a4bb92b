import { z } from 'zod'
import { readTime } from '#calendar'
import {
  amountFen,
  chargeId,
  chargeKind,
  chargeRule,
  charges,
  type MessageOf,
  parseMessage,
  serviceId,
} from '#contracts'
import { accessOf, inSlices } from '#http'
import { acceptFiles, answerLines, rowsOf, takeRows, type Values } from '#intake'
import { type Deps, edgeRecord, heldBy, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'
import { type ChargeRefs, contentOf, holdsNumber, ID_WITH_NUMBER, type KnownCharge } from './domain/charge.ts'
import type { Gate, GateRule } from './gate.ts'

/** The columns of a billing file. */
export const columns = ['charge_id', 'msisdn', 'service_id', 'amount_fen', 'currency', 'charged_at', 'kind'] as const

/** What each answer means to billing, and what to do. */
const explained: Record<GateRule | 'number.invalid' | 'service.foreign', string> = {
  'service.foreign': 'This is no service of yours. Do not charge.',
  'number.invalid': 'This is not a subscriber’s number. Do not charge.',
  'no.consent': 'The subscriber has not confirmed this service. Do not charge.',
  'after.cancel': 'The subscriber has cancelled this service. Do not charge.',
  'free.period': 'The service is still free. Ask again when the free period is over.',
  'above.tariff': 'The amount is above what was confirmed and approved. Charge no more than the tariff.',
  'too.often': 'This month of the subscription was charged already, or another grant for it is still valid.',
  'purchase.used': 'This purchase was charged already.',
  'purchase.over': 'The subscriber’s confirmation of this purchase is too old. Have it confirmed again.',
  'partner.ended': 'The partner was terminated: nothing may be charged for it.',
  'partner.restrained':
    'This partner is kept from charging for now. What is recorded meanwhile is held, and judged afterwards.',
  unknown:
    'The accounts are not current, so it cannot be known; this answer is the policy’s. Ask again in some seconds.',
}

const DAY = 86_400_000

/** `POST /v1/charges/authorize`, `POST /v1/charges`, `POST /v1/import/charges`. */
export function chargeRoutes(deps: Deps, gate: Gate, digest: ChargeRefs['digest']): void {
  const { http, config, bus, log } = deps
  acceptFiles(http)
  const subscriber = z.string().max(40).describe('The number, in any spelling')

  http.post(
    '/v1/charges/authorize',
    {
      config: { needs: ['charge', 'charge'] },
      schema: {
        summary: 'May these be charged?',
        description:
          'Allow or deny with the rule, up to 1,000 a call. An allow is a signed grant for just this charge, valid 10 minutes: send it with the charge. When the gate cannot know, `rule` is `unknown` and the policy answers (default: deny).',
        tags: ['charges'],
        body: z.object({
          items: z
            .array(z.object({ id: chargeId, subscriber, service: serviceId, amount_fen: amountFen, kind: chargeKind }))
            .min(1)
            .max(1000),
        }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                id: z.string(),
                allow: z.boolean(),
                rule: z
                  .union([chargeRule, z.enum(['unknown', 'partner.restrained', 'number.invalid', 'service.foreign'])])
                  .optional(),
                why: z.string().optional(),
                grant: z.string().optional(),
                valid_until: z.iso.datetime().optional(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const now = deps.clock.now()
      const isOwn = ownServices(accessOf(request).partner(), deps)
      const questions = await inSlices(request.body.items, ({ id, subscriber: number, service, amount_fen, kind }) => {
        const msisdn = parseMsisdn(number, config.COUNTRY)
        return msisdn && isOwn(service, now)
          ? { id, msisdn, serviceId: service, amountFen: amount_fen, kind }
          : undefined
      })
      const answers = await gate.ask(questions.filter((each) => each !== undefined))
      const items = questions.map((question, place) => {
        const { id, service } = request.body.items[place] as { id: string; service: string }
        const answer = question ? answers.shift() : undefined
        if (!answer) {
          const rule = isOwn(service, now) ? ('number.invalid' as const) : ('service.foreign' as const)
          return { id, allow: false, rule, why: explained[rule] }
        }
        return {
          id,
          allow: answer.allow,
          ...(answer.rule ? { rule: answer.rule, why: explained[answer.rule] } : {}),
          ...(answer.allow ? { grant: answer.grant, valid_until: new Date(answer.until).toISOString() } : {}),
        }
      })
      return { items }
    },
  )

  const item = z.object({
    id: z.string().max(64),
    subscriber,
    service: z.string().max(40),
    amount_fen: z.number(),
    currency: z.string().max(3).default('CNY'),
    charged_at: z
      .string()
      .max(40)
      .describe('ISO 8601 with its zone; part of the content, so that the same charge again is known as one'),
    kind: z.string().max(10).describe('`month` or `once`; when absent, as the service is').default(''),
    grant: z.string().max(400).optional(),
  })
  http.post(
    '/v1/charges',
    {
      config: { needs: ['charge', 'charge'] },
      schema: {
        summary: 'Record charges',
        description:
          'Up to 1,000 a call. 202 means that what was taken is durable. Each is judged once, by its id and content; the same again changes nothing. A bad one is named with its place and never stops the rest.',
        tags: ['charges'],
        body: z.object({ items: z.array(item).min(1).max(1000) }),
        response: {
          202: z.object({
            taken: z.number(),
            refused: z.array(z.object({ place: z.number(), id: z.string(), why: z.string() })),
          }),
        },
      },
    },
    async (request, reply) => {
      const isOwn = ownServices(accessOf(request).partner(), deps)
      const refused: { place: number; id: string; why: string }[] = []
      const records = request.body.items.flatMap((each, place) => {
        const { id, subscriber: msisdn, service, amount_fen, currency, charged_at, kind, grant } = each
        const values = {
          charge_id: id,
          msisdn,
          service_id: service,
          amount_fen: String(amount_fen),
          currency,
          charged_at,
          kind,
          ...(grant ? { grant } : {}),
        }
        const record = recordOf(values, isOwn, deps)
        if (typeof record !== 'string') return [record]
        refused.push({ place, id, why: record })
        return []
      })
      await publishFromEdge(bus, records)
      return reply.code(202).send({ taken: records.length, refused })
    },
  )

  http.post(
    '/v1/import/charges',
    {
      config: { needs: ['charge', 'charge'], problems: ['csv.header', 'csv.encoding'] },
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        summary: 'Import a billing file',
        description: `CSV (text/csv, UTF-8, with header ${columns.join(',')}) or NDJSON, streamed, of any length. The answer is NDJSON, streamed: bad rows with their line, progress, at last \`done\`. What progress counts is durable: a sender that was stopped goes on after it, or sends the file again, which changes nothing: what is known is counted as unchanged.`,
        tags: ['charges'],
      },
    },
    async (request, reply) => {
      const isOwn = ownServices(accessOf(request).partner(), deps)
      const rows = await rowsOf(request, columns)
      const lines = takeRows(rows, {
        ...heldBy<KnownCharge, MessageOf<typeof charges>['data']>(deps.store, {
          process: 'charge',
          holds: (known, charge) => known?.content === contentOf(charge, digest),
          came: (known) => known !== undefined,
        }),
        batch: 500,
        recordOf: (values) => recordOf(values, isOwn, deps),
        publish: (batch) => publishFromEdge(bus, batch),
      })
      const brokeOff = (error: unknown) =>
        log.error({ code: (error as { code?: string }).code ?? 'unknown' }, 'an import of charges broke off')
      return reply.type('application/x-ndjson').send(answerLines(lines, brokeOff))
    },
  )
}

type IsOwn = (serviceId: string, at: number) => boolean

/** Whether a service is one of a partner’s; undefined: whoever’s it is. What is in no catalogue is nobody’s. */
const ownServices =
  (partner: string | undefined, { catalogue }: Pick<Deps, 'catalogue'>): IsOwn =>
  (serviceId, at) =>
    partner === undefined || catalogue.service(serviceId, at)?.partnerId === partner

/** A charge as a record of the log; a text that says why it is none. */
function recordOf(values: Values, isOwn: IsOwn, deps: Deps) {
  const { catalogue, clock, bus, config, policy } = deps
  const msisdn = parseMsisdn(values['msisdn'] ?? '', config.COUNTRY)
  if (!msisdn) return 'msisdn: not a subscriber’s number'
  const { service_id = '', charge_id = '', currency = '', grant } = values
  const amount = values['amount_fen'] ?? ''
  if (!/^-?\d+$/.test(amount)) return 'amount_fen: not a whole number of fen'
  if (Number(amount) <= 0) return 'amount_fen: a charge is more than nothing; give refunds back by a dispute'
  if (Number(amount) > 1_000_000) return 'amount_fen: more than 10,000 yuan; split or correct it'
  if (holdsNumber(charge_id, msisdn)) return `charge_id: ${ID_WITH_NUMBER}`
  if (currency !== 'CNY') return 'currency: only CNY can be charged here'
  const at = readTime(values['charged_at'] ?? '', policy.policy.timeZone)
  if (at === undefined) return 'charged_at: not a time such as 2026-11-22T08:00:00+08:00'
  const now = clock.now()
  const { futureMinutes, lateDays } = policy.policy.charging
  if (at > now + futureMinutes * 60_000) return 'charged_at: in the future'
  if (at < now - lateDays * DAY) return `charged_at: more than ${lateDays} days ago`
  const service = catalogue.service(service_id, at)
  if (!service) return 'service_id: there is no such service'
  if (!isOwn(service_id, at)) return 'service_id: no service of yours; a partner charges for its own'
  if (service.period === 'marketing') return 'service_id: nothing is charged for marketing'
  const kind = values['kind'] || service.period
  const data = {
    id: charge_id,
    msisdn,
    serviceId: service_id,
    amountFen: Number(amount),
    currency,
    at,
    kind,
    ...(grant ? { grant } : {}),
  }
  const id = `charge-${charge_id}`
  const message = { id, at: now, corr: id, type: 'charge.recorded', data }
  try {
    parseMessage(charges, { v: 1, ...message })
  } catch (error) {
    return (error as Error).message.replace(/^\S+ v1: /, '').replace(/^id:/, 'charge_id:')
  }
  return edgeRecord(charges, bus, charge_id, message)
}
