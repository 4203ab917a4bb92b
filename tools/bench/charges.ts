import { defaultPolicy } from '#policy'
import { exampleCatalogue } from '#reference/example'
import { judge } from '../../services/charging/src/domain/judge.ts'
import { type AccountState, newAccount } from '../../services/charging/src/domain/state.ts'
import { GatewayProcess } from './child.ts'
import { median, report, spread } from './print.ts'
import { administrator, FIRST, type Mode, sendCatalogue, subscriptions, workplace } from './workplace.ts'

const DAY = 86_400_000

/** Charge checks by the rule alone: a hundred thousand accounts with a year behind them. */
export function chargeChecks(runs: number): void {
  const now = Date.parse('2026-11-22T04:00:00Z')
  const refs = {
    policy: defaultPolicy,
    policyAt: () => defaultPolicy,
    catalogue: exampleCatalogue(),
    grantOf: () => undefined,
  }
  const accounts = Array.from({ length: 100_000 }, (_, i): AccountState => {
    const since = now - 300 * DAY - (i % 10_000) * 60_000
    const standings = ['joke', 'star', 'ring', 'weather'].map((serviceId) => ({ serviceId, since }))
    const charges = Array.from({ length: 8 }, (_, month) => ({
      id: `c${month}`,
      serviceId: 'joke',
      partnerId: 'huayu',
      amountFen: 500,
      at: now - (40 + month * 30) * DAY,
      kind: 'month' as const,
      tenure: 1,
      month: '2026-01',
      cycle: `${since}.${month}`,
    }))
    return { ...newAccount('1'), standings, charges }
  })
  const rates: number[] = []
  for (let run = 0; run < runs; run++) {
    let allowed = 0
    const began = performance.now()
    for (let i = 0; i < 500_000; i++) {
      const account = accounts[(i * 7919) % accounts.length]
      const charge = {
        id: `q${i}`,
        serviceId: i % 2 ? 'joke' : 'song',
        amountFen: 500,
        at: now,
        kind: 'month' as const,
      }
      if (judge(account, charge, refs).allow) allowed++
    }
    rates.push(500_000 / ((performance.now() - began) / 1000))
    if (allowed !== 250_000) throw new Error(`the bench judges ${allowed} right, not half`)
  }
  report('charge check in process, checks/s a core', spread(rates), '≥ 200,000')
}

/** The gate over HTTP in batches, and a billing file. */
export async function chargesByHttp(
  mode: Mode,
  { rows, runs, subscribers }: { rows: number; runs: number; subscribers: number },
): Promise<void> {
  const { environment, clear } = workplace(mode, { RATE_LIMIT_PER_MINUTE: '1000000', SIM_PORT: '0' })
  const gateway = await GatewayProcess.start(environment)
  const admin = administrator(() => gateway)
  const { json, send } = admin
  try {
    await sendCatalogue(admin)
    await send('subscriptions', subscriptions(subscribers))
    const ask = async (first: number) => {
      const items = Array.from({ length: 500 }, (_, i) => ({
        id: `q${i}`,
        subscriber: String(FIRST + ((first + i) % subscribers)),
        service: 'joke',
        amount_fen: 500,
        kind: 'month',
      }))
      const began = performance.now()
      const answer = await json<{ items: { allow: boolean }[] }>('POST', '/v1/charges/authorize', { items })
      return { ms: performance.now() - began, allowed: answer.items.filter((each) => each.allow).length }
    }
    while ((await ask(subscribers - 500)).allowed < 500) await new Promise((resolve) => setTimeout(resolve, 200))
    const [rates, p99]: [number[], number[]] = [[], []]
    for (let run = 0; run < runs; run++) {
      const times: number[] = []
      const began = performance.now()
      for (let i = 0; i < 60; i++) times.push((await ask(i * 7919)).ms)
      rates.push((60 * 500) / ((performance.now() - began) / 1000))
      p99.push(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] as number)
    }
    report(`${mode}: charge gate over HTTP in batches of 500, checks/s`, spread(rates))
    report(`${mode}: charge gate, a batch of 500, ms, p99`, spread(p99, 1))
    const memory: number[] = []
    const watching = setInterval(() => memory.push(gateway.memoryMiB()), 1000)
    const began = performance.now()
    const day = new Date(Date.now() - 3_600_000).toISOString()
    const file = function* () {
      yield 'charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind\n'
      for (let i = 0; i < rows; i++) yield `f${i},${FIRST + (i % subscribers)},joke,500,CNY,${day},month\n`
    }
    await send('charges', file())
    const taken = (performance.now() - began) / 1000
    const posted = async () => {
      const { items } = await json<{ items: { lines: { kind: string; count: number }[] }[] }>('GET', '/v1/settlements')
      return items
        .flatMap((each) => each.lines)
        .reduce((sum, each) => sum + (each.kind === 'charge' ? each.count : 0), 0)
    }
    while ((await posted()) < rows) await new Promise((resolve) => setTimeout(resolve, 500))
    const judged = (performance.now() - began) / 1000
    clearInterval(watching)
    report(`${mode}: file of ${rows} charges, rows/s taken`, (rows / taken).toFixed(0))
    report(`${mode}: file of ${rows} charges, rows/s judged and posted`, (rows / judged).toFixed(0))
    report(
      `${mode}: file of ${rows} charges, MiB resident, median and peak`,
      `${median(memory)} / ${Math.max(...memory)}`,
    )
  } finally {
    await gateway.end('SIGKILL')
    clear()
  }
}
