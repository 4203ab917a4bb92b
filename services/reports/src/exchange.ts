import { Readable } from 'node:stream'
import { z } from 'zod'
import { reportKey, reportNumberOf, type SortedReport, sortedReports } from '#contracts'
import { csvRow } from '#csv'
import { callerOf } from '#http'
import { acceptFiles, answerLines, type Row, rowsOf, takeRows, type Values } from '#intake'
import { queueTag } from '#process'
import { type Deps, edgeRecord, heldBy, publishFromEdge } from '#service'
import { languageOf } from '#sms'
import type { PlacedState } from './domain/campaigns/placing.ts'
import { LISTED, type ReportCase, STANDING } from './domain/report-case.ts'
import { isPersons, type Sender, senderOf } from './domain/sender.ts'
import { type SortingRefs, sortReport } from './domain/sorting.ts'
import { timeOf } from './regulator.ts'
import { asSeen, reportersOf } from './seen-texts.ts'
import { SenderMarks } from './sender-marks.ts'

/** What is exchanged, whoever sends it. */
const columns = [
  ...['id', 'reporter', 'sender_kind', 'sender', 'sender_hmac', 'kind', 'domains', 'text', 'reported_at'],
  'proven_at',
] as const
const optional = ['sender_kind', 'sender', 'sender_hmac', 'kind', 'domains', 'proven_at']
const PAGE = 200
/** Reports of people, the newest of each kind, whose numbers a file’s senders are compared with. */
const MOST_KNOWN = 100_000
const iso = (at: number): string => new Date(at).toISOString()

const peer = z.string().regex(/^[A-Za-z0-9.-]{2,40}$/)

/**
 * Proven reports, exchanged with other operators and the regulator. Each peer has its own (decision 76): reporters have
 * pseudonyms that mean nothing elsewhere, a person’s number as a sender is an HMAC under a key that this peer alone was given.
 */
