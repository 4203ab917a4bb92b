import { createRequire } from 'node:module'
import kafkajs, { type ISocketFactory, type Kafka, type logLevel } from 'kafkajs'
import { encodeProduce, type ProduceRequest } from './produce-wire.ts'
import { connections, type Security } from './secure.ts'

process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1'

interface Asked {
  readonly request: { readonly apiKey: number }
  readonly requestTimeout?: number | null
}

interface RequestQueue {
  prototype: {
    pending: unknown[]
    scheduleCheckPendingRequests(): void
    waitForPendingRequests(): Promise<void>
    createSocketRequest(asked: Pick<Asked, 'requestTimeout'>): { requestTimeout: number }
  }
}

interface Connection {
  prototype: {
    readonly broker: string
    send(asked: Asked): Promise<unknown>
    rejectRequests(error: Error): void
    disconnect(): Promise<unknown>
  }
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

/* Of the time that a request is given and what all are, kafkajs takes the longer. */
const create = requestQueue.prototype.createSocketRequest
requestQueue.prototype.createSocketRequest = function createdAsAsked(asked) {
  const made = create.call(this, asked)
  if (asked.requestTimeout) made.requestTimeout = asked.requestTimeout
  return made
}

/** What any broker answers at once, whatever it has to do: who leads, who has a group, what it speaks. */
const AT_ONCE = new Set([3, 10, 18])
/** Who takes longer to such a question stands still. */
const AT_ONCE_MS = 3000

/*
 * A broker that stands still takes connections all the same, as its machine does that for it. kafkajs waits for its answer, asks
 * it once more, and begins with it again whenever it connects. Who is not answered has no connection, so another is asked.
 */
const connection = createRequire(import.meta.url)('kafkajs/src/network/connection') as Connection
const send = connection.prototype.send
connection.prototype.send = async function sendOrLeave(asked) {
  if (!AT_ONCE.has(asked.request.apiKey)) return send.call(this, asked)
  try {
    return await send.call(this, { ...asked, requestTimeout: AT_ONCE_MS })
  } catch (error) {
    if ((error as Error).name !== 'KafkaJSRequestTimeoutError') throw error
    const gone = new kafkajs.KafkaJSConnectionError('the broker does not answer', { broker: this.broker })
    this.rejectRequests(gone)
    await this.disconnect()
    throw gone
  }
}

type Produce = ProduceRequest & { readonly transactionalId?: string; readonly compression?: number }

interface ProduceRequests {
  protocol(of: { readonly version: number }): (asked: Produce) => { request: object; response: object }
}

/** Records of format 2, with headers, since Kafka 0.11. */
const WITH_HEADERS = 3

/* What is written is most of what is sent, and kafkajs's way of putting it together most of what this process would throw away. */
const requests = createRequire(import.meta.url)('kafkajs/src/protocol/requests/produce') as ProduceRequests
const { protocol } = requests
requests.protocol = (of) => {
  const make = protocol(of)
  if (of.version < WITH_HEADERS) return make
  return (asked) => {
    const made = make(asked)
    if (asked.transactionalId || asked.compression) return made
    return { ...made, request: { ...made.request, encode: async () => encodeProduce(asked) } }
  }
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

export const RETRY = { initialRetryTime: 100, maxRetryTime: 1000, retries: 10 }

/** A client with the time-outs that were measured to survive a broker's restart. */
export function makeClient(options: ClientOptions): Kafka {
  const { brokers, clientId, log, security = {}, noTls = () => undefined } = options
  return new kafkajs.Kafka({
    clientId,
    // In any order each time: what connects anew does not begin with the same one that stands still.
    brokers: () => shuffled(brokers),
    socketFactory: options.socketFactory ?? connections(security.tls, noTls),
    ...(security.tls ? { ssl: { ...security.tls } } : {}),
    ...(security.sasl ? { sasl: security.sasl } : {}),
    // A broker's first handshakes take their time.
    connectionTimeout: security.tls ? 5000 : 1000,
    requestTimeout: 10_000,
    retry: RETRY,
    logLevel: kafkajs.logLevel.ERROR as logLevel,
    logCreator: () => (entry) => {
      if (!RETRIED.test(entry.namespace)) log({ kafka: entry.namespace }, `Kafka client: ${entry.log.message}`)
    },
  })
}

function shuffled<T>(all: readonly T[]): T[] {
  const places = all.map((each) => [Math.random(), each] as const)
  return places.toSorted(([one], [other]) => one - other).map(([, each]) => each)
}
