import { z } from 'zod'
import { confirmationRequests, language } from '#contracts'
import { believed, idempotencyHeader, ofTenure, Problem, type Session, subscriberOf } from '#http'
import { type Deps, edgeRecord, ownCall, publishFromEdge, type Subject } from '#service'
import { parseMsisdn } from '#sms'
import { heldBy, isLocked } from './domain/lock.ts'
import type { ConfirmationState } from './domain/state.ts'

const iso = (at: number): string => new Date(at).toISOString()

/** A line as its owner sees it, and the counter, to whom numbers are shown masked. */
export const lineShape = <N extends z.ZodType>(number: N) =>
  z.object({
    lock: z
      .object({
        since: z.iso.datetime(),
        held: z.enum(['lost', 'child']).optional().describe('Only the counter opens it'),
        opens_at: z.iso.datetime().optional().describe('It was unlocked by SMS, which holds from then'),
      })
      .optional(),
    guardian: z
      .object({ number, since: z.iso.datetime(), majority: z.iso.datetime().optional() })
      .optional()
      .describe('`majority`: a child’s, until then'),
    asked: z.object({ number, until: z.iso.datetime() }).optional().describe('Has not said yes yet'),
    wards: z.array(
      z.object({ id: z.string(), number, since: z.iso.datetime(), majority: z.iso.datetime().optional() }),
    ),
  })

/** What a line is now. */
export function showLine<N>(
  state: ConfirmationState | undefined,
  now: number,
  { number, wardId }: { number: (msisdn: string) => N; wardId: (key: string) => string },
) {
  const { lock, guardian, asksGuardian: asked, wards = [] } = state ?? {}
  const held = state && heldBy(state, now)
  const until = (majorityAt: number | undefined) => (majorityAt === undefined ? {} : { majority: iso(majorityAt) })
  return {
    ...(lock && state && isLocked(state, now)
      ? {
          lock: {
            since: iso(lock.since),
            ...(held ? { held } : {}),
            ...(lock.opens === undefined ? {} : { opens_at: iso(lock.opens.at) }),
          },
        }
      : {}),
    ...(guardian
      ? { guardian: { number: number(guardian.msisdn), since: iso(guardian.since), ...until(guardian.majorityAt) } }
      : {}),
    ...(asked ? { asked: { number: number(asked.msisdn), until: iso(asked.until) } } : {}),
    wards: wards.map(({ key, msisdn, since, majorityAt }) => ({
      id: wardId(key),
      number: number(msisdn),
      since: iso(since),
      ...until(majorityAt),
    })),
  }
}

/** The state of a number, as far as it is its present owner’s. */
export const lineOf = async (
  { store }: Pick<Deps, 'store'>,
  { key, tenure }: Subject,
): Promise<ConfirmationState | undefined> =>
  ofTenure(await believed<ConfirmationState>(store, 'confirmation', key), tenure)

/** Asks the process of a line to do something, from an edge. */
export async function askLine(
  { bus, policy }: Pick<Deps, 'bus' | 'policy'>,
  { id, at, key, ...who }: { id: string; at: number; key: string; msisdn: string; fingerprint: string },
  { type, ...more }: { type: string; channel: 'web' | 'counter' },
): Promise<{ accepted: true }> {
  const data = { ...who, from: policy.policy.shortCodes.query[0], ...more }
  await publishFromEdge(bus, [edgeRecord(confirmationRequests, bus, key, { id, at, corr: id, type, data })])
  return { accepted: true as const }
}

/** Why this number cannot be asked to be the guardian now. @throws Problem `guardian.refused`, `number.invalid` */
export function guardianFor(
  { config, keyOf }: Pick<Deps, 'config' | 'keyOf'>,
  typed: string,
  key: string,
  state?: ConfirmationState,
): string {
  const guardian = parseMsisdn(typed, config.COUNTRY)
  if (!guardian) throw new Problem('number.invalid')
  const why = keyOf(guardian) === key ? 'self' : state?.guardian ? 'there' : state?.asksGuardian ? 'asked' : undefined
  if (why) throw new Problem('guardian.refused', undefined, { why })
  return guardian
}

/** `/account/api/line`: lock and guardian on the subscriber’s own page, with the result that an SMS has. */
export function ownLineRoutes(deps: Deps): void {
  const { http, clock, ids } = deps
  const schema = { hide: true, headers: idempotencyHeader, response: { 202: z.object({ accepted: z.literal(true) }) } }
  const config = { needs: ['own', 'account'] as const }
  const said = z.object({ language: language.optional() })
  const line = lineShape(z.string())
  const ask = async (request: Parameters<typeof ownCall>[1], type: string, more: object) =>
    askLine(deps, await ownCall(deps, request), { type, channel: 'web', ...more })
  const wardOf = async (session: Session, id: string) => {
    const opened = ids.open('ward', id)
    const key = opened?.audience === session.key ? opened.id : undefined
    const ward = (await lineOf(deps, session))?.wards?.find((each) => each.key === key)
    if (!ward) throw new Problem('not-found', 'This is no ward of yours.')
    return ward
  }

  http.get('/account/api/line', { config, schema: { hide: true, response: { 200: line } } }, async (request) => {
    const session = subscriberOf(request)
    return showLine(await lineOf(deps, session), clock.now(), {
      number: (msisdn) => msisdn,
      wardId: (key) => ids.seal('ward', session.key, key),
    })
  })
  http.post('/account/api/line/lock', { config, schema: { ...schema, body: said } }, async (request, reply) =>
    reply.code(202).send(await ask(request, 'lock.requested', request.body)),
  )
  http.post('/account/api/line/unlock', { config, schema: { ...schema, body: said } }, async (request, reply) => {
    const state = await lineOf(deps, subscriberOf(request))
    if (state && heldBy(state, clock.now())) throw new Problem('line.held')
    return reply.code(202).send(await ask(request, 'unlock.requested', { ...request.body, now: 'signed-in' }))
  })
  http.post(
    '/account/api/line/guardian',
    { config, schema: { ...schema, body: said.extend({ guardian: z.string().max(40) }) } },
    async (request, reply) => {
      const session = subscriberOf(request)
      const guardian = guardianFor(deps, request.body.guardian, session.key, await lineOf(deps, session))
      return reply.code(202).send(await ask(request, 'guardian.requested', { ...request.body, guardian }))
    },
  )
  http.delete('/account/api/line/guardian', { config, schema }, async (request, reply) => {
    const { guardian, asksGuardian } = (await lineOf(deps, subscriberOf(request))) ?? {}
    if (guardian?.majorityAt !== undefined) throw new Problem('guardian.child')
    const number = guardian?.msisdn ?? asksGuardian?.msisdn
    if (number === undefined) throw new Problem('not-found', 'There is no guardian, and nobody was asked.')
    return reply.code(202).send(await ask(request, 'guardian.dismissed', { number, by: 'signed-in' }))
  })
  const params = z.object({ id: z.string().max(200) })
  http.delete('/account/api/line/wards/:id', { config, schema: { ...schema, params } }, async (request, reply) => {
    const { msisdn: number, majorityAt } = await wardOf(subscriberOf(request), request.params.id)
    if (majorityAt !== undefined) throw new Problem('guardian.child')
    return reply.code(202).send(await ask(request, 'guardian.dismissed', { number, by: 'signed-in' }))
  })
  http.post('/account/api/line/wards/:id/unlock', { config, schema: { ...schema, params } }, async (request, reply) => {
    const { msisdn: ward } = await wardOf(subscriberOf(request), request.params.id)
    return reply.code(202).send(await ask(request, 'unlock.requested', { ward, now: 'signed-in' }))
  })
}
