import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { OutRecord } from '#bus'
import { type MessageOf, REPORTED_TEXT, reportCommands, reportNumberOf } from '#contracts'
import { csvRow } from '#csv'
import { callerOf } from '#http'
import { acceptFiles, answerLines, type Intake, rowsOf, takeRows, type Values } from '#intake'
import { type Deps, edgeRecord, heldBy, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'
import { markOf } from './domain/filing.ts'
import type { ReportCase } from './domain/report-case.ts'
import type { ReporterState } from './domain/reporter.ts'
import { senderOf } from './domain/sender.ts'
import { stateOfCase } from './report-routes.ts'

const columns = ['case_id', 'reporter', 'sender', 'text', 'received_at', 'answer_by'] as const
const optional = ['sender', 'received_at', 'answer_by']
const ANSWER_COLUMNS = ['case_id', 'number', 'state', 'answer_by', 'answered_at', 'closed_at', 'proven', 'answer']
const PAGE = 200
const centre = z
  .string()
  .regex(/^[A-Za-z0-9.-]{2,40}$/)
  .default('12321')
  .describe('Whose cases they are')

/** Cases of the regulator’s centre (12321): they come in with their own deadline, and are answered to it. */
export function regulatorRoutes(deps: Deps): void {
  const { http, store, bus, log } = deps
  acceptFiles(http)

  http.post(
    '/v1/report-imports',
    {
      config: { needs: ['import', 'report'], problems: ['csv.header', 'csv.encoding'] },
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        summary: 'Import the cases of the regulator’s centre',
        description: `CSV (text/csv, UTF-8, with header ${columns.join(',')}; ${optional.join(', ')} may be left out) or NDJSON, streamed, of any length. The answer is NDJSON, streamed: bad rows with their line, progress, at last \`done\`. The same file again changes nothing.`,
        tags: ['reports'],
        querystring: z.object({ from: centre }),
      },
    },
    async (request, reply) => {
      const { from } = request.query
      const rows = await rowsOf(request, columns, optional)
      const lines = takeRows(rows, {
        ...heldCases(deps),
        batch: 500,
        recordOf: (values) => recordOf(values, from, deps),
        publish: (batch) => publishFromEdge(bus, batch),
      })
      const brokeOff = (error: unknown) =>
        log.error({ code: (error as { code?: string }).code ?? 'unknown' }, 'an import of reports broke off')
      return reply.type('application/x-ndjson').send(answerLines(lines, brokeOff))
    },
  )

  http.get(
    '/v1/report-answers',
    {
      config: { needs: ['look', 'report'] },
      schema: {
        summary: 'What became of the cases of the regulator’s centre (CSV)',
        description: `Columns ${ANSWER_COLUMNS.join(',')}; no subscriber’s number.`,
        tags: ['reports'],
        querystring: z.object({ from: centre }),
      },
    },
    async (request, reply) => {
      log.info({ by: callerOf(request).keyId }, 'answers to the regulator are exported')
      const lines = async function* () {
        yield csvRow(ANSWER_COLUMNS)
        for (let after: string | undefined; ; ) {
          const found = await store.find('report-cases', {
            tag: `from=${request.query.from}`,
            limit: PAGE,
            ...(after === undefined ? {} : { after }),
          })
          yield found.map(({ body }) => csvRow(answerOf(body as ReportCase))).join('')
          if (found.length < PAGE) return
          after = found.at(-1)?.cursor
        }
      }
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="answers.csv"')
        .send(Readable.from(lines()))
    },
  )
}

type Made = Extract<MessageOf<typeof reportCommands>, { type: 'report.made' }>['data']
const reportOf = (state: ReporterState | undefined, { foreign }: Made) =>
  foreign && state?.reports.find(({ number }) => number === reportNumberOf(`${foreign.from}-${foreign.id}`))

/** Cases are known by their id and text: the same again is none, and another text under an id that is known is asked back. */
const heldCases = ({ store }: Pick<Deps, 'store'>): Pick<Intake, 'known' | 'settled' | 'doubtful'> => ({
  ...heldBy<ReporterState, Made>(store, {
    process: 'reporters',
    subject: ({ foreign }) => foreign?.id ?? '',
    holds: (state, made) => reportOf(state, made) !== undefined,
  }),
  async doubtful(records) {
    const states = await store.load('reporters', [...new Set(records.map(({ key }) => key))])
    const isOther = ({ key, message }: OutRecord) => {
      const made = message.data as Made
      const known = reportOf(states.get(key)?.body as ReporterState | undefined, made)
      return known !== undefined && known.mark !== markOf(made.text.slice(0, REPORTED_TEXT))
    }
    return new Map(records.filter(isOther).map((each) => [each, flawOfOther]))
  },
})
const flawOfOther = 'case_id: known already with another text; a case that is another one needs an id of its own'

const iso = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString())

const answerOf = (each: ReportCase): string[] => [
  ...[each.foreign?.id ?? '', each.number, stateOfCase(each), iso(each.dueAt), iso(each.answeredAt)],
  ...[iso(each.closed?.at), each.closed ? String(each.closed.proven) : ''],
  each.steps.findLast(({ text }) => text !== undefined)?.text ?? '',
]

/** A case as a report; a text that says why it is none. */
function recordOf(values: Values, from: string, { clock, bus, keyOf, config }: Deps) {
  const { case_id = '', reporter = '', sender = '', text = '', received_at = '', answer_by = '' } = values
  if (!/^[\w.:-]{1,80}$/.test(case_id)) return 'case_id: letters, digits and . : _ - only, at most 80'
  const msisdn = parseMsisdn(reporter, config.COUNTRY)
  if (!msisdn) return 'reporter: not a subscriber’s number'
  if (case_id.includes(msisdn.slice(-11))) return 'case_id: a subscriber’s number stands in it'
  if (sender !== '' && !senderOf(sender, config.COUNTRY)) return 'sender: no number or name that sends messages'
  if (text.trim() === '' || text.length > 4000) return 'text: between 1 and 4,000 characters'
  const received = timeOf(received_at)
  const due = timeOf(answer_by)
  if (received === 'bad') return 'received_at: a date and time such as 2026-11-26T09:30:00Z'
  if (due === 'bad') return 'answer_by: a date and time such as 2026-11-28T09:30:00Z'
  const id = `${from}-${case_id}`
  return edgeRecord(reportCommands, bus, keyOf(msisdn), {
    id,
    at: clock.now(),
    corr: id,
    type: 'report.made',
    data: {
      msisdn,
      channel: 'regulator',
      language: 'zh-CN',
      // By the whole of its id: two centres may count alike, and ids may differ at their end only.
      fingerprint: `case:${createHash('sha256').update(id).digest('base64url')}`,
      // They turned to the centre, which tells them that it has their case; the outcome they hear from us as well.
      silent: true,
      ...(sender === '' ? {} : { sender }),
      text: text.toWellFormed(),
      ...(received === undefined ? {} : { receivedAt: received }),
      foreign: { from, id: case_id, ...(due === undefined ? {} : { answerBy: due }) },
    },
  })
}

/** ms; `bad`: it is no date and time with its zone. */
export function timeOf(text: string): number | undefined | 'bad' {
  if (text === '') return undefined
  const at = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN
  return Number.isNaN(at) || at <= 0 ? 'bad' : at
}
