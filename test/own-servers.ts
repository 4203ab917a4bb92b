import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { uniqueName } from './servers.ts'

/** Kafka and MongoDB in a folder of their own, with gateways on them. */
export class OwnServers {
  readonly #folder: string
  readonly #gateways: TestGateway[] = []
  #addresses: Record<string, string> = {}

  /** The environment of a gateway on them. */
  get addresses(): Readonly<Record<string, string>> {
    return this.#addresses
  }

  constructor(folder: string) {
    this.#folder = folder
  }

  #command(name: string): string {
    const env = { ...process.env, QUADZERO_SERVERS_RUN: this.#folder }
    return execFileSync('bash', ['.ci/servers', name], { env, stdio: ['ignore', 'pipe', 'inherit'] }).toString()
  }

  /** While all else goes on: gateways are in this process, and one that stands still for six seconds loses its lanes. */
  async inBackground(name: string): Promise<void> {
    const env = { ...process.env, QUADZERO_SERVERS_RUN: this.#folder }
    await promisify(execFile)('bash', ['.ci/servers', name], { env })
  }

  start(kind: 'start' | 'cluster' | 'secure' = 'start'): void {
    const lines = this.#started(kind).trim().split('\n')
    this.#addresses = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
  }

  /** A port that was free may be somebody’s by the time it is asked for: then once more, with others. */
  #started(kind: string): string {
    try {
      return this.#command(kind)
    } catch {
      this.stop()
      return this.#command(kind)
    }
  }

  stop(): void {
    this.#command('stop')
  }

  signal(server: string, signal: NodeJS.Signals): void {
    process.kill(this.#pidOf(server), signal)
  }

  /** Which of these brokers is the controller now. */
  controllerOf(brokers: readonly string[]): string {
    const states = brokers.map((each) => {
      const file = join(this.#folder, each, '__cluster_metadata-0', 'quorum-state')
      return JSON.parse(readFileSync(file, 'utf8')) as { leaderId: number; leaderEpoch: number }
    })
    const [latest] = states.toSorted((one, other) => other.leaderEpoch - one.leaderEpoch)
    return brokers[(latest?.leaderId ?? 1) - 1] as string
  }

  #pidOf(server: string): number {
    return Number(readFileSync(join(this.#folder, `${server}.pid`), 'utf8'))
  }

  lives(server: string): boolean {
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${this.#pidOf(server)}/status`, 'utf8'))
    } catch {
      return false
    }
  }

  async gateway(more: Record<string, string> = {}): Promise<TestGateway> {
    const name = uniqueName()
    const gateway = await startTestGateway('distributed', {
      ...this.#addresses,
      MONGODB_URL: (this.#addresses['MONGODB_URL'] as string).replace('/quadzero?', `/${name}?`),
      TOPIC_PREFIX: `${name}.`,
      ...more,
    })
    this.#gateways.push(gateway)
    return gateway
  }

  async stopGateways(): Promise<void> {
    for (const gateway of this.#gateways.splice(0)) await gateway.stop()
  }
}

/** What an SMSC does: the same bytes again until they are taken. */
export async function persist(
  on: TestGateway,
  from: string,
  text: string,
  { to = '10086', refused = () => {} }: { to?: string; refused?: () => void } = {},
): Promise<void> {
  while ((await on.simulator.sendMo({ from, to, text }).catch(() => ({ status: 1 }))).status !== 0) {
    refused()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
