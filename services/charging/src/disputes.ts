import { z } from 'zod'
import { channel, chargeRule, chargingCommands } from '#contracts'
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
import { cursorAt } from '#store'
import { dueAt } from './domain/dispute.ts'
import { caseOf, type DisputeCase, type Disputed, disputeKey, isDisputed, sortOf } from './domain/dispute-case.ts'
import { backFen } from './domain/refund.ts'
import type { AccountState, Dispute, Refs } from './domain/state.ts'

const listed = z.object({
  id: z.string(),
  charge: z.string(),
  subscriber: maskedNumber,
  service: serviceNames,
  amount_fen: z.number(),
  charged_at: z.iso.datetime(),
  disputed_at: z.iso.datetime(),
  channel,
  due_at: z.iso.datetime(),
  overdue: z.boolean(),
  refunded: z.boolean().describe('Refunded at once, before anybody looked'),
  refund_fen: z.number().describe('What has gone back so far'),
  rule: chargeRule.optional().describe('What the rule, or who decided it, found wrong'),
  status: z.enum(['open', 'proven', 'disproven']),
  owner: z.string().optional(),
  owner_name: z.string().optional(),
  decided_at: z.iso.datetime().optional(),
  decided_by: z.string().optional(),
  decided_by_name: z.string().optional(),
})
const whole = listed.extend({
  former: z.boolean().describe('The number belongs to somebody else now, who is told nothing'),
  subject: z.string().describe('GET /console/api/subscribers/{subject}/… has the subscriber’s consents and charges'),
  place: z.string().describe('`after` of what follows in its list'),
  refund_times: z.number().describe('What goes back in all when it is proven, in times of the amount'),
})

const COLUMNS = [
  ...['charge', 'subscriber', 'channel', ...serviceColumns, 'amount_fen', 'charged_at', 'disputed_at', 'due_at'],
  ...['overdue', 'status', 'refunded_at_once', 'refund_fen', 'rule', 'owner', 'owner_name', 'decided_at'],
  ...['decided_by', 'decided_by_name'],
]
const rowOf = (each: z.infer<typeof listed>): (string | number)[] => [
  ...[each.charge, each.subscriber.masked, each.channel, ...serviceCells(each.service)],
  ...[each.amount_fen, each.charged_at, each.disputed_at, each.due_at, String(each.overdue), each.status],
  ...[String(each.refunded), each.refund_fen, each.rule ?? '', each.owner ?? '', each.owner_name ?? ''],
  ...[each.decided_at ?? '', each.decided_by ?? '', each.decided_by_name ?? ''],
]

const iso = (at: number): string => new Date(at).toISOString()

interface Found {
  readonly key: string
  readonly state: AccountState
  readonly charge: Disputed
}