export function exchangeRoutes(deps: Deps, refs: SortingRefs): void {
  const { http, store, bus, keyOf, log } = deps
  acceptFiles(http)
  const marksOf = (peer: string) =>
    new SenderMarks(peer, { secrets: deps.secrets.exchangeKeys, given: deps.config.EXCHANGE_PEERS })

  const rowOf = (
    each: ReportCase,
    to: string,
    marks: SenderMarks,
    msisdn: string | undefined,
  ): Record<(typeof columns)[number], string> => {
    const { subscriber, number, closed } = each
    const sorted = asSeen(each.sorted, msisdn)
    const { sender } = sorted
    const isPerson = isPersons(sender, deps.config.COUNTRY)
    const { address = '' } = sender
    return {
      id: keyOf(`exchange report ${to} ${reportKey(subscriber, number)}`),
      reporter: keyOf(`exchange reporter ${to} ${subscriber}.${sorted.tenure}`),
      sender_kind: sender.kind,
      sender: isPerson ? '' : address,
      sender_hmac: (isPerson ? marks.make(address) : undefined) ?? '',
      kind: sorted.kind,
      domains: [...new Set(sorted.links.map(({ domain }) => domain))].join(' '),
      text: sorted.text,
      reported_at: iso(sorted.at),
      proven_at: closed ? iso(closed.at) : '',
    }
  }

  /** The numbers that were reported here, by what they are in an exchange. */
  async function knownSenders(marks: SenderMarks): Promise<ReadonlyMap<string, Sender>> {
    const known = new Map<string, Sender>()
    for (const standing of [STANDING.open, STANDING.closed])
      for (const sender of ['person', 'foreign'])
        for (let after: string | undefined, rows = 0; rows < MOST_KNOWN; rows += PAGE) {
          const found = await store.find('report-cases', {
            tag: queueTag(LISTED, { sender }),
            ...standing,
            descending: true,
            limit: PAGE,
            ...(after === undefined ? {} : { after }),
          })
          for (const { body } of found) {
            const { address = '' } = (body as ReportCase).sorted.sender
            const typed = senderOf(address, deps.config.COUNTRY)
            if (typed) for (const mark of marks.all(typed.address)) known.set(mark, typed)
          }
          if (found.length < PAGE) break
          after = found.at(-1)?.cursor
        }
    return known
  }

  http.get(
    '/v1/report-exchange',
    {
      config: { needs: ['look', 'report'] },
      schema: {
        summary: 'Proven reports, for other operators and the regulator',
        description: `CSV with columns ${columns.join(',')}, or the same as NDJSON. \`id\` and \`reporter\` are pseudonyms for this peer; \`sender_hmac\` stands for a person’s number, which is not given itself: the first eight hex digits of HMAC-SHA-256 of \`quadzero report exchange\` under the peer’s key, which name that key, a colon, and the HMAC-SHA-256 (hex) of the number’s E.164 digits under it; empty where EXCHANGE_KEY is not set. The peer’s key is the HMAC-SHA-256 (hex) of \`quadzero report exchange PEER\` under EXCHANGE_KEY. What came by an exchange is not sent on.`,
        tags: ['reports'],
        querystring: z.object({
          to: peer.describe('The peer whom it is for'),
          format: z.enum(['csv', 'ndjson']).default('csv').describe('Which file'),
        }),
      },
    },
    async (request, reply) => {
      const { to, format } = request.query
      const isCsv = format === 'csv'
      const marks = marksOf(to)
      log.info({ by: callerOf(request).keyId }, 'proven reports are exported')
      request.noted = { target: `report exchange with ${to}`, reason: 'export' }
      const lines = async function* () {
        if (isCsv) yield csvRow([...columns])
        for (let after: string | undefined; ; ) {
          const found = await store.find('report-cases', {
            tag: 'proven=1',
            limit: PAGE,
            ...(after === undefined ? {} : { after }),
          })
          const msisdnOf = await reportersOf(
            store,
            found.map(({ key }) => key),
          )
          const rows = found.map(({ key, body }) => rowOf(body as ReportCase, to, marks, msisdnOf(key)))
          yield rows
            .map((row) => (isCsv ? csvRow(columns.map((name) => row[name])) : `${JSON.stringify(row)}\n`))
            .join('')
          if (found.length < PAGE) return
          after = found.at(-1)?.cursor
        }
      }
      return reply
        .type(isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="proven-reports.${format}"`)
        .send(Readable.from(lines()))
    },
  )

  http.post(
    '/v1/report-exchange',
    {
      config: { needs: ['import', 'report'], problems: ['csv.header', 'csv.encoding'] },
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        summary: 'Take proven reports of another operator',
        description: `CSV (text/csv, UTF-8, columns as they are exported; ${optional.join(', ')} may be left out) or NDJSON, streamed. They are sorted anew and joined into campaigns with ours; nobody is told, and nobody rewarded. A \`sender_hmac\` has to be made with the key that this peer was given, or gave (EXCHANGE_PEERS); where it is a number’s that was reported here, the report counts for that number. The answer is NDJSON, streamed: bad rows with their line, progress, at last \`done\`. The same file again changes nothing.`,
        tags: ['reports'],
        querystring: z.object({
          from: peer.describe('The peer whose they are'),
        }),
      },
    },
    async (request, reply) => {
      const { from } = request.query
      const marks = marksOf(from)
      const rows = await rowsOf(request, columns, optional)
      let known: ReadonlyMap<string, Sender> | undefined
      const met = async function* (): AsyncGenerator<Row> {
        for await (const row of rows) {
          if ('values' in row && row.values['sender_hmac']) known ??= await knownSenders(marks)
          yield row
        }
      }
      const lines = takeRows(met(), {
        // A report is placed in a campaign once; so long as that is kept, it is known.
        ...heldBy<PlacedState, SortedReport>(store, {
          process: 'campaign-placing',
          subject: ({ number }) => number,
          holds: (placed) => placed !== undefined,
        }),
        batch: 500,
        recordOf: (values) => {
          const { sender = '', sender_hmac: mark = '' } = values
          const typed = sender === '' ? known?.get(mark) : senderOf(sender, deps.config.COUNTRY)
          const fault = mark === '' ? undefined : marks.fault(mark)
          return fault ?? foreignReport(values, from, typed, deps, refs)
        },
        publish: (batch) => publishFromEdge(bus, batch),
      })
      const brokeOff = (error: unknown) =>
        log.error({ code: (error as { code?: string }).code ?? 'unknown' }, 'an exchange of reports broke off')
      return reply.type('application/x-ndjson').send(answerLines(lines, brokeOff))
    },
  )
}

/** Another operator’s report as one of a campaign’s; a text that says why it is none. */
function foreignReport(
  values: Values,
  from: string,
  typed: Sender | undefined,
  { bus, keyOf, clock }: Deps,
  refs: SortingRefs,
) {
  const { id = '', reporter = '', sender = '', text = '', reported_at = '' } = values
  if (!/^[\w.:-]{1,80}$/.test(id)) return 'id: letters, digits and . : _ - only, at most 80'
  if (!/^[\w.:-]{1,80}$/.test(reporter)) return 'reporter: a pseudonym of letters, digits and . : _ -, at most 80'
  if (text.trim() === '' || text.length > 4000) return 'text: between 1 and 4,000 characters'
  const at = timeOf(reported_at)
  if (at === undefined || at === 'bad') return 'reported_at: a date and time such as 2026-11-26T09:30:00Z'
  if (sender !== '' && !typed) return 'sender: no number or name that sends messages'
  const now = clock.now()
  const { reasons, sender: whose, ...sorting } = sortReport(text, typed, now, refs)
  const number = reportNumberOf(`${from} ${id}`)
  const key = keyOf(`exchange ${from} ${reporter}`)
  const data: SortedReport = {
    ...sorting,
    reasons: [...reasons],
    sender: whose,
    number,
    reporter: key,
    tenure: 1,
    text: text.toWellFormed(),
    weight: 1,
    language: languageOf(text) ?? 'zh-CN',
    channel: 'exchange',
    at: Math.min(at, now),
  }
  const message = { id: `exchange-${from}-${id}`, at: now, corr: `exchange-${from}`, type: 'report.sorted', data }
  return edgeRecord(sortedReports, bus, reportKey(key, number), message)
}
