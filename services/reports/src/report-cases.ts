import { z } from 'zod'
import {
  campaignId,
  place as placeSchema,
  reportChannel,
  reportCommands,
  reportKey,
  reportNumber,
  senderKind,
  spamKind,
  textClues,
} from '#contracts'
import { believed, callerOf, Problem } from '#http'
import { NOBODY, queueTag } from '#process'
import {
  type Deps,
  edgeRecord,
  listPage,
  listRoutes,
  masked,
  maskedNumber,
  placeRef,
  publishFromEdge,
  settled,
  subjectRef,
} from '#service'
import { beginningOf, maskNumber } from '#sms'
import { cursorAt } from '#store'
import { isAsReported } from './domain/filing.ts'
import { caseIn, LISTED, type ReportCase, STANDING, sortOfReport } from './domain/report-case.ts'
import type { ReporterState } from './domain/reporter.ts'
import { isPersons } from './domain/sender.ts'
import { stateOfCase } from './report-routes.ts'
import { asSeen } from './seen-texts.ts'

const sender = z.object({
  kind: senderKind,
  address: z.string().optional().describe('As it was reported; the number of a person is masked'),
  port: z.string().optional().describe('The port of the catalogue that it begins with'),
  partner_id: z.string().optional(),
  partner_zh: z.string().optional().describe('Whose port it is, in Chinese'),
  partner_en: z.string().optional().describe('Whose port it is, in English'),
})
const listed = z.object({
  id: z.string(),
  number: reportNumber,
  subscriber: maskedNumber,
  sender: sender.describe('Who sent the message'),
  kind: spamKind,
  text: z.string(),
  channel: reportChannel,
  made_at: z.iso.datetime(),
  answer_by: z.iso.datetime().describe('When the first answer is due'),
  important: z.boolean().describe('Minors, fraud, or many reporters: staff are warned earlier'),
  state: z.enum(['open', 'answered', 'closed', 'withdrawn']),
  overdue: z.boolean(),
  owner: z.string().optional(),
  owner_name: z.string().optional(),
  answered_at: z.iso.datetime().optional(),
  closed: z.object({ at: z.iso.datetime(), by: z.string(), by_name: z.string(), proven: z.boolean() }).optional(),
  withdrawn_at: z.iso.datetime().optional().describe('When who made it took it back'),
  reopened: z.boolean(),
  solved: z.boolean().optional().describe('What the subscriber said'),
})
const whole = listed.extend({
  ...textClues.shape,
  reasons: z.array(z.object({ rule: z.string(), words: z.string() })).describe('Why it is taken for its kind'),
  campaign: campaignId.meta({ example: 'c0k3x9fq1zt7aa' }).optional().describe('The campaign that it stands in'),
  honest: z.enum(['otp', 'service']).optional().describe('A one-time password or an honest notice: never joined'),
  weight: z.number().describe('How much the reporter’s word counts: 1 of whom nobody knows yet'),
  former: z.boolean().describe('The number belongs to somebody else now, who is told nothing'),
  subject: z.string().describe('GET /console/api/subscribers/{subject}/… has the subscriber’s consents and charges'),
  where: placeSchema.optional().describe('Where the message was received'),
  place: z.string().describe('`after` of what follows in its list'),
  steps: z.array(
    z.object({
      at: z.iso.datetime(),
      what: z.string(),
      by: z.string().optional(),
      by_name: z.string().optional(),
      text: z.string().optional(),
    }),
  ),
})
const filterQuery = z.object({
  status: z
    .enum(['open', 'waiting', 'overdue', 'answered', 'closed', 'withdrawn'])
    .default('open')
    .describe('`open`: waiting or answered; `closed`: those withdrawn among them'),
  owner: z.string().max(60).optional().describe(`Who has it; ${NOBODY}: nobody yet`),
  kind: spamKind.optional(),
  sender: senderKind.optional().describe('Who sent it'),
  port: z
    .string()
    .regex(/^\d{3,21}$/)
    .optional()
    .describe('Of this port, however they stand; nothing else is looked at then')
    .meta({ example: '10661234' }),
  campaign: campaignId
    .optional()
    .describe(
      'The same of this campaign, also those of one that was joined to it; of a text that was split off, those of the last days',
    ),
})
const COLUMNS = [
  ...[
    'number',
    'subscriber',
    'channel',
    'sender_kind',
    'sender',
    'partner',
    'partner_zh',
    'partner_en',
    'kind',
    'text',
  ],
  ...[
    'made_at',
    'answer_by',
    'important',
    'owner',
    'owner_name',
    'answered_at',
    'closed_at',
    'proven',
    'overdue',
    'reopened',
    'withdrawn_at',
  ],
]
const rowOf = (each: z.infer<typeof listed>): string[] => [
  ...[each.number, each.subscriber.masked, each.channel, each.sender.kind, each.sender.address ?? ''],
  ...[each.sender.partner_id ?? '', each.sender.partner_zh ?? '', each.sender.partner_en ?? '', each.kind, each.text],
  ...[each.made_at, each.answer_by, String(each.important)],
  ...[
    each.owner ?? '',
    each.owner_name ?? '',
    each.answered_at ?? '',
    each.closed?.at ?? '',
    each.closed ? String(each.closed.proven) : '',
  ],
  ...[String(each.overdue), String(each.reopened), each.withdrawn_at ?? ''],
]
const iso = (at: number): string => new Date(at).toISOString()
const seen = (state: ReporterState | undefined, each: ReportCase): ReportCase => ({
  ...each,
  sorted: asSeen(each.sorted, state?.msisdn),
})

