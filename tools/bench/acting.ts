import type { Simulator } from '../sim/smsc.ts'
import type { GatewayProcess } from './child.ts'
import { report, spread } from './print.ts'
import { withReplicas } from './replicas.ts'
import { ADMIN_KEY, type Mode } from './workplace.ts'

const PORT = '10661234'
const LAPS = 12
/** So many messages of the load wait for their answer at most. */
const MOST_UNDER_WAY = 200
/** Each place is asked so often meanwhile, ms. */
const ASK_MS = 10

/**
 * How long a block for everybody takes to hold, at all places of all processes, while they are busy.
 * @param load messages a second that they are sent meanwhile from another port, in sum
 */
export async function blockHolds(mode: Mode, load: number): Promise<void> {
  await withReplicas(mode, async (gateways, simulator, called) => {
    const { laps, perSecond } = await measure(gateways, simulator, load)
    const what = `${mode}, ${called} under load: a block`
    report(`${what}, messages a second that were taken meanwhile of ${load} asked for`, perSecond.toFixed(0))
    report(`${what}, ms from its order to the last message on a link`, spread(laps.map((each) => each.wire)), '≤ 1,000')
    report(
      `${what}, ms to the last question that a process said yes to`,
      spread(laps.map((each) => each.edges)),
      '≤ 1,000',
    )
  })
}

async function measure(gateways: readonly GatewayProcess[], simulator: Simulator, load: number) {
  const [first] = gateways as [GatewayProcess]
  const call = async (gateway: GatewayProcess, path: string, body: unknown, type = 'application/json') => {
    const response = await fetch(gateway.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text.split('\n')[0] as string) : {} }
  }
  await call(first, '/v1/import/partners', 'partner_id,name_zh,name_en,kind\nsp1,华娱互动,Huayu,sp\n', 'text/csv')
  const ports = `port,partner_id,category,classes\n${PORT},sp1,x,service otp marketing\n10669999,sp1,x,service otp marketing\n`
  await call(first, '/v1/import/ports', ports, 'text/csv')
  let lastOnLink = 0
  simulator.on('mt', ({ from }) => {
    if (from === PORT) lastOnLink = performance.now()
  })
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  let going = true
  let allowed = 0
  const text = '您的验证码是 482913，5分钟内有效。'
  let count = 0
  const to = () => String(8_613_900_000_000 + (count++ % 50_000))
  const places = gateways.flatMap((gateway) => [
    async () => (await call(gateway, '/v1/mt', { from: PORT, to: to(), class: 'otp', text })).status === 202,
    async () =>
      (await call(gateway, '/v1/mt/check', { items: [{ from: PORT, to: to(), class: 'otp' }] })).body.items?.[0]?.allow,
  ])
  const asking = places.map(async (ask) => {
    while (going) {
      const began = performance.now()
      if (await ask()) allowed = Math.max(allowed, began)
      await pause(ASK_MS)
    }
  })
  let [taken, underWay] = [0, 0]
  const message = { from: '10669999', class: 'service', text: '您的话费已到账' }
  const take = async (gateway: GatewayProcess) => {
    // What cannot be taken is not asked for for ever: how many were is told.
    if (underWay >= MOST_UNDER_WAY) return
    underWay++
    const { status } = await call(gateway, '/v1/mt', { ...message, to: to() }).catch(() => ({ status: 0 }))
    underWay--
    if (status === 202) taken++
  }
  const began = performance.now()
  const loading = gateways.map(async (gateway) => {
    for (let next = began; going; ) {
      for (; next <= performance.now(); next += (1000 * gateways.length) / load) void take(gateway)
      await pause(2)
    }
  })
  const laps: { wire: number; edges: number }[] = []
  const wish = { kind: 'port', value: PORT, scope: 'all', reason: 'spam', note: 'measured' }
  await pause(3000)
  for (let lap = 0; lap < LAPS; lap++) {
    const ordered = performance.now()
    const { body } = await call(first, '/v1/blocks', wish)
    await pause(1500)
    laps.push({ wire: Math.max(0, lastOnLink - ordered), edges: Math.max(0, allowed - ordered) })
    await call(first, `/v1/blocks/${body.id}/lift`, { note: 'measured' })
    await pause(700)
  }
  going = false
  const perSecond = (taken * 1000) / (performance.now() - began)
  await Promise.all([...asking, ...loading])
  return { laps, perSecond }
}
