import { GatewayProcess } from './child.ts'
import { median, report, spread } from './print.ts'
import { administrator, FIRST, type Mode, sendCatalogue, subscriptions, workplace } from './workplace.ts'

const HOUR = 3_600_000
/** V8 lets garbage lie as long as the machine has room: what is needed shows where there is none. */
const HEAP_MIB = 1280

interface Redress {
  readonly named: number
  readonly answered: number
  readonly done: boolean
  readonly subscribers: number
  readonly refund_fen: number
}

const NONE: Redress = { named: 0, answered: 0, done: false, subscribers: 0, refund_fen: 0 }

/** A verdict whose pattern has so many victims, each refunded once: memory, time, a kill in the middle, and both parts of the month. */
export async function refunds(mode: Mode, victims: number): Promise<void> {
  const { environment, clear } = workplace(mode, {
    ...{ RATE_LIMIT_PER_MINUTE: '1000000000', SIM_PORT: '0' },
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}`,
  })
  let gateway = await GatewayProcess.start(environment)
  const admin = administrator(() => gateway)
  const { json, send } = admin
  const phase = (what: string) => {
    const [began, cpu] = [performance.now(), gateway.cpuSeconds()]
    return () => {
      const seconds = (performance.now() - began) / 1000
      const spent = ((gateway.cpuSeconds() - cpu) * 1e6) / victims
      report(
        `${mode}: ${what}, a second; µs of processor each`,
        `${(victims / seconds).toFixed(0)}; ${spent.toFixed(0)}`,
      )
    }
  }
  let told = 0
  const progress = (line: string) => {
    if (performance.now() - told < 10_000) return
    told = performance.now()
    console.log(`  ${/"rows":(\d+)/.exec(line)?.[1] ?? '?'} of ${victims}, ${gateway.memoryMiB()} MiB`)
  }
  const pause = (ms = 1000) => new Promise((resolve) => setTimeout(resolve, ms))
  try {
    await sendCatalogue(admin)
    // Each agreed to it once, so that the charges are right until a verdict says otherwise.
    let done = phase('subscriptions imported')
    await send('subscriptions', subscriptions(victims), progress)
    done()
    done = phase('charges told by file, judged and booked')
    const day = new Date(Date.now() - HOUR).toISOString()
    const charges = function* () {
      yield 'charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind\n'
      for (let i = 0; i < victims; i++) yield `v${i},${FIRST + i},joke,500,CNY,${day},month\n`
    }
    await send('charges', charges(), progress)
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
    for (let { charged } = await month(); charged < victims; { charged } = await month()) {
      await pause()
      progress(`charged, "rows":${charged}`)
    }
    done()
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
    const pages = { ms: [] as number[], octets: [] as number[] }
    const redress = async () => {
      const asked = performance.now()
      const found = await json<{ redress?: Redress }>('GET', `/v1/cases/${number}`)
      pages.ms.push(performance.now() - asked)
      pages.octets.push(JSON.stringify(found).length)
      // So large a refund is a proposal, which is applied at once where nobody else is: it may be a moment away.
      return found.redress ?? NONE
    }
    let [killed, said] = [false, began]
    const kill = { at: 0, answered: 0, on: 0 }
    let now = await redress()
    while (!now.done) {
      await pause(killed && kill.on === 0 ? 100 : 1000)
      now = await redress()
      if (killed && kill.on === 0 && now.answered > kill.answered) kill.on = performance.now()
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
      Object.assign(kill, { at: performance.now(), answered: (await redress()).answered })
    }
    const seconds = (performance.now() - began) / 1000
    while ((await month()).refunded < victims) await pause()
    clearInterval(watching)
    const { owed } = await month()
    if (now.subscribers !== victims || now.refund_fen !== victims * 1000 || owed !== -victims * 500)
      throw new Error(`refunds do not come to what they should: ${JSON.stringify({ ...now, owed })}`)
    report(`${mode}: ${victims} victims refunded once each, killed halfway, refunds/s`, (victims / seconds).toFixed(0))
    report(
      `${mode}: first refund after the kill, s from when it answers again`,
      ((kill.on - kill.at) / 1000).toFixed(1),
    )
    report(`${mode}: the case page meanwhile, ms / octets`, `${spread(pages.ms)} / ${spread(pages.octets)}`)
    report(
      `${mode}: MiB resident before, median and peak, with ${HEAP_MIB} MiB for V8’s old generation`,
      `${before} / ${median(memory)} / ${Math.max(...memory)}`,
    )
  } finally {
    await gateway.end('SIGKILL')
    clear()
  }
}
