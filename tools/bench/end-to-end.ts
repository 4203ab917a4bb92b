import { load } from '../sim/load.ts'
import { Simulator } from '../sim/smsc.ts'
import { GatewayProcess, settled } from './child.ts'
import { report, spread } from './print.ts'
import { administrator, FIRST, type Mode, sendCatalogue, subscriptions, workplace } from './workplace.ts'

export interface EndToEndOptions {
  readonly mode: Mode
  /** Whose lanes the gateway runs; all when left out. */
  readonly services?: string
  readonly subscribers: number
  readonly runs: number
  readonly seconds: number
}

const WARM_SECONDS = 15

/** 0000 → list reply over SMPP, the gateway in a process of its own, simulator and load in this one. */
export async function endToEnd({ mode, services, subscribers, runs, seconds }: EndToEndOptions): Promise<void> {
  const what = mode === 'distributed' && !services ? 'distributed, all services in one process' : mode
  const simulator = new Simulator({ window: 2000 })
  const port = await simulator.listen(0)
  const { environment, clear } = workplace(mode, {
    SMSC_LINKS: `smpp://b:b@127.0.0.1:${port}?window=1000&name=a`,
    POLICY_FILE: new URL('./policy.json', import.meta.url).pathname,
    ...(mode === 'distributed' && services ? { SERVICES: services } : {}),
  })
  let gateway = await GatewayProcess.start(environment)
  try {
    const imported = await importAll(gateway, subscribers)
    report(`${what}: import of ${subscribers} subscriptions, rows/s`, imported.toFixed(0))
    await settled(gateway)
    const numbers = Array.from({ length: subscribers }, (_, i) => String(FIRST + i))
    const ask = { numbers, to: '10086', text: '0000', seconds }
    // A broker that was started a moment ago compiles, on the cores that are measured.
    await load(simulator, { ...ask, seconds: mode === 'distributed' ? WARM_SECONDS : 3, concurrency: 500 })
    const rates: number[] = []
    const cpu: number[] = []
    for (let run = 0; run < runs; run++) {
      const before = gateway.cpuSeconds()
      const result = await load(simulator, { ...ask, concurrency: 1000 })
      rates.push(result.perSecond)
      cpu.push(((gateway.cpuSeconds() - before) * 1e6) / Math.max(1, result.answered))
      if (result.unanswered > 0) report(`${what}: UNANSWERED in a closed loop`, String(result.unanswered), '0')
    }
    const [rateGoal, latencyGoal] =
      mode === 'embedded' ? ['≥ 12,000', 'p50 ≤ 1, p99 ≤ 8'] : ['≥ 8,000', 'p50 ≤ 12, p99 ≤ 50']
    report(`${what}: 0000 → list, closed loop of 1000, answered/s`, spread(rates), rateGoal)
    report(`${what}: gateway CPU at full load, µs a message`, spread(cpu), mode === 'embedded' ? '≤ 80' : '')
    const [p50, p99]: [number[], number[]] = [[], []]
    for (let run = 0; run < runs; run++) {
      const { latencyMs } = await load(simulator, { ...ask, rate: 2000, precise: mode === 'embedded' })
      p50.push(latencyMs.p50)
      p99.push(latencyMs.p99)
    }
    report(`${what}: open loop of 2000/s, latency ms, p50`, spread(p50, 2), latencyGoal)
    report(`${what}: open loop of 2000/s, latency ms, p99`, spread(p99, 2), latencyGoal)
    report(`${what}: gateway memory, MiB resident`, String(gateway.memoryMiB()))
    gateway = await recovery(what, gateway, environment, simulator)
  } finally {
    await gateway.end('SIGKILL')
    await simulator.close()
    clear()
  }
}

/** Rows a second. */
async function importAll(gateway: GatewayProcess, subscribers: number): Promise<number> {
  const admin = administrator(() => gateway)
  await sendCatalogue(admin)
  const began = performance.now()
  await admin.send('subscriptions', subscriptions(subscribers))
  return subscribers / ((performance.now() - began) / 1000)
}

/** kill -9 while people text; seconds to the first answer, and what was lost or doubled of what was acknowledged. */
async function recovery(
  what: string,
  gateway: GatewayProcess,
  environment: Record<string, string>,
  simulator: Simulator,
): Promise<GatewayProcess> {
  const answers = new Map<string, number>()
  const count = (mt: { to: string }) => answers.set(mt.to, (answers.get(mt.to) ?? 0) + 1)
  simulator.on('mt', count)
  const acknowledged: string[] = []
  const deliver = async (i: number) => {
    const from = String(FIRST + i)
    const { status } = await simulator.sendMo({ from, to: '10086', text: '0000' }).catch(() => ({ status: 1 }))
    if (status === 0) acknowledged.push(from)
  }
  const texting = Array.from({ length: 1000 }, (_, i) => deliver(i))
  while (answers.size < 100) await new Promise((resolve) => setTimeout(resolve, 1))
  await gateway.end('SIGKILL')
  await Promise.all(texting)
  const before = answers.size
  const began = performance.now()
  const started = await GatewayProcess.start(environment)
  await deliver(2000)
  while (!answers.has(String(FIRST + 2000))) await new Promise((resolve) => setTimeout(resolve, 2))
  report(`${what}: recovery, s from kill -9 to the first answer`, ((performance.now() - began) / 1000).toFixed(2))
  const until = performance.now() + 15_000
  while (acknowledged.some((each) => !answers.has(each)) && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20))
  const lost = acknowledged.filter((each) => !answers.has(each)).length
  const doubled = [...answers.values()].filter((each) => each > 1).length
  report(
    `${what}: recovery, of ${acknowledged.length} acknowledged (${before} answered before) lost / sent twice`,
    `${lost} / ${doubled}`,
    '0 / at most the window',
  )
  simulator.off('mt', count)
  return started
}
