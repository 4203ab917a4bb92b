import { z } from 'zod'
import { place, reportCommands, reportNumber, reportNumberOf, senderKind } from '#contracts'
import { believed, callerOf, idempotencyHeader, Problem } from '#http'
import { callId, type Deps, edgeRecord, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'
import { isFull, sameAs } from './domain/filing.ts'
import { forwarded } from './domain/forwarded.ts'
import type { ReportCase } from './domain/report-case.ts'
import { own, type ReporterState } from './domain/reporter.ts'
import { senderOf } from './domain/sender.ts'
import { whoseIs } from './domain/sorting.ts'
import { whyItStays } from './domain/withdrawing.ts'

const OLDEST = 90 * 86_400_000
/** What a call, a page or a file says of a reported message. */
export const reported = {
  sender: z.string().max(60).optional().describe('Who sent it, in any spelling; left out where nobody knows'),
  text: z.string().min(1).max(4000).describe('The message, as it was received or forwarded'),
  received_at: z.iso.datetime().optional().describe('When the message came'),
  place: place.optional().describe('Where it was received'),
}

/**
 * A reported message as it is taken: frames of forwarding taken off, the sender out of the text where it stands there.
 * @throws Problem `report.sender`, `report.own-number`, `report.no-text`
 */
export function readReported(
  said: { sender?: string | undefined; text: string; received_at?: string | undefined },
  reporter: string,
  now: number,
  country: string,
): { sender?: string; text: string; receivedAt?: number } {
  const read = forwarded(said.text, country)
  if (read.kind === 'empty' || read.kind === 'picture') throw new Problem('report.no-text')
  const named = said.sender?.trim()
  // With its sender the shortest message is a report; a sender alone, or two of which nobody knows which, are none.
  if (!named && (read.kind === 'sender' || (read.kind !== 'report' && read.text === undefined)))
    throw new Problem('report.no-text')
  if (!named && read.kind === 'senders') throw new Problem('report.sender')
  const typed = named ? senderOf(named, country) : 'sender' in read ? read.sender : undefined
  if (named && !typed) throw new Problem('report.sender')
  if (typed?.address === reporter) throw new Problem('report.own-number')
  const text = 'text' in read && read.text !== undefined ? read.text : said.text
  const receivedAt = said.received_at === undefined ? undefined : Date.parse(said.received_at)
  if (receivedAt !== undefined && (receivedAt > now + 60_000 || receivedAt < now - OLDEST))
    throw new Problem('request.invalid', 'It was received within the last 90 days.')
  return {
    ...(typed
      ? { sender: typed.look === 'number' || typed.look === 'foreign' ? `+${typed.address}` : typed.address }
      : {}),
    text: text.toWellFormed(),
    ...(receivedAt === undefined ? {} : { receivedAt }),
  }
}

/** The number that a report has: of the same that was reported before, that one. @throws Problem `report.too-many` */
export function numberFor(
  state: ReporterState | undefined,
  id: string,
  { sender, text }: { sender?: string; text: string },
  now: number,
  deps: Pick<Deps, 'policy' | 'config'>,
): string {
  const number = reportNumberOf(id)
  if (!state || state.reports.some((each) => each.number === number)) return number
  const { policy } = deps.policy
  const from = sender === undefined ? undefined : senderOf(sender, deps.config.COUNTRY)?.address
  const same = sameAs(state, text, from, now, policy)
  if (same) return same.number
  if (isFull(state, now, policy)) throw new Problem('report.too-many')
  return number
}

/** `POST /v1/reports`: a report by web, app, voice menu or counter; `GET /v1/reports/{number}`: how it stands. */
export function reportRoutes(deps: Deps): void {
  const { http, store, bus, keyOf, config, policy } = deps
  http.post(
    '/v1/reports',
    {
      config: {
        needs: ['messages', 'subscriber'],
        problems: [
          'number.invalid',
          'report.sender',
          'report.own-number',
          'report.no-text',
          'report.too-many',
          'auth.purpose',
        ],
      },
      schema: {
        summary: 'A spam report by web, app, voice menu or counter',
        description:
          'The same as forwarding the message to 10086999. 202 with its number when it is durable; the phone is told as well. The channel is the key’s own: a body that claims another is refused. The same message of the same sender is one report of a subscriber, and has its number.',
        tags: ['reports'],
        headers: idempotencyHeader,
        body: z.object({
          reporter: z.string().max(40).describe('The subscriber’s number, in any spelling'),
          ...reported,
          channel: z.enum(['web', 'app', 'voice', 'counter', 'partner', 'operator', 'sms']).optional(),
          language: z.enum(['zh-CN', 'en']).default('zh-CN'),
        }),
        response: { 202: z.object({ number: reportNumber }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const caller = callerOf(request)
      const msisdn = parseMsisdn(body.reporter, config.COUNTRY)
      // `10661234` could be a number of a town, and is a partner’s port: nobody reads messages there.
      const refs = { policy: deps.policy.policy, catalogue: deps.catalogue, keyOf }
      const { kind } = whoseIs(senderOf(body.reporter, config.COUNTRY), deps.clock.now(), refs)
      if (!msisdn || kind === 'port' || kind === 'own') throw new Problem('number.invalid')
      // An SMS link vouches for the phone; an HTTP key never can.
      const claimed = body.channel ?? caller.channel
      if (claimed === 'sms' || (claimed !== caller.channel && caller.keyId !== 'admin'))
        throw new Problem('auth.purpose', `This key speaks for the channel ${caller.channel}.`)
      const { id, at, fingerprint } = await callId(deps, request)
      const key = keyOf(msisdn)
      const said = readReported(body, msisdn, at, config.COUNTRY)
      const known = await believed<ReporterState>(store, 'reporters', key)
      const number = numberFor(known, id, said, at, deps)
      const data = {
        msisdn,
        channel: claimed,
        language: body.language,
        fingerprint,
        silent: false,
        ...said,
        ...(body.place ? { place: body.place } : {}),
      }
      await publishFromEdge(bus, [
        edgeRecord(reportCommands, bus, key, { id, at, corr: id, type: 'report.made', data }),
      ])
      return reply.code(202).send({ number })
    },
  )

  http.post(
    '/v1/reports/:number/withdrawal',
    {
      config: {
        needs: ['messages', 'subscriber'],
        problems: ['not-found', 'number.invalid', 'report.stays'],
      },
      schema: {
        summary: 'Take a report back, for who made it',
        description:
          'The same as 撤回 with its number to 10086999: it counts nowhere any more and is not answered; the phone is told. What was found true, or is closed, stays (`report.stays`). One that was taken back already is accepted again.',
        tags: ['reports'],
        headers: idempotencyHeader,
        params: z.object({ number: reportNumber }),
        body: z.object({
          reporter: z.string().max(40).describe('The subscriber’s number, in any spelling'),
          language: z.enum(['zh-CN', 'en']).default('zh-CN'),
        }),
        response: { 202: z.object({ number: reportNumber }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { number } = request.params
      const caller = callerOf(request)
      const msisdn = parseMsisdn(body.reporter, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const { id, at, fingerprint } = await callId(deps, request, { number, ...body })
      const key = keyOf(msisdn)
      refuseToStay(await believed<ReporterState>(store, 'reporters', key), number)
      const [from] = policy.policy.shortCodes.reports
      const { channel } = caller
      const data = { msisdn, channel, language: body.language, fingerprint, silent: false, what: number, from }
      await publishFromEdge(bus, [
        edgeRecord(reportCommands, bus, key, { id, at, corr: id, type: 'report.withdrawn', data }),
      ])
      return reply.code(202).send({ number })
    },
  )

  http.get(
    '/v1/reports/:number',
    {
      config: { needs: ['messages', 'subscriber'], problems: ['not-found', 'number.invalid', 'report.which'] },
      schema: {
        summary: 'How a report stands',
        description: 'Nothing of who made it or of its text. Two subscribers may have the same number: then say whose.',
        tags: ['reports'],
        params: z.object({ number: reportNumber }),
        querystring: z.object({ reporter: z.string().max(40).optional().describe('Whose it is') }),
        response: {
          200: z.object({
            number: reportNumber,
            state: z.enum(['open', 'answered', 'closed', 'withdrawn']),
            sender_kind: senderKind,
            made_at: z.iso.datetime(),
            answer_by: z.iso.datetime(),
            proven: z.boolean().optional(),
            solved: z.boolean().optional(),
          }),
        },
      },
    },
    async (request) => {
      const { reporter } = request.query
      const { number } = request.params
      const msisdn = reporter === undefined ? undefined : parseMsisdn(reporter, config.COUNTRY)
      if (reporter !== undefined && !msisdn) throw new Problem('number.invalid')
      const found = await store.find('report-cases', { tag: `number=${number}`, limit: 10 })
      const cases = found
        .map(({ body }) => body as ReportCase)
        .filter((each) => msisdn === undefined || each.subscriber === keyOf(msisdn))
      const [one, another] = cases
      if (!one) throw new Problem('not-found', 'No report has this number, or it is not kept any more.')
      if (another) throw new Problem('report.which')
      return {
        number,
        state: stateOfCase(one),
        sender_kind: one.sorted.sender.kind,
        made_at: new Date(one.sorted.at).toISOString(),
        answer_by: new Date(one.dueAt).toISOString(),
        ...(one.closed && !one.closed.withdrawn ? { proven: one.closed.proven } : {}),
        ...(one.solved === undefined ? {} : { solved: one.solved }),
      }
    },
  )
}

/** That it can be taken back, or was already. @throws Problem `not-found`, `report.stays` */
export function refuseToStay(state: ReporterState | undefined, number: string): void {
  const report = state && own(state).find((each) => each.number === number)
  if (!report) throw new Problem('not-found', 'No report has this number.')
  const why = whyItStays(report)
  if (why !== undefined && why !== 'withdrawn') throw new Problem('report.stays', undefined, { why })
}

export const stateOfCase = ({
  closed,
  answeredAt,
}: Pick<ReportCase, 'closed' | 'answeredAt'>): 'open' | 'answered' | 'closed' | 'withdrawn' =>
  closed ? (closed.withdrawn ? 'withdrawn' : 'closed') : answeredAt === undefined ? 'open' : 'answered'
