import { createRequire } from 'node:module'
import kafkajs, { type ISocketFactory, type Kafka, type logLevel } from 'kafkajs'
import { connections, type Security } from './secure.ts'

process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1'

interface RequestQueue {
  prototype: { pending: unknown[]; scheduleCheckPendingRequests(): void; waitForPendingRequests(): Promise<void> }
}

/*
 * kafkajs arms a timer after every answer that, throttled or not, fires each millisecond for ever (5 % of a core with one
 * idle connection). Only while a request waits is it needed.
 */
const requestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as RequestQueue
const original = requestQueue.prototype.scheduleCheckPendingRequests
requestQueue.prototype.scheduleCheckPendingRequests = function schedule() {
  if (this.pending.length > 0) original.call(this)
}

/* Every try of a broker that does not answer lets go of its connection once more; all wait for the same. */
const waiting = new WeakMap<object, Promise<void>>()
const wait = requestQueue.prototype.waitForPendingRequests
requestQueue.prototype.waitForPendingRequests = function waitOnce() {
  const known = waiting.get(this)
  if (known) return known
  const made = wait.call(this).finally(() => waiting.delete(this))
  waiting.set(this, made)
  return made
}

/** What kafkajs logs at ERROR although it tries again by itself; one outage makes dozens of them. */
const RETRIED = /^(Connection|BrokerPool|Runner|Producer|ConsumerGroup|Cluster|FetchManager|Consumer)$/

export interface ClientOptions {
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly log: (fields: object, text: string) => void
  /** Makes the connections; for tests that cut them. */
  readonly socketFactory?: ISocketFactory | undefined
  readonly security?: Security | undefined
  /** Told why TLS fails in a way that repeating does not cure; undefined: it works again. */
  readonly noTls?: (why: string | undefined) => void
}

/** A client with the time-outs that were measured to survive a broker's restart. */
export function makeClient(options: ClientOptions): Kafka {
  const { brokers, clientId, log, security = {}, noTls = () => undefined } = options
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    socketFactory: options.socketFactory ?? connections(security.tls, noTls),
    ...(security.tls ? { ssl: { ...security.tls } } : {}),
    ...(security.sasl ? { sasl: security.sasl } : {}),
    // A broker's first handshakes take their time.
    connectionTimeout: security.tls ? 5000 : 1000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 10 },
    logLevel: kafkajs.logLevel.ERROR as logLevel,
    logCreator: () => (entry) => {
      if (!RETRIED.test(entry.namespace)) log({ kafka: entry.namespace }, `Kafka client: ${entry.log.message}`)
    },
  })
}
