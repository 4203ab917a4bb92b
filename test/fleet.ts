import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type Mt, Simulator } from '../tools/sim/smsc.ts'
import { ADMIN_KEY, environmentOf, type Mode } from './gateway.ts'
import { removeFolder, temporaryFolder, uniqueName } from './servers.ts'
import { until } from './until.ts'

/** Gateways as processes of their own, on one folder or one set of topics, that are killed and started again. */
export class Fleet {
  readonly simulator = new Simulator()
  readonly folder = temporaryFolder()
  readonly inbox: Mt[] = []
  readonly #children = new Set<ChildProcess>()
  readonly #environment: Record<string, string>
  url = ''

  constructor(mode: Mode) {
    this.#environment = environmentOf(mode, this.folder, uniqueName())
    this.simulator.on('mt', (mt) => this.inbox.push(mt))
  }

  async open(): Promise<void> {
    await this.simulator.listen(0)
  }

  /** Starts one and waits until it is ready, or dead by its own hand. */
  async start(crashAt = ''): Promise<ChildProcess> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', new URL('./child.ts', import.meta.url).pathname],
      {
        env: {
          ...process.env,
          ...this.#environment,
          SMSC_LINKS: `smpp://t:t@127.0.0.1:${this.simulator.port}?name=a&window=50`,
          CRASH_AT: crashAt,
        },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    )
    this.#children.add(child)
    child.once('exit', () => this.#children.delete(child))
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        if (!line.startsWith('ready ')) return
        this.url = line.slice(6)
        resolve()
      })
    })
    return child
  }

  /** From now on it kills itself at the n-th time of a moment. */
  static async doom(child: ChildProcess, crashAt: string): Promise<void> {
    const armed = once(child, 'message')
    child.send(crashAt)
    await armed
  }

  static isGone({ exitCode, signalCode }: ChildProcess): boolean {
    return exitCode !== null || signalCode !== null
  }

  static async end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (Fleet.isGone(child)) return
    child.kill(signal)
    await new Promise((resolve) => child.once('exit', resolve))
  }

  /** Waits until so many more SMS have come, or nothing more will. */
  hears(more: number, isOver: () => boolean): Promise<void> {
    const enough = this.inbox.length + more
    return until(`${enough} SMS have come`, () => this.inbox.length >= enough || isOver(), 120_000)
  }

  /** What an SMSC does with an MO that is not acknowledged: it tries again, the same bytes, until it is. */
  async deliver(from: string, text: string, to = '10086'): Promise<void> {
    for (;;) {
      const result = await this.simulator.sendMo({ from, to, text }).catch(() => undefined)
      if (result?.status === 0) return
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }

  async exported(): Promise<string> {
    const response = await fetch(`${this.url}/v1/export/subscriptions`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    })
    return response.text()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#children].map((child) => Fleet.end(child)))
    await this.simulator.close()
    removeFolder(this.folder)
  }
}
