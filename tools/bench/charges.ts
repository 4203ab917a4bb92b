import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultPolicy } from '#policy'
import { exampleCatalogue } from '#reference/example'
import { judge } from '../../services/charging/src/domain/judge.ts'
import { type AccountState, newAccount } from '../../services/charging/src/domain/state.ts'
import { GatewayProcess } from './child.ts'
import { median, report, spread } from './print.ts'

const ADMIN_KEY = 'bench-admin-key-0123456789'
const FIRST = 8_615_900_000_000
const DAY = 86_400_000

/** Charge checks by the rule alone: a hundred thousand accounts with a year behind them. */
export function chargeChecks(runs: number): void {
  const now = Date.parse('2026-11-22T04:00:00Z')
  const refs = { policy: defaultPolicy, catalogue: exampleCatalogue(), grantOf: () => undefined }
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
  mode: 'embedded' | 'distributed',
  { rows, runs, subscribers }: { rows: number; runs: number; subscribers: number },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quadzero-bench-'))
  const name = `bench${Date.now().toString(36)}`
  const environment: Record<string, string> = {
    DATA_DIR: folder,
    ADMIN_KEY,
    NUMBER_KEY: 'bench-number-key-0123456789',
    SESSION_KEY: 'bench-session-key-0123456789',
    ID_KEY: 'bench-id-key-0123456789',
    SEAL_KEY: 'bench-seal-key-0123456789',
    RATE_LIMIT_PER_MINUTE: '1000000',
    SIM_PORT: '0',
  }
  if (mode === 'distributed') {
    environment['KAFKA_BROKERS'] = process.env['KAFKA_BROKERS'] as string
    environment['MONGODB_URL'] = (process.env['MONGODB_URL'] as string).replace(/\/[^/?]*(\?|$)/, `/${name}$1`)
    environment['KAFKA_FSYNC'] = process.env['KAFKA_FSYNC'] ?? 'broker'
    environment['TOPIC_PREFIX'] = `${name}.`
  }
  const gateway = await GatewayProcess.start(environment)
  const call = (method: string, path: string, type: string, body?: BodyInit) =>
    fetch(gateway.url + path, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, ...(body ? { 'content-type': type } : {}) },
      ...(body ? { body, duplex: 'half' } : {}),
    } as RequestInit)
  const send = async (kind: string, lines: () => Iterable<string>): Promise<void> => {
    async function* bytes() {
      let text = ''
      for (const line of lines()) {
        text += line
        if (text.length < 60_000) continue
        yield Buffer.from(text)
        text = ''
      }
      yield Buffer.from(text)
    }
    const response = await call('POST', `/v1/import/${kind}`, 'text/csv', bytes() as unknown as BodyInit)
    const last = (await response.text()).trim().split('\n').at(-1) ?? ''
    if (!last.includes('"refused":0')) throw new Error(`import of ${kind} failed: ${last}`)
  }
  try {
    await send('partners', () => ['partner_id,name_zh,name_en,kind\n', 'sp1,华娱,Huayu,sp\n'])
    await send('services', () => [
      'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code\n',
      'joke,sp1,10661234,笑话,Jokes,500,month,24h,XH\n',
    ])
    await send('subscriptions', function* () {
      yield 'msisdn,service_id,package,since\n'
      for (let i = 0; i < subscribers; i++) yield `${FIRST + i},joke,,2026-03-02\n`
    })
    const ask = async (first: number) => {
      const items = Array.from({ length: 500 }, (_, i) => ({
        id: `q${i}`,
        subscriber: String(FIRST + ((first + i) % subscribers)),
        service: 'joke',
        amount_fen: 500,
        kind: 'month',
      }))
      const began = performance.now()
      const response = await call('POST', '/v1/charges/authorize', 'application/json', JSON.stringify({ items }))
      const answer = (await response.json()) as { items: { allow: boolean; rule?: string }[] }
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
    await send('charges', function* () {
      yield 'charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind\n'
      for (let i = 0; i < rows; i++) yield `f${i},${FIRST + (i % subscribers)},joke,500,CNY,${day},month\n`
    })
    const taken = (performance.now() - began) / 1000
    const posted = async () => {
      const { items } = (await (await call('GET', '/v1/settlements', '')).json()) as {
        items: { lines: { kind: string; count: number }[] }[]
      }
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
    rmSync(folder, { recursive: true, force: true })
  }
}
