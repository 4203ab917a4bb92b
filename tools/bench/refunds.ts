import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GatewayProcess } from './child.ts'
import { median, report } from './print.ts'

const ADMIN_KEY = 'bench-admin-key-0123456789'
const FIRST = 8_615_900_000_000
const HOUR = 3_600_000

interface Redress {
  readonly named: number
  readonly answered: number
  readonly done: boolean
  readonly subscribers: number
  readonly refund_fen: number
}

/** A verdict whose pattern has so many victims, each refunded once: memory, time, a kill in the middle, and both parts of the month. */
export async function refunds(mode: 'embedded' | 'distributed', victims: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quadzero-bench-'))
  const name = `bench${Date.now().toString(36)}`
  const environment: Record<string, string> = {
    DATA_DIR: folder,
    ADMIN_KEY,
    NUMBER_KEY: 'bench-number-key-0123456789',
    SESSION_KEY: 'bench-session-key-0123456789',
    ID_KEY: 'bench-id-key-0123456789',
    SEAL_KEY: 'bench-seal-key-0123456789',
    RATE_LIMIT_PER_MINUTE: '1000000000',
    SIM_PORT: '0',
  }
  if (mode === 'distributed') {
    environment['KAFKA_BROKERS'] = process.env['KAFKA_BROKERS'] as string
    environment['MONGODB_URL'] = (process.env['MONGODB_URL'] as string).replace(/\/[^/?]*(\?|$)/, `/${name}$1`)
    environment['TOPIC_PREFIX'] = `${name}.`
  }
  let gateway = await GatewayProcess.start(environment)
  const call = (method: string, path: string, body?: BodyInit, type = 'application/json') =>
    fetch(gateway.url + path, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, ...(body ? { 'content-type': type } : {}) },
      ...(body ? { body, duplex: 'half' } : {}),
    } as RequestInit)
  const json = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await call(method, path, body && JSON.stringify(body))
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  /** Sends a file and says how far it is; what progress counts is durable. */
  const send = async (kind: string, rows: number, lines: () => Iterable<string>): Promise<void> => {
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
    const response = await call('POST', `/v1/import/${kind}`, bytes() as unknown as BodyInit, 'text/csv')
    let [last, rest] = ['', '']
    let said = performance.now()
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const told = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = told.pop() ?? ''
      last = told.at(-1) ?? last
      if (performance.now() - said < 10_000) continue
      said = performance.now()
      const [, count] = /"rows":(\d+)/.exec(last) ?? []
      console.log(`  ${kind}: ${count ?? '?'} of ${rows}, ${gateway.memoryMiB()} MiB`)
    }
    if (!last.includes('"done"') || !last.includes('"refused":0')) throw new Error(`import of ${kind} failed: ${last}`)
  }
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1000))
  try {
    await send('partners', 1, () => ['partner_id,name_zh,name_en,kind\n', 'sp1,华娱,Huayu,sp\n'])
    await send('services', 1, () => [
      'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code\n',
      'joke,sp1,10661234,笑话,Jokes,500,month,24h,XH\n',
    ])
    // Each agreed to it once, so that the charges are right until a verdict says otherwise.
    await send('subscriptions', victims, function* () {
      yield 'msisdn,service_id,package,since\n'
      for (let i = 0; i < victims; i++) yield `${FIRST + i},joke,,2026-03-02\n`
    })
    const day = new Date(Date.now() - HOUR).toISOString()
    await send('charges', victims, function* () {
      yield 'charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind\n'
      for (let i = 0; i < victims; i++) yield `v${i},${FIRST + i},joke,500,CNY,${day},month\n`
    })
    const month = async () => {
      const { items } = await json<{ items: { owed_fen: number; lines: { kind: string; count: number }[] }[] }>(
        'GET',
        '/v1/settlements',
      )
      const lines = items.flatMap((each) => each.lines)
      const count = (kind: string) => lines.reduce((sum, each) => sum + (each.kind === kind ? each.count : 0), 0)
      return {
        charged: count('charge'),
        refunded: count('refund'),
        owed: items.reduce((sum, each) => sum + each.owed_fen, 0),
      }
    }
    let told = performance.now()
    for (let { charged } = await month(); charged < victims; { charged } = await month()) {
      await pause()
      if (performance.now() - told < 10_000) continue
      told = performance.now()
      console.log(`  ${charged} of ${victims} charged, ${gateway.memoryMiB()} MiB`)
    }
    const { number } = await json<{ number: string }>('POST', '/v1/cases', {
      partner: 'sp1',
      pattern: 'silent',
      text: 'Nobody knew of it.',
    })
    const rule = { from: new Date(Date.now() - 48 * HOUR).toISOString(), until: new Date().toISOString() }
    const given = { outcome: 'proven', points: 20, reason_zh: '未经同意扣费', reason_en: 'No consent', refund: rule }
    const foreseen = async () =>
      (await json<{ subscribers: number }>('POST', `/v1/cases/${number}/preview`, given)).subscribers
    const looked = performance.now()
    while ((await foreseen()) < victims) await pause()
    report(`${mode}: preview of ${victims} victims, s`, ((performance.now() - looked) / 1000).toFixed(1))
    const before = gateway.memoryMiB()
    const memory: number[] = []
    let isUp = true
    const watching = setInterval(() => isUp && memory.push(gateway.memoryMiB()), 1000)
    await json('POST', `/v1/cases/${number}/verdict`, given)
    const began = performance.now()
    const redress = async () => (await json<{ redress: Redress }>('GET', `/v1/cases/${number}`)).redress
    let [killed, said] = [false, began]
    let now = await redress()
    while (!now.done) {
      await pause()
      now = await redress()
      if (performance.now() - said > 10_000) {
        said = performance.now()
        console.log(`  ${now.answered} of ${victims} refunded, ${memory.at(-1) ?? 0} MiB`)
      }
      if (killed || now.answered < victims / 2) continue
      killed = true
      isUp = false
      await gateway.end('SIGKILL')
      gateway = await GatewayProcess.start(environment)
      isUp = true
    }
    const seconds = (performance.now() - began) / 1000
    while ((await month()).refunded < victims) await pause()
    clearInterval(watching)
    const { owed } = await month()
    if (now.subscribers !== victims || now.refund_fen !== victims * 1000 || owed !== -victims * 500)
      throw new Error(`refunds do not come to what they should: ${JSON.stringify({ ...now, owed })}`)
    report(`${mode}: ${victims} victims refunded once each, killed halfway, refunds/s`, (victims / seconds).toFixed(0))
    report(
      `${mode}: the same, MiB resident before, median and peak`,
      `${before} / ${median(memory)} / ${Math.max(...memory)}`,
    )
  } finally {
    await gateway.end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}
