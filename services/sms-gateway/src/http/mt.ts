import { z } from 'zod'
import { isWithin, nextTimeOf } from '#calendar'
import { mtDecisions, mtRequests, mtWaiting, type PortClass, portClass } from '#contracts'
import { outOfCategory } from '#enforcement'
import { accessOf, callerOf, idempotencyHeader, inSlices, Problem } from '#http'
import { blockHolds, type NetworkRule } from '#reference'
import { callId, type Deps, edgeRecord, publishFromEdge } from '#service'
import type { BlockIndex } from '../blocks.ts'
import type { Shares } from '../shares.ts'
import { addressOf, numberOf } from './mo.ts'

/** A place so near is taken at once. */
const AT_ONCE_MS = 500

type Rule =
  | 'allowed'
  | NetworkRule
  | 'port.unknown'
  | 'port.class'
  | 'port.category'
  | 'port.hours'
  | 'port.rate'
  | 'block.full'
  | 'block.marketing'

/**
 * What can be said without the subscriber's state: used by checks, and to refuse at once what a block forbids.
 * @param partner whose ports may be asked about; undefined: everybody’s. Another’s is as unknown as one that is none.
 */
export function checkMt(
  deps: Pick<Deps, 'catalogue' | 'policy' | 'network'>,
  blocks: BlockIndex,
  item: { key: string; from: string; class: PortClass; text?: string | undefined },
  { now, partner }: { now: number; partner: string | undefined },
): Rule {
  const port = deps.catalogue.portOf(item.from, now)
  const approval = deps.catalogue.approval(port, now)
  if (!approval || (partner !== undefined && approval.partnerId !== partner)) return 'port.unknown'
  const stopped =
    deps.network.stops(item.from, item.class === 'marketing', now) ??
    (item.text === undefined ? undefined : deps.network.stopsText(item.text, now))
  if (stopped) return stopped
  if (!approval.classes.includes(item.class)) return 'port.class'
  const { enforcement } = deps.policy.policy
  if (item.class === 'marketing' && item.text && outOfCategory(item.text, approval.category, enforcement))
    return 'port.category'
  if (approval.hours && !isWithin(now, approval.hours, deps.policy.policy.timeZone)) return 'port.hours'
  const scope = blocks.scope(item.key, (blocked) => blockHolds(deps.catalogue, blocked, item.from, now))
  if (scope === 'full') return 'block.full'
  return scope === 'marketing' && item.class === 'marketing' ? 'block.marketing' : 'allowed'
}

/** From when a port that is outside its hours may send again. */
function opening({ catalogue, policy }: Deps, port: string, rule: Rule, at: number): { opens_at?: string } {
  const hours = rule === 'port.hours' ? catalogue.approval(port, at)?.hours : undefined
  if (!hours) return {}
  return { opens_at: new Date(nextTimeOf(hours.from, at, policy.policy.timeZone)).toISOString() }
}

