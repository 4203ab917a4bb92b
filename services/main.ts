import { BusError } from '#bus'
import { type Config, ConfigError, parseLinks, readConfig, showsHandset } from '#config'
import { loadPolicy } from '#policy'
import type { Deps } from '#service'
import { lastResort, makeLogger } from '#telemetry'
import { handsetRoutes } from '../tools/sim/handset.ts'
import { Simulator } from '../tools/sim/smsc.ts'
import { smallSlabs } from './buffers.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { readSecrets, secretsAgain } from './secrets.ts'
import type { SignIn } from './staff/src/first.ts'
import { startTracing } from './tracing.ts'

/** Exit codes: 2 the environment is wrong, 3 the data folder cannot be used, 1 anything else. */
async function main(): Promise<void> {
  smallSlabs()
  let config = readConfig(process.env)
  const log = makeLogger(config.LOG_LEVEL, [...config.services, ...config.edges].join(',') || 'quadzero')
  lastResort(log)
  const secrets = readSecrets(config)
  const stopTracing = await startTracing(config)
  const runsLinks = config.services.length === 0 || config.services.includes('sms-gateway')
  let simulator: Simulator | undefined
  if (config.links.length === 0 && runsLinks) {
    simulator = new Simulator({ system_id: 'quadzero', password: 'demo' })
    const port = await listenSimulator(simulator, config)
    config = { ...config, links: parseLinks(`smpp://quadzero:demo@127.0.0.1:${port}?window=1000&name=simulator`) }
  }
  const handset = simulator !== undefined && showsHandset(config)
  const extend = async (deps: Deps) => {
    if (handset && simulator) await handsetRoutes(deps.http, simulator, config.COUNTRY)
    deps.http.get('/', { config: { needs: ['open', 'page'] }, schema: { hide: true } }, (_request, reply) =>
      reply.redirect(handset ? '/handset' : '/account'),
    )
  }
  const secretsNow = secretsAgain(process.env, secrets)
  let running: Gateway | undefined
  // `quadzero secrets` changed them; what is only starting looks by itself.
  process.on('SIGHUP', () => running?.readSecrets())
  const gateway = await startGateway(config, secrets, log, { extend, secretsNow })
  running = gateway
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping: finishing what is under way')
    setTimeout(() => process.exit(1), 20_000).unref()
    await gateway.stop()
    await simulator?.close()
    await stopTracing()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  const began = Date.now()
  while (gateway.unready().length > 0) {
    if (Date.now() - began > 15_000) {
      log.warn({ troubles: gateway.unready() }, 'not ready yet; it goes on trying, see /readyz')
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  announce(config, gateway.url, secrets.adminKeys[0] ?? '', { simulator, handset, signIns: gateway.signIns })
}

async function listenSimulator(simulator: Simulator, config: Config): Promise<number> {
  try {
    return await simulator.listen(config.SIM_PORT)
  } catch {
    throw new ConfigError(
      `SMPP port ${config.SIM_PORT}, which the built-in simulator listens on, is taken. Stop the other program, set SIM_PORT to another (0 picks a free one), or name real links in SMSC_LINKS.`,
    )
  }
}

/** What a newcomer needs, on stdout; the line with `ready` is what scripts wait for. */
function announce(
  config: Config,
  url: string,
  adminKey: string,
  { simulator, handset, signIns }: { simulator: Simulator | undefined; handset: boolean; signIns: readonly SignIn[] },
): void {
  const { query, reports } = loadPolicy(config.POLICY_FILE || undefined).policy.shortCodes
  const lines = [
    ...(handset ? [`Handset page   ${url}/handset   (try 0000 to ${query[0]}, as 138 0013 8000)`] : []),
    `Own page       ${url}/account   (sign in with a code that the phone gets)`,
    `Console        ${url}/console${signInWords(config, signIns)}`,
    `API            ${url}/docs`,
    `Short codes    ${query[0]} query and cancel · a port such as 10661234: 0000, 00000, 11111 · ${reports[0]} reports`,
    ...(simulator
      ? [`SMPP           built-in simulator on 127.0.0.1:${simulator.port}`]
      : config.links.map((link) => `SMPP           ${link.name}: ${link.bind} to ${link.host}:${link.port}`)),
    ...(config.DEMO === 'on' && config.mode === 'embedded' ? [`Demo key       ${adminKey}`] : []),
    `Data           ${config.mode === 'embedded' ? config.DATA_DIR : 'Kafka and MongoDB'}`,
  ]
  process.stdout.write(`\n${lines.map((line) => `  ${line}\n`).join('')}\nready ${url}\n`)
}

/** The demo’s people have one password; a real first administrator’s is shown this once. */
function signInWords({ DEMO }: Config, signIns: readonly SignIn[]): string {
  const [first] = signIns
  if (!first) return ''
  return DEMO === 'on'
    ? `   (${signIns.map(({ id }) => id).join(', ')}; password ${first.password})`
    : `   (sign in as ${first.id}, password ${first.password}: shown this once, to be changed)`
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof BusError) {
    process.stderr.write(`Quadzero cannot start: ${error.message}\n`)
    process.exit(error instanceof ConfigError ? 2 : 3)
  }
  process.stderr.write(`Quadzero cannot start: ${(error as Error).stack ?? String(error)}\n`)
  process.exit(1)
})
