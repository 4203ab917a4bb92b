import { z } from 'zod'
import { complaintChannel, complaintCommands } from '#contracts'
import { believed, callerOf, Problem } from '#http'
import { NOBODY, queueTag } from '#process'
import {
  checkHandOver,
  type Deps,
  edgeRecord,
  handOver,
  listPage,
  listRoutes,
  publishFromEdge,
  settled,
} from '#service'
import { beginningOf } from '#sms'
import { COLUMNS, type Found, listed, named, rowOf, show, showWhole, whole } from './complaint-shown.ts'
import { type ComplaintCase, sortOf } from './domain/complaint-case.ts'
import type { Complaint, ComplaintState, Step } from './domain/state.ts'

const filterQuery = z.object({
  status: z
    .enum(['open', 'waiting', 'overdue', 'answered', 'closed'])
    .default('open')
    .describe('`open`: waiting or answered'),
  owner: z.string().max(60).optional().describe(`Who has it; ${NOBODY}: nobody yet`),
  partner: z.string().max(60).optional().describe('Partner’s id'),
  channel: complaintChannel.optional().describe('How it came'),
  port: z
    .string()
    .regex(/^\d{3,21}$/)
    .optional()
    .describe('About services of this port, however they stand; nothing else is looked at then')
    .meta({ example: '10661234' }),
})
const params = z.object({ id: z.string().max(200) })
const text = z.string().trim().min(1).max(500).describe('What the subscriber is told')
const steps = {
  take: {
    what: 'taken',
    summary: 'Take a complaint: it is yours until it is closed',
    body: z.object({}).default({}),
  },
  answer: { what: 'answered', summary: 'Answer: the subscriber is told', body: z.object({ text }) },
  close: {
    what: 'closed',
    summary: 'Close with the outcome: the subscriber is told, and asked whether it is solved',
    body: z.object({ upheld: z.boolean(), text }),
  },
  reopen: {
    what: 'reopened',
    summary: 'Reopen for a subscriber who is not satisfied, once; whoever had it has it again',
    body: z.object({}).default({}),
  },
} as const

/** What staff work with: the lists, one complaint, and `take`, `answer`, `close`, `reopen`. */
export function caseRoutes(deps: Deps): void {
  queueRoutes(deps)
  oneRoute(deps)
  handOverRoute(deps)
  stepRoutes(deps)
}

function queueRoutes(deps: Deps): void {
  listRoutes(deps, {
    of: 'complaints',
    path: '/v1/complaints',
    needs: ['look', 'complaint'],
    summary: 'Complaints: those that wait by their deadline, then the answered, then the closed',
    description: 'With how their texts begin: reading them is logged with who asked. Numbers are masked.',
    csvAbout: 'Numbers are masked; formulas in texts are defused.',
    filters: filterQuery,
    row: listed,
    columns: COLUMNS,
    cells: rowOf,
    page: (caller, filters, page) => pageOf(deps, caller, filters, page),
    shortened: (each) => ({ ...each, text: beginningOf(each.text) }),
  })
}

async function pageOf(
  deps: Deps,
  caller: ReturnType<typeof callerOf>,
  { status, owner, partner, channel, port }: z.infer<typeof filterQuery>,
  page: { after: string; order: 'asc' | 'desc'; limit: number },
) {
  const { found, ways } = await listPage(deps, 'complaint-cases', {
    ...page,
    tag: port ? `port=${port}` : queueTag(status === 'overdue' ? 'waiting' : status, { owner, partner, channel }),
    ...(status === 'overdue' && !port ? { until: sortOf({ dueAt: deps.clock.now() + 1 }) } : {}),
  })
  const cases = found.map(({ body }) => body as ComplaintCase)
  const states = await deps.store.load('complaints', [...new Set(cases.map((each) => each.subscriber))])
  const items = cases.flatMap(({ subscriber, number }) => {
    const state = states.get(subscriber)?.body as ComplaintState | undefined
    const each = state?.cases.find((known) => known.number === number)
    return state && each ? [show(deps, caller, subscriber, state.msisdn, each)] : []
  })
  return { items, ways }
}

/** @throws Problem `not-found` */
async function find({ ids, store }: Deps, id: string): Promise<Found> {
  const [key = '', number = ''] = ids.open('complaint', id)?.id.split('|') ?? []
  const state = await believed<ComplaintState>(store, 'complaints', key)
  const found = state?.cases.find((each) => each.number === number)
  if (!state || !found) throw new Problem('not-found', 'No complaint has this id.')
  return { key, state, found }
}

function oneRoute(deps: Deps): void {
  deps.http.get(
    '/v1/complaints/:id',
    {
      config: { needs: ['look', 'complaint'], problems: ['not-found'] },
      schema: {
        summary: 'One complaint, with all that was done with it',
        tags: ['complaints'],
        params,
        response: { 200: whole },
      },
    },
    async (request) => {
      const found = await find(deps, request.params.id)
      deps.log.info({ by: callerOf(request).keyId, complaint: found.found.number }, 'a complaint was read')
      return showWhole(deps, callerOf(request), found)
    },
  )
}

