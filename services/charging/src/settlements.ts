import { z } from 'zod'
import { Owned } from '#access'
import { monthOf } from '#calendar'
import { ledgerPostings, postingKind } from '#contracts'
import { csvRow } from '#csv'
import { type Stamps, standingOf } from '#evidence'
import {
  type Access,
  accessOf,
  callerOf,
  nextOf,
  Problem,
  pageQuery,
  readable,
  standingShape as standing,
  unreadable,
} from '#http'
import { nowNames } from '#reference'
import { type Deps, listPage, listQuery, listWays, propose, proposed } from '#service'
import { flawOf, recount } from './domain/recount.ts'
import { isFrozen, owedFen, rowsOf, type SettlementState, standingOfMonth } from './domain/settlement.ts'
import { isBare, moneyOf } from './domain/signed.ts'
import type { AccountState } from './domain/state.ts'
import { missingOf } from './kept.ts'

const params = z.object({ partner: z.string().max(40), month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) })

const settlement = z.object({
  partner: z.string(),
  month: z.string(),
  closed_at: z.iso.datetime().optional(),
  owed_fen: z.number().describe('What the operator owes the partner; negative when the partner owes'),
  lines: z.array(
    z.object({
      service: z.string(),
      kind: postingKind,
      correction_of: z.string().optional(),
      count: z.number(),
      moved_fen: z.number().describe('What was posted, whoever it was for'),
      amount_fen: z.number().describe('To the partner’s good'),
    }),
  ),
  accounts: z.record(z.string(), z.object({ debit: z.number(), credit: z.number() })),
})

const show = (state: SettlementState): z.infer<typeof settlement> => ({
  partner: state.partnerId,
  month: state.month,
  ...(state.closed ? { closed_at: new Date(state.closed.at).toISOString() } : {}),
  owed_fen: owedFen(state),
  lines: rowsOf(state).map(({ serviceId, kind, correctionOf, count, movedFen, amountFen }) => ({
    service: serviceId,
    kind,
    ...(correctionOf ? { correction_of: correctionOf } : {}),
    count,
    moved_fen: movedFen,
    amount_fen: amountFen,
  })),
  accounts: state.accounts,
})

const named = settlement.extend({ partner_zh: z.string(), partner_en: z.string() })
const page = pageQuery(1000, 500)
const standingMonth = settlement.extend(standing.shape).extend({
  untold: z.boolean().optional().describe('It changed since; number and digest are those of before'),
})
const CLOSE = 'settlement.close'

