import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { language, serviceId, silence, subscriberCommands } from '#contracts'
import { idempotencyHeader } from '#http'
import { type Deps, edgeRecord, ownCall, publishFromEdge } from '#service'
import { portOf } from './account.ts'
import type { Refs } from './domain/state.ts'

const said = z.object({ language })
const withPort = z.object({ port: z.string().max(30) })

/** What a subscriber does on their own page, by id and never by free text; the phone is told as it is by SMS. */
export function accountActRoutes(deps: Deps, refs: Refs): void {
  const { http, bus } = deps
  const schema = { hide: true, headers: idempotencyHeader, response: { 202: z.object({ accepted: z.literal(true) }) } }
  const needs = { needs: ['own', 'account'] as const }
  const act = async (request: FastifyRequest, reply: FastifyReply, type: string, more: object) => {
    const { id, at, key, ...who } = await ownCall(deps, request)
    const data = { ...who, channel: 'web', ...more }
    await publishFromEdge(bus, [edgeRecord(subscriberCommands, bus, key, { id, at, corr: id, type, data })])
    return reply.code(202).send({ accepted: true as const })
  }

  http.post(
    '/account/api/cancel',
    {
      config: needs,
      schema: { ...schema, body: said.extend({ services: z.array(z.string().max(80)).min(1).max(100) }) },
    },
    (request, reply) => {
      const { services, language } = request.body
      return act(request, reply, 'services.cancel', { serviceIds: services, language })
    },
  )
  http.post(
    '/account/api/undo',
    { config: needs, schema: { ...schema, body: said.extend({ code: z.string().regex(/^\d{2}$/) }) } },
    (request, reply) => act(request, reply, 'action.undo', request.body),
  )
  http.post(
    '/account/api/ports/:port/silence',
    { config: needs, schema: { ...schema, params: withPort, body: said.extend({ how: silence }) } },
    (request, reply) =>
      act(request, reply, 'port.silence', { port: portOf(request.params.port, refs), ...request.body }),
  )
  http.post(
    '/account/api/ports/:port/unblock',
    { config: needs, schema: { ...schema, params: withPort, body: said } },
    (request, reply) =>
      act(request, reply, 'port.unblock', { port: portOf(request.params.port, refs), ...request.body }),
  )
  http.post(
    '/account/api/requests',
    { config: needs, schema: { ...schema, body: said.extend({ service: serviceId }) } },
    (request, reply) => {
      const { service, language } = request.body
      return act(request, reply, 'service.ask', { serviceId: service, language })
    },
  )
  http.post('/account/api/language', { config: needs, schema: { ...schema, body: said } }, (request, reply) =>
    act(request, reply, 'language.choose', request.body),
  )
}
