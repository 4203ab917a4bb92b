import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { KeyRing, makeHttp } from '#http'
import { handsetRoutes } from './handset.ts'
import { load } from './load.ts'
import { type Faults, noFaults, Simulator } from './smsc.ts'

const integer = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`${text} is not a whole number`)
  return value
}

const listening = (command: Command): Command =>
  command
    .option('--host <address>', 'address to listen on', process.env['SIM_HOST'] ?? '127.0.0.1')
    .option('--port <port>', 'SMPP port', integer, integer(process.env['SIM_PORT'] ?? '2775'))
    .option('--system-id <id>', 'system_id that may bind (default: any)')
    .option('--password <password>', 'password that may bind (default: any)')
    .option('--window <requests>', 'deliver_sm under way at once', integer, 1000)

interface Listening {
  host: string
  port: number
  systemId?: string
  password?: string
  window: number
}

async function open({ host, port, systemId, password, window }: Listening): Promise<Simulator> {
  const simulator = new Simulator({
    window,
    ...(systemId ? { system_id: systemId } : {}),
    ...(password ? { password } : {}),
  })
  simulator.on('bound', (id, kind) => console.error(`bound: ${id} (${kind})`))
  simulator.on('unbound', (id) => console.error(`unbound: ${id}`))
  try {
    await simulator.listen(port, host)
  } catch (error) {
    console.error(`Cannot listen on ${host}:${port} (${(error as NodeJS.ErrnoException).code}). Choose another --port.`)
    process.exit(2)
  }
  console.error(`SMSC simulator on smpp://${host}:${simulator.port}`)
  return simulator
}

async function bound(simulator: Simulator): Promise<void> {
  if (simulator.bound === 0) console.error('waiting for the gateway to bind ...')
  while (simulator.bound === 0) await new Promise((resolve) => setTimeout(resolve, 100))
}

const HELP = `commands:
  mo FROM TO TEXT...       a handset texts
  throttle N               take N submit_sm a second, answer ESME_RTHROTTLED to the rest (0: all)
  delay MS                 answer each submit_sm after MS
  refuse STATUS            refuse each submit_sm with a command_status such as 0x08 (0: take them)
  mute on|off              take each submit_sm and never answer
  lose on|off              cut the link when an MO was answered, and bring it again over the next bind
  closed on|off            refuse binds
  disconnect               cut all connections
  faults | help | quit`

/** Carries out one line of the console or of a script. False ends it. */
async function obey(simulator: Simulator, line: string): Promise<boolean> {
  const [word = '', ...rest] = line.trim().split(/\s+/)
  const set = (faults: Partial<Faults>) => {
    simulator.faults = { ...simulator.faults, ...faults }
    console.log(JSON.stringify(simulator.faults))
  }
  switch (word) {
    case '':
    case '#':
      return true
    case 'mo': {
      const [from, to, ...text] = rest
      if (!from || !to) console.log(HELP)
      else
        console.log(
          JSON.stringify(
            await simulator
              .sendMo({ from, to, text: text.join(' ') })
              .catch((error: Error) => ({ error: error.message })),
          ),
        )
      return true
    }
    case 'wait':
      await new Promise((resolve) => setTimeout(resolve, Number(rest[0] ?? 0)))
      return true
    case 'throttle':
      set({ throttlePerSecond: Number(rest[0]) || 0 })
      return true
    case 'delay':
      set({ delayMs: Number(rest[0]) || 0 })
      return true
    case 'refuse':
      set({ refuseWith: Number(rest[0]) || 0 })
      return true
    case 'mute':
      set({ mute: rest[0] === 'on' })
      return true
    case 'lose':
      set({ loseAnswers: rest[0] === 'on' })
      return true
    case 'closed':
      set({ closed: rest[0] === 'on' })
      return true
    case 'disconnect':
      simulator.disconnect()
      return true
    case 'faults':
      console.log(JSON.stringify(simulator.faults))
      return true
    case 'quit':
      return false
    default:
      console.log(HELP)
      return true
  }
}

