import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Limits, Turnstile } from './limit.ts'
import { Problem } from './problem.ts'

/** Octets of bodies that a key has in handling at once: one call of the largest size, or a thousand small ones. */
export const SHARE = 256 * 1024
/** Calls of a key that wait behind its own, unread. */
const LINE = 2000
/** How long somebody without a key may take to send what they announced, ms. */
const BODY_PATIENCE = 10_000
/** What is read off a body that nobody will handle, octets. */
const READ_OFF = 64 * 1024 * 1024

/** Files are streamed, and paced by the log and by their rows: they take no place. */
const isFile = ({ headers }: FastifyRequest): boolean =>
  /^(text\/csv|application\/x-ndjson)/.test(headers['content-type'] ?? '')

const weightOf = ({ headers }: FastifyRequest): number => {
  const length = Number(headers['content-length'] ?? (headers['transfer-encoding'] === undefined ? 0 : SHARE))
  return Math.max(256, Number.isFinite(length) ? length : SHARE)
}

const itemsOf = ({ body }: FastifyRequest): number => {
  const items = (body as { items?: unknown } | undefined)?.items
  return Array.isArray(items) ? Math.max(1, items.length) : 1
}

/**
 * Keys share the process: each has its limit, counted in items, and its share of what is handled at once; nobody waits
 * for another’s. Who has no key and does not send what they announced is hung up on.
 */
export function shareFairly(server: FastifyInstance, bodyPatienceMs = BODY_PATIENCE): void {
  const limits = new Limits()
  const turnstile = new Turnstile(SHARE, LINE)
  const leftovers = new Leftovers(bodyPatienceMs)
  server.addHook('onRequest', async (request, reply) => {
    const { caller } = request
    if (!caller) {
      const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers
      if (request.raw.complete || (length === '0' && coding === undefined)) return
      const timer = setTimeout(() => request.raw.destroy(), bodyPatienceMs)
      request.raw.once('end', () => clearTimeout(timer))
      request.raw.once('close', () => clearTimeout(timer))
      return
    }
    const refuse = (seconds: number) => {
      reply.header('retry-after', String(seconds))
      throw new Problem('rate.limited')
    }
    const wait = limits.waitSeconds(caller.keyId, caller.perMinute)
    if (wait > 0) refuse(wait)
    if (isFile(request)) return
    const leave = await turnstile.enter(caller.keyId, weightOf(request))
    if (!leave) return refuse(1)
    if (reply.raw.destroyed) return leave()
    reply.raw.once('finish', leave)
    reply.raw.once('close', leave)
    // Those that waited together began within the limit only one by one.
    const later = limits.waitSeconds(caller.keyId, caller.perMinute)
    if (later > 0) refuse(later)
  })
  server.addHook('preHandler', async (request) => {
    if (request.caller) limits.spend(request.caller.keyId, request.caller.perMinute, itemsOf(request))
  })
  server.decorateRequest('tookRow', async function tookRow(this: FastifyRequest) {
    if (!this.caller) return
    const ms = limits.spendRows(this.caller.keyId, this.caller.perMinute, 1)
    if (ms > 0 && !this.raw.destroyed) await new Promise((resolve) => setTimeout(resolve, ms))
  })
  server.addHook('onResponse', async ({ raw }) => {
    if (!raw.complete) leftovers.readOff(raw)
  })
  server.addHook('onClose', async () => leftovers.stop())
}

/** So often it is looked who is done. */
const LOOK_MS = 25

/**
 * Reads what is left of bodies that were answered already, within bounds: hung up on at once, their senders would see the
 * connection reset instead of the answer. One timer looks after all of them, and only while there are any.
 */
class Leftovers {
  readonly #bodies = new Map<IncomingMessage, { readonly octets: number; readonly until: number }>()
  readonly #patienceMs: number
  #timer: NodeJS.Timeout | undefined

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs
  }

  readOff(raw: IncomingMessage): void {
    this.#bodies.set(raw, { octets: raw.socket.bytesRead + READ_OFF, until: Date.now() + this.#patienceMs })
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS)
    raw.resume()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #look(): void {
    const now = Date.now()
    for (const [raw, { octets, until }] of this.#bodies) {
      const { complete, socket } = raw
      if (!complete && !socket.destroyed && socket.bytesRead < octets && now < until) continue
      this.#bodies.delete(raw)
      // Hangs up; of a request that came over no network it only ends.
      if (!complete) raw.destroy()
    }
    if (this.#bodies.size === 0) this.stop()
  }
}