/** That it is the caller’s, or nobody’s yet. @throws Problem `complaint.taken`, by whom */
const refuseAnothers = (deps: Deps, { owner }: Complaint, by: string): void => {
  if (owner !== undefined && owner !== by)
    throw new Problem('complaint.taken', undefined, { by: owner, by_name: named(deps, owner) })
}

function handOverRoute(deps: Deps): void {
  const { http, bus, clock, catalogue, staff } = deps
  http.post(
    '/v1/complaints/:id/hand-over',
    {
      config: {
        needs: ['review', 'complaint'],
        problems: ['not-found', 'decided', 'hand-over.refused', 'complaint.taken', 'not-ready'],
      },
      schema: {
        summary: 'Hand a complaint over, with a reason',
        description:
          'Who took it keeps it (首问责任制), so it goes to somebody else by its owner alone, or by an administrator when the owner’s account has ended or the owner is away. The deadline stays; the reason stands with the steps and on the audit, and is not told to the subscriber.',
        tags: ['complaints'],
        params,
        body: handOver,
        response: { 200: whole },
      },
    },
    async (request) => {
      const { key, found } = await find(deps, request.params.id)
      const caller = callerOf(request)
      const { to, reason } = request.body
      if (found.closed) throw new Problem('decided', 'This complaint is closed.', { by: named(deps, found.closed.by) })
      const partner = found.about && catalogue.service(found.about, found.madeAt)?.partnerId
      const partners = partner ? catalogue.asOne(partner) : []
      checkHandOver(staff, caller, request.body, { owner: found.owner, resource: 'complaint', partners })
      request.noted = { target: `complaint ${found.number} to ${to}`, reason }
      const data = { number: found.number, by: caller.keyId, from: found.owner, to, reason }
      const message = { id: request.id, at: clock.now(), corr: request.id, type: 'complaint.handed', data }
      await publishFromEdge(bus, [edgeRecord(complaintCommands, bus, key, message)])
      await settled<ComplaintState>(deps, 'complaints', key, (state) => {
        const each = state?.cases.find(({ number }) => number === found.number)
        return each === undefined || each.closed !== undefined || each.owner !== found.owner
      })
      const now = await find(deps, request.params.id)
      refuseAnothers(deps, now.found, to)
      return showWhole(deps, caller, now)
    },
  )
}

function stepRoutes(deps: Deps): void {
  const { http, bus, clock } = deps
  for (const [name, { what, summary, body }] of Object.entries(steps))
    http.post(
      `/v1/complaints/:id/${name}`,
      {
        config: {
          needs: ['review', 'complaint'],
          problems: ['not-found', 'complaint.taken', 'complaint.open', 'complaint.reopened', 'decided', 'not-ready'],
        },
        schema: {
          summary,
          description: 'Of two people who take it at once one has it, and the other is told who (`complaint.taken`).',
          tags: ['complaints'],
          params,
          body,
          response: { 200: whole },
        },
      },
      async (request) => {
        const { id } = request.params as { id: string }
        const { key, found } = await find(deps, id)
        const caller = callerOf(request)
        const by = caller.keyId
        request.noted = { target: `complaint ${found.number}`, reason: name }
        if (what === 'reopened') {
          if (!found.closed) throw new Problem('complaint.open')
          if (found.reopened) throw new Problem('complaint.reopened')
        } else {
          if (found.closed)
            throw new Problem('decided', 'This complaint is closed.', { by: named(deps, found.closed.by) })
          refuseAnothers(deps, found, by)
        }
        const at = clock.now()
        const data = { number: found.number, by, ...(request.body as object) }
        const message = { id: request.id, at, corr: request.id, type: `complaint.${what}`, data }
        await publishFromEdge(bus, [edgeRecord(complaintCommands, bus, key, message)])
        // The answer says what became of it: somebody else may have been first.
        await settled<ComplaintState>(deps, 'complaints', key, (state) => {
          const each = state?.cases.find(({ number }) => number === found.number)
          return each === undefined || isOver(each, what, { at, by })
        })
        const now = await find(deps, id)
        if (what !== 'reopened') refuseAnothers(deps, now.found, by)
        return showWhole(deps, caller, now)
      },
    )
}

/** Whether a step was taken, or came too late. */
function isOver(each: Complaint, what: Step['what'], { at, by }: { at: number; by: string }): boolean {
  if (what === 'reopened') return !each.closed
  if (each.owner !== undefined && each.owner !== by) return true
  if (what === 'taken') return each.owner !== undefined
  return each.closed !== undefined || (each.steps ?? []).some((step) => step.what === what && step.at === at)
}
