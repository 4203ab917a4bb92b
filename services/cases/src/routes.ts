import { z } from 'zod'
import { scopeOf } from '#access'
import {
  type CaseFinding,
  type CaseSubject,
  caseCommands,
  caseNumber,
  caseSubjects,
  chargeId,
  packageName,
  serviceId,
  signerDigest,
} from '#contracts'
import { believed, callerOf, Problem } from '#http'
import { NOBODY, queueTag } from '#process'
import {
  actorOf,
  csvOf,
  type Deps,
  edgeRecord,
  interestsOf,
  listPage,
  listQuery,
  listWays,
  MOST_ROWS,
  PAGE,
  patiently,
  publishFromEdge,
  sendCsv,
  settled,
} from '#service'
import { FINDINGS_KEPT } from './domain/case.ts'
import { fullFor } from './domain/case-notes.ts'
import type { CaseState } from './domain/case-state.ts'
import { openFor, type SubjectState } from './domain/subjects.ts'
import { caseQueues, listedCase, showCase, showWhole, wholeCase } from './shown.ts'
import { tookPart } from './took-part.ts'

type Caller = ReturnType<typeof callerOf>
const COLUMNS = [
  ...['number', 'partner', 'partner_zh', 'partner_en', 'service', 'service_zh', 'service_en', 'app', 'pattern'],
  ...['status', 'opened_at', 'due_at', 'overdue', 'frozen', 'escalated', 'weight', 'signals', 'owner', 'owner_name'],
  'points',
]
const rowOf = (each: z.infer<typeof listedCase>): string[] => [
  ...[each.number, each.subject.partnerId ?? '', each.partner_zh, each.partner_en],
  ...[each.subject.serviceId ?? '', each.service_zh ?? '', each.service_en ?? '', each.subject.app ?? '', each.pattern],
  ...[each.status, each.opened_at, each.due_at, String(each.overdue), String(each.frozen), String(each.escalated)],
  ...[
    String(each.weight),
    each.signals.join(' '),
    each.owner ?? '',
    each.owner_name ?? '',
    each.points === undefined ? '' : String(each.points),
  ],
]
/** What a verdict may publish: a package, and who signed it behind a `#`. Nobody’s number is one. */
const namedApp = z
  .string()
  .max(240)
  .refine(
    (app) => {
      const [name, signer] = app.split(/#(.*)/s)
      return packageName.safeParse(name).success && (signer === undefined || signerDigest.safeParse(signer).success)
    },
    { error: 'a package name such as com.example.app, who signed it behind #' },
  )
export const caseParams = z.object({ number: caseNumber.meta({ example: '48210371' }) })

export async function findCase({ store }: Pick<Deps, 'store'>, number: string): Promise<CaseState> {
  const found = await believed<CaseState>(store, 'cases', number)
  if (!found)
    throw new Problem('not-found', 'No case has this number; one that was just opened is there within a second.')
  return found
}

/** The case that a finding came to, once it has: where many come at once, newer ones may have taken its place there. */
async function caseWith(
  { store }: Pick<Deps, 'store'>,
  suspected: { readonly subject: CaseSubject & { readonly partnerId: string }; readonly pattern: string },
  finding: Pick<CaseFinding, 'id' | 'at'>,
): Promise<CaseState | undefined> {
  const { partnerId } = suspected.subject
  const known = (await store.load('case-subjects', [partnerId])).get(partnerId)?.body as SubjectState | undefined
  for (const number of known ? openFor(known, suspected) : []) {
    const state = await believed<CaseState>(store, 'cases', number)
    const [, ...later] = state?.findings ?? []
    const isPast = later.length === FINDINGS_KEPT - 1 && later.every(({ at }) => at >= finding.at)
    if (isPast || state?.findings.some(({ id }) => id === finding.id)) return state
  }
  return undefined
}

/** Whoever has an interest in the partner does not work on its cases. @throws Problem `case.interest`, `case.taken` */
export function refuseInterested(
  deps: Pick<Deps, 'staff' | 'catalogue'>,
  caller: Caller,
  { subject, owner }: Pick<CaseState, 'subject' | 'owner'>,
): void {
  if (isInterested(deps, caller.personId, subject)) throw new Problem('case.interest')
  if (owner !== undefined && owner !== actorOf(caller)) throw new Problem('case.taken', undefined, { by: owner })
}

/** Whether somebody has an interest in the legal person that a case is about, under whatever name. */
function isInterested(
  { staff, catalogue }: Pick<Deps, 'staff' | 'catalogue'>,
  personId: string | undefined,
  { partnerId }: CaseSubject,
): boolean {
  const interests = personId === undefined ? [] : interestsOf(staff, personId)
  return partnerId !== undefined && catalogue.asOne(partnerId).some((each) => interests.includes(each))
}

/** Says something of a case, and waits until its state shows it. */
export async function tellCase(
  deps: Deps,
  number: string,
  type: string,
  data: object,
  corr: string,
  isDone: (state: CaseState) => boolean,
): Promise<CaseState> {
  const message = { id: `${type}-${corr}`, at: deps.clock.now(), corr, type, data: { number, ...data } }
  await publishFromEdge(deps.bus, [edgeRecord(caseCommands, deps.bus, number, message)])
  await settled<CaseState>(deps, 'cases', number, (state) => state !== undefined && isDone(state))
  return findCase(deps, number)
}

/** `/v1/cases`: the queue, one case, and what people do with it but deciding. */
export function caseRoutes(deps: Deps): void {
  const { http, bus, clock, policy, catalogue } = deps
  const reason = z.string().trim().min(1).max(500)
  const steps = ['not-found', 'case.taken', 'case.interest', 'case.nothing', 'not-ready'] as const

  const filters = z.object({
    status: caseQueues.default('waiting'),
    owner: z.string().max(60).optional().describe(`Who has it; ${NOBODY}: nobody yet`),
    partner: z.string().max(60).optional(),
    signal: z
      .string()
      .max(60)
      .optional()
      .describe('What speaks most against them, whatever their status, owner and partner: similar cases'),
  })
  const pageOf = async (
    { status, owner, partner, signal }: z.infer<typeof filters>,
    page: { after: string; order: 'asc' | 'desc'; limit: number },
  ) => {
    const tag = signal === undefined ? queueTag(status, { owner, partner }) : `signal=${signal}`
    const { found, ways } = await listPage(deps, 'cases', { ...page, tag })
    return { items: found.map(({ body }) => showCase(deps, body as CaseState)), ways }
  }
  http.get(
    '/v1/cases',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Cases: those that wait for a person by their deadline, then the decided',
        description: 'Of those due in the same hour the one with most evidence comes first.',
        tags: ['cases'],
        querystring: listQuery(200, 50).extend(filters.shape),
        response: { 200: z.object({ items: z.array(listedCase), ...listWays }) },
      },
    },
    async (request) => {
      const { after, order, limit, ...narrowed } = request.query
      const { items, ways } = await pageOf(narrowed, { after, order, limit })
      return { items, ...ways }
    },
  )
  http.get(
    '/v1/cases/csv',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'The same list as CSV',
        description: `At most ${MOST_ROWS} rows; formulas in texts are defused.`,
        tags: ['cases'],
        querystring: filters.extend({ order: z.enum(['asc', 'desc']).default('asc') }),
      },
    },
    async (request, reply) => {
      const { order, ...narrowed } = request.query
      const pages = (after: string) => pageOf(narrowed, { after, order, limit: PAGE })
      return sendCsv(reply, 'cases', csvOf(COLUMNS, pages, rowOf))
    },
  )
  http.get(
    '/v1/cases/:number',
    {
      config: { needs: ['look', 'case_file'], problems: ['not-found'] },
      schema: { summary: 'One case, whole', tags: ['cases'], params: caseParams, response: { 200: wholeCase } },
    },
    async (request) => showWhole(deps, await findCase(deps, request.params.number)),
  )
  http.post(
    '/v1/cases',
    {
      config: { needs: ['judge', 'case_file'], problems: ['not-found', 'case.interest', 'not-ready'] },
      schema: {
        summary: 'Open a case by hand',
        description: 'A case of the same partner and pattern that is open gets it as a finding: one is open at a time.',
        tags: ['cases'],
        body: z.object({
          partner: z.string().max(40),
          service: serviceId.optional(),
          app: namedApp.optional().describe('Handset software that asks for it: a verdict can bar that for everybody'),
          pattern: z.string().trim().min(1).max(100).describe('What it is suspected of, in a few words'),
          text: z.string().trim().min(1).max(2000).describe('What was found'),
          charges: z.array(chargeId).max(10).default([]).describe('Charges that show it'),
        }),
        response: { 202: z.object({ number: z.string().describe('Number of the case') }) },
      },
    },
    async (request, reply) => {
      const { partner, service, app, pattern, text, charges } = request.body
      if (!catalogue.partner(partner, clock.now())) throw new Problem('not-found', 'No partner has this id.')
      const caller = callerOf(request)
      const by = actorOf(caller)
      const subject = { partnerId: partner, ...(service ? { serviceId: service } : {}), ...(app ? { app } : {}) }
      refuseInterested(deps, caller, { subject })
      const at = clock.now()
      const finding = {
        id: request.id,
        at,
        by,
        signals: [],
        charges,
        clears: '',
        text,
        policyVersion: policy.version,
      }
      const data = { subject, pattern: `${partner} ${pattern}`, finding, stopFirst: false }
      await publishFromEdge(bus, [
        edgeRecord(caseSubjects, bus, partner, { id: request.id, at, corr: request.id, type: 'case.wanted', data }),
      ])
      const opened = await patiently(
        () => caseWith(deps, data, finding),
        (each) => each !== undefined,
      )
      request.noted = { target: `case ${opened?.number}`, reason: pattern }
      return reply.code(202).send({ number: opened?.number ?? '' })
    },
  )

  const step = <Body extends z.ZodType>(
    name: string,
    type: string,
    summary: string,
    body: Body,
    given: {
      readonly data: (body: z.infer<Body>) => object
      readonly refuse?: (
        state: CaseState,
        by: string,
        body: z.infer<Body>,
      ) => string | undefined | Promise<string | undefined>
      readonly isDone: (state: CaseState, before: CaseState) => boolean
    },
  ) =>
    http.post(
      `/v1/cases/:number/${name}`,
      {
        config: { needs: ['judge', 'case_file'], problems: [...steps] },
        schema: { summary, tags: ['cases'], params: caseParams, body, response: { 200: wholeCase } },
      },
      async (request) => {
        const { number } = request.params as z.infer<typeof caseParams>
        const before = await findCase(deps, number)
        const caller = callerOf(request)
        const isTakenOver = name === 'take' && before.escalated !== undefined && caller.kind === 'administrator'
        refuseInterested(deps, caller, isTakenOver ? { subject: before.subject } : before)
        const by = actorOf(caller)
        const nothing = await given.refuse?.(before, by, request.body as z.infer<Body>)
        if (nothing) throw new Problem('case.nothing', nothing)
        request.noted = { target: `case ${number}`, reason: name }
        const data = { by, ...given.data(request.body as z.infer<Body>) }
        const after = await tellCase(deps, number, type, data, request.id, (state) => given.isDone(state, before))
        if (after.owner !== undefined && after.owner !== by && name === 'take')
          throw new Problem('case.taken', undefined, { by: after.owner })
        return showWhole(deps, after)
      },
    )

  /** While an appeal waits nobody has the case who cannot answer it. */
  const mayHave = async (state: CaseState, who: string): Promise<boolean> =>
    !state.appeal || state.appeal.decided !== undefined || !(await tookPart(deps, state, who))

  step('take', 'case.taken', 'Take a case: it is yours until it is closed', z.object({}).default({}), {
    data: () => ({}),
    refuse: async (state, by) =>
      (await mayHave(state, by))
        ? undefined
        : 'You took part in the verdict, or entered its appeal: somebody else answers that.',
    isDone: ({ owner, escalated }) => owner !== undefined && !escalated,
  })
  step('escalate', 'case.escalated', 'Hand it up a step: an administrator takes it over', z.object({ reason }), {
    data: (body) => body,
    refuse: ({ decided, appeal }) => (decided && (!appeal || appeal.decided) ? 'It was decided.' : undefined),
    isDone: ({ escalated }, before) => escalated !== undefined && escalated.at !== before.escalated?.at,
  })
  step(
    'hand-over',
    'case.handed-over',
    'Hand it over to somebody else, with a reason',
    z.object({ to: z.string().min(1).max(60), reason }),
    {
      data: (body) => body,
      refuse: async (state, by, { to }) => {
        const { owner, subject } = state
        if (!(await mayHave(state, to)))
          return 'They took part in the verdict, or entered its appeal: somebody else answers that.'
        if (owner !== by) return 'Nobody has it yet: take it first.'
        if (to === by) return 'You have it already.'
        const person = deps.staff.get(to)
        if (!person || person.disabled || scopeOf(person.role, 'judge', 'case_file') === undefined)
          return 'Nobody of that name works on cases; GET /v1/staff lists people.'
        return isInterested(deps, to, subject) ? 'They have an interest in this partner.' : undefined
      },
      isDone: ({ owner }, before) => owner !== before.owner,
    },
  )
  step('notes', 'case.noted', 'Note something', z.object({ text: z.string().trim().min(1).max(2000) }), {
    data: ({ text }) => ({ text }),
    refuse: ({ notes }, by) => fullFor(notes, by),
    isDone: ({ notes }, before) => notes.length > before.notes.length || notes.at(-1)?.at !== before.notes.at(-1)?.at,
  })
  step(
    'snooze',
    'case.snoozed',
    'Put it off for some days, never beyond its deadline',
    z.object({ until: z.iso.datetime({ offset: true }), reason }),
    {
      data: ({ until, reason }) => ({ until: Date.parse(until), reason }),
      refuse: ({ decided, dueAt }) =>
        decided ? 'It was decided.' : dueAt <= clock.now() ? 'It is overdue: decide it.' : undefined,
      isDone: ({ snoozedUntil }) => snoozedUntil !== undefined,
    },
  )
  step('lift-freeze', 'freeze.lifted', 'Let charging go on before a verdict, with a reason', z.object({ reason }), {
    data: (body) => body,
    refuse: ({ frozen }) => (frozen ? undefined : 'Charging is not stopped by this case.'),
    isDone: ({ frozen }) => !frozen,
  })
}