/** `POST /v1/mt`, `POST /v1/mt/check`. */
export function mtRoutes(deps: Deps, blocks: BlockIndex, shares: Pick<Shares, 'take'>): void {
  const { http, config, keyOf, clock, metrics } = deps
  /** A place within the port’s rate, where it has one. @throws Problem `not-ready` when nobody says in time */
  async function turnOf(port: string, kind: PortClass, at: number): Promise<{ due: number } | 'port.rate'> {
    if (deps.catalogue.approval(port, at)?.perMinute === undefined) return { due: 0 }
    const turn = await shares.take(port, kind === 'marketing' ? 'bulk' : 'now')
    if (turn === 'late') throw new Problem('not-ready', 'Nobody says now whether it is within the port’s rate.')
    return turn === 'refused' ? 'port.rate' : turn
  }

  http.post(
    '/v1/mt',
    {
      config: { needs: ['send', 'port'], problems: ['number.invalid', 'address.invalid', 'mt.refused', 'not-ready'] },
      schema: {
        summary: 'A port’s message to a subscriber',
        description:
          'From a port of your own, of a class, a category (`port.category`: marketing whose words are those of another, by policy) and in the hours that were approved for it (`port.hours` says from when again) and within its rate: beyond it marketing waits for its place (`due_at`), anything else is refused (`port.rate`). Refused at once where a block is known; else queued (202), judged once more in the subscriber’s own order, and sent. GET /v1/mt/{id} tells the decision.',
        tags: ['messages'],
        headers: idempotencyHeader,
        body: z.object({
          from: z.string().max(30).describe('The port, or an extension of it (`1066123401` of 10661234)'),
          to: z.string().max(40),
          text: z.string().min(1).max(2000),
          class: portClass,
        }),
        response: {
          202: z.object({
            id: z.string(),
            due_at: z.iso.datetime().optional().describe('When its place within the port’s rate is; it is judged then'),
          }),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      const caller = callerOf(request)
      const to = numberOf(body.to, config.COUNTRY)
      const from = addressOf(body.from)
      const at = clock.now()
      // The rate, the hours and the decision are of the port, whatever digits are behind it.
      const port = deps.catalogue.portOf(from, at)
      const partner = accessOf(request).partner()
      const { id, fingerprint } = await callId(deps, request)
      const key = keyOf(to)
      const data = {
        to,
        from,
        text: body.text,
        class: body.class,
        by: caller.keyId,
        fingerprint,
      }
      const verdict = checkMt(deps, blocks, { key, from, class: body.class, text: data.text }, { now: at, partner })
      const turn = verdict === 'allowed' ? await turnOf(port, body.class, at) : verdict
      metrics.mtDecisions.inc({ rule: typeof turn === 'string' ? turn : 'allowed' })
      if (typeof turn === 'string') {
        // A refusal is a decision too: it is kept and can be queried.
        const decided = {
          mt: id,
          subscriber: key,
          port,
          class: body.class,
          allow: false,
          rule: turn,
          policy: deps.policy.version,
        }
        await publishFromEdge(deps.bus, [
          edgeRecord(mtDecisions, deps.bus, id, { id, at, corr: id, type: 'mt.decided', data: decided }),
        ])
        throw new Problem('mt.refused', undefined, { rule: turn, id, ...opening(deps, port, turn, at) })
      }
      const waits = turn.due > clock.now() + AT_ONCE_MS
      const message = waits
        ? edgeRecord(mtWaiting, deps.bus, id, {
            id,
            at,
            corr: id,
            type: 'mt.held',
            data: { due: turn.due, key, request: data },
          })
        : edgeRecord(mtRequests, deps.bus, key, { id, at, corr: id, type: 'mt.requested', data })
      await publishFromEdge(deps.bus, [message])
      return reply.code(202).send({ id, ...(waits ? { due_at: new Date(turn.due).toISOString() } : {}) })
    },
  )

  http.post(
    '/v1/mt/check',
    {
      config: { needs: ['check', 'port'] },
      schema: {
        summary: 'May these be sent?',
        description: 'About ports of your own. Allow or deny with the rule, without sending. Up to 10,000 a call.',
        tags: ['messages'],
        body: z.object({
          items: z
            .array(
              z.object({
                from: z.string().max(30),
                to: z.string().max(40),
                class: portClass,
                text: z.string().max(2000).optional().describe('With it, links to blocked domains are found as well'),
              }),
            )
            .max(10_000),
        }),
        response: { 200: z.object({ items: z.array(z.object({ allow: z.boolean(), rule: z.string() })) }) },
      },
    },
    async (request) => {
      const moment = { now: clock.now(), partner: accessOf(request).partner() }
      const items = await inSlices(request.body.items, (item) => {
        const { to, from, class: kind, text } = item
        const asked = { key: keyOf(numberOf(to, config.COUNTRY)), from: addressOf(from), class: kind, text }
        const verdict = checkMt(deps, blocks, asked, moment)
        metrics.mtDecisions.inc({ rule: verdict })
        return { allow: verdict === 'allowed', rule: verdict }
      })
      return { items }
    },
  )
}
