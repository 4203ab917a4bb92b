import { Readable } from 'node:stream'
import { z } from 'zod'
import { callerOf, idempotencyHeader, Problem } from '#http'
import { acceptFiles, answerLines, rowsOf } from '#intake'
import { askForSight, callId, checkSight, type Deps, proposed, proposerOf, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'
import { exportCsv } from './exports.ts'
import { importRows, recordOf } from './imports.ts'
import { isReference, kinds, optionalColumns } from './kinds.ts'
import { importOfReference, previewImports } from './proposed.ts'

/** `POST /v1/import/{kind}`, `GET /v1/export/{kind}`, `POST /v1/numbers`. */
export function catalogueRoutes(deps: Deps): void {
  const { http } = deps
  acceptFiles(http)
  previewImports(deps)

  http.post(
    '/v1/import/:kind',
    {
      config: {
        needs: ['import', 'catalogue'],
        problems: ['csv.header', 'csv.encoding', 'proposal.key', 'proposal.refused', 'not-ready'],
      },
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        summary: 'Import partners, services, ports, subscriptions, number changes or use of services',
        description: `CSV (text/csv, UTF-8, with header) or NDJSON (application/x-ndjson), streamed. The answer is NDJSON, streamed: bad rows with their line, progress, at last \`done\`. Headers: ${Object.entries(
          kinds,
        )
          .map(([kind, columns]) => `${kind}: ${columns.join(',')}`)
          .join(
            '; ',
          )}. ${[...optionalColumns('services'), ...optionalColumns('ports')].join(', ')} may be left out. The classes of a port are \`service\`, \`otp\` and \`marketing\`, separated by spaces. Rows that say what is known are counted as unchanged: so the same file may be sent again. A number changed hands on the day of \`changed_at\`, or on that of the import: the same change of the same day is told again, and one from before a change that is known is told late: neither takes anything from the next owner. A row without a time that may be a second change of a day, for the number was used since the first, is refused until it says the time.`,
        tags: ['catalogue'],
        params: z.object({ kind: z.enum(['partners', 'services', 'ports', 'subscriptions', 'numbers', 'usage']) }),
      },
    },
    async (request, reply) => {
      const { kind } = request.params
      const rows = await rowsOf(request, kinds[kind], optionalColumns(kind))
      if (isReference(kind)) proposerOf(deps, callerOf(request), { needs: ['import', 'catalogue'], partners: [] })
      const lines = isReference(kind) ? importOfReference(deps, request, kind, rows) : importRows(kind, rows, deps)
      const brokeOff = (error: unknown) =>
        deps.log.error({ kind, code: (error as { code?: string }).code ?? 'unknown' }, 'an import broke off')
      return reply.type('application/x-ndjson').send(answerLines(lines, brokeOff))
    },
  )

  http.get(
    '/v1/export/:kind',
    {
      config: { needs: ['import', 'catalogue'], problems: ['sight.missing'] },
      schema: {
        summary: 'The same CSV that an import takes',
        tags: ['catalogue'],
        description: 'Subscriptions hold numbers: a person names the proposal by which two people agreed to show them.',
        params: z.object({ kind: z.enum(['partners', 'services', 'ports', 'subscriptions']) }),
        querystring: z.object({ proposal: z.string().max(100).optional() }),
      },
    },
    async (request, reply) => {
      const { kind } = request.params
      if (kind === 'subscriptions') await checkSight(deps, callerOf(request), kind, request.query.proposal)
      return reply.type('text/csv; charset=utf-8').send(Readable.from(exportCsv(kind, deps)))
    },
  )

  http.post(
    '/v1/export/subscriptions',
    {
      config: { needs: ['import', 'catalogue'], problems: ['proposal.key', 'proposal.refused', 'not-ready'] },
      schema: {
        summary: 'Ask to see all subscriptions, with their numbers',
        description: 'A second person agrees; then GET with `proposal` shows them to you for a day.',
        tags: ['catalogue'],
        body: z.object({ reason: z.string().trim().min(3).max(300) }),
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      return reply.code(202).send(await askForSight(deps, callerOf(request), 'subscriptions', reason, request.id))
    },
  )

  http.post(
    '/v1/numbers',
    {
      config: {
        needs: ['import', 'number'],
        problems: ['number.invalid', 'number.time', 'idempotency.conflict', 'not-ready'],
      },
      schema: {
        summary: 'A number was released, carried to another operator, or assigned',
        description:
          'Ends what belongs to the former owner; the next one starts empty. It is of the time that is given, or of now: the same change of the same time, one that came before a later one, and the same call under its Idempotency-Key are told again and take nothing from the next owner.',
        tags: ['catalogue'],
        headers: idempotencyHeader,
        body: z.strictObject({
          msisdn: z.string().max(40),
          change: z.enum(['released', 'ported-out', 'assigned']),
          changed_at: z
            .string()
            .max(40)
            .optional()
            .describe('A day, or a time with its zone: 2026-05-01, 2026-05-01T08:00:00Z. Without it: now.'),
        }),
        response: { 202: z.object({ accepted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      if (!parseMsisdn(body.msisdn, deps.config.COUNTRY)) throw new Problem('number.invalid')
      const record = recordOf('numbers', body, deps)
      if (typeof record !== 'object') throw new Problem('number.time', record)
      const { id } = await callId(deps, request)
      // Who calls without a time means now: another change than any that is known, unless it is the same call.
      const { on, ...now } = record.message.data as { on: number }
      const data = body.changed_at === undefined ? now : { ...now, on }
      const told = { ...record, message: { ...record.message, id, corr: id, data } }
      await publishFromEdge(deps.bus, [told])
      return reply.code(202).send({ accepted: true as const })
    },
  )
}
