import { z } from 'zod'
import { complaintChannel, complaintCommands } from '#contracts'
import { believed, callerOf, Problem } from '#http'
import { NOBODY, queueTag } from '#process'
import { namesOf, serviceCells, serviceColumns, serviceNames } from '#reference'
import {
  checkHandOver,
  type Deps,
  edgeRecord,
  handOver,
  listPage,
  listRoutes,
  masked,
  maskedNumber,
  placeRef,
  publishFromEdge,
  settled,
  subjectRef,
} from '#service'
import { beginningOf } from '#sms'
import { cursorAt } from '#store'
import { type ComplaintCase, caseKey, deadlineOf, sortOf } from './domain/complaint-case.ts'
import type { Complaint, ComplaintState, Step } from './domain/state.ts'

const step = z.object({
  at: z.iso.datetime(),
  what: z.enum(['taken', 'handed', 'answered', 'closed', 'reopened', 'solved']),
  by: z.string().optional(),
  by_name: z.string().optional(),
  to: z.string().optional().describe('To whom it was handed over'),
  to_name: z.string().optional(),
  text: z.string().optional().describe('What the subscriber was told; of a hand-over, why, which they are not told'),
})

const listed = z.object({
  id: z.string(),
  number: z.string(),
  subscriber: maskedNumber,
  text: z.string(),
  about: serviceNames.optional(),
  against: z
    .object({
      partner: z.string().optional(),
      partner_zh: z.string().optional(),
      partner_en: z.string().optional(),
      app: z.string().optional(),
    })
    .optional()
    .describe('Where no service is known that it is about: whom it names'),
  channel: complaintChannel,
  made_at: z.iso.datetime(),
  answer_by: z.iso.datetime().describe('When the first answer is due'),
  owner: z.string().optional(),
  owner_name: z.string().optional(),
  answered_at: z.iso.datetime().optional(),
  overdue: z.boolean(),
  reopened: z.boolean(),
  closed: z.object({ at: z.iso.datetime(), by: z.string(), by_name: z.string(), upheld: z.boolean() }).optional(),
  solved: z.boolean().optional().describe('What the subscriber said'),
})
const whole = listed.extend({
  former: z.boolean().describe('The number belongs to somebody else now, who is told nothing'),
  subject: z.string().describe('GET /console/api/subscribers/{subject}/… has the subscriber’s consents and charges'),
  place: z.string().describe('`after` of what follows in its list'),
  steps: z.array(step),
})

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
const COLUMNS = [
  ...['number', 'subscriber', 'channel', ...serviceColumns, 'text', 'made_at', 'answer_by', 'owner', 'owner_name'],
  ...['answered_at', 'closed_at', 'upheld', 'overdue', 'reopened'],
]
const rowOf = (each: z.infer<typeof listed>): string[] => [
  ...[each.number, each.subscriber.masked, each.channel, ...serviceCells(each.about), each.text],
  ...[each.made_at, each.answer_by, each.owner ?? '', each.owner_name ?? '', each.answered_at ?? ''],
  ...[each.closed?.at ?? '', each.closed ? String(each.closed.upheld) : ''],
  ...[String(each.overdue), String(each.reopened)],
]

const iso = (at: number): string => new Date(at).toISOString()

