import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import rateLimit from '@fastify/rate-limit'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { accessFor, flawsOf } from './access.ts'
import type { Api } from './api.ts'
import { documentApi } from './docs.ts'
import { SHARE, shareFairly } from './fairness.ts'
import { type Hosts, keepHostsApart } from './hosts.ts'
import type { Identity } from './https.ts'
import { type Caller, FIRST_KEY, type KeyRing } from './keys.ts'
import { networkOf } from './network.ts'
import { FINDING, Problem } from './problem.ts'
import type { Session } from './session.ts'

export interface HttpLog {
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
}

export interface HttpOptions {
  readonly keys: KeyRing
  /** The subscriber who is signed in; unset: nobody ever is. @throws Problem `session.missing` */
  readonly signedIn?: (request: FastifyRequest) => Session | Promise<Session>
  /** The person of staff who is signed in; undefined without a cookie. @throws Problem */
  readonly staff?: (request: FastifyRequest) => Promise<Caller | undefined>
  /** Whether a key’s person stands behind it still. @throws Problem */
  readonly checkKey?: (caller: Caller) => void
  /** Whether what the log says of keys and people is heard; unset: always. */
  readonly hears?: () => boolean
  /** Told of each answer to somebody known, before it leaves. */
  readonly answered?: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  readonly log: HttpLog
  readonly version: string
  /** Addresses of proxies whose X-Forwarded-For is believed, comma-separated; empty: nobody’s. */
  readonly trustProxy: string
  /** What each host name may reach. */
  readonly hosts: Hosts
  /** Whether the API is described at /docs: where routes are served. */
  readonly docs: boolean
  /** Serves HTTPS; unset: HTTP. */
  readonly identity?: Identity | undefined
  /** How long a caller without a key may take to send a body; for tests. */
  readonly bodyPatienceMs?: number
}

/**
 * The HTTP server that all services put their routes on: zod schemas in and out, OpenAPI at /docs, every
 * route with the purpose that it needs and what it touches, rate limits per key, problem documents for every error.
 */
export async function makeHttp(options: HttpOptions): Promise<Api> {
  const { bodyPatienceMs, identity, log, version, trustProxy, hosts, docs } = options
  const server = fastify({
    // Its type says HTTP: routes see no difference.
    ...(identity ? ({ https: { ...identity } } as object) : {}),
    logger: false,
    bodyLimit: SHARE,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    // Ids that leave the house are encrypted, and longer for it.
    routerOptions: { maxParamLength: 800 },
    trustProxy: trustProxy === '' ? false : trustProxy,
  }).withTypeProvider<ZodTypeProvider>()
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  readJson(server)
  answerProblems(server, log)
  demandNeeds(server)
  server.decorate('webhookDocs', [])
  keepHostsApart(server, hosts)
  if (docs) await documentApi(server, version)
  sayHeaders(server)
  if (trustProxy === '') tellOfProxy(server, log)
  letIn(server, options)
  checkAnswers(server, options)
  shareFairly(server as unknown as FastifyInstance, bodyPatienceMs)
  await server.register(rateLimit, { global: false, errorResponseBuilder: () => new Problem('rate.limited') })
  return server
}

/** An escape of JSON: a pair of surrogates, half a pair, or any other. */
const ESCAPE = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|.)/gs
const HALF = /^\\u[dD][89a-fA-F]..$/

/** Half of a surrogate pair, which an escape can smuggle into JSON, is U+FFFD: no text that comes in holds what nobody can write, sign or set. */
function readJson(server: Api): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    parse(request, /\\u[dD][89a-fA-F]/.test(body) ? body.replace(ESCAPE, whole) : body, done),
  )
}

const whole = (one: string): string => (HALF.test(one) ? '\\ufffd' : one)

/** Whatever goes wrong is answered as a problem document; what nobody foresaw is told. */
function answerProblems(server: Api, log: HttpLog): void {
  server.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = toProblem(error)
    if (problem.code === 'internal') {
      const fields = { corr: request.id, route: request.routeOptions.url, err: error }
      log.error(fields, 'a call failed unexpectedly')
    }
    if (problem.code === 'rate.limited' && reply.getHeader('retry-after') === undefined)
      reply.header('retry-after', '60')
    return reply
      .code(problem.statusCode)
      .type('application/problem+json')
      .send(JSON.stringify({ ...problem.toJSON(), corr: request.id }))
  })
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(JSON.stringify(new Problem('not-found').toJSON())),
  )
}

/** No server starts with a route that does not say what it needs. */
function demandNeeds(server: Api): void {
  const routes: RouteOptions[] = []
  server.addHook('onRoute', (route) => void routes.push(route))
  server.decorate('routeNeeds', {
    getter: () => routes.map(({ method, url, config }) => ({ method: String(method), url, needs: config?.needs })),
  })
  server.addHook('onReady', async () => {
    const flaws = flawsOf(server.routeNeeds)
    if (flaws.length > 0) throw new Error(flaws.join('; '))
  })
}