const program = new Command('sim').description('An SMSC simulator: a real SMPP 3.4 server to which the gateway binds.')

listening(program.command('serve', { isDefault: true }))
  .description('listens, shows each MT, and takes commands on stdin (type help)')
  .option('--script <file>', 'runs the commands of a file first (also: wait MS)')
  .option('--http <port>', 'also serves the handset page on this port', integer)
  .action(async (options: Listening & { script?: string; http?: number }) => {
    const simulator = await open(options)
    simulator.faults = noFaults
    simulator.on('mt', (mt) =>
      console.log(
        JSON.stringify({
          mt: mt.id,
          from: mt.from,
          to: mt.to,
          segments: mt.segments,
          coding: mt.coding,
          text: mt.text,
        }),
      ),
    )
    if (options.http !== undefined) {
      const http = await makeHttp({
        keys: new KeyRing([]),
        log: { warn: () => undefined, error: (fields, text) => console.error(text, fields) },
        trustProxy: '',
        hosts: new Map(),
        docs: true,
        version: '0.1.0',
      })
      await handsetRoutes(http, simulator, 'CN')
      http.get('/healthz', { config: { needs: ['open', 'page'] }, schema: { hide: true } }, async (_request, reply) =>
        reply.code(simulator.bound > 0 ? 200 : 503).send({ bound: simulator.bound }),
      )
      http.get('/', { config: { needs: ['open', 'page'] }, schema: { hide: true } }, (_request, reply) =>
        reply.redirect('/handset'),
      )
      console.error(`handset page on ${await http.listen({ host: options.host, port: options.http })}/handset`)
    }
    if (options.script) {
      await bound(simulator)
      for (const line of readFileSync(options.script, 'utf8').split('\n'))
        if (!(await obey(simulator, line))) process.exit(0)
    }
    process.on('SIGTERM', () => process.exit(0))
    if (!process.stdin.isTTY && options.http !== undefined) return
    for await (const line of createInterface({ input: process.stdin })) if (!(await obey(simulator, line))) break
    process.exit(0)
  })

listening(program.command('load'))
  .description('texts from many handsets and measures the answers; closed loop, or open loop with --rate')
  .option('--seconds <n>', 'how long', integer, 10)
  .option('--subscribers <n>', 'handsets, numbered on from --first', integer, 10_000)
  .option('--first <number>', 'number of the first handset', '8615900000000')
  .option('--to <address>', 'short code or port', '10086')
  .option('--text <text>', 'what is texted', '0000')
  .option('--concurrency <n>', 'closed loop: waiting for an answer at once', integer, 100)
  .option('--rate <n>', 'open loop: texts a second', integer)
  .option('--json', 'only the result, as JSON')
  .action(
    async (
      options: Listening & {
        seconds: number
        subscribers: number
        first: string
        to: string
        text: string
        concurrency: number
        rate?: number
        json?: boolean
      },
    ) => {
      const simulator = await open(options)
      await bound(simulator)
      const first = BigInt(options.first)
      const numbers = Array.from({ length: options.subscribers }, (_, i) => String(first + BigInt(i)))
      const { to, text, seconds, concurrency, rate } = options
      const result = await load(simulator, {
        numbers,
        to,
        text,
        seconds,
        concurrency,
        ...(rate === undefined ? {} : { rate }),
        ...(options.json
          ? {}
          : {
              onProgress: (answered: number, at: number) => console.error(`${at.toFixed(0)} s: ${answered} answered`),
            }),
      })
      if (options.json) console.log(JSON.stringify(result))
      else
        console.log(
          `sent ${result.sent}, answered ${result.answered} (${result.perSecond}/s), refused ${result.refused}, unanswered ${result.unanswered}; latency ms p50 ${result.latencyMs.p50}, p90 ${result.latencyMs.p90}, p99 ${result.latencyMs.p99}, max ${result.latencyMs.max}`,
        )
      process.exit(result.unanswered > 0 ? 1 : 0)
    },
  )

await program.parseAsync()
