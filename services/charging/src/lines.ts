import { Readable } from 'node:stream'
import { z } from 'zod'
import { postingKind } from '#contracts'
import { csvRow } from '#csv'
import { accessOf, Problem } from '#http'
import { nowNames } from '#reference'
import { type Deps, listPage, listQuery, listWays } from '#service'
import { type LedgerLine, lineTag, monthTag } from './domain/lines.ts'
import { owedFen, rowsOf, type SettlementState, signOf } from './domain/settlement.ts'

const PAGE = 500
/** Names stand last: who reads by position goes on as before. */
const lineColumns = [
  ...['booked_at', 'service_id', 'charge_id', 'kind', 'correction_of'],
  ...['debit', 'credit', 'moved_fen', 'amount_fen', 'service_zh', 'service_en'],
]
const monthColumns = [
  ...['partner_id', 'month', 'charged_fen', 'back_fen', 'owed_fen', 'closed_at'],
  ...['partner_zh', 'partner_en'],
]
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const params = z.object({ partner: z.string().max(40), month })
const narrowing = z.object({
  service: z.string().max(40).optional().describe('Lines of one row: service and kind together'),
  kind: postingKind.optional(),
  correction_of: month.optional(),
})

const line = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  partner: z.string(),
  month: z.string().describe('In which it was booked'),
  service: z.string(),
  charge: z.string(),
  kind: postingKind,
  debit: z.string(),
  credit: z.string(),
  moved_fen: z.number().describe('What was posted, whoever it was for'),
  amount_fen: z.number().describe('To the partner’s good'),
  correction_of: z.string().optional(),
})

const show = (id: string, each: LedgerLine): z.infer<typeof line> => ({
  id,
  at: new Date(each.at).toISOString(),
  partner: each.partnerId,
  month: each.month,
  service: each.serviceId,
  charge: each.chargeId,
  kind: each.kind,
  debit: each.debit,
  credit: each.credit,
  moved_fen: each.amountFen,
  amount_fen: each.amountFen * signOf(each.kind),
  ...(each.correctionOf ? { correction_of: each.correctionOf } : {}),
})

/** The ledger line by line: of a month, of one of its rows, of a charge; and a month of all partners as CSV. */
export function lineRoutes(deps: Deps): void {
  const { http, store } = deps
  const names = nowNames(deps.catalogue)
  const needs = { needs: ['read', 'settlement'] } as const

  const tagOf = (partner: string, of: string, { service, kind, correction_of }: z.infer<typeof narrowing>): string =>
    service !== undefined && kind !== undefined
      ? `line=${lineTag(partner, of, service, kind, correction_of)}`
      : `month=${monthTag(partner, of)}`

  /** What is another’s is as if it were not there. */
  const own = (request: Parameters<typeof accessOf>[0], partner: string): string => {
    const allowed = accessOf(request).partner()
    if (allowed !== undefined && allowed !== partner)
      throw new Problem('not-found', 'Nothing was posted for this partner in this month.')
    return partner
  }

  http.get(
    '/v1/settlements/:partner/:month/lines',
    {
      config: { ...needs, problems: ['not-found'] },
      schema: {
        summary: 'A month line by line, or one of its rows; by the time of booking',
        tags: ['settlement'],
        params,
        querystring: listQuery(500, 100).extend(narrowing.shape),
        response: { 200: z.object({ items: z.array(line), ...listWays }) },
      },
    },
    async (request) => {
      const { after, limit, order, ...by } = request.query
      const tag = tagOf(own(request, request.params.partner), request.params.month, by)
      const { found, ways } = await listPage(deps, 'ledger-lines', { tag, after, limit, order })
      return { items: found.map(({ key, body }) => show(key, body as LedgerLine)), ...ways }
    },
  )

  http.get(
    '/v1/settlements/:partner/:month/lines/csv',
    {
      config: { ...needs, problems: ['not-found'] },
      schema: {
        summary: 'The same as CSV',
        description: `${lineColumns.join()}: names stand last, so that who reads by position goes on.`,
        tags: ['settlement'],
        params,
        querystring: narrowing,
      },
    },
    async (request, reply) => {
      const tag = tagOf(own(request, request.params.partner), request.params.month, request.query)
      const rows = async function* () {
        yield csvRow(lineColumns)
        for await (const { key, body } of walk('ledger-lines', tag)) {
          const each = show(key, body as LedgerLine)
          const money = [each.debit, each.credit, each.moved_fen, each.amount_fen]
          yield csvRow([
            each.at,
            each.service,
            each.charge,
            each.kind,
            each.correction_of ?? '',
            ...money,
            ...names.service(each.service),
          ])
        }
      }
      return reply.type('text/csv; charset=utf-8').send(Readable.from(rows()))
    },
  )

  http.get(
    '/v1/settlements/csv',
    {
      config: needs,
      schema: {
        summary: 'A month of all partners as CSV: what is owed to each',
        description: `${monthColumns.join()}: charged, given back and owed, fen.`,
        tags: ['settlement'],
        querystring: z.object({ month }),
      },
    },
    async (request, reply) => {
      const { month: of } = request.query
      const partner = accessOf(request).partner()
      const tag = partner === undefined ? `month=${of}` : `partner=${partner}`
      const rows = async function* () {
        yield csvRow(monthColumns)
        for await (const { body } of walk('settlement', tag)) {
          const state = body as SettlementState
          if (state.month !== of) continue
          const [charged, back] = [true, false].map((isCharge) =>
            rowsOf(state)
              .filter((each) => (each.kind === 'charge') === isCharge)
              .reduce((sum, each) => sum + each.amountFen, 0),
          ) as [number, number]
          const closed = state.closed ? new Date(state.closed.at).toISOString() : ''
          const money = [charged, back, owedFen(state)]
          yield csvRow([state.partnerId, state.month, ...money, closed, ...names.partner(state.partnerId)])
        }
      }
      return reply.type('text/csv; charset=utf-8').send(Readable.from(rows()))
    },
  )

  http.get(
    '/v1/ledger/charges/:id',
    {
      config: { ...needs, problems: ['not-found'] },
      schema: {
        summary: 'All that was booked about one charge',
        tags: ['settlement'],
        params: z.object({ id: z.string().max(64) }),
        response: { 200: z.object({ items: z.array(line) }) },
      },
    },
    async (request) => {
      const found = await store.find('ledger-lines', { tag: `charge=${request.params.id}`, limit: 100 })
      const partner = accessOf(request).partner()
      const items = found
        .map(({ key, body }) => show(key, body as LedgerLine))
        .filter((each) => partner === undefined || each.partner === partner)
      if (items.length === 0) throw new Problem('not-found', 'Nothing was booked about a charge of this id.')
      return { items }
    },
  )

  async function* walk(process: string, tag: string) {
    for (let after = ''; ; ) {
      const found = await store.find(process, { tag, after, limit: PAGE })
      yield* found
      const last = found.at(-1)
      if (!last || found.length < PAGE) return
      after = last.cursor
    }
  }
}
