import { randomUUID } from 'node:crypto'
import type { Server as HttpsServer } from 'node:https'
import type { FastifyRequest } from 'fastify'
import type { Bus } from '#bus'
import { type Config, ConfigError, readTls, type Secrets } from '#config'
import {
  allTopics,
  apiKeys,
  baselineKey,
  catalogueTopic,
  evidenceBaselines,
  networkBlocks,
  policyVersions,
  processes,
  recordsOver,
  staffRoster,
} from '#contracts'
import { OpaqueIds } from '#evidence'
import { followIdentity, type Identity, KeyRing, makeHttp, Staff, sessionOf } from '#http'
import { LivePolicy, loadPolicy, protectedSenders } from '#policy'
import { type Assignment, EDGE_PATIENCE_MS, Member, type MemberOptions, systemClock, Witness } from '#process'
import { Baselines, Catalogue, followTopic, NetworkBlocks, Over, Processes } from '#reference'
import {
  beginBaselines,
  type Deps,
  type Lanes,
  lookAtRead,
  type Part,
  patientAtStart,
  type Service,
  tellLane,
  tellRow,
} from '#service'
import { commandParser, numberKeys } from '#sms'
import { type Logger, Metrics } from '#telemetry'
import { accountPage } from './account/src/service.ts'
import { type Adapters, openAdapters } from './adapters.ts'
import { believed, stampOf } from './believed.ts'
import { casesService } from './cases/src/service.ts'
import { catalogue } from './catalogue/src/service.ts'
import { charging } from './charging/src/service.ts'
import { heldBus, watchClock } from './clock.ts'
import { confirmations } from './confirmations/src/service.ts'
import { consoleService } from './console/src/service.ts'
import { enforcement } from './enforcement/src/service.ts'
import { countHappenings } from './happenings.ts'
import { healthRoutes } from './health.ts'
import { listRoutes } from './lists.ts'
import { monitorService } from './monitor/src/service.ts'
import { partnerApi } from './partner-api/src/service.ts'
import { reports } from './reports/src/service.ts'
import { followSecrets } from './secrets.ts'
import { smsGateway } from './sms-gateway/src/service.ts'
import { auditAnswers, keepGoing, noteItself } from './staff/src/audited.ts'
import { firstPeople, type SignIn } from './staff/src/first.ts'
import { staffService } from './staff/src/service.ts'
import { subscriptions } from './subscriptions/src/service.ts'
import { Teller } from './teller.ts'

/** Every service by its name in SERVICES and EDGES. */
export const services: Readonly<Record<string, (deps: Deps) => Service>> = {
  'sms-gateway': smsGateway,
  catalogue,
  subscriptions,
  confirmations,
  charging,
  reports,
  cases: casesService,
  enforcement,
  monitor: monitorService,
  account: accountPage,
  'partner-api': partnerApi,
  console: consoleService,
  staff: staffService,
}

export const version = '0.1.0'

/** What all lanes of all services run, whoever runs them. */
export const assignmentsOf = (deps: Deps): readonly Assignment[] =>
  Object.values(services).flatMap((make) => make(deps).lanes?.().assignments ?? [])

export interface Gateway {
  readonly deps: Deps
  readonly url: string
  unready(): string[]
  /** How people sign in to a new installation, or to the demo; to be shown once. */
  readonly signIns: readonly SignIn[]
  /** Looks at once at what `secretsNow` gives, and not only every SECRETS_CHECK_SECONDS. */
  readSecrets(): void
  stop(): Promise<void>
}

export interface StartOptions {
  /** Puts more on the HTTP server before it listens: the built-in simulator's handset page. */
  readonly extend?: (deps: Deps) => Promise<void>
  /** The secrets as they are now, where they stand in files that may change while it runs. */
  readonly secretsNow?: () => Secrets
  /** Told of each step of the lanes' protocol; crash tests kill there. */
  readonly at?: MemberOptions['at']
}

type Stop = () => Promise<void>

