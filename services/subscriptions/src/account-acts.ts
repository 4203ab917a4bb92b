import { z } from 'zod'
import { language, serviceId, silence, subscriberCommands } from '#contracts'
import { idempotencyHeader } from '#http'
import { type BothCall, type Deps, doneByBoth, edgeRecord, ownCall, publishFromEdge } from '#service'
import { portOf } from './account.ts'
import type { Refs } from './domain/state.ts'

const said = z.object({ language })
const withPort = z.object({ port: z.string().max(30) })
const accepted = z.object({ accepted: z.literal(true) })

/**
 * What a subscriber does on their own page, and counter staff for them, by id and never by free text; the phone is told as
 * it is by SMS.
 */
export function accountActRoutes(deps: Deps, refs: Refs): void {
  const { http, bus } = deps
  const act = async ({ id, at, key, tenure: _, ...who }: BothCall, type: string, more: object) => {
    const data = { ...who, ...more }
    await publishFromEdge(bus, [edgeRecord(subscriberCommands, bus, key, { id, at, corr: id, type, data })])
    return { accepted: true as const }
  }

  doneByBoth(deps, 'cancel', {
    body: said.extend({ services: z.array(z.string().max(80)).min(1).max(100) }),
    response: accepted,
    what: ({ services }) => `cancel ${services.join(' ')}`,
    act: (call, { services, language }) => act(call, 'services.cancel', { serviceIds: services, language }),
  })
  doneByBoth(deps, 'undo', {
    body: said.extend({ code: z.string().regex(/^\d{2}$/) }),
    response: accepted,
    what: ({ code }) => `undo ${code}`,
    act: (call, body) => act(call, 'action.undo', body),
  })
  doneByBoth(deps, 'ports/:port/silence', {
    params: withPort,
    body: said.extend({ how: silence }),
    response: accepted,
    what: ({ how }, { port }) => `${how} ${port}`,
    act: (call, body, { port }) => act(call, 'port.silence', { port: portOf(port, refs), ...body }),
  })
  doneByBoth(deps, 'ports/:port/unblock', {
    params: withPort,
    body: said,
    response: accepted,
    what: (_, { port }) => `unblock ${port}`,
    act: (call, body, { port }) => act(call, 'port.unblock', { port: portOf(port, refs), ...body }),
  })
  doneByBoth(deps, 'language', {
    body: said,
    response: accepted,
    what: ({ language }) => `language ${language}`,
    act: (call, body) => act(call, 'language.choose', body),
  })
  doneByBoth(deps, 'refund/rating', {
    body: said.extend({ solved: z.boolean(), told_at: z.iso.datetime() }),
    response: accepted,
    what: ({ solved }) => `refund ${solved ? 'solved' : 'not solved'}`,
    act: (call, { told_at, ...more }) => act(call, 'refund.rate', { toldAt: Date.parse(told_at), ...more }),
  })
  // What they ask for themselves they then say yes to: nobody asks for them.
  http.post(
    '/account/api/requests',
    {
      config: { needs: ['own', 'account'] },
      schema: {
        hide: true,
        headers: idempotencyHeader,
        body: said.extend({ service: serviceId }),
        response: { 202: accepted },
      },
    },
    async (request, reply) => {
      const { service, language } = request.body
      const call = await ownCall(deps, request)
      const more = { serviceId: service, language }
      return reply.code(202).send(await act({ ...call, tenure: 1, channel: 'web' }, 'service.ask', more))
    },
  )
}
