import { setTimeout as pause } from 'node:timers/promises'
import type { GatewayProcess } from './child.ts'
import { report } from './print.ts'
import { withReplicas } from './replicas.ts'
import { ADMIN_KEY, administrator, type Mode, sendCatalogue } from './workplace.ts'

const PORT = '10661234'
/** Approved, a minute. */
const RATE = 600
const MINUTE = 60_000
/** What each of two processes is asked to send a second, phase by phase; one process has the first column. */
const PHASES = [
  [100, 100],
  [100, 0],
  [0, 100],
  [5, 60],
  [0, 0],
  [150, 5],
] as const
const PHASE_MS = 10_000
/** One of several processes is killed so often. */
const KILL_MS = 47_000
/** What a killed one had taken is sent by another within this. */
const SETTLE_MS = 20_000

/**
 * A port’s rate over processes that share it, while what each is asked for changes: no minute may have more messages of it
 * on the link than was approved, and what was approved is used where somebody asks for it. Of several, one is killed again
 * and again while it sends, and another one takes its place.
 */
export async function portRateHolds(mode: Mode, seconds: number): Promise<void> {
  await withReplicas(mode, async (gateways, simulator, called, another) => {
    const { send } = administrator(() => gateways[0] as GatewayProcess)
    await sendCatalogue({ send })
    await send('ports', ['port,partner_id,category,classes,per_minute\n', `${PORT},sp1,x,service otp,${RATE}\n`])
    await pause(3000)
    const sent: number[] = []
    simulator.on('mt', ({ from }) => {
      if (from === PORT) sent.push(performance.now())
    })
    let kills = 0
    const killed = (async () => {
      // Between two whole rounds of phases and in the middle of them.
      for (let next = KILL_MS; gateways.length > 1 && next < seconds * 1000 - SETTLE_MS; next += KILL_MS) {
        await pause(KILL_MS)
        const place = kills++ % gateways.length
        await gateways[place]?.end('SIGKILL')
        gateways[place] = await another()
      }
    })()
    const asked = await ask(gateways, seconds)
    await killed
    await pause(kills > 0 ? SETTLE_MS : 3000)
    const deaths = kills > 0 ? `, one killed ${kills} times` : ''
    const what = `${mode}, ${called}${deaths}, ${seconds} s: a port of ${RATE} a minute`
    report(`${what}, asked for / taken / on the link`, `${asked.asked} / ${asked.taken} / ${sent.length}`)
    report(`${what}, most messages on the link within any minute`, String(most(sent)), `≤ ${RATE}`)
  })
}

async function ask(gateways: readonly GatewayProcess[], seconds: number) {
  const counts = { asked: 0, taken: 0 }
  const began = performance.now()
  const under = new Set<Promise<void>>()
  const one = async ({ url }: GatewayProcess) => {
    const to = String(8_613_900_000_000 + (counts.asked++ % 50_000))
    const body = JSON.stringify({ from: PORT, to, class: 'service', text: '您的话费已到账' })
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/v1/mt`, { method: 'POST', headers, body })
    await answer.arrayBuffer()
    if (answer.status === 202) counts.taken++
  }
  const due = gateways.map(() => 0)
  for (let now = began; now - began < seconds * 1000; now = performance.now()) {
    const phase = PHASES[Math.floor((now - began) / PHASE_MS) % PHASES.length] as (typeof PHASES)[number]
    gateways.forEach((gateway, n) => {
      // In steps of 20 ms.
      due[n] = (due[n] as number) + (phase[n] ?? 0) / 50
      for (; (due[n] as number) >= 1; due[n] = (due[n] as number) - 1) {
        const asking = one(gateway).catch(() => undefined)
        under.add(asking)
        void asking.then(() => under.delete(asking))
      }
    })
    await pause(20)
  }
  await Promise.all(under)
  return counts
}

/** Of times in order, as many as lie within a minute at most. */
function most(times: readonly number[]): number {
  let [from, found] = [0, 0]
  times.forEach((at, index) => {
    while ((times[from] as number) <= at - MINUTE) from++
    found = Math.max(found, index - from + 1)
  })
  return found
}
