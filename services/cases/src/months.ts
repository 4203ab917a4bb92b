import { z } from 'zod'
import { caseSubject, verdict } from '#contracts'
import { nowNames } from '#reference'
import { csvOf, type Deps, listPage, listQuery, listWays, MOST_ROWS, PAGE, sendCsv } from '#service'
import { type CaseState, isRedressed } from './domain/case-state.ts'
import { iso, partnerNames } from './shown.ts'

const months = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .describe('Such as 2026-11, in the operator’s zone'),
})
const appealState = z.enum(['none', 'open', 'granted', 'rejected'])

/** A verdict of a month: what it took, whom it refunded so far, and what an appeal made of it. */
const monthly = z.object({
  number: z.string().describe('Number of the case'),
  decided_at: z.iso.datetime(),
  subject: caseSubject,
  partner_zh: z.string(),
  partner_en: z.string(),
  pattern: z.string().describe('What it was suspected of'),
  outcome: verdict.shape.outcome,
  points: verdict.shape.points,
  sanctions: verdict.shape.sanctions,
  four_eyes: z
    .enum(['not needed', 'two people', 'alone', 'kept no more'])
    .describe(
      'Who decided what stings: two people, or one alone where there was no second; its proposal is kept keepDays',
    ),
  refund_times: z.number().describe('So many times each charge goes back; 0: nothing does'),
  refund_charges: z.number().describe('Charges of the pattern that were looked at so far'),
  refund_subscribers: z.number().describe('Subscribers who got money back by it'),
  refund_fen: z.number().describe('What went back by it, fen'),
  refund_before_fen: z.number().describe('What had gone back before, fen'),
  refund_done: z.boolean().describe('All of it went back'),
  appeal: appealState.describe('What the partner said against it, and what became of that'),
  published: z.boolean().describe('There is a public notice'),
  reason_zh: z.string().describe('What was done wrong, in Chinese'),
  reason_en: z.string().describe('The same in English'),
  borne_fen: z.number().describe('What of it the operator bears since an appeal was granted, fen'),
})
type Monthly = z.infer<typeof monthly>

const COLUMNS = [
  ...['number', 'decided_at', 'partner', 'partner_zh', 'partner_en', 'service'],
  ...['service_zh', 'service_en', 'app', 'pattern', 'outcome', 'points'],
  ...['sanctions', 'four_eyes', 'refund_times', 'refund_charges', 'refund_subscribers', 'refund_fen'],
  ...['refund_before_fen', 'refund_done', 'appeal', 'published', 'reason_zh', 'reason_en'],
  'borne_fen',
]

/** What is read of a proposal. */
interface Proposed {
  /** Nobody else could have approved it. */
  readonly alone?: boolean
}

function show(
  deps: Pick<Deps, 'catalogue' | 'clock'>,
  state: CaseState,
  proposals: ReadonlyMap<string, Proposed>,
): Monthly | undefined {
  const { number, subject, pattern, decided, redress, borne, appeal } = state
  if (!decided) return undefined
  const { outcome, points, sanctions, refund, reasonZh, reasonEn, publish } = decided.verdict
  return {
    number,
    decided_at: iso(decided.at),
    subject,
    ...partnerNames(deps, subject.partnerId),
    pattern,
    outcome,
    points,
    sanctions,
    four_eyes: eyesOf(decided.proposal, proposals),
    refund_times: refund?.times ?? 0,
    refund_charges: redress?.answered ?? 0,
    refund_subscribers: redress?.subscribers ?? 0,
    refund_fen: redress?.refundFen ?? 0,
    refund_before_fen: redress?.beforeFen ?? 0,
    refund_done: !redress || isRedressed(redress),
    appeal: !appeal ? 'none' : !appeal.decided ? 'open' : appeal.decided.granted ? 'granted' : 'rejected',
    published: publish,
    reason_zh: reasonZh,
    reason_en: reasonEn,
    borne_fen: borne?.fen ?? 0,
  }
}

function eyesOf(proposal: string | undefined, proposals: ReadonlyMap<string, Proposed>): Monthly['four_eyes'] {
  if (proposal === undefined) return 'not needed'
  const found = proposals.get(proposal)
  return !found ? 'kept no more' : found.alone ? 'alone' : 'two people'
}

const sanctionsOf = ({ sanctions }: Monthly): string =>
  sanctions
    .map(({ what, serviceId, app, until }) =>
      [what, serviceId ?? app, until === undefined ? undefined : `until ${iso(until)}`].filter(Boolean).join(' '),
    )
    .join('; ')

const rowOf =
  (names: ReturnType<typeof nowNames>) =>
  (each: Monthly): (string | number)[] => [
    ...[each.number, each.decided_at, each.subject.partnerId ?? '', each.partner_zh, each.partner_en],
    ...[
      each.subject.serviceId ?? '',
      ...names.service(each.subject.serviceId ?? ''),
      each.subject.app ?? '',
      each.pattern,
    ],
    ...[each.outcome, each.points],
    ...[sanctionsOf(each), each.four_eyes, each.refund_times, each.refund_charges, each.refund_subscribers],
    ...[each.refund_fen, each.refund_before_fen, String(each.refund_done), each.appeal, String(each.published)],
    ...[each.reason_zh, each.reason_en, each.borne_fen],
  ]

/** `GET /v1/verdicts/{month}` and `…/csv`: verdicts, penalties and refunds of a month, for the regulator and the books. */
export function monthRoutes(deps: Deps): void {
  const { http, store } = deps
  const pageOf = async (month: string, page: { after: string; order: 'asc' | 'desc'; limit: number }) => {
    const { found, ways } = await listPage(deps, 'cases', { ...page, tag: `month=${month}` })
    const states = found.map(({ body }) => body as CaseState)
    const kept = await store.load('proposals', [...new Set(states.flatMap(({ decided }) => decided?.proposal ?? []))])
    const proposals = new Map([...kept].map(([id, { body }]) => [id, body as Proposed]))
    return { items: states.flatMap((each) => show(deps, each, proposals) ?? []), ways }
  }
  http.get(
    '/v1/verdicts/:month',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Verdicts of a month: penalties, refunds, appeals',
        description: 'Refunds as far as they are; what an appeal took back stays in the list, and says so.',
        tags: ['cases'],
        params: months,
        querystring: listQuery(200, 50),
        response: { 200: z.object({ items: z.array(monthly), ...listWays }) },
      },
    },
    async (request) => {
      const { items, ways } = await pageOf(request.params.month, request.query)
      return { items, ...ways }
    },
  )
  http.get(
    '/v1/verdicts/:month/csv',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Verdicts of a month as CSV',
        description: `${COLUMNS.join(',')}. At most ${MOST_ROWS} rows; formulas in texts are defused.`,
        tags: ['cases'],
        params: months,
      },
    },
    async (request, reply) => {
      const { month } = request.params
      const pages = (after: string) => pageOf(month, { after, order: 'asc', limit: PAGE })
      return sendCsv(reply, `verdicts-${month}`, csvOf(COLUMNS, pages, rowOf(nowNames(deps.catalogue))))
    },
  )
}
