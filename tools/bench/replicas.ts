import { Simulator } from '../sim/smsc.ts'
import { GatewayProcess } from './child.ts'
import { type Mode, workplace } from './workplace.ts'

/**
 * Processes that share everything and one SMSC: one embedded, two on Kafka and MongoDB. They are gone when it is over.
 * @param measure what is done with them; `called`: how many they are, in words
 */
export async function withReplicas(
  mode: Mode,
  measure: (gateways: readonly GatewayProcess[], simulator: Simulator, called: string) => Promise<void>,
): Promise<void> {
  const processes = mode === 'embedded' ? 1 : 2
  const simulator = new Simulator({ window: 2000 })
  const smsc = await simulator.listen(0)
  const { environment, clear } = workplace(mode, {
    SMSC_LINKS: `smpp://b:b@127.0.0.1:${smsc}?window=1000&name=a`,
    POLICY_FILE: new URL('./policy.json', import.meta.url).pathname,
  })
  const gateways: GatewayProcess[] = []
  try {
    for (let n = 0; n < processes; n++) gateways.push(await GatewayProcess.start(environment))
    await measure(gateways, simulator, processes === 1 ? '1 process' : `${processes} processes`)
  } finally {
    for (const each of gateways) await each.end('SIGKILL')
    await simulator.close()
    clear()
  }
}