/** `GET /v1/disputes`, and what staff do with one: `take`, `decision`. A number is masked until it is opened. */
export function disputeRoutes(deps: Deps, refs: Pick<Refs, 'policy' | 'policyAt'>): void {
  const { http, store, bus, clock, ids, catalogue, staff } = deps
  type Caller = ReturnType<typeof callerOf>
  const named = (id: string) => (id === 'rule' ? id : (staff.get(id)?.name ?? id))

  const show = (caller: Caller, { key, state, charge }: Found): z.infer<typeof listed> => {
    const { id, serviceId, amountFen, at, rule, dispute } = charge
    const { owner, decidedAt, decidedBy, status } = dispute
    return {
      id: ids.seal('dispute', 'staff', `${key}|${id}`),
      charge: id,
      subscriber: masked(deps, caller, state.msisdn),
      service: namesOf(catalogue, serviceId, at),
      amount_fen: amountFen,
      charged_at: iso(at),
      disputed_at: iso(dispute.at),
      channel: channel.parse(dispute.channel),
      due_at: iso(dueAt(dispute, refs)),
      overdue: status === 'open' && dueAt(dispute, refs) <= clock.now(),
      refunded: dispute.instant,
      refund_fen: backFen(charge),
      ...(rule ? { rule } : {}),
      status,
      ...(owner ? { owner, owner_name: named(owner) } : {}),
      ...(decidedAt === undefined ? {} : { decided_at: iso(decidedAt) }),
      ...(decidedBy === undefined ? {} : { decided_by: decidedBy, decided_by_name: named(decidedBy) }),
    }
  }
  const showWhole = (caller: Caller, found: Found): z.infer<typeof whole> => {
    const { key, state, charge } = found
    return {
      ...show(caller, found),
      former: charge.tenure !== state.tenure,
      subject: subjectRef(deps, caller, { key, tenure: charge.tenure }),
      place: placeRef(deps, cursorAt(sortOf(caseOf(charge, key, refs)), disputeKey(key, charge.id))),
      refund_times: refs.policy.charging.refundTimes,
    }
  }

  const filters = z.object({
    status: z.enum(['open', 'overdue', 'decided', 'proven', 'disproven']).default('open'),
    owner: z.string().max(60).optional().describe(`Who has it; ${NOBODY}: nobody yet`),
    partner: z.string().max(60).optional(),
    channel: channel.optional(),
  })
  const pageOf = async (
    caller: Caller,
    { status, owner, partner, channel }: z.infer<typeof filters>,
    page: { after: string; order: 'asc' | 'desc'; limit: number },
  ) => {
    const { found, ways } = await listPage(deps, 'dispute-cases', {
      ...page,
      tag: queueTag(status === 'overdue' ? 'open' : status, { owner, partner, channel }),
      ...(status === 'overdue' ? { until: sortOf({ status: 'open', dueAt: clock.now() + 1, disputedAt: 0 }) } : {}),
    })
    const cases = found.map(({ body }) => body as DisputeCase)
    const states = await store.load('account', [...new Set(cases.map((each) => each.subscriber))])
    const items = cases.flatMap(({ subscriber, chargeId }) => {
      const one = disputeOf(subscriber, states.get(subscriber)?.body as AccountState | undefined, chargeId)
      return one ? [show(caller, one)] : []
    })
    return { items, ways }
  }

  listRoutes(deps, {
    of: 'disputes',
    path: '/v1/disputes',
    needs: ['look', 'dispute'],
    summary: 'Disputes: those that wait for a decision by its deadline, then the decided',
    csvAbout: 'Numbers are masked; formulas are defused.',
    filters,
    row: listed,
    columns: COLUMNS,
    cells: rowOf,
    page: pageOf,
  })

  const params = z.object({ id: z.string().max(200) })
  const find = async (id: string): Promise<Found> => {
    const [key = '', chargeId = ''] = ids.open('dispute', id)?.id.split('|') ?? []
    const found = disputeOf(key, await believed<AccountState>(store, 'account', key), chargeId)
    if (!found) throw new Problem('not-found', 'No dispute has this id.')
    return found
  }
  http.get(
    '/v1/disputes/:id',
    {
      config: { needs: ['look', 'dispute'], problems: ['not-found'] },
      schema: { summary: 'One dispute', tags: ['disputes'], params, response: { 200: whole } },
    },
    async (request) => showWhole(callerOf(request), await find(request.params.id)),
  )

  /** @throws Problem `dispute.taken`, by whom; `decided` */
  const refuse = ({ charge: { dispute } }: Found, by: string): void => {
    if (dispute.status !== 'open')
      throw new Problem('decided', `It was decided: ${dispute.status}.`, { by: named(dispute.decidedBy ?? '') })
    if (dispute.owner !== undefined && dispute.owner !== by)
      throw new Problem('dispute.taken', undefined, { by: dispute.owner, by_name: named(dispute.owner) })
  }
  const steps = {
    take: {
      type: 'dispute.taken',
      summary: 'Take a dispute: it is yours until it is decided',
      description: 'Of two people who take it at once one has it, and the other is told who (`dispute.taken`).',
      body: z.object({}).default({}),
      isOver: ({ owner, status }: Dispute) => owner !== undefined || status !== 'open',
    },
    decision: {
      type: 'dispute.decided',
      summary: 'Decide a dispute',
      description:
        'Proven: made up to twice the amount, the partner pays. Disproven: what was refunded stands, the operator pays. The subscriber is told.',
      body: z.object({ proven: z.boolean() }),
      isOver: ({ owner, status }: Dispute, by: string) => status !== 'open' || (owner !== undefined && owner !== by),
    },
  } as const
  http.post(
    '/v1/disputes/:id/hand-over',
    {
      config: {
        needs: ['review', 'dispute'],
        problems: ['not-found', 'decided', 'hand-over.refused', 'dispute.taken', 'not-ready'],
      },
      schema: {
        summary: 'Hand a dispute over, with a reason',
        description:
          'Who took it keeps it (首问责任制), so it goes to somebody else by its owner alone, or by an administrator when the owner’s account has ended or the owner is away. The deadline stays; the reason stands in its story and on the audit.',
        tags: ['disputes'],
        params,
        body: handOver,
        response: { 200: whole },
      },
    },
    async (request) => {
      const { key, charge } = await find(request.params.id)
      const caller = callerOf(request)
      const { to, reason } = request.body
      const { owner, status, decidedBy = '' } = charge.dispute
      if (status !== 'open') throw new Problem('decided', `It was decided: ${status}.`, { by: named(decidedBy) })
      const partners = catalogue.asOne(charge.partnerId)
      checkHandOver(staff, caller, request.body, { owner, resource: 'dispute', partners })
      request.noted = { target: `dispute of ${charge.id} to ${to}`, reason }
      const data = { chargeId: charge.id, by: caller.keyId, from: owner, to, reason }
      const message = { id: request.id, at: clock.now(), corr: request.id, type: 'dispute.handed', data }
      await publishFromEdge(bus, [edgeRecord(chargingCommands, bus, key, message)])
      await settled<AccountState>(deps, 'account', key, (state) => {
        const one = disputeOf(key, state, charge.id)
        return one === undefined || one.charge.dispute.status !== 'open' || one.charge.dispute.owner !== owner
      })
      const now = await find(request.params.id)
      refuse(now, to)
      return showWhole(caller, now)
    },
  )
  for (const [name, { type, isOver, ...schema }] of Object.entries(steps))
    http.post(
      `/v1/disputes/:id/${name}`,
      {
        config: { needs: ['review', 'dispute'], problems: ['not-found', 'decided', 'dispute.taken', 'not-ready'] },
        schema: { ...schema, tags: ['disputes'], params, response: { 200: whole } },
      },
      async (request) => {
        const { id } = request.params as { id: string }
        const found = await find(id)
        const caller = callerOf(request)
        const by = caller.keyId
        refuse(found, by)
        const { proven } = request.body as { proven?: boolean }
        request.noted = {
          target: `dispute of ${found.charge.id}`,
          reason: proven === undefined ? name : proven ? 'proven' : 'disproven',
        }
        const data = { chargeId: found.charge.id, by, ...(request.body as object) }
        const message = { id: request.id, at: clock.now(), corr: request.id, type, data }
        await publishFromEdge(bus, [edgeRecord(chargingCommands, bus, found.key, message)])
        // The answer says what became of it: somebody else may have been first.
        await settled<AccountState>(deps, 'account', found.key, (state) => {
          const one = disputeOf(found.key, state, found.charge.id)
          return one === undefined || isOver(one.charge.dispute, by)
        })
        const now = await find(id)
        const { decidedBy, status } = now.charge.dispute
        const isAsSaid = decidedBy === by && status === (proven ? 'proven' : 'disproven')
        if (type === 'dispute.taken' || !isAsSaid) refuse(now, by)
        return showWhole(caller, now)
      },
    )
}

function disputeOf(key: string, state: AccountState | undefined, chargeId: string): Found | undefined {
  const charge = state?.charges.filter(isDisputed).find((each) => each.id === chargeId)
  return state && charge ? { key, state, charge } : undefined
}