/** What staff work with: the lists, one complaint, and `take`, `answer`, `close`, `reopen`. */
export function caseRoutes(deps: Deps): void {
  const { http, store, bus, clock, ids, policy, log, catalogue, staff } = deps
  type Caller = ReturnType<typeof callerOf>
  const idOf = (key: string, number: string) => ids.seal('complaint', 'staff', `${key}|${number}`)
  const named = (id: string) => staff.get(id)?.name ?? id
  const againstOf = ({ partnerId, app }: NonNullable<Complaint['against']>, at: number) => {
    const partner = partnerId === undefined ? undefined : catalogue.partner(partnerId, at)
    return {
      ...(partnerId === undefined
        ? {}
        : { partner: partnerId, partner_zh: partner?.nameZh ?? partnerId, partner_en: partner?.nameEn ?? partnerId }),
      ...(app === undefined ? {} : { app }),
    }
  }

  const show = (caller: Caller, key: string, msisdn: string, each: Complaint): z.infer<typeof listed> => {
    const dueAt = deadlineOf(each, policy.policyAt)
    return {
      id: idOf(key, each.number),
      number: each.number,
      subscriber: masked(deps, caller, msisdn),
      text: each.text,
      ...(each.about ? { about: namesOf(catalogue, each.about, each.madeAt) } : {}),
      ...(each.against ? { against: againstOf(each.against, each.madeAt) } : {}),
      channel: each.channel,
      made_at: iso(each.madeAt),
      answer_by: iso(dueAt),
      ...(each.owner ? { owner: each.owner, owner_name: named(each.owner) } : {}),
      ...(each.answeredAt === undefined ? {} : { answered_at: iso(each.answeredAt) }),
      overdue: !each.closed && each.answeredAt === undefined && dueAt <= clock.now(),
      reopened: each.reopened === true,
      ...(each.closed ? { closed: { ...each.closed, at: iso(each.closed.at), by_name: named(each.closed.by) } } : {}),
      ...(each.solved === undefined ? {} : { solved: each.solved }),
    }
  }
  const showStep = ({ at, by, to, ...rest }: Step): z.infer<typeof step> => ({
    ...rest,
    at: iso(at),
    ...(by === undefined ? {} : { by, by_name: named(by) }),
    ...(to === undefined ? {} : { to, to_name: named(to) }),
  })
  const showWhole = (caller: Caller, { key, state, found }: Found): z.infer<typeof whole> => {
    const { tenure, steps = [], answeredAt, closed } = found
    const sort = sortOf({
      dueAt: deadlineOf(found, policy.policyAt),
      ...(answeredAt === undefined ? {} : { answeredAt }),
      ...(closed ? { closedAt: closed.at } : {}),
    })
    return {
      ...show(caller, key, state.msisdn, found),
      former: tenure !== state.tenure,
      subject: subjectRef(deps, caller, { key, tenure }),
      place: placeRef(deps, cursorAt(sort, caseKey(key, found.number))),
      steps: steps.map(showStep),
    }
  }

  const pageOf = async (
    caller: Caller,
    { status, owner, partner, channel, port }: z.infer<typeof filterQuery>,
    page: { after: string; order: 'asc' | 'desc'; limit: number },
  ) => {
    const { found, ways } = await listPage(deps, 'complaint-cases', {
      ...page,
      tag: port ? `port=${port}` : queueTag(status === 'overdue' ? 'waiting' : status, { owner, partner, channel }),
      ...(status === 'overdue' && !port ? { until: sortOf({ dueAt: clock.now() + 1 }) } : {}),
    })
    const cases = found.map(({ body }) => body as ComplaintCase)
    const states = await store.load('complaints', [...new Set(cases.map((each) => each.subscriber))])
    const items = cases.flatMap(({ subscriber, number }) => {
      const state = states.get(subscriber)?.body as ComplaintState | undefined
      const each = state?.cases.find((known) => known.number === number)
      return state && each ? [show(caller, subscriber, state.msisdn, each)] : []
    })
    return { items, ways }
  }

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
    page: pageOf,
    shortened: (each) => ({ ...each, text: beginningOf(each.text) }),
  })

  const params = z.object({ id: z.string().max(200) })
  interface Found {
    readonly key: string
    readonly state: ComplaintState
    readonly found: Complaint
  }
  const find = async (id: string): Promise<Found> => {
    const [key = '', number = ''] = ids.open('complaint', id)?.id.split('|') ?? []
    const state = await believed<ComplaintState>(store, 'complaints', key)
    const found = state?.cases.find((each) => each.number === number)
    if (!state || !found) throw new Problem('not-found', 'No complaint has this id.')
    return { key, state, found }
  }
  http.get(
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
      const found = await find(request.params.id)
      log.info({ by: callerOf(request).keyId, complaint: found.found.number }, 'a complaint was read')
      return showWhole(callerOf(request), found)
    },
  )

  /** That it is the caller’s, or nobody’s yet. @throws Problem `complaint.taken`, by whom */
  const refuseAnothers = ({ owner }: Complaint, by: string): void => {
    if (owner !== undefined && owner !== by)
      throw new Problem('complaint.taken', undefined, { by: owner, by_name: named(owner) })
  }
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
      const { key, found } = await find(request.params.id)
      const caller = callerOf(request)
      const { to, reason } = request.body
      if (found.closed) throw new Problem('decided', 'This complaint is closed.', { by: named(found.closed.by) })
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
      const now = await find(request.params.id)
      refuseAnothers(now.found, to)
      return showWhole(caller, now)
    },
  )
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
        const { key, found } = await find(id)
        const caller = callerOf(request)
        const by = caller.keyId
        request.noted = { target: `complaint ${found.number}`, reason: name }
        if (what === 'reopened') {
          if (!found.closed) throw new Problem('complaint.open')
          if (found.reopened) throw new Problem('complaint.reopened')
        } else {
          if (found.closed) throw new Problem('decided', 'This complaint is closed.', { by: named(found.closed.by) })
          refuseAnothers(found, by)
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
        const now = await find(id)
        if (what !== 'reopened') refuseAnothers(now.found, by)
        return showWhole(caller, now)
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
