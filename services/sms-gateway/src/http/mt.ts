import { z } from 'zod'
import { isWithin, nextTimeOf } from '#calendar'
import { mtDecisions, mtRequests, type PortClass, portClass } from '#contracts'
import { accessOf, callerOf, idempotencyHeader, identifyCall, inSlices, Problem } from '#http'
import type { NetworkRule } from '#reference'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import type { BlockIndex } from '../blocks.ts'
import { addressOf, numberOf } from './mo.ts'

type Rule = 'allowed' | NetworkRule | 'port.unknown' | 'port.class' | 'port.hours' | 'block.full' | 'block.marketing'

/**
 * What can be said without the subscriber's state: used by checks, and to refuse at once what a block forbids.
 * @param partner whose ports may be asked about; undefined: everybody’s. Another’s is as unknown as one that is none.
 */
export function checkMt(
  deps: Pick<Deps, 'catalogue' | 'policy' | 'network'>,
  blocks: BlockIndex,
  item: { key: string; from: string; class: PortClass },
  { now, partner }: { now: number; partner: string | undefined },
): Rule {
  const approval = deps.catalogue.approval(item.from, now)
  if (!approval || (partner !== undefined && approval.partnerId !== partner)) return 'port.unknown'
  const stopped = deps.network.stops(item.from, item.class === 'marketing', now)
  if (stopped) return stopped
  if (!approval.classes.includes(item.class)) return 'port.class'
  if (approval.hours && !isWithin(now, approval.hours, deps.policy.policy.timeZone)) return 'port.hours'
  const scope = blocks.scope(item.key, item.from)
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
export function mtRoutes(deps: Deps, blocks: BlockIndex): void {
  const { http, config, keyOf, clock, metrics } = deps
  http.post(
    '/v1/mt',
    {
      config: { needs: ['send', 'port'], problems: ['number.invalid', 'address.invalid', 'mt.refused'] },
      schema: {
        summary: 'A port’s message to a subscriber',
        description:
          'From a port of your own, of a class and in the hours that were approved for it (`port.hours` says from when again). Refused at once where a block is known; else queued (202), judged once more in the subscriber’s own order, and sent. GET /v1/mt/{id} tells the decision.',
        tags: ['messages'],
        headers: idempotencyHeader,
        body: z.object({
          from: z.string().max(30).describe('The port'),
          to: z.string().max(40),
          text: z.string().min(1).max(2000),
          class: portClass,
        }),
        response: { 202: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const caller = callerOf(request)
      const to = numberOf(body.to, config.COUNTRY)
      const from = addressOf(body.from)
      const at = clock.now()
      const partner = accessOf(request).partner()
      const { id, fingerprint } = await identifyCall(deps.store, {
        caller: caller.keyId,
        key: request.headers['idempotency-key'],
        content: body,
        now: at,
        hours: deps.policy.policy.idempotencyHours,
      })
      const key = keyOf(to)
      const data = {
        to,
        from,
        text: body.text.toWellFormed(),
        class: body.class,
        by: caller.keyId,
        fingerprint,
      }
      const verdict = checkMt(deps, blocks, { key, from, class: body.class }, { now: at, partner })
      metrics.mtDecisions.inc({ rule: verdict })
      if (verdict !== 'allowed') {
        // A refusal is a decision too: it is kept and can be queried.
        const decided = {
          mt: id,
          subscriber: key,
          port: from,
          class: body.class,
          allow: false,
          rule: verdict,
          policy: deps.policy.version,
        }
        await publishFromEdge(deps.bus, [
          edgeRecord(mtDecisions, deps.bus, id, { id, at, corr: id, type: 'mt.decided', data: decided }),
        ])
        throw new Problem('mt.refused', undefined, { rule: verdict, id, ...opening(deps, from, verdict, at) })
      }
      await publishFromEdge(deps.bus, [
        edgeRecord(mtRequests, deps.bus, key, { id, at, corr: id, type: 'mt.requested', data }),
      ])
      return reply.code(202).send({ id })
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
          items: z.array(z.object({ from: z.string().max(30), to: z.string().max(40), class: portClass })).max(10_000),
        }),
        response: { 200: z.object({ items: z.array(z.object({ allow: z.boolean(), rule: z.string() })) }) },
      },
    },
    async (request) => {
      const moment = { now: clock.now(), partner: accessOf(request).partner() }
      const items = await inSlices(request.body.items, (item) => {
        const verdict = checkMt(
          deps,
          blocks,
          { key: keyOf(numberOf(item.to, config.COUNTRY)), from: addressOf(item.from), class: item.class },
          moment,
        )
        metrics.mtDecisions.inc({ rule: verdict })
        return { allow: verdict === 'allowed', rule: verdict }
      })
      return { items }
    },
  )
}
