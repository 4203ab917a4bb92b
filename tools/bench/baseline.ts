import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '#config'
import { partitionOf } from '#contracts'
import { numberKeys } from '#sms'
import type { Beside, StateWrite } from '#store'
import { openAdapters } from '../../services/adapters.ts'
import { readSecrets } from '../../services/secrets.ts'
import { load } from '../sim/load.ts'
import { Simulator } from '../sim/smsc.ts'
import { GatewayProcess, settled } from './child.ts'
import { report, spread } from './print.ts'
import { administrator, FIRST, type Mode, sendCatalogue, subscriptions, workplace } from './workplace.ts'

const KIND = 'subscriber'
const BATCH = 5000
/** Those who text; each with a subscription, as all of them. */
const TEXTING = 8000

export interface BaselineOptions {
  readonly mode: Mode
  readonly rows: number
  readonly runs: number
  readonly seconds: number
  readonly toTheEnd: boolean
}

/** An upgrade: subscribers that an earlier build left are signed as they stand, while messages come, and while none do. */
export async function baselineWalk({ mode, rows, runs, seconds, toTheEnd }: BaselineOptions): Promise<void> {
  const simulator = new Simulator({ window: 2000 })
  const port = await simulator.listen(0)
  const { environment, clear } = workplace(mode, {
    SMSC_LINKS: `smpp://b:b@127.0.0.1:${port}?window=1000&name=a`,
    POLICY_FILE: new URL('./policy.json', import.meta.url).pathname,
  })
  await leave(environment, rows, await left())
  const gateway = await GatewayProcess.start(environment)
  const numbers = Array.from({ length: TEXTING }, (_, i) => String(FIRST + i))
  const ask = { numbers, to: '10086', text: '0000', seconds, rate: 500, precise: mode === 'embedded' }
  const what = `${mode}: ${rows} subscribers of an earlier build`
  try {
    await sendCatalogue(administrator(() => gateway))
    await load(simulator, { ...ask, seconds: 3 })
    const beside = await measured(gateway, runs, () => load(simulator, ask))
    report(`${what}, taken beside 500 messages/s, states/s`, spread(beside.perSecond))
    report(`${what}, 500 messages/s meanwhile, p50 and p99, ms`, `${spread(beside.p50, 2)}; ${spread(beside.p99, 2)}`)
    const alone = await measured(gateway, runs, () => pause(seconds * 1000, {}))
    report(`${what}, taken while nothing comes, states/s`, spread(alone.perSecond))
    report(`${what}, gateway, µs a state`, spread(alone.micros))
    report(`${what}, memory meanwhile, MiB resident`, String(gateway.memoryMiB()))
    if (!toTheEnd) return
    while ((await taken(gateway)).lanes > 0) await pause(1000)
    await settled(gateway)
    const after = await measured(gateway, runs, () => load(simulator, ask))
    report(`${what}, 500 messages/s after it, p50 and p99, ms`, `${spread(after.p50, 2)}; ${spread(after.p99, 2)}`)
  } finally {
    await gateway.end('SIGKILL')
    await simulator.close()
    clear()
  }
}

async function taken({ url }: GatewayProcess): Promise<{ states: number; lanes: number }> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const of = (name: RegExp) => Number(name.exec(text)?.[1] ?? 0)
  return {
    states: of(/^quadzero_baseline_states_total\{process="subscriber"\} (\S+)/m),
    lanes: of(/^quadzero_baseline_lanes (\S+)/m),
  }
}

async function measured(
  gateway: GatewayProcess,
  runs: number,
  make: () => Promise<{ readonly latencyMs?: { readonly p50: number; readonly p99: number } }>,
) {
  const found = { perSecond: [] as number[], micros: [] as number[], p50: [] as number[], p99: [] as number[] }
  for (let run = 0; run < runs; run++) {
    const [before, began, worked] = [(await taken(gateway)).states, performance.now(), gateway.cpuSeconds()]
    const { latencyMs } = await make()
    const states = (await taken(gateway)).states - before
    found.perSecond.push(states / ((performance.now() - began) / 1000))
    found.micros.push(((gateway.cpuSeconds() - worked) * 1e6) / Math.max(1, states))
    if (!latencyMs) continue
    found.p50.push(latencyMs.p50)
    found.p99.push(latencyMs.p99)
  }
  return found
}

/** A subscriber as this build leaves one, without what an earlier one did not know. */
async function left(): Promise<string> {
  const { environment, clear } = workplace('embedded')
  try {
    const gateway = await GatewayProcess.start(environment)
    const admin = administrator(() => gateway)
    await sendCatalogue(admin)
    await admin.send('subscriptions', subscriptions(1))
    await settled(gateway)
    await gateway.end('SIGTERM')
    const config = readConfig(environment)
    const { store, close } = await openAdapters(config, readSecrets(config), { warn() {}, error() {} })
    const { rows } = await store.beside(KIND, { limit: 1 })
    await close()
    const { proof: _, ...body } = (rows[0] as Beside).body as { readonly proof: unknown }
    return JSON.stringify(body)
  } finally {
    clear()
  }
}

/** So many of them, as they lie in a store: in the order of their keys, which is none of their numbers. */
async function leave(environment: Record<string, string>, rows: number, body: string): Promise<void> {
  const config = readConfig(environment)
  const secrets = readSecrets(config)
  const keyOf = numberKeys(secrets.numberKey)
  const { store, close } = await openAdapters(config, secrets, { warn() {}, error() {} })
  const all = function* () {
    for (let n = 0; n < rows; n++) {
      const msisdn = String(FIRST + n)
      const key = keyOf(msisdn)
      yield { key, lane: partitionOf(key, config.PARTITIONS), text: body.replaceAll(String(FIRST), msisdn) }
    }
  }
  if (store.emits === 'log') {
    await close()
    return intoFile(config.DATA_DIR, all())
  }
  const lanes = await Promise.all(
    Array.from({ length: config.PARTITIONS }, async (_, lane) => {
      const id = { process: KIND, lane }
      const { epoch, seq } = await store.takeOver(id, 'earlier')
      return { id, epoch, seq, states: [] as StateWrite[] }
    }),
  )
  const put = async (lane: (typeof lanes)[number]) => {
    const { id, epoch, states } = lane
    const none = { log: {}, positions: {}, marks: {}, emit: [], published: 0 }
    await store.commit({ id, epoch, seq: ++lane.seq, states: states.splice(0), ...none })
  }
  for (const { key, lane: number, text } of all()) {
    const lane = lanes[number] as (typeof lanes)[number]
    lane.states.push({ key, body: JSON.parse(text), wakeAt: undefined, tags: undefined, sort: '', fresh: true })
    if (lane.states.length === BATCH) await put(lane)
  }
  for (const lane of lanes) await put(lane)
  await close()
}

function intoFile(folder: string, rows: Iterable<{ key: string; lane: number; text: string }>): void {
  const file = new DatabaseSync(join(folder, 'quadzero.sqlite'))
  file.exec('PRAGMA synchronous=OFF; PRAGMA cache_size=-2000000; BEGIN')
  const put = file.prepare('INSERT INTO states (process, key, lane, body) VALUES (?, ?, ?, ?)')
  for (const { key, lane, text } of rows) put.run(KIND, key, lane, text)
  file.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
  file.close()
}
