import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { Simulator } from '../tools/sim/smsc.ts'
import { environmentOf } from './gateway.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

/** Every spelling in which a number or a text could slip out. */
export const spellingsOf = (number: string, text: string): string[] => [
  ...[number, number.slice(2), Buffer.from(number).toString('hex')],
  ...text.split(' ').map((word) => word.slice(0, 11)),
  Buffer.from(text).toString('base64'),
]

/** A gateway as it is started, in a process of its own, with all that it logs and traces. */
export async function spied(more: Record<string, string> = {}) {
  const folder = temporaryFolder()
  const simulator = new Simulator()
  const traces: string[] = []
  const collector = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      traces.push(body)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done))
  await simulator.listen(0)
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', new URL('../services/main.ts', import.meta.url).pathname],
    {
      env: {
        ...process.env,
        ...environmentOf('embedded', folder),
        LOG_LEVEL: 'trace',
        TRACE_RATIO: '1',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as { port: number }).port}`,
        SMSC_LINKS: `smpp://t:t@127.0.0.1:${simulator.port}?name=a`,
        ...more,
      },
    },
  )
  let logs = ''
  let url = ''
  child.stderr.on('data', (chunk) => {
    logs += chunk
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    logs += `${line}\n`
    if (line.startsWith('ready ')) url = line.slice(6)
  })
  const stop = async () => {
    if (child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  await until('the gateway is ready', () => url !== '')
  return {
    folder,
    simulator,
    traces,
    url,
    logs: () => logs,
    stop,
    async close() {
      await stop()
      await simulator.close()
      collector.close()
      removeFolder(folder)
    },
  }
}