/** Pages say more than this, and their files may be kept. */
function sayHeaders(server: Api): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff').header('content-security-policy', "frame-ancestors 'none'")
    if (request.routeOptions.config.needs?.[0] !== 'open') reply.header('cache-control', 'no-store')
    done()
  })
}

/** Once, where a proxy stands in front that nobody named. */
function tellOfProxy(server: Api, log: HttpLog): void {
  let isTold = false
  server.addHook('onRequest', (request, _reply, done) => {
    done()
    if (isTold || request.headers['x-forwarded-for'] === undefined) return
    isTold = true
    log.warn(
      {},
      'a proxy stands in front: name it in TRUST_PROXY, else limits per address hold for all callers together',
    )
  })
}

type Doorkeepers = Pick<HttpOptions, 'keys' | 'signedIn' | 'staff' | 'checkKey' | 'hears'>

/** Who calls, a subscriber on their own page, a person of the operator or a key, and whether they may. */
function letIn(server: Api, { keys, signedIn, staff, checkKey, hears }: Doorkeepers): void {
  server.addHook('onRequest', async (request) => {
    const { needs } = request.routeOptions.config
    const purpose = needs?.[0]
    if (!needs || purpose === 'open') return
    if (purpose === 'own') {
      if (!signedIn) throw new Problem('session.missing')
      request.subscriber = await signedIn(request)
      return
    }
    const person = request.headers.authorization === undefined ? await staff?.(request) : undefined
    request.caller = person ?? keys.identify(request.headers.authorization)
    if (!person) checkKey?.(request.caller)
    // Whom the log has meanwhile said to be nobody, only the log tells: but of the key of the environment it says nothing.
    const isFirst = request.caller.keyId === FIRST_KEY && request.caller.personId === undefined
    if (hears?.() === false && !isFirst)
      throw new Problem('store.unavailable', 'The log cannot be heard here, so nobody knows whether this holds still.')
    request.access = accessFor(request.caller, needs)
  })
}

/** Nothing leaves that is on no audit, nor of which nobody asked whose it is. */
function checkAnswers(server: Api, { answered }: Pick<HttpOptions, 'answered'>): void {
  server.addHook('onSend', async (request, reply, payload) => {
    try {
      if (request.caller) await answered?.(request, reply)
    } catch (error) {
      // The error handler may have answered already, and is not asked twice.
      if (payload instanceof Readable) payload.destroy()
      const problem = toProblem(error as FastifyError)
      reply.code(problem.statusCode).type('application/problem+json').removeHeader('content-length')
      return JSON.stringify({ ...problem.toJSON(), corr: request.id })
    }
    if (reply.statusCode >= 400 || request.access?.isAsked !== false) return
    throw new Error(`${request.method} ${request.routeOptions.url} answered without asking whose it is`)
  })
}

function toProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  if ('validation' in error && error.validation) {
    const errors = error.validation
      .slice(0, 10)
      .map((each) => ({ path: each.instancePath || '/', rule: each.keyword, message: each.message }))
    return new Problem('request.invalid', undefined, { errors })
  }
  switch ((error as FastifyError).code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('request.too-large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('request.media-type')
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Problem('request.not-json')
  }
  if ((error as { code?: unknown }).code === 'bus.too-large') return new Problem('request.too-large')
  if ((error as { code?: unknown }).code === 'store.finding') return new Problem('not-ready', FINDING)
  const retriable = (error as { retriable?: boolean }).retriable
  if (retriable) return new Problem('store.unavailable')
  if (error instanceof SyntaxError) return new Problem('request.not-json')
  return new Problem('internal')
}

/** The limit of a route that anybody may call: so many an hour from one address, or from one IPv6 network (/64). */
export const perAddress = (max: number) => ({ max, timeWindow: '1 hour', keyGenerator: addressOf })

/** The same of several routes together, by the minute: a hook for each of them, before anything is looked up. */
export function perAddressMinute(server: Pick<FastifyInstance, 'createRateLimit'>, max: number) {
  const spend = server.createRateLimit({ max, timeWindow: '1 minute', keyGenerator: addressOf })
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const spent = await spend(request)
    if (spent.isAllowed || !spent.isExceeded) return
    reply.header('retry-after', String(spent.ttlInSeconds))
    throw new Problem('rate.limited')
  }
}

const addressOf = (request: FastifyRequest): string => networkOf(request.ip)

/** The subscriber who is signed in, on a route of their own. */
export const subscriberOf = (request: FastifyRequest): Session => request.subscriber as Session

/** Who calls a route that is not open. */
export const callerOf = (request: FastifyRequest): Caller => request.caller as Caller
