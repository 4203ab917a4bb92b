import { z } from 'zod'
import { type CaseSubject, caseCommands, caseNumber } from '#contracts'
import { believed, type callerOf, Problem } from '#http'
import { NOBODY, queueTag } from '#process'
import { actorOf, type Deps, edgeRecord, interestsOf, listPage, listRoutes, publishFromEdge, settled } from '#service'
import type { CaseState } from './domain/case-state.ts'
import { caseQueues, listedCase, showCase, showWhole, wholeCase } from './shown.ts'

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

export const caseParams = z.object({ number: caseNumber.meta({ example: '48210371' }) })

export async function findCase({ store }: Pick<Deps, 'store'>, number: string): Promise<CaseState> {
  const found = await believed<CaseState>(store, 'cases', number)
  if (!found)
    throw new Problem('not-found', 'No case has this number; one that was just opened is there within a second.')
  return found
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
export function isInterested(
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

/** `/v1/cases`: the queue, and one case. */
export function caseRoutes(deps: Deps): void {
  listRoutes(deps, {
    of: 'cases',
    path: '/v1/cases',
    needs: ['look', 'case_file'],
    summary: 'Cases: those that wait for a person by their deadline, then the decided',
    description: 'Of those due in the same hour the one with most evidence comes first.',
    csvAbout: 'Formulas in texts are defused.',
    filters,
    row: listedCase,
    columns: COLUMNS,
    cells: rowOf,
    page: async (_caller, { status, owner, partner, signal }, page) => {
      const tag = signal === undefined ? queueTag(status, { owner, partner }) : `signal=${signal}`
      const { found, ways } = await listPage(deps, 'cases', { ...page, tag })
      return { items: found.map(({ body }) => showCase(deps, body as CaseState)), ways }
    },
  })
  deps.http.get(
    '/v1/cases/:number',
    {
      config: { needs: ['look', 'case_file'], problems: ['not-found'] },
      schema: { summary: 'One case, whole', tags: ['cases'], params: caseParams, response: { 200: wholeCase } },
    },
    async (request) => showWhole(deps, await findCase(deps, request.params.number)),
  )
}