/** Names that `SERVICES` or `EDGES` gives: all when it is unset, none for `none`. @throws ConfigError for a name that is none */
function namesOf(variable: 'SERVICES' | 'EDGES', given: readonly string[]): readonly string[] {
  if (given.length === 0) return Object.keys(services)
  if (given.length === 1 && given[0] === 'none') return []
  const unknown = given.find((name) => !(name in services))
  if (unknown)
    throw new ConfigError(`${variable} names ${unknown}; there are ${Object.keys(services).join(', ')}, or none.`)
  return given
}

/** What all services get, on adapters that are open: nothing of it does anything yet. */
export async function makeDeps(
  config: Config,
  secrets: Secrets,
  log: Logger,
  { bus, store: plain }: Adapters,
  { docs }: { docs: boolean },
): Promise<Deps> {
  const keys = new KeyRing(secrets.adminKeys)
  const policy = new LivePolicy(loadPolicy(config.POLICY_FILE || undefined))
  const keyOf = numberKeys(secrets.numberKey)
  const over = new Over(() => systemClock.now())
  const baselines = new Baselines()
  const tell = (process: string, key: string, isRight: boolean) =>
    void tellRow({ bus, clock: systemClock }, process, key, isRight).catch(() => undefined)
  const store = believed(plain, keyOf, bus.partitions, log, {
    takes(process, lane) {
      const due = baselines.due(process, lane)
      if (due?.isOrdered) return 'all'
      return due?.takes.has('stamp') && stampOf(process) === 'new' ? 'unstamped' : undefined
    },
    over: (process, key) => tell(process, key, false),
    right: (process, key) => tell(process, key, true),
    laneOver: (id) => void tellLane({ bus, clock: systemClock }, id, false).catch(() => undefined),
    laneRight: (id) => void tellLane({ bus, clock: systemClock }, id, true).catch(() => undefined),
    isLaneOver: ({ process, lane }) => over.isLaneOver(process, lane),
    isOver: (process, key, body, lane) => over.isOver(process, key, body, lane),
  })
  const signedIn = (request: FastifyRequest) =>
    sessionOf({ store, secrets: secrets.sessionKeys, now: systemClock.now() }, request)
  const { idleMinutes, sessionHours } = policy.policy.staff
  const clock = systemClock
  const staff = new Staff({
    store,
    now: () => clock.now(),
    idleMs: idleMinutes * 60_000,
    wholeMs: sessionHours * 3_600_000,
    seen: (digest) => keepGoing({ bus, clock }, digest),
  })
  const ownNumbers = protectedSenders(policy.policy)
  const catalogue = new Catalogue(ownNumbers)
  return {
    bus,
    store,
    config,
    policy,
    clock,
    log,
    metrics: new Metrics(),
    keys,
    staff,
    catalogue,
    network: new NetworkBlocks(
      ownNumbers,
      (sender, at) => catalogue.portOf(sender, at),
      (sender) => catalogue.isRegistered(sender),
    ),
    over,
    baselines,
    processes: new Processes(policy.policy.traffic.everySeconds * 1000),
    http: await makeHttp({
      keys,
      signedIn,
      staff: (request) => staff.of(request),
      checkKey: (caller) => staff.checkKey(caller),
      hears: () => (bus.deaf?.() ?? 0) < EDGE_PATIENCE_MS,
      answered: auditAnswers({ bus, clock }),
      log,
      version,
      trustProxy: config.TRUST_PROXY,
      hosts: config.hosts,
      identity: identityOf(config),
      docs,
    }),
    secrets,
    ids: new OpaqueIds(secrets.idKeys),
    previews: new Map(),
    effects: new Map(),
    keyOf,
    parse: commandParser(policy.policy.words),
  }
}

/**
 * Starts the lanes and edges that the environment names, on the adapters that it gives, in the order: log and store,
 * reference data to its end, HTTP, what services need beside, lanes.
 */
