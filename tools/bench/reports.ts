import { load } from '../sim/load.ts'
import { Simulator } from '../sim/smsc.ts'
import { spam } from './campaigns/texts.ts'
import { GatewayProcess, settled } from './child.ts'
import { report, spread } from './print.ts'
import { administrator, FIRST, type Mode, sendCatalogue, workplace } from './workplace.ts'

/** Somebody who reports does so once: a day's bound of reports is not what is measured. */
const REPORTERS = 400_000
const RATE = 500

export interface ReportsOptions {
  readonly mode: Mode
  readonly runs: number
  readonly seconds: number
}

/**
 * Spam reports to 10086999 until each has its receipt, all services in one process: sorted, placed in campaigns and listed
 * meanwhile; and how long that goes on after the last receipt.
 */
export async function takeReports({ mode, runs, seconds }: ReportsOptions): Promise<void> {
  const simulator = new Simulator({ window: 2000 })
  const port = await simulator.listen(0)
  const { environment, clear } = workplace(mode, {
    SMSC_LINKS: `smpp://b:b@127.0.0.1:${port}?window=1000&name=a`,
    POLICY_FILE: new URL('./policy.json', import.meta.url).pathname,
  })
  const gateway = await GatewayProcess.start(environment)
  try {
    await sendCatalogue(administrator(() => gateway))
    let next = 0
    // Numbers go on from run to run, so that nobody reports twice.
    const ask = (size: number) => ({
      numbers: Array.from({ length: size }, () => String(FIRST + (next++ % REPORTERS))),
      to: '10086999',
      text: (n: number) => `1066${String(1000 + (n % 400))}*${spam[n % spam.length]}${n % 7}`,
      seconds,
    })
    await load(simulator, { ...ask(30_000), seconds: 3, concurrency: 200 })
    await settled(gateway)
    const [rates, p50, p99]: [number[], number[], number[]] = [[], [], []]
    const before = gateway.cpuSeconds()
    let taken = 0
    for (let run = 0; run < runs; run++) {
      const { perSecond, unanswered, answered } = await load(simulator, { ...ask(8000 * seconds), concurrency: 500 })
      rates.push(perSecond)
      taken += answered
      if (unanswered > 0) report(`${mode}: reports WITHOUT A RECEIPT`, String(unanswered), '0')
    }
    const began = performance.now()
    await settled(gateway)
    const rest = (performance.now() - began) / 1000
    const cpu = ((gateway.cpuSeconds() - before) * 1e6) / Math.max(1, taken)
    for (let run = 0; run < runs; run++) {
      const { latencyMs } = await load(simulator, { ...ask(RATE * seconds + 1000), rate: RATE })
      p50.push(latencyMs.p50)
      p99.push(latencyMs.p99)
    }
    report(`${mode}: report → receipt, closed loop of 500, taken/s`, spread(rates))
    report(`${mode}: gateway CPU until all is placed and listed, µs a report`, cpu.toFixed(0))
    report(`${mode}: seconds until all of these are placed and listed`, rest.toFixed(1))
    report(`${mode}: ${RATE} reports a second, ms to the receipt, p50`, spread(p50, 2))
    report(`${mode}: ${RATE} reports a second, ms to the receipt, p99`, spread(p99, 2))
    report(`${mode}: gateway memory, MiB resident`, String(gateway.memoryMiB()))
  } finally {
    await gateway.end('SIGKILL')
    await simulator.close()
    clear()
  }
}