/** What staff work with: reports by their deadline, one report with its evidence, and `take`, `answer`, `close`. */
export function reportCaseRoutes(deps: Deps): void {
  const { http, store, bus, clock, ids, log, catalogue, staff } = deps
  type Caller = ReturnType<typeof callerOf>
  const named = (id: string) => staff.get(id)?.name ?? id
  const showSender = ({ sorted }: ReportCase): z.infer<typeof sender> => {
    const { kind, address, port, partnerId } = sorted.sender
    const partner = partnerId === undefined ? undefined : catalogue.partner(partnerId, sorted.at)
    return {
      kind,
      ...(address ? { address: isPersons(sorted.sender, deps.config.COUNTRY) ? maskNumber(address) : address } : {}),
      ...(port ? { port } : {}),
      ...(partnerId ? { partner_id: partnerId } : {}),
      ...(partner ? { partner_zh: partner.nameZh, partner_en: partner.nameEn } : {}),
    }
  }
  const endOf = ({ closed }: ReportCase) => {
    if (!closed) return {}
    const { at, by, proven, withdrawn } = closed
    return withdrawn ? { withdrawn_at: iso(at) } : { closed: { at: iso(at), by, by_name: named(by), proven } }
  }
  const show = (caller: Caller, state: ReporterState | undefined, each: ReportCase): z.infer<typeof listed> => ({
    id: ids.seal('report', 'staff', reportKey(each.subscriber, each.number)),
    number: each.number,
    subscriber: masked(deps, caller, state?.msisdn ?? ''),
    sender: showSender(each),
    kind: each.sorted.kind,
    text: each.sorted.text,
    channel: each.sorted.channel,
    made_at: iso(each.sorted.at),
    answer_by: iso(each.dueAt),
    important: each.important,
    state: stateOfCase(each),
    overdue: !each.closed && each.answeredAt === undefined && each.dueAt <= clock.now(),
    ...(each.owner ? { owner: each.owner, owner_name: named(each.owner) } : {}),
    ...(each.answeredAt === undefined ? {} : { answered_at: iso(each.answeredAt) }),
    ...endOf(each),
    reopened: each.reopened,
    ...(each.solved === undefined ? {} : { solved: each.solved }),
  })
  const showWhole = (caller: Caller, state: ReporterState | undefined, each: ReportCase): z.infer<typeof whole> => {
    const { links, phones, accounts, amounts, reasons, honest, weight, tenure } = each.sorted
    const key = reportKey(each.subscriber, each.number)
    return {
      ...show(caller, state, each),
      links,
      phones,
      accounts,
      amounts,
      reasons,
      ...(honest ? { honest } : {}),
      ...(each.campaign ? { campaign: each.campaign } : {}),
      weight,
      ...(each.sorted.place ? { where: each.sorted.place } : {}),
      former: tenure !== state?.tenure,
      subject: subjectRef(deps, caller, { key: each.subscriber, tenure }),
      place: placeRef(deps, cursorAt(sortOfReport(each), key)),
      steps: each.steps.map(({ at, by, ...rest }) => ({
        ...rest,
        at: iso(at),
        ...(by === undefined ? {} : { by, by_name: named(by) }),
      })),
    }
  }

  /** What its reporter’s own state says otherwise is shown to nobody. */
  const isRight = (state: ReporterState | undefined, each: ReportCase): boolean => {
    if (isAsReported(state, each, deps.keyOf)) return true
    const key = reportKey(each.subscriber, each.number)
    log.error({ process: 'report-cases', key }, 'a report was changed in the database: it is shown to nobody')
    return false
  }

  const pageOf = async (
    caller: Caller,
    { status, owner, kind, sender, port, campaign }: z.infer<typeof filterQuery>,
    page: { after: string; order: 'asc' | 'desc'; limit: number },
  ) => {
    const of = port ? `port=${port}` : campaign && `campaign=${campaign}`
    const list = status === 'withdrawn' ? status : LISTED
    const standing = status === 'overdue' ? { until: sortOfReport({ dueAt: clock.now() + 1 }) } : STANDING[status]
    const { found, ways } = await listPage(deps, 'report-cases', {
      ...page,
      ...(of ? { tag: of } : { tag: queueTag(list, { owner, kind, sender }), ...standing }),
    })
    const cases = found.map(({ body }) => body as ReportCase)
    const states = await store.load('reporters', [...new Set(cases.map((each) => each.subscriber))])
    const items = cases.flatMap((each) => {
      const state = states.get(each.subscriber)?.body as ReporterState | undefined
      return isRight(state, each) ? [show(caller, state, seen(state, each))] : []
    })
    return { items, ways }
  }

  listRoutes(deps, {
    of: 'reports',
    path: '/v1/report-cases',
    needs: ['look', 'report'],
    summary: 'Spam reports: those that wait by their deadline, then the answered, then the closed',
    description: 'With how their texts begin: reading them is logged with who asked. Numbers are masked.',
    csvAbout: 'Numbers are masked; formulas in texts are defused.',
    filters: filterQuery,
    row: listed,
    columns: COLUMNS,
    cells: rowOf,
    page: pageOf,
    shortened: (each) => ({ ...each, text: beginningOf(each.text) }),
  })

  const params = z.object({ id: z.string().max(200) })
  const find = async (id: string) => {
    const key = ids.open('report', id)?.id ?? ''
    const found = caseIn((await store.load('report-cases', [key])).get(key)?.body)
    if (!found) throw new Problem('not-found', 'No report has this id.')
    const state = await believed<ReporterState>(store, 'reporters', found.subscriber)
    if (!isRight(state, found)) throw new Problem('record.changed')
    return { key, found, state }
  }
  http.get(
    '/v1/report-cases/:id',
    {
      config: { needs: ['look', 'report'], problems: ['not-found'] },
      schema: {
        summary: 'One report, with its evidence, and all that was done with it',
        tags: ['reports'],
        params,
        response: { 200: whole },
      },
    },
    async (request) => {
      const { found, state } = await find(request.params.id)
      log.info({ by: callerOf(request).keyId, report: found.number }, 'a report was read')
      return showWhole(callerOf(request), state, seen(state, found))
    },
  )

  /** That it is the caller’s, or nobody’s yet. @throws Problem `report.taken`, by whom */
  const refuseAnothers = ({ owner }: ReportCase, by: string): void => {
    if (owner !== undefined && owner !== by)
      throw new Problem('report.taken', undefined, { by: owner, by_name: named(owner) })
  }
  const text = z.string().trim().min(1).max(500).describe('What the subscriber is told')
  const steps = {
    take: { what: 'taken', summary: 'Take a report: it is yours until it is closed', body: z.object({}).default({}) },
    answer: { what: 'answered', summary: 'Answer: the subscriber is told', body: z.object({ text }) },
    close: {
      what: 'closed',
      summary: 'Close with the outcome: the subscriber is told, and asked whether it satisfies',
      body: z.object({ proven: z.boolean(), text }),
    },
  } as const
  for (const [name, { what, summary, body }] of Object.entries(steps))
    http.post(
      `/v1/report-cases/:id/${name}`,
      {
        config: { needs: ['review', 'report'], problems: ['not-found', 'report.taken', 'decided', 'not-ready'] },
        schema: {
          summary,
          description: 'Of two people who take it at once one has it, and the other is told who (`report.taken`).',
          tags: ['reports'],
          params,
          body,
          response: { 200: whole },
        },
      },
      async (request) => {
        const { id } = request.params as { id: string }
        const { key, found } = await find(id)
        const caller = callerOf(request)
        const by = caller.keyId
        request.noted = { target: `report ${found.number}`, reason: name }
        if (found.closed?.withdrawn) throw new Problem('decided', 'Who made this report took it back.')
        if (found.closed) throw new Problem('decided', 'This report is closed.', { by: named(found.closed.by) })
        refuseAnothers(found, by)
        const at = clock.now()
        const data = { number: found.number, by, ...(request.body as object) }
        const message = { id: request.id, at, corr: request.id, type: `report.${what}`, data }
        await publishFromEdge(bus, [edgeRecord(reportCommands, bus, found.subscriber, message)])
        // The answer says what became of it: somebody else may have been first.
        await settled<ReportCase>(
          deps,
          'report-cases',
          key,
          (each) => each === undefined || isOver(each, what, { at, by }),
        )
        const now = await find(id)
        refuseAnothers(now.found, by)
        return showWhole(caller, now.state, seen(now.state, now.found))
      },
    )
}

/** Whether a step was taken, or came too late. */
function isOver(each: ReportCase, what: string, { at, by }: { at: number; by: string }): boolean {
  if (each.owner !== undefined && each.owner !== by) return true
  if (what === 'taken') return each.owner !== undefined || each.closed !== undefined
  return each.closed !== undefined || each.steps.some((step) => step.what === what && step.at === at)
}
