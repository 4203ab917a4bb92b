import { fileURLToPath } from 'node:url'
import { expect, onTestFailed } from 'vitest'
import { parseLinks, readConfig } from '#config'
import { type ProblemCode, usualProblems } from '#http'
import type { Deps } from '#service'
import { makeLogger } from '#telemetry'
import { type Gateway, type StartOptions, startGateway } from '../services/gateway.ts'
import { readSecrets, secretsAgain } from '../services/secrets.ts'
import { type Mt, Simulator } from '../tools/sim/smsc.ts'
import {
  databaseUrl,
  hasServers,
  kafkaBrokers,
  removeFolder,
  removeName,
  temporaryFolder,
  uniqueName,
} from './servers.ts'

export const ADMIN_KEY = 'test-admin-key-0123456789'

export type Mode = 'embedded' | 'distributed'
/** What a gateway is tried on: its own files, and real servers where there are some. */
export const modes: readonly Mode[] = hasServers ? ['embedded', 'distributed'] : ['embedded']

/** The environment of one gateway of its own: its folder, or its topics and database on the shared servers. */
export function environmentOf(mode: Mode, folder: string, name = uniqueName()): Record<string, string> {
  return {
    HTTP_PORT: '0',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    ADMIN_KEY,
    NUMBER_KEY: 'test-number-key-0123456789',
    SESSION_KEY: 'test-session-key-0123456789',
    ID_KEY: 'test-id-key-0123456789',
    SEAL_KEY: 'test-seal-key-0123456789',
    EXCHANGE_KEY: 'test-exchange-key-0123456789',
    PARTITIONS: '3',
    // The same at any hour of any day: no quiet hours, and reminders only where a test asks for them.
    POLICY_FILE: fileURLToPath(new URL('./policy.json', import.meta.url)),
    KAFKA_FSYNC: 'broker',
    KAFKA_BROKERS: '',
    MONGODB_URL: '',
    ...(mode === 'distributed'
      ? { KAFKA_BROKERS: kafkaBrokers as string, MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` }
      : {}),
  }
}

/** A handset of the simulated network. */
export class Phone {
  readonly number: string
  readonly inbox: Mt[] = []
  readonly #simulator: Simulator
  #read = 0

  constructor(simulator: Simulator, number: string) {
    this.#simulator = simulator
    this.number = number
    simulator.on('mt', (mt) => {
      if (mt.to === number) this.inbox.push(mt)
    })
  }

  /** Texts, and waits until the SMSC was told that it is durable. */
  send(to: string, text: string) {
    return this.#simulator.sendMo({ from: this.number, to, text })
  }

  /** The next message that was not read yet. @throws when none comes in a minute */
  async next(): Promise<Mt> {
    const until = Date.now() + 60_000
    for (;;) {
      const mt = this.inbox[this.#read]
      if (mt) {
        this.#read++
        return mt
      }
      if (Date.now() > until) throw new Error(`nothing came to the handset in a minute (read ${this.#read})`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** Texts and reads the answer. */
  async ask(to: string, text: string): Promise<string> {
    await this.send(to, text)
    return (await this.next()).text
  }
}

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of any route
  readonly body: any
  readonly text: string
  readonly headers: Headers
}

interface TestOptions extends Omit<StartOptions, 'extend'> {
  /** Binds to the simulator; one unless said. */
  readonly binds?: number
  /** It is given although something is wrong with it. */
  readonly troubled?: boolean
  readonly extend?: (deps: Deps, simulator: Simulator) => Promise<void>
}

export interface TestGateway {
  readonly gateway: Gateway
  readonly simulator: Simulator
  phone(number: string): Phone
  /** Calls the API with a key (the administrator's unless another is given). */
  call(
    method: string,
    path: string,
    body?: unknown,
    options?: { key?: string | null; headers?: Record<string, string> },
  ): Promise<Answer>
  stop(): Promise<void>
}

/** Refusals that a call is answered with and /docs does not name for it. */
function noteRefusals({ http }: Deps, found: Set<string>): void {
  http.addHook('onSend', async (request, reply, payload) => {
    const { url, method, config, schema } = request.routeOptions
    if (url === undefined || reply.statusCode < 400 || (schema as { hide?: boolean } | undefined)?.hide) return
    if (!String(reply.getHeader('content-type')).startsWith('application/problem+json')) return
    const { code } = JSON.parse(payload as string) as { code: ProblemCode }
    const usual = usualProblems(config.needs, true, true)
    if (![...usual, ...ofPages, ...(config.problems ?? []), 'idempotency.conflict'].includes(code))
      found.add(`${method} ${url} answers ${code}: name it in the route’s \`problems\``)
  })
}

/** A test that fails since a busy machine was late says so: what it waited for was never taken. */
function tellIfFailed(text: string): void {
  try {
    onTestFailed(() => void process.stderr.write(`${text}\n`))
  } catch {
    // What prepares all tests of a file is of none of them.
  }
}

/** What only a browser that is signed in to the console meets, on any route. */
const ofPages: readonly ProblemCode[] = ['session.missing', 'csrf', 'password.change']

/** The whole gateway in this process, with a simulator that it is bound to. */
export async function startTestGateway(
  mode: Mode,
  more: Record<string, string> = {},
  { extend, binds = more['SERVICES'] === 'none' ? 0 : 1, troubled = false, ...options }: TestOptions = {},
): Promise<TestGateway> {
  const [folder, name] = [temporaryFolder(), uniqueName()]
  const simulator = new Simulator()
  const port = await simulator.listen(0)
  const environment = { ...environmentOf(mode, folder, name), ...more }
  const names = [...'abc'].slice(0, Math.max(1, binds))
  const links = parseLinks(names.map((name) => `smpp://test:secret@127.0.0.1:${port}?name=${name}`).join(','))
  const config = { ...readConfig(environment), links }
  const undocumented = new Set<string>()
  const secrets = readSecrets(config)
  const gateway = await startGateway(config, secrets, makeLogger(config.LOG_LEVEL, 'test'), {
    secretsNow: secretsAgain(environment, secrets),
    ...options,
    extend: async (deps) => {
      noteRefusals(deps, undocumented)
      await extend?.(deps, simulator)
    },
  })
  const until = Date.now() + 60_000
  while ((gateway.unready().length > 0 && !troubled) || simulator.bound < binds) {
    if (Date.now() > until) throw new Error(`not ready: ${gateway.unready().join('; ')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    gateway,
    simulator,
    phone: (number) => new Phone(simulator, number),
    async call(method, path, body, { key = ADMIN_KEY, headers = {} } = {}) {
      const type: Record<string, string> =
        typeof body === 'string' || body === undefined ? {} : { 'content-type': 'application/json' }
      const response = await fetch(gateway.url + path, {
        method,
        headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...type, ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      if (response.status >= 500) tellIfFailed(`${method} ${path} was answered ${response.status}: ${text}`)
      let parsed: unknown
      try {
        parsed = JSON.parse(text)
      } catch {
        parsed = undefined
      }
      return { status: response.status, body: parsed, text, headers: response.headers }
    },
    async stop() {
      await gateway.stop()
      await simulator.close()
      removeFolder(folder)
      // What was given by name may be another gateway’s as well.
      if (mode === 'distributed' && more['TOPIC_PREFIX'] === undefined) await removeName(name)
      // Each refusal that any test met is one that /docs tells of.
      expect([...undocumented]).toEqual([])
    },
  }
}