export async function startGateway(
  config: Config,
  secrets: Secrets,
  log: Logger,
  { extend, secretsNow = () => secrets, at }: StartOptions = {},
): Promise<Gateway> {
  const laneNames = namesOf('SERVICES', config.services)
  const edgeNames = namesOf('EDGES', config.edges)
  const adapters = await openAdapters(config, secrets, log)
  const stops: Stop[] = [() => adapters.close()]
  try {
    await adapters.bus.ensureTopics(allTopics)
    const watch = config.CLOCK_CHECK === 'on' ? await watchClock(adapters, log) : undefined
    if (watch) stops.push(async () => watch.stop())
    const bus = watch ? heldBus(adapters.bus, watch) : adapters.bus
    const deps = await makeDeps(config, secrets, log, { ...adapters, bus }, { docs: edgeNames.length > 0 })
    await followReference(deps, stops)
    if (laneNames.length > 0) stops.push(await lookAtRead(deps))
    // Embedded, log and store are one file, and neither can be behind the other.
    const witness = deps.store.emits === 'outbox' ? await Witness.open(deps.bus, deps.clock) : undefined
    if (witness) stops.push(() => witness.close())
    const { running, assignments } = partsOf(deps, laneNames, edgeNames)
    for (const { process, number, takes } of await beginBaselines(patientAtStart(deps), assignments, stampOf))
      await noteItself(patientAtStart(deps), 'baseline', baselineKey({ process, number }), takes.join(', '))
    const member = new Member(assignments, {
      ...memberOptions(deps),
      witness,
      ...(watch ? { hold: () => watch.trouble() } : {}),
      ...(at ? { at } : {}),
    })
    let started = false
    const unready = (): string[] => [
      ...(started ? [] : ['starting']),
      ...member.troubles(),
      ...[watch?.trouble() ?? []].flat(),
      ...troubleOf(deps.bus),
      ...running.flatMap((each) => each.unready?.() ?? []),
    ]
    const troubles = () => [...unready(), ...troublesOfFigures(deps)]
    healthRoutes(deps, unready, troubles)
    if (edgeNames.length > 0) listRoutes(deps, () => assignmentsOf(deps))
    await extend?.(deps)
    await deps.http.ready()
    const url = await listen(deps)
    stops.push(() => deps.http.close())
    if (identityOf(config)) stops.push(renewIdentity(deps))
    for (const part of running) {
      await part.start?.()
      stops.push(async () => part.stop?.())
    }
    await member.start()
    stops.push(() => member.stop())
    const teller = new Teller({
      deps,
      version,
      services: laneNames,
      edges: edgeNames,
      parts: running,
      member,
      troubles,
    })
    teller.start()
    stops.push(() => teller.stop())
    stops.push(patrol(deps))
    const followed = followSecrets(secrets, secretsNow, log, config.SECRETS_CHECK_SECONDS * 1000)
    stops.push(async () => followed.stop())
    if (adapters.clean) {
      const cleaning = setInterval(() => adapters.clean?.(), 10_000)
      stops.push(async () => clearInterval(cleaning))
    }
    started = true
    const stop = async () => {
      for (const each of stops.reverse())
        await each().catch((error: unknown) =>
          log.warn({ code: (error as { code?: string }).code }, 'stopping: a part did not end well'),
        )
    }
    const signIns = laneNames.includes('staff') ? await firstPeople(patientAtStart(deps)) : []
    return { deps, url, unready, signIns, readSecrets: followed.again, stop }
  } catch (error) {
    for (const each of stops.reverse()) await each().catch(() => undefined)
    throw error
  }
}

