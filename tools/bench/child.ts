import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../services/main.ts', import.meta.url))

/** As `npm start` gives them (scripts/bootstrap.mjs). */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64']

/** A gateway in a process of its own, as `npm start` runs it. */
export class GatewayProcess {
  readonly #child: ChildProcess
  readonly url: string

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  /** @throws Error when it ends before it is ready. */
  static start(environment: Record<string, string>): Promise<GatewayProcess> {
    const child = spawn(process.execPath, [...FLAGS, main], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        HTTP_PORT: '0',
        LOG_LEVEL: 'error',
        DEMO: 'off',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)))
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        if (line.startsWith('ready ')) resolve(new GatewayProcess(child, line.slice(6)))
      })
    })
  }

  /** CPU time of the process so far, s. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  }

  /** Resident memory, MiB. */
  memoryMiB(): number {
    return Math.round(
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'utf8'))?.[1]) / 1024,
    )
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill(signal)
    await ended
  }
}

/** Until all that was said is followed: the lanes handle nothing any more. */
export async function settled(gateway: GatewayProcess): Promise<void> {
  const handled = async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text()
    return [...text.matchAll(/^quadzero_lane_messages_total\{[^}]*\} (\d+)/gm)].reduce(
      (sum, each) => sum + Number(each[1]),
      0,
    )
  }
  for (let before = -1, now = 0; now !== before; ) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 1500))
    now = await handled()
  }
}
