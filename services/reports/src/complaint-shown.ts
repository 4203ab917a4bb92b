import { z } from 'zod'
import { complaintChannel } from '#contracts'
import type { callerOf } from '#http'
import { namesOf, serviceCells, serviceColumns, serviceNames } from '#reference'
import { type Deps, masked, maskedNumber, placeRef, subjectRef } from '#service'
import { cursorAt } from '#store'
import { caseKey, dueOf, sortOf } from './domain/complaint-case.ts'
import type { Complaint, ComplaintState, Step } from './domain/state.ts'

type Caller = ReturnType<typeof callerOf>
const step = z.object({
  at: z.iso.datetime(),
  what: z.enum(['taken', 'handed', 'answered', 'closed', 'reopened', 'solved']),
  by: z.string().optional(),
  by_name: z.string().optional(),
  to: z.string().optional().describe('To whom it was handed over'),
  to_name: z.string().optional(),
  text: z.string().optional().describe('What the subscriber was told; of a hand-over, why, which they are not told'),
})

/** A complaint as lists show it. */
export const listed = z.object({
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
/** One with all that was done with it. */
export const whole = listed.extend({
  former: z.boolean().describe('The number belongs to somebody else now, who is told nothing'),
  subject: z.string().describe('GET /console/api/subscribers/{subject}/… has the subscriber’s consents and charges'),
  place: z.string().describe('`after` of what follows in its list'),
  steps: z.array(step),
})

export const COLUMNS = [
  ...['number', 'subscriber', 'channel', ...serviceColumns, 'text', 'made_at', 'answer_by', 'owner', 'owner_name'],
  ...['answered_at', 'closed_at', 'upheld', 'overdue', 'reopened'],
]
export const rowOf = (each: z.infer<typeof listed>): string[] => [
  ...[each.number, each.subscriber.masked, each.channel, ...serviceCells(each.about), each.text],
  ...[each.made_at, each.answer_by, each.owner ?? '', each.owner_name ?? '', each.answered_at ?? ''],
  ...[each.closed?.at ?? '', each.closed ? String(each.closed.upheld) : ''],
  ...[String(each.overdue), String(each.reopened)],
]

const iso = (at: number): string => new Date(at).toISOString()

/** What somebody of the staff is called; what is none of them, by its id. */
export const named = ({ staff }: Pick<Deps, 'staff'>, id: string): string => staff.get(id)?.name ?? id

const againstOf = ({ catalogue }: Deps, { partnerId, app }: NonNullable<Complaint['against']>, at: number) => {
  const partner = partnerId === undefined ? undefined : catalogue.partner(partnerId, at)
  return {
    ...(partnerId === undefined
      ? {}
      : { partner: partnerId, partner_zh: partner?.nameZh ?? partnerId, partner_en: partner?.nameEn ?? partnerId }),
    ...(app === undefined ? {} : { app }),
  }
}

/** As lists have it. */
export function show(deps: Deps, caller: Caller, key: string, msisdn: string, each: Complaint): z.infer<typeof listed> {
  const { ids, catalogue, clock, policy } = deps
  const { at: dueAt } = dueOf(each, policy.policyAt)
  return {
    id: ids.seal('complaint', 'staff', `${key}|${each.number}`),
    number: each.number,
    subscriber: masked(deps, caller, msisdn),
    text: each.text,
    ...(each.about ? { about: namesOf(catalogue, each.about, each.madeAt) } : {}),
    ...(each.against ? { against: againstOf(deps, each.against, each.madeAt) } : {}),
    channel: each.channel,
    made_at: iso(each.madeAt),
    answer_by: iso(dueAt),
    ...(each.owner ? { owner: each.owner, owner_name: named(deps, each.owner) } : {}),
    ...(each.answeredAt === undefined ? {} : { answered_at: iso(each.answeredAt) }),
    overdue: !each.closed && each.answeredAt === undefined && dueAt <= clock.now(),
    reopened: each.reopened === true,
    ...(each.closed
      ? { closed: { ...each.closed, at: iso(each.closed.at), by_name: named(deps, each.closed.by) } }
      : {}),
    ...(each.solved === undefined ? {} : { solved: each.solved }),
  }
}

const showStep = (deps: Deps, { at, by, to, ...rest }: Step): z.infer<typeof step> => ({
  ...rest,
  at: iso(at),
  ...(by === undefined ? {} : { by, by_name: named(deps, by) }),
  ...(to === undefined ? {} : { to, to_name: named(deps, to) }),
})

/** One complaint, and whose it is. */
export interface Found {
  readonly key: string
  readonly state: ComplaintState
  readonly found: Complaint
}

/** With all that was done with it. */
export function showWhole(deps: Deps, caller: Caller, { key, state, found }: Found): z.infer<typeof whole> {
  const { tenure, steps = [], answeredAt, closed } = found
  const sort = sortOf({
    dueAt: dueOf(found, deps.policy.policyAt).at,
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(closed ? { closedAt: closed.at } : {}),
  })
  return {
    ...show(deps, caller, key, state.msisdn, found),
    former: tenure !== state.tenure,
    subject: subjectRef(deps, caller, { key, tenure }),
    place: placeRef(deps, cursorAt(sort, caseKey(key, found.number))),
    steps: steps.map((each) => showStep(deps, each)),
  }
}