/** What every process holds in memory of the log, read to its end before anything is decided by it. */
async function followReference(deps: Deps, stops: Stop[]): Promise<void> {
  const { bus, log, catalogue, network, policy, keys, staff, over, baselines } = deps
  stops.push(await followTopic(bus, catalogueTopic, (message) => catalogue.apply(message)))
  stops.push(await followTopic(bus, networkBlocks, (message) => network.apply(message)))
  stops.push(
    await followTopic(bus, policyVersions, ({ data }) => {
      policy.apply(data)
      if (policy.number === data.number && policy.unread.length > 0)
        log.error({ version: data.name, figures: policy.unread }, 'released figures that this build cannot read')
    }),
  )
  if (policy.contradictions.length > 0)
    log.warn({ figures: policy.contradictions }, 'released figures cannot hold together with this POLICY_FILE')
  const told = await bus.tail(processes.name, ({ key, message, trusted }) => deps.processes.take(key, message, trusted))
  stops.push(() => told.stop())
  stops.push(await followTopic(bus, apiKeys, ({ data }) => keys.apply(data)))
  stops.push(await followTopic(bus, staffRoster, ({ data }) => staff.apply(data)))
  stops.push(await followTopic(bus, recordsOver, (message) => over.apply(message)))
  stops.push(await followTopic(bus, evidenceBaselines, (message) => baselines.apply(message)))
}

/** What of the released figures does not hold here: work goes on, and who watches is told. */
const troublesOfFigures = ({ policy, processes, clock }: Deps): string[] => [
  ...(policy.unread.length > 0 ? [`this build cannot read released figures: ${policy.unread.join(', ')}`] : []),
  ...[processes.behind(policy.number, clock.now())].filter((each) => each !== undefined),
]

/** The lanes and edges that run here, and what the lanes run. */
function partsOf(deps: Deps, laneNames: readonly string[], edgeNames: readonly string[]) {
  const lanes: Lanes[] = []
  const running: Part[] = []
  for (const [name, make] of Object.entries(services)) {
    if (!laneNames.includes(name) && !edgeNames.includes(name)) continue
    const service = make(deps)
    running.push(service)
    if (edgeNames.includes(name) && service.edges) running.push(service.edges())
    if (laneNames.includes(name) && service.lanes) lanes.push(service.lanes())
  }
  return { running: [...running, ...lanes], assignments: lanes.flatMap((each) => each.assignments) }
}

const memberOptions = ({ bus, store, clock, log, config, metrics }: Deps): MemberOptions => ({
  bus,
  store,
  clock,
  session: randomUUID(),
  log,
  stallMs: config.STALL_SECONDS * 1000,
  onTurn: ({ process }, messages, ms) => {
    metrics.laneMessages.inc({ process }, messages)
    metrics.laneTurn.observe({ process }, ms / 1000)
  },
  onBroughtUp: ({ process }, states) => metrics.broughtUp.inc({ process }, states),
  onOld: ({ process }, messages) => metrics.old.inc({ process }, messages),
  onCommit: (_, emit) => countHappenings(emit, (what, how) => metrics.happenings.inc({ what }, how)),
})

/** Takes certificates that are renewed in their files. */
function renewIdentity({ http, config, log }: Deps): Stop {
  const read = () => identityOf(config) as Identity
  const server = http.server as unknown as HttpsServer
  const stop = followIdentity(server, read, log, config.HTTPS_CHECK_SECONDS * 1000)
  return async () => stop()
}

/** Looks for records that somebody else wrote or took away, again and again. */
function patrol({ store, clock }: Deps): Stop {
  const over = new AbortController()
  const patrolled = store.patrol?.((ms, signal) => clock.sleep(ms, signal), over.signal)
  return async () => {
    over.abort()
    await patrolled
  }
}

const identityOf = (config: Config): Identity | undefined => {
  const { cert, key } = readTls(config, 'HTTPS')
  return cert && key ? { cert, key } : undefined
}

const troubleOf = (bus: Bus): string[] => [bus.trouble?.()].filter((each) => each !== undefined)

async function listen({ http, config }: Deps): Promise<string> {
  try {
    return await http.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new ConfigError(
        `Port ${config.HTTP_PORT} on ${config.HTTP_HOST} is taken by another program. Stop that one, or set HTTP_PORT to another.`,
      )
    throw new ConfigError(
      `Cannot listen on ${config.HTTP_HOST}:${config.HTTP_PORT} (${code ?? 'unknown'}). Set HTTP_HOST and HTTP_PORT to an address of this machine.`,
    )
  }
}
