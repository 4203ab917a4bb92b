import type { FastifyReply, FastifyRequest } from 'fastify'
import { auditEntries, staffSessions } from '#contracts'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import { AUDIT, noted as noteOf } from './domain/audit.ts'

type Edge = Pick<Deps, 'bus' | 'clock'>

/** Kinds whose every change is on the audit; systems’ calls are in their own records. */
const PEOPLE: readonly string[] = ['operations', 'reviewer', 'auditor', 'administrator']

/**
 * Notes what people and their keys changed and took out as files, and what anybody known was refused, before the answer
 * leaves: an action that cannot be noted is answered as one that cannot be stored.
 */
export const auditAnswers =
  ({ bus, clock }: Edge) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { caller, method } = request
    if (!caller) return
    const status = reply.statusCode
    const noted = request.noted ?? (status < 400 && isFile(reply) ? FILE : undefined)
    const isPerson = caller.personId !== undefined || PEOPLE.includes(caller.kind)
    const isRefused = status === 401 || status === 403
    const isChange = method !== 'GET' && method !== 'HEAD' && !request.routeOptions.config.onlyShows
    if (!isRefused && !request.noted && !(isPerson && (isChange || noted))) return
    const url = request.routeOptions.url ?? ''
    await note({ bus, clock }, request, {
      actor: caller.personId ?? `key ${caller.keyId}`,
      role: caller.kind,
      action: `${method} ${url}`.slice(0, 80),
      target: (noted?.target ?? targetOf(request.params)).replace(NUMBER, 'no id'),
      outcome: isRefused ? 'refused' : status < 400 ? 'done' : 'failed',
      reason: noted && status < 400 ? noted.reason : String(status),
      address: request.ip,
    })
  }

/** Many rows at once leave the house. */
const isFile = (reply: FastifyReply): boolean =>
  String(reply.getHeader('content-type') ?? '').startsWith('text/csv') ||
  String(reply.getHeader('content-disposition') ?? '').startsWith('attachment')
const FILE = { target: undefined, reason: 'export' } as const

/** What stands in a path may be anything, and the audit keeps it for good: only what can be an id of ours stays. */
const targetOf = (params: unknown): string =>
  Object.values((params ?? {}) as Record<string, string>)
    .map((each) => (/^[\w.:|-]*$/.test(each) ? each : 'no id'))
    .join(' ')

/** A subscriber’s number by itself: routes note what was asked for before they know whether it is there. */
const NUMBER = /(?<!\w)(00)?(86)?1[3-9]\d{9}(?!\w)/g

/** A sign-in of nobody known, by a password or something else. No name is kept: people type passwords there. */
export const noteStranger = (edge: Edge, request: FastifyRequest, target: string, reason: string): Promise<void> =>
  note(edge, request, {
    actor: 'nobody',
    role: 'nobody',
    action: 'sign-in',
    target,
    outcome: 'refused',
    reason,
    address: request.ip,
  })

async function note({ bus, clock }: Edge, request: FastifyRequest, said: Parameters<typeof noteOf>[0]): Promise<void> {
  const { type, data } = noteOf(said)
  const message = { id: `audit-${request.id}`, at: clock.now(), corr: request.id, type, data }
  await publishFromEdge(bus, [edgeRecord(auditEntries, bus, AUDIT, message)])
}

/** What the system itself does. */
export async function noteItself({ bus, clock }: Edge, action: string, target: string, reason: string): Promise<void> {
  const at = clock.now()
  const id = `audit-${action}-${target}-${at}`.replaceAll(' ', '-')
  const { type, data } = noteOf({ actor: 'system', role: 'system', action, target, outcome: 'done', reason })
  await publishFromEdge(bus, [edgeRecord(auditEntries, bus, AUDIT, { id, at, corr: id, type, data })])
}

/** A session that is used goes on. */
export const keepGoing = async ({ bus, clock }: Edge, digest: string): Promise<void> => {
  const at = clock.now()
  const id = `seen-${digest.slice(0, 12)}-${at}`
  await publishFromEdge(bus, [
    edgeRecord(staffSessions, bus, digest, { id, at, corr: id, type: 'session.seen', data: {} }),
  ])
}
