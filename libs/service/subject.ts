import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Caller, callerOf, Problem, subscriberOf } from '#http'
import { maskNumber, maskNumbers } from '#sms'
import type { Deps } from './service.ts'

const MINUTE = 60_000

/** The subscriber that somebody of staff works on: a number and a tenure. */
export interface Subject {
  readonly key: string
  readonly tenure: number
}

/** A subscriber whose number was looked up, so that they can be acted for. */
export interface LookedUp extends Subject {
  readonly msisdn: string
  readonly until: number
}

/** For whom these are made: nobody else opens them. */
const audienceOf = ({ personId, keyId }: Caller): string => personId ?? keyId

/** A masked number, with what opens it: `POST /console/api/sights`, with a reason. */
export const maskedNumber = z.object({
  masked: z.string(),
  ref: z.string().describe('POST /console/api/sights opens it'),
})

export const masked = ({ ids }: Pick<Deps, 'ids'>, caller: Caller, msisdn: string): z.infer<typeof maskedNumber> => ({
  masked: maskNumber(msisdn),
  ref: ids.seal('number', audienceOf(caller), msisdn),
})

/** The number behind a mask; undefined when the mask was not made for this caller. */
export function unmasked({ ids }: Pick<Deps, 'ids'>, caller: Caller, ref: string): string | undefined {
  const opened = ids.open('number', ref)
  return opened?.audience === audienceOf(caller) ? opened.id : undefined
}

/** What a caller finds the parts of a subscriber by, `/console/api/subscribers/{ref}/…`: to look at, without the number. */
export const subjectRef = ({ ids }: Pick<Deps, 'ids'>, caller: Caller, { key, tenure }: Subject): string =>
  ids.seal('subject', audienceOf(caller), `${key}|${tenure}`)

/** The same of a number that was looked up: to look at and to act for, for a while. */
export function lookedUpRef(
  deps: Deps,
  caller: Caller,
  subject: Omit<LookedUp, 'until'>,
): { ref: string; until: number } {
  const until = deps.clock.now() + deps.policy.policy.staff.lookUpMinutes * MINUTE
  const { key, tenure, msisdn } = subject
  return { ref: deps.ids.seal('subject', audienceOf(caller), [key, tenure, msisdn, until].join('|')), until }
}

type Opening = Pick<Deps, 'ids' | 'clock'>

/** Whom the route’s `:ref` stands for. @throws Problem `look-up.over`, also for what was made for somebody else */
export function subjectOf({ ids, clock }: Opening, request: FastifyRequest): Subject & Partial<LookedUp> {
  const opened = ids.open('subject', (request.params as { ref: string }).ref)
  const [key, tenure, msisdn, until] = opened?.audience === audienceOf(callerOf(request)) ? opened.id.split('|') : []
  if (!key || (until !== undefined && Number(until) <= clock.now())) throw new Problem('look-up.over')
  return { key, tenure: Number(tenure), ...(msisdn ? { msisdn, until: Number(until) } : {}) }
}

/**
 * Whom the route’s `:ref` stands for, as far as they may be acted for: their number was looked up. The audit is told what
 * is done.
 * @throws Problem `look-up.over`
 */
export function actedFor(deps: Opening, request: FastifyRequest, what: string): LookedUp {
  const { msisdn, until, ...subject } = subjectOf(deps, request)
  if (msisdn === undefined || until === undefined) throw new Problem('look-up.over')
  request.noted = { target: subjectName(subject), reason: what }
  return { ...subject, msisdn, until }
}

/** A subscriber on the audit. */
export const subjectName = ({ key, tenure }: Subject): string => `subscriber ${key}.${tenure}`

/** Why somebody wants to see a number; a number in it would stand on the audit, and is masked. */
export const sightReason = z
  .string()
  .trim()
  .min(3)
  .max(300)
  .transform(maskNumbers)
  .describe('Why; it stands on the audit')

/**
 * A part of what a subscriber sees on their own page, which staff who work on them see in the same way: `/account/api/…`
 * and `/console/api/subscribers/{ref}/…`. Numbers of others are masked for staff.
 */
export function seenByBoth<Shape extends z.ZodType>(
  deps: Pick<Deps, 'http' | 'ids' | 'clock'>,
  part: string,
  shape: Shape,
  show: (subject: Subject, isStaff: boolean) => Promise<z.input<Shape>>,
): void {
  const { http } = deps
  const schema = { hide: true, response: { 200: shape as z.ZodType } }
  http.get(`/account/api/${part}`, { config: { needs: ['own', 'account'] }, schema }, (request) =>
    show(subscriberOf(request), false),
  )
  http.get(
    `/console/api/subscribers/:ref/${part}`,
    { config: { needs: ['see', 'subject'] }, schema: { ...schema, params: subjectParams } },
    (request) => show(subjectOf(deps, request), true),
  )
}

export const subjectParams = z.object({ ref: z.string().max(400) })