/** `GET /v1/settlements`, `…/{partner}/{month}` as JSON or CSV, `POST …/close`, and the recount that proves the ledger. */
export function settlementRoutes(deps: Deps, stamps: Pick<Stamps, 'holds'>): void {
  const { http, store, clock, policy, previews } = deps
  const names = nowNames(deps.catalogue)
  // What comes for the month between the two yeses makes the proposal stale, and so does a case that freezes it.
  previews.set(CLOSE, async ({ records: [record] }) => {
    const found = record && (await store.load('settlement', [record.key])).get(record.key)
    if (!found) return undefined
    const state = found.body as SettlementState
    return { ...show(state), ...(isFrozen(state, deps.catalogue, clock.now()) ? { frozen: true } : {}) }
  })
  const find = async (access: Access, { partner, month }: z.infer<typeof params>): Promise<SettlementState> => {
    const found = (await store.load('settlement', [`${partner}|${month}`])).get(`${partner}|${month}`)
    return access.open(
      found && new Owned(partner, found.body as SettlementState),
      new Problem('not-found', 'Nothing was posted for this partner in this month.'),
    )
  }
  const showNamed = (state: SettlementState): z.infer<typeof named> => {
    const partner = deps.catalogue.partner(state.partnerId, clock.now())
    return { ...show(state), partner_zh: partner?.nameZh ?? '', partner_en: partner?.nameEn ?? '' }
  }
  http.get(
    '/v1/settlements',
    {
      config: { needs: ['read', 'settlement'] },
      schema: {
        summary: 'Settlements, of one month or of all',
        tags: ['settlement'],
        querystring: listQuery(1000, 500).extend({
          month: params.shape.month.optional(),
          partner: params.shape.partner.optional().describe('Months of one partner, in their order'),
        }),
        response: { 200: z.object({ items: z.array(named), ...listWays }) },
      },
    },
    async (request) => {
      const { after, limit, month, order } = request.query
      const partner = accessOf(request).partner() ?? request.query.partner
      const tag = partner === undefined ? month && `month=${month}` : `partner=${partner}`
      const { found, ways } = await listPage(deps, 'settlement', { after, limit, order, ...(tag ? { tag } : {}) })
      const rows = found.map(({ body }) => body as SettlementState)
      const items = rows.filter((each) => month === undefined || each.month === month).map(showNamed)
      return { items, ...ways }
    },
  )
  http.get(
    '/v1/settlements/:partner/:month',
    {
      config: { needs: ['read', 'settlement'], problems: ['not-found'] },
      schema: { summary: 'One partner’s month', tags: ['settlement'], params, response: { 200: named } },
    },
    async (request) => showNamed(await find(accessOf(request), request.params)),
  )
  http.get(
    '/v1/settlements/:partner/:month/csv',
    {
      config: { needs: ['read', 'settlement'], problems: ['not-found'] },
      schema: {
        summary: 'One partner’s month as CSV, with totals',
        description:
          'service_id,kind,correction_of,count,amount_fen,service_zh,service_en: what each service earned and what went back, to the partner’s good; the last line is the total. `dispute` lines are the operator’s and count nothing here.',
        tags: ['settlement'],
        params,
      },
    },
    async (request, reply) => {
      const state = await find(accessOf(request), request.params)
      const rows = rowsOf(state)
      const lines = [
        csvRow(['service_id', 'kind', 'correction_of', 'count', 'amount_fen', 'service_zh', 'service_en']),
        ...rows.map(({ serviceId, kind, correctionOf, count, amountFen }) =>
          csvRow([serviceId, kind, correctionOf, count, amountFen, ...names.service(serviceId)]),
        ),
        csvRow(['total', '', '', rows.reduce((sum, each) => sum + each.count, 0), owedFen(state), '', '']),
      ]
      return reply.type('text/csv; charset=utf-8').send(lines.join(''))
    },
  )
  http.post(
    '/v1/settlements/:partner/:month/close',
    {
      config: {
        needs: ['settle', 'settlement'],
        problems: ['not-found', 'month.open', 'settlement.frozen', 'proposal.key', 'proposal.refused', 'not-ready'],
      },
      schema: {
        summary: 'Close a month',
        description:
          'Nothing in it changes any more; what comes for it later is booked in the next month, and says so. It takes two people as soon as there are two: see /v1/proposals.',
        tags: ['settlement'],
        params,
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const { partner, month } = request.params
      if (month >= monthOf(clock.now(), policy.policy.timeZone)) throw new Problem('month.open')
      const caller = callerOf(request)
      const state = await find(accessOf(request), request.params)
      if (isFrozen(state, deps.catalogue, clock.now())) throw new Problem('settlement.frozen')
      const data = { partnerId: partner, month, by: caller.keyId }
      const proposed = await propose(
        deps,
        caller,
        {
          kind: CLOSE,
          needs: ['settle', 'settlement'],
          title: `${partner} ${month}`,
          partners: [partner],
          preview: show(state),
          records: [{ topic: ledgerPostings.name, key: `${partner}|${month}`, type: 'month.close', data }],
        },
        request.id,
      )
      return reply.code(202).send(proposed)
    },
  )
  http.get(
    '/v1/ledger/recount',
    {
      config: { needs: ['audit', 'ledger'] },
      schema: {
        summary: 'The ledger’s sums once more, from the charges themselves',
        description:
          'A page of accounts, summed by partner, month, service and kind, and the charges that did not go back as they were judged. `quadzero verify ledger` adds the pages up.',
        tags: ['audit'],
        querystring: page,
        response: {
          200: z.object({
            sums: z.record(z.string(), z.number()),
            flaws: z.array(z.string()),
            missing: z
              .array(z.string())
              .describe(
                'What is not there, or not as it was left, of the rows that each charge has beside its account',
              ),
            items: z
              .array(z.union([standing, unreadable]))
              .describe('Which version each account’s charges are, by what is stored now'),
            next: z.string().optional(),
          }),
        },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('account', { after, limit, asStored: true })
      const sums: Record<string, number> = {}
      const flaws: string[] = []
      const items = found.flatMap(({ key, body, changed }) => {
        const each = body as AccountState
        const item = readable(standing, key, () => {
          const own = recount([each])
          const wrong = each.charges.flatMap((charge) => flawOf(charge) ?? [])
          const made = standingOf(key, each.version, moneyOf(each))
          if (!Object.values(own).every(Number.isSafeInteger)) throw new TypeError('an amount is none')
          for (const [name, fen] of Object.entries(own)) sums[name] = (sums[name] ?? 0) + fen
          flaws.push(...wrong)
          return { ...made, whole: made.whole && !changed }
        })
        return 'unreadable' in item || !isBare(each) || changed ? [item] : []
      })
      const whole = found.filter(({ body, changed }) => !changed && 'charges' in (body as object))
      const accounts = whole.map(({ body }) => body as AccountState)
      const missing = await missingOf(store, accounts, clock.now())
      return { sums, flaws, missing, items, ...nextOf(found, limit) }
    },
  )
  http.get(
    '/v1/ledger/months',
    {
      config: { needs: ['audit', 'ledger'] },
      schema: {
        summary: 'Settlements, and which version each is by what is stored now',
        description: '`quadzero verify ledger` holds them against what was signed.',
        tags: ['audit'],
        querystring: page,
        response: {
          200: z.object({ items: z.array(z.union([standingMonth, unreadable])), next: z.string().optional() }),
        },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('settlement', { after, limit, asStored: true })
      const items = found.map(({ key, body, changed }) => {
        const each = body as SettlementState
        return readable(standingMonth, key, () => {
          const standing = standingOfMonth(key, each, stamps)
          return { ...show(each), ...standing, whole: standing.whole && !changed }
        })
      })
      return { items, ...nextOf(found, limit) }
    },
  )
}
